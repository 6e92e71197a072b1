-- What was reported for ten days: the figure as it was typed, words, a photo, and what looked odd about it. The figures themselves are filings.
create table project_report (
    id {id} primary key not null,
    project bigint not null references project (id) on delete cascade,
    year integer not null,
    ten_day integer not null,
    done_fen bigint not null,
    progress integer null,
    note text not null,
    photo {blob} null,
    photo_type text null,
    photo_sha256 text null,
    flags text not null,
    form_key text not null,
    reporter text not null,
    reported_on date not null,
    at bigint not null
);
create index project_report_project on project_report (project, year, ten_day);
create unique index project_report_form on project_report (project, form_key);
create index project_report_photo on project_report (photo_sha256);
