"""Words of passages: FTS5 inside the encrypted database, case and report part of the match."""

from collections.abc import Mapping, Sequence

from desk.vault.database import Database


class LexicalRepository:
    """Find passages by words."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(
        self, case_id: str, words: Sequence[str], limit: int, report_ids: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """Passages that hold any of ``words``, best first, with BM25 scores (higher is better)."""
        scope = self._scope(case_id, report_ids)
        if not words or scope is None:
            return []
        match = f"({scope}) AND {{text}} : ({' OR '.join(map(_quoted, words))})"
        # The weight of zero keeps the scope out of the score.
        rows = self._database.rows(
            "SELECT rowid, bm25(words, 1.0, 0.0) AS score FROM words WHERE words MATCH ? ORDER BY score LIMIT ?",
            (match, limit),
        )
        return [(int(row[0]), -float(row[1])) for row in rows]

    def phrase(self, case_id: str, phrase: str, limit: int) -> list[int]:
        """Passages of a case that hold these words one after the other, as they came in."""
        scope = self._scope(case_id, None)
        if scope is None or not phrase.strip():
            return []
        match = f"({scope}) AND {{text}} : {_quoted(phrase)}"
        rows = self._database.rows("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?", (match, limit))
        return [int(row[0]) for row in rows]

    def document_frequency(self, words: Sequence[str], case_id: str) -> Mapping[str, int]:
        """In how many passages of a case each word occurs."""
        scope = self._scope(case_id, None)
        if scope is None:
            return dict.fromkeys(words, 0)
        return {word: self._count(f"({scope}) AND {{text}} : {_quoted(word)}") for word in words}

    def _count(self, match: str) -> int:
        row = self._database.row("SELECT count(*) FROM words WHERE words MATCH ?", (match,))
        return int(row[0]) if row else 0

    def _scope(self, case_id: str, report_ids: Sequence[str] | None) -> str | None:
        case = self._database.row("SELECT number FROM cases WHERE id = ?", (case_id,))
        if case is None:
            return None
        if report_ids is None:
            return f"{{scope}} : c{case[0]}"
        marks = ", ".join("?" * len(report_ids))
        statement = f"SELECT number FROM reports WHERE case_id = ? AND id IN ({marks})"  # noqa: S608
        numbers = [row[0] for row in self._database.rows(statement, (case_id, *report_ids))]
        return f"{{scope}} : ({' OR '.join(f'r{number}' for number in numbers)})" if numbers else None


def _quoted(word: str) -> str:
    """A word as an FTS5 string, in which nothing is an operator."""
    return '"' + word.replace('"', '""') + '"'
