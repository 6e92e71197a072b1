-- Sheets somebody filled in about an enterprise: a diagnosis along the five optimisations, an audit of the shop floor. Written once; a later one is the re-audit.
create table enterprise_sheet (
    id {id} primary key not null,
    enterprise bigint not null,
    form text not null,
    on_day date not null,
    again_on date null,
    note text not null,
    who text not null,
    at bigint not null,
    form_key text not null,
    is_synthetic boolean not null
);
create index enterprise_sheet_of on enterprise_sheet (enterprise, form, on_day);
create unique index enterprise_sheet_once on enterprise_sheet (enterprise, form, form_key);

create table enterprise_sheet_line (
    id {id} primary key not null,
    sheet bigint not null references enterprise_sheet (id) on delete cascade,
    position integer not null,
    item text not null,
    most integer not null,
    score integer not null,
    target integer null,
    note text not null
);
create index enterprise_sheet_line_sheet on enterprise_sheet_line (sheet);
