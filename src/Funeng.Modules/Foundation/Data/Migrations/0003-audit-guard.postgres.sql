-- Audit rows are written once. The only change ever allowed is that the chain takes a row in: position and hash, once, nothing else.
-- Whoever may change the schema can still drop the guard; the chain then shows what was changed.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception '%', tg_argv[0];
end $$;

create trigger audit_kept before delete on audit
    for each row execute function refuse_audit_change('audit rows are never deleted');
create trigger audit_not_emptied before truncate on audit
    for each statement execute function refuse_audit_change('audit rows are never deleted');
create trigger audit_unchanged before update on audit for each row
    when (old.position is not null or new.position is null or new.hash is null
        or (new.id, new.at, new.account, new.who, new.action, new.subject, new.reason, new.before, new.after)
            is distinct from (old.id, old.at, old.account, old.who, old.action, old.subject, old.reason, old.before, old.after))
    execute function refuse_audit_change('audit rows are never changed');
create trigger audit_head_kept before delete on audit_head
    for each row execute function refuse_audit_change('the head of the audit chain is never deleted');
create trigger audit_head_not_emptied before truncate on audit_head
    for each statement execute function refuse_audit_change('the head of the audit chain is never deleted');
create trigger audit_head_forward before update on audit_head for each row
    when (new.id <> old.id or new.position < old.position)
    execute function refuse_audit_change('the audit chain only grows');
