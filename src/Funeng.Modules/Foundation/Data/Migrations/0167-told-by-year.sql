-- An enterprise is told of what is given every year once in each year, and reads its policy for each year: what is known so far belongs to the year of its moment,
-- in the city's time. (Days since 1970 by four years of 1461 days: right until 2099.)
alter table policy_told add column year integer not null default 0;
update policy_told set year = 1970 + (((told_at / 1000000 + 28800) / 86400) * 4 + 2) / 1461;
drop index policy_told_once;
create unique index policy_told_once on policy_told (benefit, subject, year);
create table policy_read_by_year (
    policy text not null,
    subject bigint not null,
    year integer not null,
    read_at bigint not null,
    read_by text not null,
    understood_at bigint null,
    understood_by text not null,
    primary key (policy, subject, year)
);
insert into policy_read_by_year (policy, subject, year, read_at, read_by, understood_at, understood_by)
    select policy, subject, 1970 + (((read_at / 1000000 + 28800) / 86400) * 4 + 2) / 1461, read_at, read_by, understood_at, understood_by from policy_read;
drop table policy_read;
alter table policy_read_by_year rename to policy_read;
create index policy_read_subject on policy_read (subject);
