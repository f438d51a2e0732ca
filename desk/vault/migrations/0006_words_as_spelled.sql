-- Words as they are spelled, beside those of ``words``, which are stems: a beginning such as "investigat" is no beginning of the
-- stem "investig", and a spelling can be compared with another only where it is kept.
CREATE VIRTUAL TABLE spelled USING fts5 (
    text, scope, content = 'passages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE spellings USING fts5vocab (spelled, row);
CREATE TRIGGER passage_spelled AFTER INSERT ON passages BEGIN
    INSERT INTO spelled (rowid, text, scope) VALUES (new.id, new.text, new.scope);
END;
CREATE TRIGGER passage_unspelled AFTER DELETE ON passages BEGIN
    INSERT INTO spelled (spelled, rowid, text, scope) VALUES ('delete', old.id, old.text, old.scope);
END;
INSERT INTO spelled (spelled) VALUES ('rebuild');
