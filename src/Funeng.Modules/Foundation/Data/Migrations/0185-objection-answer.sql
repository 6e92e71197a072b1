-- What is answered to an objection: told to the enterprise, to who objected and to the public. What the inquiry found beside it stays inside.
alter table redemption_objection add column answer text not null default '';
