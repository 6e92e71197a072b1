-- A sheet that says a title is held but not since when: valid_from is the day the sheet speaks of, and the title is not counted as newly granted.
alter table title_grant add column undated boolean not null default false;
update title_grant set undated = true
where award = '' and valid_to is null and batch in (select batch from import_write where batch is not null);
