-- The views of a list a user has saved: its conditions, order and columns as they stand in the address.
create table saved_view (
    id {id} primary key not null,
    account bigint not null,
    name text not null,
    query text not null,
    is_default boolean not null,
    created_at bigint not null
);
create unique index saved_view_name on saved_view (account, name);
