-- The verdict a step rested on can be decided again: by which rules, and on the facts known at which moment. Null where no standard was in force.
alter table library_step add column rule_version text;
alter table library_step add column rule_sha256 text;
alter table library_step add column known_at bigint;
