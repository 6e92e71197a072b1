-- Pinyin initials of the name, so that a search by them that finds much of the register need not carry its ids into the query. Filled in
-- after the start where they are missing.
alter table organization add column name_initials text null;
