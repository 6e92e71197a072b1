-- Before which outside account (expert, bank) a record was put, by whom and when. Such an account sees these records and those it nominated.
create table library_reader (
  record {id} not null,
  account {id} not null,
  asked_by text not null,
  asked_on date not null,
  primary key (record, account)
);
create index library_reader_account on library_reader (account);
