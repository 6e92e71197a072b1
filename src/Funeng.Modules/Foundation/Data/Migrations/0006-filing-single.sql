-- Filings made one by one are few beside those of batches; the newest of them is asked for by every page.
create index filing_single on filing (learned_at) where batch is null;
