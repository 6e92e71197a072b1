-- In which year's list a project stood: the list of a year stays when the project is carried into the next.
create table project_listing (
    project bigint not null references project (id) on delete cascade,
    year integer not null,
    kind text not null,
    primary key (project, year)
);
insert into project_listing (project, year, kind) select id, listed_year, kind from project;

-- Loans for technical renovation: asked for, agreed, drawn. Money in fen, the rate in hundredths of a percent.
create table renovation_loan (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    bank text not null,
    amount_fen bigint not null,
    rate integer null,
    applied_on date not null,
    signed_on date null,
    drawn_on date null,
    drawn_fen bigint null,
    is_synthetic boolean not null,
    version bigint not null
);
create index renovation_loan_project on renovation_loan (project);

-- One enterprise, one plan (一企一策): in force from one day to another, with measures along the five optimisations.
create table enterprise_plan (
    id {id} primary key not null,
    enterprise bigint not null,
    goal text not null,
    officer text not null,
    from_on date not null,
    to_on date not null,
    is_synthetic boolean not null,
    who text not null,
    at bigint not null,
    version bigint not null
);
create index enterprise_plan_of on enterprise_plan (enterprise, from_on);

create table enterprise_plan_measure (
    id {id} primary key not null,
    plan bigint not null references enterprise_plan (id) on delete cascade,
    dimension text not null,
    title text not null,
    baseline text not null,
    target text not null,
    due_on date null,
    done_on date null,
    result text not null
);
create index enterprise_plan_measure_plan on enterprise_plan_measure (plan);
