-- A city has sixteen verdicts an enterprise, and most of each was the same text again: the names of its rules and its moment stand once now.
create table verdict_rules (
    id integer primary key not null,
    scheme text not null,
    version text not null,
    sha256 text not null,
    unique (scheme, version, sha256)
);
create table verdict_moment (
    id integer primary key not null,
    on_date date not null,
    as_of bigint not null,
    decided_at bigint not null
);
create table verdict_row (
    subject {id} not null,
    rules integer not null,
    moment integer not null,
    outcome text not null,
    score_low bigint null,
    score_high bigint null,
    missing integer not null,
    failed text not null,
    class text null,
    primary key (subject, rules)
);
insert into verdict_rules (id, scheme, version, sha256)
    select row_number() over (order by scheme, version, sha256), scheme, version, sha256 from (select distinct scheme, version, sha256 from verdict) d;
insert into verdict_moment (id, on_date, as_of, decided_at)
    select row_number() over (order by decided_at, as_of, on_date), on_date, as_of, decided_at from (select distinct on_date, as_of, decided_at from verdict) d;
create unique index verdict_moment_once on verdict_moment (decided_at, as_of, on_date);
insert into verdict_row (subject, rules, moment, outcome, score_low, score_high, missing, failed, class)
    select v.subject, r.id, m.id, v.outcome, v.score_low, v.score_high, v.missing, v.failed, v.class
    from verdict v join verdict_rules r on r.scheme = v.scheme and r.version = v.version and r.sha256 = v.sha256
        join verdict_moment m on m.decided_at = v.decided_at and m.as_of = v.as_of and m.on_date = v.on_date
    order by v.subject, r.id;
drop table verdict;
create index verdict_row_outcome on verdict_row (rules, outcome);
create index verdict_row_class on verdict_row (rules, class) where class is not null;
create view verdict as
    select v.subject, r.scheme, r.version, r.sha256, m.on_date, m.as_of, v.outcome, v.score_low, v.score_high, v.missing, v.failed, m.decided_at, v.class
    from verdict_row v join verdict_rules r on r.id = v.rules join verdict_moment m on m.id = v.moment;
