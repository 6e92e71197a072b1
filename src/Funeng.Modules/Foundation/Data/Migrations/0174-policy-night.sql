-- What every open benefit came to over all enterprises in a night: one row for each day and benefit, written once.
create table policy_night (
  day date not null,
  benefit text not null,
  entitled integer not null,
  undecided integer not null,
  untold integer not null,
  cost_fen bigint not null,
  matched_at bigint not null,
  primary key (day, benefit)
);
