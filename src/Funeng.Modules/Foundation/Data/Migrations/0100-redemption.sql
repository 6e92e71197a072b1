-- Money of a policy, or of one of its benefits, for a year. Committed and paid only change by one conditional update, and the table itself refuses an overdraft.
create table redemption_budget (
    id {id} primary key not null,
    policy text not null,
    benefit text not null,
    year integer not null,
    total_fen bigint not null,
    committed_fen bigint not null,
    paid_fen bigint not null,
    source text not null,
    who text not null,
    at bigint not null,
    is_synthetic boolean not null,
    check (committed_fen >= 0 and paid_fen >= 0 and committed_fen + paid_fen <= total_fen)
);
create unique index redemption_budget_of on redemption_budget (policy, benefit, year);

-- A batch collects what one policy gives for one period and takes it from the list to the payment order.
create table redemption_batch (
    id {id} primary key not null,
    number text not null,
    policy text not null,
    title text not null,
    period text not null,
    origin text not null,
    region text null,
    decided_on date not null,
    state text not null,
    public_from date null,
    public_to date null,
    planned_on date null,
    paid_on date null,
    reason text not null,
    made_by bigint null,
    made_by_name text not null,
    made_at bigint not null,
    submitted_by bigint null,
    submitted_by_name text not null,
    approved_by bigint null,
    approved_by_name text not null,
    approved_at bigint null,
    is_synthetic boolean not null,
    version bigint not null
);
create unique index redemption_batch_number on redemption_batch (number);
create index redemption_batch_state on redemption_batch (state);
create index redemption_batch_policy on redemption_batch (policy);

-- One benefit for one enterprise and one period, with what decided it. The second index makes a double payment impossible.
create table redemption_award (
    id {id} primary key not null,
    batch bigint null references redemption_batch (id),
    policy text not null,
    benefit text not null,
    title text not null,
    subject bigint not null,
    code text not null,
    name text not null,
    region text null,
    zone text null,
    period text not null,
    item text not null,
    item_title text not null,
    amount_fen bigint not null,
    how text not null,
    rule_sha256 text not null,
    decided_on date not null,
    facts_known_at bigint not null,
    facts {json} not null,
    origin text not null,
    origin_key text not null,
    state text not null,
    reason text not null,
    budget bigint null references redemption_budget (id),
    confirmed_by bigint null,
    confirmed_by_name text not null,
    confirmed_at bigint null,
    approved_at bigint null,
    paid_on date null,
    proposed_at bigint not null,
    is_synthetic boolean not null,
    version bigint not null,
    check (amount_fen > 0)
);
create unique index redemption_award_once on redemption_award (benefit, subject, period, item) where state <> 'Refused';
create index redemption_award_batch on redemption_award (batch);
create index redemption_award_subject on redemption_award (subject);
create index redemption_award_policy on redemption_award (policy, period);
create index redemption_award_origin on redemption_award (origin, origin_key);

-- What somebody said against a line while it was public, and how it was decided.
create table redemption_objection (
    id {id} primary key not null,
    batch bigint not null references redemption_batch (id),
    award bigint not null references redemption_award (id),
    text text not null,
    by_whom text not null,
    contact text not null,
    account bigint null,
    at bigint not null,
    is_upheld boolean null,
    decision text not null,
    decided_by text not null,
    decided_at bigint null
);
create index redemption_objection_award on redemption_objection (award);
create index redemption_objection_batch on redemption_objection (batch);

-- Every movement of money of a budget, never changed: their sums are what the budget says.
create table redemption_entry (
    id {id} primary key not null,
    budget bigint not null references redemption_budget (id),
    kind text not null,
    amount_fen bigint not null,
    award bigint null,
    batch bigint null,
    payment bigint null,
    note text not null,
    who text not null,
    at bigint not null
);
create index redemption_entry_budget on redemption_entry (budget, id);
create index redemption_entry_award on redemption_entry (award);
