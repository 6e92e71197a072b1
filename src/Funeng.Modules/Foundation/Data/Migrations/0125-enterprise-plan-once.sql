-- Of the plans of an enterprise that count, one begins on a day: a form sent twice is one plan. Of those that were stored twice the last one stays.
update enterprise_plan set to_on = '1999-12-31' where to_on >= from_on and exists (
    select 1 from enterprise_plan other where other.enterprise = enterprise_plan.enterprise and other.from_on = enterprise_plan.from_on and other.to_on >= other.from_on and other.id > enterprise_plan.id);
drop index enterprise_plan_of;
create unique index enterprise_plan_begins on enterprise_plan (enterprise, from_on) where to_on >= from_on;
