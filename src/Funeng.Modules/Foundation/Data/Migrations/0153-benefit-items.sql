-- What some benefits are paid once for: a scene, a standard, a project. Its facts are filings about a subject of its own.
create table benefit_item (
    id {id} primary key not null,
    benefit text not null,
    subject bigint not null,
    number text not null,
    title text not null,
    who text not null,
    at bigint not null,
    is_synthetic boolean not null
);
create unique index benefit_item_once on benefit_item (benefit, number);
create index benefit_item_subject on benefit_item (subject);

-- An application is for one item, where there are several.
alter table application add column item text not null default '';
alter table application add column item_title text not null default '';
drop index application_once;
create unique index application_once on application (benefit, subject, period, item, round);

-- An item is paid once, whoever asks and for whatever period it is put down.
alter table redemption_award add column item_key text null;
create unique index redemption_award_item on redemption_award (benefit, item_key) where state <> 'Refused' and item_key is not null;
