-- Both tables are little more than their keys: kept by key they take half the room.
create table list_pending_by_key (
  list text not null,
  subject {id} not null,
  missing text not null,
  noticed_on date not null,
  primary key (list, subject)
) without rowid;
insert into list_pending_by_key (list, subject, missing, noticed_on) select list, subject, missing, noticed_on from list_pending order by list, subject;
drop table list_pending;
alter table list_pending_by_key rename to list_pending;
create index list_pending_subject on list_pending (subject);
create table standard_comparison_by_key (
  old_scheme text not null,
  new_scheme text not null,
  subject {id} not null,
  old_outcome text not null,
  new_outcome text not null,
  holds_title boolean not null,
  old_failed text not null,
  new_failed text not null,
  compared_on date not null,
  primary key (old_scheme, new_scheme, subject)
) without rowid;
insert into standard_comparison_by_key (old_scheme, new_scheme, subject, old_outcome, new_outcome, holds_title, old_failed, new_failed, compared_on)
    select old_scheme, new_scheme, subject, old_outcome, new_outcome, holds_title, old_failed, new_failed, compared_on
    from standard_comparison order by old_scheme, new_scheme, subject;
drop table standard_comparison;
alter table standard_comparison_by_key rename to standard_comparison;
