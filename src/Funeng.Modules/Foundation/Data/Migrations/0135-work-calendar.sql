-- Days and years of the official calendar as the administrator has entered or corrected them; each counts instead of what the shipped file says.
create table calendar_day (
    day date primary key not null,
    kind text not null,
    name text not null,
    basis text not null,
    who text not null,
    at bigint not null
);

create table calendar_year (
    year integer primary key not null,
    is_published boolean not null,
    basis text not null,
    who text not null,
    at bigint not null
);
