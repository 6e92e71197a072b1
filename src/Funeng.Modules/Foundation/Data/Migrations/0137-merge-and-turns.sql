-- The case a photo was sent to, where it went with a merging into another: it comes back when that case is taken up again.
alter table clinic_photo add column came_from bigint null;
create index clinic_photo_came on clinic_photo (came_from) where came_from is not null;

-- Who writes the plan of an enterprise takes its turn: two plans written at one moment do not overlap.
create table enterprise_plan_turn (
    enterprise bigint primary key not null,
    version bigint not null
);
