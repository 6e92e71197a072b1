-- What an office says a paid award was for instead, as JSON, until a second person agrees.
alter table redemption_award add column item_change {json} null;
create index redemption_award_change on redemption_award (id) where item_change is not null;
