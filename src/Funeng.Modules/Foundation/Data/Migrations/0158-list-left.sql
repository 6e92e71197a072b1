-- Who left a list since a day is counted on every home page; without it each membership ever is read for its last day.
create index list_membership_left on list_membership (list, until) where until is not null;
