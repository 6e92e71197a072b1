-- Which lower awards the difference counts: what one award has counted is not taken off another one again. Of before it is not known, only how much.
alter table redemption_award add column counted_of text not null default '';
