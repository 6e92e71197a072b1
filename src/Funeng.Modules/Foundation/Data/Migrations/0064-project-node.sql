-- The nodes of a project's plan. Latest days are counted back from the promised day whenever they are shown; the baseline is what they were first.
create table project_node (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    position integer not null,
    name text not null,
    work_days integer not null,
    after text not null,
    office text not null,
    baseline_on date null,
    done_on date null,
    evidence text not null
);
create unique index project_node_position on project_node (project, position);
