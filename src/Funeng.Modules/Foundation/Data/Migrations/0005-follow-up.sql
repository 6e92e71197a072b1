-- What must still be done after filings were published or withdrawn: one row per subject, written with the filings and deleted when every
-- listener is through. An empty listener means all of them; a listener that failed gets a row of its own.
create table follow_up (
    id {id} primary key not null,
    publication bigint not null,
    subject bigint not null,
    listener text not null,
    attempts integer not null,
    due_at bigint not null,
    problem text null
);
create index follow_up_due on follow_up (due_at);
create index follow_up_publication on follow_up (publication);
