-- Projects. The id is that of the subject of the facts module; what facts say today is repeated in columns so that the whole portfolio is
-- read at once (money in fen, progress in hundredths of a percent).
create table project (
    id {id} primary key not null,
    code text not null,
    name text not null,
    kind text not null,
    nature text not null,
    listed_year integer not null,
    industry text null,
    region text null,
    zone text null,
    owner bigint null,
    owner_name text not null,
    summary text not null,
    is_synthetic boolean not null,
    stage text null,
    stage_on date null,
    planned_start_on date null,
    planned_completion_on date null,
    planned_production_on date null,
    started_on date null,
    completed_on date null,
    production_on date null,
    total_fen bigint null,
    plan_year integer null,
    plan_fen bigint null,
    done_fen bigint null,
    progress integer null,
    reported_on date null,
    created_at bigint not null,
    changed_at bigint not null,
    version bigint not null
);
create unique index project_code on project (code);
create index project_region on project (region);
create index project_zone on project (zone);
create index project_owner on project (owner);

-- What is to be invested in a month; the twelve of a year make up the yearly plan.
create table project_target (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    year integer not null,
    month integer not null,
    plan_fen bigint not null
);
create unique index project_target_month on project_target (project, year, month);
