-- As beside it; the two read JSON differently.
-- Which text of a policy stood at the last start: going back to an older one is a change too.
alter table policy_version add column is_current boolean not null default false;
update policy_version set is_current = true
    where remembered_at = (select max(other.remembered_at) from policy_version as other where other.policy = policy_version.policy);
-- An enterprise is told in one way only.
alter table policy_told drop column how;
-- The list of drafts shows how much of a notice was read without opening its text.
alter table notice_draft add column sentence_count integer not null default 0;
alter table notice_draft add column condition_count integer not null default 0;
update notice_draft set
    sentence_count = json_array_length(sentences::json),
    condition_count = (select count(*) from json_array_elements(notice_draft.sentences::json) as sentence (value) where value ->> 'Feel' is not null);
