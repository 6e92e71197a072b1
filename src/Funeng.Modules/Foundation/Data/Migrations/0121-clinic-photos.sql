-- Photos of a case, whole; and into which other case one was merged that told of the same problem.
create table clinic_photo (
    id {id} primary key not null,
    clinic_case bigint not null references clinic_case (id) on delete cascade,
    content {blob} not null,
    media_type text not null,
    sha256 text not null,
    who text not null,
    at bigint not null
);
create unique index clinic_photo_once on clinic_photo (clinic_case, sha256);
alter table clinic_case add column merged_into bigint null;
