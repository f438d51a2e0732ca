-- Where a passage stands in words of its format: "sheet Crossings, rows 4-9".
ALTER TABLE passages ADD COLUMN place TEXT NOT NULL DEFAULT '';
-- The report that a report came in: an e-mail, an archive.
ALTER TABLE reports ADD COLUMN parent TEXT REFERENCES reports ON DELETE SET NULL;
CREATE INDEX reports_by_parent ON reports (parent);
-- A file out of another is in the vault before it is read: ``stored`` is the hash of its content.
ALTER TABLE items ADD COLUMN stored TEXT;
ALTER TABLE items ADD COLUMN parent TEXT;
