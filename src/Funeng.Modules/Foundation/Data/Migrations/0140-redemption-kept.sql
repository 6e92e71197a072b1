-- How many working days a list is public: its last day follows the calendar in force, not the one of the day it was put up.
alter table redemption_batch add column public_workdays integer null;
-- From which day the promise of payment counts, within how many working days it was promised, and how many of them the enterprise took to correct.
alter table redemption_award add column began_on date null;
alter table redemption_award add column promise_workdays integer null;
alter table redemption_award add column paused_workdays integer not null default 0;
-- When the enterprise was last asked for its account, and how often it was reminded since.
alter table redemption_award add column asked_on date null;
alter table redemption_award add column reminders integer not null default 0;

-- What is claimed back of an award, and what of it came.
create table redemption_claim (
    id {id} primary key not null,
    award bigint not null references redemption_award (id),
    budget bigint not null references redemption_budget (id),
    number text not null,
    state text not null,
    amount_fen bigint not null,
    received_fen bigint not null,
    interest_fen bigint not null,
    reason text not null,
    how text not null,
    claimed_on date not null,
    due_on date not null,
    closed_on date null,
    close_reason text not null,
    who text not null,
    made_by bigint null,
    closed_by text not null,
    version bigint not null,
    check (amount_fen > 0 and received_fen >= 0 and interest_fen >= 0 and received_fen <= amount_fen)
);
create unique index redemption_claim_number on redemption_claim (number);
create index redemption_claim_award on redemption_claim (award);
create index redemption_claim_budget on redemption_claim (budget);

create table redemption_receipt (
    id {id} primary key not null,
    claim bigint not null references redemption_claim (id),
    principal_fen bigint not null,
    interest_fen bigint not null,
    received_on date not null,
    voucher text not null,
    who text not null,
    at bigint not null,
    check (principal_fen >= 0 and interest_fen >= 0 and principal_fen + interest_fen > 0)
);
create unique index redemption_receipt_voucher on redemption_receipt (claim, voucher);

-- What was claimed before receipts were kept stands as an open claim without a limit of its own but the day it was made.
insert into redemption_claim (id, award, budget, number, state, amount_fen, received_fen, interest_fen, reason, how, claimed_on, due_on, close_reason, who, closed_by, version)
    select entry.id, entry.award, entry.budget, 'ZJ-' || entry.id, 'Open', entry.amount_fen, 0, 0, entry.note, entry.note, award.paid_on, award.paid_on, '', entry.who, '', 0
    from redemption_entry as entry join redemption_award as award on award.id = entry.award
    where entry.kind = 'ClawedBack' and award.paid_on is not null;

-- What a closed round came to, once computed and kept; another one follows only when an expert declares an interest afterwards.
create table score_panel (
    id {id} primary key not null,
    round bigint not null references score_round (id) on delete cascade,
    revision integer not null,
    content {json} not null,
    reason text not null,
    who text not null,
    at bigint not null
);
create unique index score_panel_once on score_panel (round, revision);
