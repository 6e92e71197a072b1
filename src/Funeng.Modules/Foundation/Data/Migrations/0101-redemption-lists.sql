-- How many a list of beneficiaries was computed from, for each benefit.
create table redemption_scan (
    batch bigint not null references redemption_batch (id) on delete cascade,
    benefit text not null,
    met integer not null,
    undecided integer not null,
    everybody integer not null,
    primary key (batch, benefit)
);

-- Who met the conditions and is not on the list all the same, and why.
create table redemption_left_out (
    id {id} primary key not null,
    batch bigint not null references redemption_batch (id) on delete cascade,
    benefit text not null,
    subject bigint not null,
    code text not null,
    name text not null,
    region text null,
    zone text null,
    reason text not null
);
create index redemption_left_out_batch on redemption_left_out (batch);
create index redemption_left_out_subject on redemption_left_out (subject);

-- Where an enterprise wants its money: the number is kept encrypted, its last four digits can be shown.
create table redemption_payee (
    subject {id} primary key not null,
    holder text not null,
    bank text not null,
    sealed text not null,
    tail text not null,
    who text not null,
    at bigint not null,
    version bigint not null
);

-- When the enterprise said that its account is right for this award.
alter table redemption_award add column payee_confirmed_at bigint null;

-- How often awards of an enterprise were proposed: whoever proposes changes the row, so that two at one moment cannot both pass the same ceiling.
create table redemption_tally (
    subject {id} primary key not null,
    version bigint not null
);
