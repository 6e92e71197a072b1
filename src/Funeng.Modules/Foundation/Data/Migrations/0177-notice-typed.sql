-- What has been typed beside a draft before it becomes a policy: who pays how much, from when on. It stays between two visits and is tried in the laboratory.
alter table notice_draft add column typed {json} null;
