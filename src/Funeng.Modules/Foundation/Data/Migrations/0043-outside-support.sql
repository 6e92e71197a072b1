-- Only support from outside the administration counts for an entry: an objection, an officer's tick and a second opinion of one account no longer do.
update library_record set outside_opinions = (
  select count(distinct t.actor) from library_step t
  where t.record = library_record.id and t.step = 'GiveOpinion' and t.supports = true and t.actor_role in ('Expert', 'Bank')
    and t.actor <> coalesce(library_record.nominated_by, ''))
where state = 'Nominated';
