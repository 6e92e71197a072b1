-- The project clinic: an urgent problem of a project from the report to the asker's rating. What offices do by when are items of the tasks module
-- under the same key; here stands what was asked, said, prescribed and found.
create table clinic_round (
    id {id} primary key not null,
    zone text not null,
    number integer not null,
    opens_on date not null,
    closes_on date not null,
    sits_on date not null,
    maker text not null
);
create unique index clinic_round_number on clinic_round (zone, number);

create table clinic_case (
    id {id} primary key not null,
    number text not null,
    project bigint null references project (id) on delete cascade,
    problem bigint null,
    project_name text not null,
    project_stage text not null,
    region text null,
    zone text null,
    owner bigint null,
    owner_name text not null,
    title text not null,
    detail text not null,
    class text not null,
    urgency text not null,
    contact text not null,
    phone text not null,
    reporter bigint null,
    reporter_name text not null,
    reported_at bigint not null,
    reported_on date not null,
    state text not null,
    course integer not null,
    round bigint null references clinic_round (id),
    lead bigint null,
    lead_name text not null,
    triaged_on date null,
    leader_name text not null,
    raised_on date null,
    decided_on date null,
    diagnosis text not null,
    prescribed_on date null,
    revisit_on date null,
    solved_on date null,
    result text not null,
    rating text null,
    rating_note text not null,
    rated_by text not null,
    rated_on date null,
    closed_on date null,
    workdays integer null,
    is_synthetic boolean not null,
    version bigint not null
);
create unique index clinic_case_number on clinic_case (number);
create index clinic_case_state on clinic_case (state);
create index clinic_case_project on clinic_case (project);
create index clinic_case_owner on clinic_case (owner);
create index clinic_case_region on clinic_case (region);

-- What one office was asked, and what it said.
create table consultation (
    id {id} primary key not null,
    clinic_case bigint not null references clinic_case (id) on delete cascade,
    course integer not null,
    office bigint not null,
    office_name text not null,
    question text not null,
    asked_on date not null,
    item bigint null,
    stance text null,
    opinion text not null,
    answered_on date null,
    answered_by text not null
);
create index consultation_case on consultation (clinic_case);
create index consultation_office on consultation (office);

-- What is to be done, by whom, by when.
create table prescription_step (
    id {id} primary key not null,
    clinic_case bigint not null references clinic_case (id) on delete cascade,
    course integer not null,
    position integer not null,
    measure text not null,
    office bigint not null,
    office_name text not null,
    due_on date not null,
    item bigint null,
    done_on date null,
    result text not null
);
create index prescription_step_case on prescription_step (clinic_case);
create index prescription_step_office on prescription_step (office);

-- What happened to a case: who, when, what. Written once.
create table clinic_entry (
    id {id} primary key not null,
    clinic_case bigint not null references clinic_case (id) on delete cascade,
    kind text not null,
    at bigint not null,
    account bigint null,
    who text not null,
    text text not null
);
create index clinic_entry_case on clinic_entry (clinic_case);
