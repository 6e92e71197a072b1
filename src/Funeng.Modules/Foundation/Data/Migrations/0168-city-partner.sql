-- Partners of the city: who, of which kind, of which enterprise. Terms, contributions and endings are steps; both are written once and never changed.
create table city_partner (
  id bigint not null primary key,
  kind text not null,
  subject bigint null,
  person text not null,
  post text not null,
  is_nominated boolean not null,
  is_synthetic boolean not null
);
create index city_partner_subject on city_partner (subject);
create table partner_step (
  partner bigint not null references city_partner (id),
  version integer not null,
  act text not null,
  on_day date not null,
  to_on date null,
  text text not null,
  who text not null,
  account bigint null,
  form_key text not null,
  at bigint not null,
  primary key (partner, version)
);
create unique index partner_step_form on partner_step (form_key);
