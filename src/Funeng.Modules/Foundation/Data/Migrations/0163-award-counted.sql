-- Of benefits that go by the higher one the higher pays the difference: what the lower ones had paid of it.
alter table redemption_award add column counted_fen bigint not null default 0;
