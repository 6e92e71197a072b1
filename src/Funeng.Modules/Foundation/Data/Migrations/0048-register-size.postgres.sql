-- As beside it. PostgreSQL puts missing values first when descending, so the orders have them as an expression.
create index organization_totals on organization (kind, region, zone, revenue_fen, employees);
create index organization_employees on organization (kind, (employees is null), employees desc, id);
create index organization_founded on organization (kind, (founded_on is null), founded_on desc, id);
create index organization_changed on organization (kind, changed_at, id);
drop index organization_revenue;
create index organization_revenue on organization (kind, (revenue_fen is null), revenue_fen desc, id);
