-- A file given again is looked up by its path.
CREATE INDEX items_by_path ON items (case_id, path);
