-- Verdicts that another has replaced: a confirmation may rest on one, and every one can be decided again.
create table past_verdict (
    id {id} primary key not null,
    subject bigint not null,
    scheme text not null,
    version text not null,
    sha256 text not null,
    on_date date not null,
    as_of bigint not null,
    outcome text not null,
    score_low bigint null,
    score_high bigint null,
    missing integer not null,
    failed text not null,
    decided_at bigint not null,
    replaced_at bigint not null
);
create index past_verdict_subject on past_verdict (subject, scheme);

-- Through which day, and by which rules, everything stored has been decided.
create table verdict_run (id integer primary key not null, day date not null, rules text not null);
