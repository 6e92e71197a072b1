-- Visits of service officers: who was where when, what was found; photos and voice notes lie in the data folder under their own id.
create table visit (
    id {id} primary key not null,
    subject_kind text not null,
    subject_key text not null,
    subject_title text not null,
    subject_link text not null,
    region text null,
    zone text null,
    officer bigint not null,
    officer_name text not null,
    on_day date not null,
    note text not null,
    problem text not null,
    task bigint null,
    form_key text not null,
    account bigint null,
    at bigint not null,
    is_synthetic boolean not null
);
create index visit_subject on visit (subject_kind, subject_key, on_day);
create index visit_officer on visit (officer, on_day);
create unique index visit_form on visit (subject_kind, subject_key, form_key);

create table visit_file (
    id {id} primary key not null,
    visit bigint not null references visit (id) on delete cascade,
    kind text not null,
    media_type text not null,
    size bigint not null,
    sha256 text not null
);
create index visit_file_visit on visit_file (visit);
