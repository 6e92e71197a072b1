-- Tables of this database have no form kept by key alone; the twin for SQLite rebuilds two that are little more than their keys.
select 1;
