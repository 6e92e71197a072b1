-- What a member stands on today; null while it is what it entered with.
alter table list_membership add column present_evidence text;
