-- What offices have little of (inspectors, review slots, crews), from which day on how much, and the day before which a node of a plan is not begun because of it.
create table scarce_resource (
    id {id} primary key not null,
    place text not null,
    office text not null,
    name text not null,
    nodes text not null,
    who text not null,
    at bigint not null,
    version bigint not null
);
create unique index scarce_resource_name on scarce_resource (place, name);

create table scarce_amount (
    id {id} primary key not null,
    resource bigint not null references scarce_resource (id) on delete cascade,
    from_on date not null,
    amount integer not null
);
create unique index scarce_amount_from on scarce_amount (resource, from_on);

alter table project_node add column not_before date null;
