-- Subjects and what was filed about them. A filing is append-only: one row per subject, period and source, its values packed
-- (see PackedValues). What a later filing, a withdrawal or a withdrawn batch takes away stays readable as of an earlier moment.
create table subject (
    id {id} primary key not null,
    kind text not null,
    code text not null,
    name text not null,
    region text null,
    zone text null
);
create unique index subject_code on subject (kind, code);
create index subject_region on subject (region);
create index subject_zone on subject (zone);

-- Numbers given to fact keys when first seen; they never change.
create table fact_number (
    key text primary key not null,
    number integer not null unique
);

create table batch (
    id {id} primary key not null,
    title text not null,
    source text not null,
    reporter text not null,
    state text not null,
    headings text not null,
    opened_at bigint not null,
    published_at bigint null,
    withdrawn_at bigint null,
    withdrawn_by text null,
    reason text null,
    filings bigint not null
);

-- period: a year, 0 for a state that holds until the next filing.
create table filing (
    id {id} primary key not null,
    subject bigint not null,
    period integer not null,
    source text not null,
    batch bigint null,
    learned_at bigint not null,
    reporter text not null,
    place text not null,
    packed {blob} not null
);
create index filing_subject on filing (subject, period);

create table filing_withdrawal (
    filing {id} primary key not null,
    at bigint not null,
    who text not null,
    reason text not null
);

create table title_grant (
    id {id} primary key not null,
    subject bigint not null,
    scheme text not null,
    award text not null,
    valid_from date not null,
    valid_to date null,
    source text not null,
    batch bigint null,
    learned_at bigint not null,
    reporter text not null,
    place text not null,
    withdrawn_at bigint null,
    withdrawn_by text null,
    reason text null
);
create index title_grant_subject on title_grant (subject);
create index title_grant_scheme on title_grant (scheme);
create index filing_batch on filing (batch);
create index title_grant_batch on title_grant (batch);
