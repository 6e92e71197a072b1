-- Policies brought to the door: who visited which enterprise with which clause, when, and what it said. Written once.
create table policy_visit (
  id bigint not null primary key,
  policy text not null,
  clause text not null,
  subject bigint not null,
  on_day date not null,
  feedback text not null,
  note text not null,
  visitor text not null,
  account bigint null,
  form_key text not null,
  at bigint not null
);
create index policy_visit_policy on policy_visit (policy, on_day);
create index policy_visit_subject on policy_visit (subject);
create unique index policy_visit_form on policy_visit (subject, form_key, clause);
