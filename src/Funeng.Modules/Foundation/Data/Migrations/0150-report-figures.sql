-- What a report is held against: electricity and invoices of the year so far, and how far from the project its photo was taken.
alter table project_report add column power_kwh bigint null;
alter table project_report add column invoiced_fen bigint null;
alter table project_report add column photo_metres integer null;
