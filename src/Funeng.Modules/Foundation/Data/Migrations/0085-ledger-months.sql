-- What a ledger says besides the figures of the year: nodes with their days, and what was invested in each month (fen).
create table project_milestone (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    name text not null,
    planned_on date null,
    done_on date null
);
create unique index project_milestone_name on project_milestone (project, name);

create table project_month (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    year integer not null,
    month integer not null,
    done_fen bigint not null
);
create unique index project_month_of on project_month (project, year, month);

-- What the register said before and after an import, so that it can be taken back.
alter table project_import add column changes text null;
alter table project_import add column undone_at bigint null;
alter table project_import add column undone_note text null;
