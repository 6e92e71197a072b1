-- Accounts, tokens, audit, jobs, notifications. Instants are microseconds since 1970; enums are their English names.
create table account (
    id {id} primary key not null,
    user_name text not null,
    normalized_user_name text not null,
    display_name text not null,
    role text not null,
    sees_everything boolean not null,
    scope_regions text not null,
    scope_zones text not null,
    organization bigint null,
    created_at bigint not null,
    email text null,
    normalized_email text null,
    email_confirmed boolean not null,
    password_hash text null,
    security_stamp text null,
    concurrency_stamp text null,
    phone_number text null,
    phone_number_confirmed boolean not null,
    two_factor_enabled boolean not null,
    lockout_end bigint null,
    lockout_enabled boolean not null,
    access_failed_count integer not null
);
create unique index account_name on account (normalized_user_name);
create index account_email on account (normalized_email);

create table account_claim (
    id {identity} primary key not null,
    user_id bigint not null references account (id) on delete cascade,
    claim_type text null,
    claim_value text null
);
create index account_claim_user on account_claim (user_id);

create table account_login (
    login_provider text not null,
    provider_key text not null,
    provider_display_name text null,
    user_id bigint not null references account (id) on delete cascade,
    primary key (login_provider, provider_key)
);
create index account_login_user on account_login (user_id);

create table account_token (
    user_id bigint not null references account (id) on delete cascade,
    login_provider text not null,
    name text not null,
    value text null,
    primary key (user_id, login_provider, name)
);

create table api_token (
    id {id} primary key not null,
    account bigint not null,
    name text not null,
    hash text not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint null,
    used_at bigint null
);
create unique index api_token_hash on api_token (hash);
create index api_token_account on api_token (account);

create table audit (
    id {id} primary key not null,
    at bigint not null,
    account bigint null,
    who text not null,
    action text not null,
    subject text not null,
    reason text not null,
    before text null,
    after text null,
    position bigint null,
    hash text null
);
create unique index audit_position on audit (position);
create index audit_subject on audit (subject, id);

-- How far the chain reaches, so that rows cut off its end are missed.
create table audit_head (id integer primary key not null, position bigint not null, hash text not null);
insert into audit_head (id, position, hash) values (1, 0, '');

create table job (
    id {id} primary key not null,
    kind text not null,
    title text not null,
    owner bigint null,
    created_at bigint not null,
    state text not null,
    counted bigint not null,
    total bigint not null,
    message text not null,
    result_link text null,
    started_at bigint null,
    finished_at bigint null,
    beat_at bigint not null
);
create index job_state on job (state);
create index job_owner on job (owner);

create table notification (
    id {id} primary key not null,
    account bigint not null,
    title text not null,
    link text not null,
    created_at bigint not null,
    read_at bigint null
);
create index notification_account on notification (account, read_at);
