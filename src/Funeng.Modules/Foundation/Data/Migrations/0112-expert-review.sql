-- Expert review: a round of applications for one benefit, who scores which of them under which number, and the scores as they were given.
create table score_round (
    id {id} primary key not null,
    benefit text not null,
    title text not null,
    sheet text not null,
    sheet_content text not null,
    state text not null,
    version integer not null,
    opened_at bigint not null,
    opened_by text not null,
    closed_at bigint null,
    closed_by text not null,
    is_synthetic boolean not null
);
create index score_round_benefit on score_round (benefit);

create table score_assignment (
    id {id} primary key not null,
    round bigint not null references score_round (id) on delete cascade,
    application bigint not null references application (id) on delete cascade,
    expert bigint not null,
    expert_name text not null,
    number integer not null,
    state text not null,
    scores text not null,
    note text not null,
    version integer not null,
    done_at bigint null
);
create unique index score_assignment_once on score_assignment (round, application, expert);
create index score_assignment_expert on score_assignment (expert, state);
create index score_assignment_application on score_assignment (application);

-- Enterprises an expert says he has to do with: he is given none of their applications.
create table expert_interest (
    account bigint not null references account (id) on delete cascade,
    subject bigint not null,
    reason text not null,
    at bigint not null,
    primary key (account, subject)
);
create index expert_interest_subject on expert_interest (subject);
