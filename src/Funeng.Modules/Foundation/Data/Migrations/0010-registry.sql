-- Organizations of every kind. The id is that of the subject of the facts module; figures are kept from the present facts so that
-- lists can sort and sum them (money in fen).
create table organization (
    id {id} primary key not null,
    kind text not null,
    code text not null,
    name text not null,
    region text null,
    zone text null,
    industry text null,
    founded_on date null,
    state text not null,
    is_synthetic boolean not null,
    revenue_year integer null,
    revenue_fen bigint null,
    employees bigint null,
    created_at bigint not null,
    changed_at bigint not null,
    version bigint not null
);
create unique index organization_code on organization (kind, code);
create index organization_name_order on organization (kind, name);
create index organization_region on organization (kind, region);
create index organization_zone on organization (zone);
create index organization_industry on organization (kind, industry);
create index organization_revenue on organization (kind, revenue_fen);

-- Former, short and other names; a former name says until when it was borne.
create table organization_name (
    id {id} primary key not null,
    organization bigint not null references organization (id) on delete cascade,
    kind text not null,
    name text not null,
    until date null
);
create index organization_name_of on organization_name (organization);

create table person (
    id {id} primary key not null,
    name text not null,
    organization bigint null,
    created_at bigint not null
);
create index person_organization on person (organization);

-- A post exists apart from whoever holds it.
create table post (
    id {id} primary key not null,
    organization bigint not null references organization (id) on delete cascade,
    title text not null,
    rank integer not null
);
create unique index post_title on post (organization, title);

create table tenure (
    id {id} primary key not null,
    post bigint not null references post (id) on delete cascade,
    person bigint not null references person (id) on delete cascade,
    from_on date not null,
    to_on date null
);
create index tenure_post on tenure (post, from_on);
create index tenure_person on tenure (person);
