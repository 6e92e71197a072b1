-- A refused file leaves no run any more, so there is no reason to keep.
alter table import_run drop column failure;

-- What an import changed beside the facts, so that undoing it takes that back too: enterprises it registered, names and places it changed.
-- name, region and zone are those before; former is the former name it added; version is the organization's after the change.
create table registration (
    batch bigint not null,
    organization bigint not null,
    is_new boolean not null,
    name text null,
    region text null,
    zone text null,
    former bigint null,
    version bigint not null,
    primary key (batch, organization)
);
