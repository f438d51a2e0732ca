-- What a file says of itself besides title, author, date and marking; empty where it does not say.
ALTER TABLE reports ADD COLUMN information_date TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN originator TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN report_number TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN language TEXT NOT NULL DEFAULT '';
-- What a person stated of a report: it counts before what was read, which stays in ``reports``. An empty value states that
-- there is none.
CREATE TABLE stated (
    report_id TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    detail TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (report_id, detail)
) STRICT, WITHOUT ROWID;
