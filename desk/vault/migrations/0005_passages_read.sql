-- What the screening model reads in a passage, so that asking need not wait for it; made anew for another model.
CREATE TABLE passages_read (
    passage_id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
    model TEXT NOT NULL,
    advisory REAL NOT NULL,
    injected REAL NOT NULL,
    -- [[start, end, chance], ...] of the pieces of words that identify a U.S. person.
    identifying TEXT NOT NULL
) STRICT;
