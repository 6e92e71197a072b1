-- What an official tried in the laboratory and what came out on that day.
create table policy_try (
  id bigint primary key not null,
  account bigint not null,
  address text not null,
  sha256 text not null,
  title text not null,
  what text not null,
  day date not null,
  entitled integer not null,
  cost_fen bigint not null,
  entitled_before integer null,
  cost_fen_before bigint null,
  at bigint not null
);
create unique index policy_try_once on policy_try (account, sha256, day);
