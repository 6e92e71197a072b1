-- Which person of the registry an account belongs to.
create table account_person (
  account {id} not null primary key,
  person {id} not null
);
create index account_person_person on account_person (person);

-- Who answers for what, from one day to another; a change of holder is a new row.
create table duty (
  id {id} not null primary key,
  source_kind text not null,
  source_key text not null,
  source_title text not null,
  source_link text not null,
  role text not null,
  holder_kind text not null,
  holder_id {id} not null,
  deputy_kind text,
  deputy_id {id},
  from_on date not null,
  to_on date,
  reason text not null,
  assigned_by text not null,
  assigned_at bigint not null
);
create unique index duty_open on duty (source_kind, source_key, role) where to_on is null;
create index duty_holder on duty (holder_kind, holder_id);

-- Commitments, plans, tasks and milestones, from whatever source.
create table task_item (
  id {id} not null primary key,
  kind text not null,
  level text not null,
  parent {id},
  title text not null,
  detail text not null,
  source_kind text not null,
  source_key text not null,
  source_title text not null,
  source_link text not null,
  key text not null,
  lead_body {id},
  owner_kind text,
  owner_id {id},
  state text not null,
  stage integer not null,
  opened_at bigint not null,
  opened_on date not null,
  fixed_due date,
  due_at bigint,
  due_on date,
  ends_on date,
  is_provisional boolean not null,
  reported_on date not null,
  done_on date,
  light text not null,
  region text,
  zone text,
  indicator_name text,
  indicator_target text,
  indicator_unit text,
  indicator_value text,
  creator {id},
  creator_name text not null,
  is_synthetic boolean not null,
  version integer not null
);
create unique index task_item_key on task_item (source_kind, source_key, key);
create index task_item_owner on task_item (owner_kind, owner_id, state);
create index task_item_lead on task_item (lead_body, state);
create index task_item_creator on task_item (creator, state);
create index task_item_due on task_item (state, due_on);
create index task_item_parent on task_item (parent);

-- Bodies that help the lead body, each with its own plan, rated by the lead.
create table task_cooperation (
  id {id} not null primary key,
  item {id} not null,
  body {id} not null,
  plan_due date,
  plan_text text,
  planned_on date,
  planned_by text,
  rating integer,
  rating_note text,
  rated_on date
);
create unique index task_cooperation_body on task_cooperation (item, body);
create index task_cooperation_of on task_cooperation (body);

-- What happened to an item; never changed afterwards.
create table task_step (
  id {id} not null primary key,
  item {id} not null,
  kind text not null,
  at bigint not null,
  account {id},
  who text not null,
  text text not null,
  stage integer not null,
  due_before date,
  due_after date,
  value text
);
create index task_step_item on task_step (item);

-- When the clock of an item stood still.
create table task_pause (
  id {id} not null primary key,
  item {id} not null,
  from_at bigint not null,
  to_at bigint
);
create index task_pause_item on task_pause (item);

-- Rungs of the ladder taken: once for each due day or report they count from.
create table task_alarm (
  item {id} not null,
  rung text not null,
  anchor date not null,
  act text not null,
  taken_on date not null,
  primary key (item, rung, anchor)
);

-- Files that show that something was done.
create table task_evidence (
  id {id} not null primary key,
  item {id} not null,
  file_name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  account {id},
  who text not null,
  at bigint not null
);
create index task_evidence_item on task_evidence (item);

-- Whoever is away has somebody who does his work.
create table absence (
  id {id} not null primary key,
  person {id} not null,
  deputy {id} not null,
  from_on date not null,
  to_on date not null,
  reason text not null
);
create index absence_person on absence (person);
create index absence_deputy on absence (deputy);
