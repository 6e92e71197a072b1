-- The last day on which every subject was looked at: dates pass without any filing.
create table list_run (id integer primary key not null, day date not null);
