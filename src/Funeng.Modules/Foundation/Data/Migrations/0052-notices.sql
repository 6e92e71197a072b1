-- What leaves the product: mails and messages to groups of an enterprise chat. A row is written with the change it tells of and sent by a worker.
create table outgoing_notice (
  id {id} not null primary key,
  channel text not null,
  target {id},
  address text not null,
  dedup text not null,
  title text not null,
  body text not null,
  created_at bigint not null,
  not_before bigint not null,
  attempts integer not null,
  state text not null,
  sent_at bigint,
  problem text not null
);
create unique index outgoing_notice_dedup on outgoing_notice (dedup);
create index outgoing_notice_due on outgoing_notice (state, not_before);

-- Groups of an enterprise chat that notices of a topic go to.
create table notice_target (
  id {id} not null primary key,
  name text not null,
  format text not null,
  address text not null,
  topics text not null,
  is_active boolean not null,
  created_at bigint not null
);

-- How one account wants to be told outside the product.
create table notice_choice (
  account {id} not null primary key,
  mail text not null,
  digest text not null,
  digest_hour integer not null,
  quiet_from integer not null,
  quiet_to integer not null,
  muted text not null
);
