-- How many sentences of a notice give money: only of such a text is it promised that something can be applied for.
alter table notice_draft add column award_count integer not null default 0;
