-- An enterprise that was told of a benefit on figures that were put right later is told so; that it was told counts no more, and it can be told again in the same year.
alter table policy_told add column taken_back_at bigint null;
alter table policy_told add column taken_back_by text not null default '';
drop index policy_told_once;
create unique index policy_told_once on policy_told (benefit, subject, year) where taken_back_at is null;
