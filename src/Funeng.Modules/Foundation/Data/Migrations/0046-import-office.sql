-- Who may see an import beside whoever made it: colleagues of the same office (office) with the same reach, and those of it who see more
-- (within is what the codes of all its places begin with). A file of enterprises the register does not show to its maker is handed on to the
-- city (waiting rows) and goes on there as an import of its own (origin).
alter table import_run add column office bigint null;
alter table import_run add column reach text not null default '';
alter table import_run add column within text not null default '-';
alter table import_run add column waiting integer not null default 0;
alter table import_run add column origin bigint null;
create index import_run_office on import_run (office);
create index import_run_origin on import_run (origin);
