-- Every text a list definition ever had; a membership names the one that made it.
create table list_version (
  id {id} not null primary key,
  list text not null,
  title text not null,
  sha256 text not null,
  definition text not null,
  first_seen bigint not null,
  unique (list, sha256)
);

-- since: first day on the list; until: the day it was found to be off it again (that day no longer counts), null while on it.
create table list_membership (
  id {id} not null primary key,
  list text not null,
  subject {id} not null,
  since date not null,
  until date,
  reason text not null,
  evidence text not null,
  left_reason text,
  left_evidence text,
  sha256 text not null,
  learned_at bigint not null,
  left_at bigint
);
create unique index list_membership_open on list_membership (list, subject) where until is null;
create index list_membership_list on list_membership (list, since);
create index list_membership_subject on list_membership (subject);

-- Subjects of which it cannot be said whether they belong: a fact is missing.
create table list_pending (
  list text not null,
  subject {id} not null,
  missing text not null,
  noticed_on date not null,
  primary key (list, subject)
);
create index list_pending_subject on list_pending (subject);
