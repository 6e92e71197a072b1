-- A password somebody else has set must be changed at the first sign-in.
alter table account add column password_is_temporary boolean not null default false;
