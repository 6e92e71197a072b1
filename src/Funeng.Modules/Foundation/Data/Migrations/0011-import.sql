-- One upload of a sheet, from the check to the undo. The file itself lies in the data folder, below imports/, under the id.
create table import_run (
    id {id} primary key not null,
    file_name text not null,
    sha256 text not null,
    size bigint not null,
    source text not null,
    on_date date not null,
    state text not null,
    creator bigint null,
    creator_name text not null,
    created_at bigint not null,
    rows integer not null,
    sound integer not null,
    corrections text not null,
    summary text not null,
    failure text null,
    job bigint null,
    batch bigint null,
    changed integer not null,
    added integer not null,
    filed integer not null,
    written_at bigint null,
    withdrawn_at bigint null
);
create index import_run_creator on import_run (creator, created_at);
create index import_run_sha256 on import_run (sha256);
