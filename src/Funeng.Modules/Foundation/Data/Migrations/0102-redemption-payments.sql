-- Approved awards ordered at the bank together.
create table redemption_payment (
    id {id} primary key not null,
    number text not null,
    batch bigint not null references redemption_batch (id),
    state text not null,
    lines integer not null,
    total_fen bigint not null,
    made_by bigint null,
    made_by_name text not null,
    made_at bigint not null,
    file_sha256 text null,
    sent_at bigint null,
    closed_on date null,
    reason text not null,
    is_synthetic boolean not null,
    version bigint not null
);
create unique index redemption_payment_number on redemption_payment (number);
create index redemption_payment_batch on redemption_payment (batch);
create index redemption_payment_state on redemption_payment (state);

-- One award at the bank. The index lets an award be ordered again only where the bank refused it or the payment was given up.
create table redemption_payment_line (
    id {id} primary key not null,
    payment bigint not null references redemption_payment (id),
    award bigint not null references redemption_award (id),
    place integer not null,
    amount_fen bigint not null,
    holder text not null,
    bank text not null,
    sealed text not null,
    tail text not null,
    state text not null,
    reason text not null,
    bank_number text not null,
    paid_on date null
);
create unique index redemption_payment_line_once on redemption_payment_line (award) where state <> 'Refused';
create unique index redemption_payment_line_place on redemption_payment_line (payment, place);

-- Who signed a payment; nobody twice, nothing twice.
create table redemption_signature (
    payment bigint not null references redemption_payment (id),
    step integer not null,
    account bigint not null,
    who text not null,
    role text not null,
    at bigint not null,
    primary key (payment, step)
);
create unique index redemption_signature_account on redemption_signature (payment, account);

-- What came back from the bank, by the signature of the file: the same file is read once.
create table redemption_result_file (
    payment bigint not null references redemption_payment (id),
    sha256 text not null,
    name text not null,
    lines integer not null,
    paid integer not null,
    refused integer not null,
    who text not null,
    at bigint not null,
    primary key (payment, sha256)
);
