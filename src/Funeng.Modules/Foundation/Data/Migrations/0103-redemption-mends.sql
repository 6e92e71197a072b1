-- Who decided an objection does not approve the list; which version of its account an enterprise confirmed for an award.
alter table redemption_objection add column decided_by_id bigint null;
alter table redemption_award add column payee_version bigint null;
