-- Who asked to hear of an item that is none of his own work.
create table task_follow (
  item {id} not null,
  account {id} not null,
  primary key (item, account)
);
