-- What stands in the way of a project. Who does what by when is an item of the tasks module under the same key; both are one record to people.
create table project_problem (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    title text not null,
    class text not null,
    measure text not null,
    node text not null,
    round integer null,
    office bigint null,
    office_name text not null,
    raised_on date not null,
    raised_by text not null,
    due_on date null,
    closed_on date null,
    result text not null,
    version bigint not null
);
create index project_problem_project on project_problem (project);
create index project_problem_open on project_problem (closed_on);
