-- A copy of a scheme's model that an official changes and tries. It decides nothing.
create table rule_draft (
  id {id} not null primary key,
  scheme text not null,
  based_on text not null,
  title text not null,
  criteria text not null,
  owner {id} not null,
  owner_name text not null,
  saved_at bigint not null,
  version integer not null
);
create index rule_draft_scheme on rule_draft (scheme);
