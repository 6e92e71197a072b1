-- Factor guarantee: what there is of a factor in a district and year, and what a project needs, was promised and has got of it. Amounts are decimals as text:
-- they mean the same in both databases, and nothing sums them in SQL.
create table factor_stock (
    id {id} primary key not null,
    region text not null,
    factor text not null,
    year integer not null,
    amount text not null,
    note text not null,
    who text not null,
    version bigint not null
);
create unique index factor_stock_of on factor_stock (region, factor, year);

create table factor_need (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    factor text not null,
    year integer not null,
    needed text not null,
    promised text not null,
    delivered text not null,
    due_on date null,
    note text not null,
    who text not null,
    version bigint not null
);
create unique index factor_need_of on factor_need (project, factor, year);
