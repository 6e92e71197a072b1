-- What enterprises apply for. An application is a handful of fields, a row each, so that several people of one enterprise can fill it in
-- together; what was handed in is kept word for word in application_submission.
create table application (
    id {id} primary key not null,
    benefit text not null,
    subject bigint not null,
    period text not null,
    round integer not null,
    state text not null,
    version integer not null,
    created_at bigint not null,
    created_by text not null,
    changed_at bigint not null,
    number text null,
    submitted_at bigint null,
    route text not null,
    step integer not null,
    step_at bigint null,
    due_on date null,
    rule_sha256 text not null,
    is_synthetic boolean not null
);
create unique index application_once on application (benefit, subject, period, round);
create unique index application_number on application (number);
create index application_subject on application (subject, state);
create index application_step on application (state, route, step, due_on);

create table application_field (
    application bigint not null references application (id) on delete cascade,
    key text not null,
    value text not null,
    who text not null,
    at bigint not null,
    primary key (application, key)
);

-- Every handing-in, word for word; its sha256 stands on the receipt.
create table application_submission (
    id {id} primary key not null,
    application bigint not null references application (id) on delete cascade,
    sequence integer not null,
    number text not null,
    content text not null,
    sha256 text not null,
    who text not null,
    account bigint null,
    at bigint not null
);
create unique index application_submission_sequence on application_submission (application, sequence);

-- Papers of an enterprise, kept once and used for every application until they run out.
create table held_file (
    id {id} primary key not null,
    subject bigint not null,
    kind text not null,
    file_name text not null,
    media_type text not null,
    size bigint not null,
    sha256 text not null,
    valid_to date null,
    who text not null,
    at bigint not null,
    withdrawn_at bigint null,
    is_synthetic boolean not null
);
create index held_file_subject on held_file (subject, kind);
create table held_file_content (
    file bigint not null primary key references held_file (id) on delete cascade,
    content {blob} not null
);

create table application_material (
    application bigint not null references application (id) on delete cascade,
    material text not null,
    file bigint not null references held_file (id),
    primary key (application, material)
);
create index application_material_file on application_material (file);
