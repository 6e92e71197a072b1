-- What of the register was last filed as the place of registration (注册地): where it differs from the register, it is filed again.
create table register_place (
    organization bigint primary key not null,
    region text null,
    zone text null
);
