-- For a register of hundreds of thousands: what the head of the list counts and adds up is read from one index, and every order a number or a
-- day is sorted by when clicked first has one.
create index organization_totals on organization (kind, region, zone, revenue_fen, employees);
create index organization_employees on organization (kind, employees);
create index organization_founded on organization (kind, founded_on);
create index organization_changed on organization (kind, changed_at);
