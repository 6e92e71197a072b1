-- One standing of one enterprise in one library; after an exit or a refusal a new record may be opened.
create table library_record (
  id {id} not null primary key,
  library text not null,
  subject {id} not null,
  state text not null,
  door text,
  nominated_by text,
  outside_opinions integer not null,
  opened_on date not null,
  confirmed_on date,
  review_due date,
  warned_until date,
  closed_on date,
  version integer not null
);
create unique index library_record_open on library_record (library, subject) where closed_on is null;
create index library_record_subject on library_record (subject);
create index library_record_state on library_record (library, state);

-- Who did what, when and why; never changed afterwards.
create table library_step (
  id {id} not null primary key,
  record {id} not null,
  step text not null,
  state_before text,
  state_after text not null,
  actor text not null,
  actor_name text not null,
  actor_role text not null,
  taken_at bigint not null,
  taken_on date not null,
  reason text not null,
  organization text,
  is_outside boolean not null,
  supports boolean,
  evidence text not null
);
create index library_step_record on library_step (record);

-- What people answered about an enterprise for a scheme; kept apart from the registry's facts, which it never changes.
create table self_assessment (
  id {id} not null primary key,
  subject {id},
  scheme text not null,
  owner text not null,
  answers text not null,
  outcome text not null,
  version integer not null,
  saved_at bigint not null
);
create index self_assessment_owner on self_assessment (owner, scheme);

-- The same facts under a standard and under the one that replaced it, kept up with every verdict.
create table standard_comparison (
  old_scheme text not null,
  new_scheme text not null,
  subject {id} not null,
  old_outcome text not null,
  new_outcome text not null,
  holds_title boolean not null,
  old_failed text not null,
  new_failed text not null,
  compared_on date not null,
  primary key (old_scheme, new_scheme, subject)
);
