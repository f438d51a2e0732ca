-- Folders whose new files join a case, and what was taken from them: a file that changed since is taken again.
CREATE TABLE watched_folders (
    case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
    path TEXT NOT NULL,
    PRIMARY KEY (case_id, path)
) STRICT, WITHOUT ROWID;

-- ``changed`` in nanoseconds since 1970, as the file system says it.
CREATE TABLE watched_files (
    case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (case_id, path)
) STRICT, WITHOUT ROWID;
