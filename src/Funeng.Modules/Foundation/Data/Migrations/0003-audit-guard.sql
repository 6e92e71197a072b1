-- Audit rows are written once. The only change ever allowed is that the chain takes a row in: position and hash, once, nothing else.
-- Whoever may change the schema can still drop the guard; the chain then shows what was changed.
create trigger audit_kept before delete on audit
begin
    select raise(abort, 'audit rows are never deleted');
end;

create trigger audit_unchanged before update on audit
when old.position is not null or new.position is null or new.hash is null
    or new.id is not old.id or new.at is not old.at or new.account is not old.account or new.who is not old.who
    or new.action is not old.action or new.subject is not old.subject or new.reason is not old.reason
    or new.before is not old.before or new.after is not old.after
begin
    select raise(abort, 'audit rows are never changed');
end;

create trigger audit_head_kept before delete on audit_head
begin
    select raise(abort, 'the head of the audit chain is never deleted');
end;

create trigger audit_head_forward before update on audit_head
when new.id is not old.id or new.position < old.position
begin
    select raise(abort, 'the audit chain only grows');
end;
