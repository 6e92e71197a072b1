-- Orders of the supervision office: issued, signed for, replied to, accepted or returned, closed; and what they cost in points.
create table supervision_order (
  id {id} not null primary key,
  number text not null,
  level text not null,
  item {id},
  title text not null,
  demand text not null,
  body {id} not null,
  region text,
  zone text,
  state text not null,
  issued_on date not null,
  due_on date not null,
  issuer {id},
  issuer_name text not null,
  is_automatic boolean not null,
  received_on date,
  replied_on date,
  closed_on date,
  returns integer not null,
  points integer not null,
  circular {id},
  version integer not null
);
create unique index supervision_order_number on supervision_order (number);
create index supervision_order_body on supervision_order (body, state);
create index supervision_order_item on supervision_order (item);
create index supervision_order_state on supervision_order (state, due_on);

create table supervision_step (
  id {id} not null primary key,
  supervision {id} not null,
  kind text not null,
  at bigint not null,
  account {id},
  who text not null,
  text text not null
);
create index supervision_step_order on supervision_step (supervision);

-- Points taken from a body, each with its reason; an appeal that was granted takes the row back.
create table supervision_points (
  id {id} not null primary key,
  body {id} not null,
  supervision {id},
  item {id},
  points integer not null,
  reason text not null,
  taken_on date not null,
  appeal text,
  appealed_on date,
  appeal_answer text,
  is_withdrawn boolean not null
);
create index supervision_points_body on supervision_points (body, taken_on);
create index supervision_points_order on supervision_points (supervision);

-- A circular (通报) as it was sent out: its text never changes afterwards.
create table circular (
  id {id} not null primary key,
  number text not null,
  title text not null,
  body text not null,
  issued_on date not null,
  issuer_name text not null
);
create unique index circular_number on circular (number);
