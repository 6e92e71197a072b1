-- The id of the latest move of a subject to another place; empty where it still lies where it was registered. Who keeps places in memory looks here for what has moved since.
alter table subject add column last_move bigint null;
create index subject_moved on subject (last_move) where last_move is not null;
