-- Idle workshops, offices and parcels that land and park bodies offer, and what enterprises ask for: premises, or financing.
create table premise (
  id bigint not null primary key,
  kind text not null,
  title text not null,
  region text not null,
  address text not null,
  area bigint not null,
  price_fen bigint not null,
  available_from date not null,
  contact text not null,
  state text not null,
  reason text not null,
  who text not null,
  at bigint not null,
  changed_at bigint not null,
  is_synthetic boolean not null
);
create index premise_kind on premise (kind, state);
create table support_demand (
  id bigint not null primary key,
  subject bigint not null,
  kind text not null,
  least_area bigint not null,
  most_area bigint not null,
  region text not null,
  most_price_fen bigint null,
  amount_fen bigint not null,
  needed_by date not null,
  note text not null,
  state text not null,
  premise bigint null,
  reason text not null,
  task bigint null,
  form_key text not null,
  who text not null,
  account bigint null,
  at bigint not null,
  changed_by text not null,
  changed_at bigint not null,
  is_synthetic boolean not null
);
create index support_demand_subject on support_demand (subject);
create index support_demand_state on support_demand (state, kind);
create index support_demand_premise on support_demand (premise);
create unique index support_demand_form on support_demand (subject, form_key);
