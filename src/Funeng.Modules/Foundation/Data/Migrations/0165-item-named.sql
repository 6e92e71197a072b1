-- When an office said afterwards which item an award or an application is for: only what was said so can be put right so. Of before the audit knows it.
-- The enterprise itself names the item of an old draft under the same action, but without a reason, which an office always gives.
alter table redemption_award add column item_named_at bigint null;
update redemption_award set item_named_at = (select max(at) from audit where action = '写明兑付事项' and subject = 'award:' || redemption_award.id) where item <> '';
alter table application add column item_named_at bigint null;
update application set item_named_at = (select max(at) from audit where action = '写明申报事项' and subject = 'application:' || application.id and reason <> '') where item <> '';
