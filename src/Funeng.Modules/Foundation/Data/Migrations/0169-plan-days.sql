-- Whether the working days of the nodes of a plan file run from begin to end, interruptions included: of files taken before they do not, and are counted anew once.
alter table project_plan_file add column days_counted boolean not null default false;
