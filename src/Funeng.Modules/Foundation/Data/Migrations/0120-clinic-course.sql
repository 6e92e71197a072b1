-- Where the clock of a case's present course began, and the working days it has lain with its asker, which are no office's time.
-- Cases closed before this keep the working days that were counted then, the asker's among them.
alter table clinic_case add column begun_at bigint not null default 0;
alter table clinic_case add column waited integer not null default 0;
update clinic_case set begun_at = coalesce((select max(e.at) from clinic_entry e where e.clinic_case = clinic_case.id and e.kind = 'Reopened'), reported_at);

-- Since when nobody waits for an office any more, and since when a measure is no part of the prescription: the day its item was cancelled.
alter table consultation add column released_on date null;
alter table prescription_step add column cancelled_on date null;
update consultation set released_on = (
    select t.done_on from task_item t
    where t.source_kind = 'clinic' and t.source_key = cast(consultation.clinic_case as text) and t.key = 'consult-' || cast(consultation.id as text) and t.state = 'Cancelled')
where answered_on is null;
update prescription_step set cancelled_on = (
    select t.done_on from task_item t
    where t.source_kind = 'clinic' and t.source_key = cast(prescription_step.clinic_case as text) and t.key = 'step-' || cast(prescription_step.id as text) and t.state = 'Cancelled')
where done_on is null;

-- Never written to.
alter table consultation drop column item;
alter table prescription_step drop column item;
