-- The text of a notice with the conditions read out of it, as a person changes and signs them. It decides nothing.
create table notice_draft (
  id {id} not null primary key,
  title text not null,
  number text not null,
  issuer text not null,
  issued date,
  sentences text not null,
  owner {id} not null,
  owner_name text not null,
  saved_at bigint not null,
  version integer not null,
  signed_at bigint,
  signed_sha256 text
);
create index notice_draft_owner on notice_draft (owner);
