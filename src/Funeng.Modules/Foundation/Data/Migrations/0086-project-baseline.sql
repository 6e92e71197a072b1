-- A plan as it stood on a day, under a name; later plans are compared with it.
create table project_baseline (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    name text not null,
    note text not null,
    content text not null,
    who text not null,
    at bigint not null
);
create unique index project_baseline_name on project_baseline (project, name);

-- Two people who change one node do not both win; a node keeps its number in the file it came from.
alter table project_node add column version bigint not null default 0;
alter table project_node add column uid integer null;

-- The plan file that was handed in, whole, so that what the platform does not understand goes back with it.
create table project_plan_file (
    project bigint primary key not null references project (id) on delete cascade,
    file_name text not null,
    content {blob} not null,
    who text not null,
    at bigint not null
);
