-- That an enterprise opened the page of a policy, and that somebody of it said he understands what it gives.
create table policy_read (
    policy text not null,
    subject bigint not null,
    read_at bigint not null,
    read_by text not null,
    understood_at bigint null,
    understood_by text not null,
    primary key (policy, subject)
);
create index policy_read_subject on policy_read (subject);
