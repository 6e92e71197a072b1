-- The audit page offers every action there is; with this index it steps from one to the next instead of reading all rows.
create index audit_action on audit (action);
