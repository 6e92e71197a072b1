-- Policies that were made of signed notices, in the form of a policy.yaml, beside the files of the rules. A row is a version and never changes:
-- an end that is set, and a withdrawal, are versions of their own.
create table library_policy (
    policy text not null,
    version integer not null,
    content text not null,
    sha256 text not null,
    step text not null,
    draft bigint null,
    who text not null,
    at bigint not null,
    reason text not null,
    primary key (policy, version)
);
create index library_policy_draft on library_policy (draft);
