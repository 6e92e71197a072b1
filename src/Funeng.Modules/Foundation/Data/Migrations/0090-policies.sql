-- Every text of a policy that was ever in force here: with it a change can be told clause by clause, and an old decision be read again.
create table policy_version (
    policy text not null,
    sha256 text not null,
    content text not null,
    remembered_at bigint not null,
    primary key (policy, sha256)
);
-- Who wants to hear when a policy changes.
create table policy_follow (
    account bigint not null references account (id) on delete cascade,
    policy text not null,
    since bigint not null,
    primary key (account, policy)
);
create index policy_follow_policy on policy_follow (policy);
-- Which enterprise was told of which benefit, once.
create table policy_told (
    id {id} primary key not null,
    benefit text not null,
    subject bigint not null,
    how text not null,
    who text not null,
    told_at bigint not null
);
create unique index policy_told_once on policy_told (benefit, subject);
create index policy_told_subject on policy_told (subject);
