-- Ledgers that were handed in, with the file, so that what was written can be compared with what was sent.
create table project_import (
    id {id} primary key not null,
    file_name text not null,
    content {blob} not null,
    creator bigint null,
    creator_name text not null,
    created_at bigint not null,
    batch bigint null,
    written integer not null,
    written_at bigint null
);
create index project_import_created on project_import (created_at);
