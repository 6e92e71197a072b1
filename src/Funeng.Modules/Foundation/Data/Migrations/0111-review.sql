-- What reviewers did with applications, step by step, and the times in which the clock of a step stood still.
create table review_act (
    id {id} primary key not null,
    application bigint not null references application (id) on delete cascade,
    step integer not null,
    step_name text not null,
    kind text not null,
    reason text not null,
    clause text not null,
    corrections text not null,
    who text not null,
    account bigint null,
    due_on date null,
    at bigint not null
);
create index review_act_application on review_act (application, at);
create index review_act_account on review_act (account);

create table review_pause (
    id {id} primary key not null,
    application bigint not null references application (id) on delete cascade,
    step integer not null,
    from_at bigint not null,
    to_at bigint null
);
create index review_pause_application on review_pause (application);
