-- Whom enterprises ask about the policies of an office: rows are added and never changed, the last version of each office stands.
create table office_contact (
  office text not null,
  version integer not null,
  phone text not null,
  basis text not null,
  who text not null,
  at bigint not null,
  primary key (office, version)
);
