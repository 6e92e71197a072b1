-- An address of its own that an account wants to be pushed to by HTTP; empty for none.
alter table notice_choice add column hook text not null default '';
