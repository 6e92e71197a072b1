-- One writing of sound rows. An import may be written several times, as its refused rows are put right; each writing can be undone.
create table import_write (
    id {id} primary key not null,
    run bigint null,
    title text not null,
    batch bigint null,
    who text not null,
    written_at bigint not null,
    rows text not null,
    imported integer not null,
    changed integer not null,
    added integer not null,
    filed integer not null,
    changes text not null,
    undone_at bigint null,
    undone_note text null
);
create index import_write_run on import_write (run);
-- When somebody last began to check or write an import: work that was cut off is seen by it.
alter table import_run add column begun_at bigint null;
-- What was written until now; which rows they were is not known.
insert into import_write (id, run, title, batch, who, written_at, rows, imported, changed, added, filed, changes, undone_at)
select id, id, file_name, batch, creator_name, written_at, '[]', sound, changed, added, filed, '[]', withdrawn_at
from import_run where written_at is not null;
alter table import_run drop column batch;
-- What an import changed in the register now stands with what it wrote.
drop table registration;
