-- Rule texts as they were when they decided: with them an old verdict can be decided again, years later.
create table rule_pack (
    sha256 text primary key not null,
    scheme text not null,
    version text not null,
    criteria text not null,
    notice text not null,
    catalogue text not null,
    units text not null,
    remembered_at bigint not null
);
create index rule_pack_scheme on rule_pack (scheme);

-- A catalogue is stored once, however many packs were read with it.
create table rule_catalogue (
    sha256 text primary key not null,
    content text not null
);

-- The latest verdict of each subject under each scheme. Scores are thousandths of a point.
create table verdict (
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
    primary key (subject, scheme)
);
create index verdict_scheme on verdict (scheme, outcome);
