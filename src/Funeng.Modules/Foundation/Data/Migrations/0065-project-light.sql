-- A light that somebody set by hand: it needs a reason and ends by itself.
create table project_light (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    light text not null,
    reason text not null,
    from_on date not null,
    until_on date not null,
    who text not null,
    at bigint not null,
    ended_on date null
);
create index project_light_project on project_light (project);
