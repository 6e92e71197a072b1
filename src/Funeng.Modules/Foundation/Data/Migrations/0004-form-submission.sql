-- The key of every form that was sent, so that a second sending does nothing, also after a restart and in another process.
-- location is where the first one went; empty while it is still at work.
create table form_submission (
    key text primary key not null,
    at bigint not null,
    location text null
);
create index form_submission_at on form_submission (at);
