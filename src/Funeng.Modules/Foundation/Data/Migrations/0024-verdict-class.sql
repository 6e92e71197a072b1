-- What a classification comes to, such as 小型; null where it is open, and until the subject is decided again.
alter table verdict add column class text null;
alter table past_verdict add column class text null;
create index verdict_class on verdict (scheme, class);
