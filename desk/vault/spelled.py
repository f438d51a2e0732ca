"""Words of passages as they are spelled: FTS5 inside the encrypted database, for searches in the analysts' own grammar."""

import secrets
from collections.abc import Sequence

from desk.vault.database import Database

Span = tuple[int, int]
# The greatest character there is ends every range of words.
_LAST = "\U0010ffff"
_AT_ONCE = 500


class SpelledRepository:
    """Find passages by an FTS5 expression, with where its words stand in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beginning_with(self, beginning: str) -> list[str]:
        """Every word of the vault's reports that begins so, as the index spells it, the most frequent first."""
        statement = "SELECT term FROM spellings WHERE term >= ? AND term < ? ORDER BY cnt DESC, term"
        rows = self._database.rows(statement, (beginning, beginning + _LAST))
        return [row[0] for row in rows]

    def of_length(self, least: int, most: int) -> list[str]:
        """Every word of the vault's reports that has so many letters."""
        rows = self._database.rows("SELECT term FROM spellings WHERE length(term) BETWEEN ? AND ?", (least, most))
        return [row[0] for row in rows]

    def case_number(self, case_id: str) -> int | None:
        """The number by which the index knows a case."""
        row = self._database.row("SELECT number FROM cases WHERE id = ?", (case_id,))
        return int(row[0]) if row else None

    def matching(self, match: str) -> list[tuple[int, str]]:
        """Passages and their reports that an FTS5 expression matches, as they came in."""
        statement = """SELECT spelled.rowid, passages.report_id FROM spelled JOIN passages ON passages.id = spelled.rowid
            WHERE spelled MATCH ? ORDER BY spelled.rowid"""
        return [(int(row[0]), row[1]) for row in self._database.rows(statement, (match,))]

    def scores(self, match: str) -> dict[int, float]:
        """BM25 of the passages that an FTS5 expression matches, higher is better; the scope counts for nothing."""
        statement = "SELECT rowid, bm25(spelled, 1.0, 0.0) FROM spelled WHERE spelled MATCH ?"
        return {int(row[0]): -float(row[1]) for row in self._database.rows(statement, (match,))}

    def spans(self, match: str, passages: Sequence[int]) -> dict[int, tuple[Span, ...]]:
        """Where the words of an FTS5 expression stand in the text of passages it matches, in characters."""
        # Borders that no text holds, for nobody who writes one can know them.
        begin, end = (f"\ue000{secrets.token_hex(8)}\ue001" for _ in range(2))
        found: dict[int, tuple[Span, ...]] = {}
        for first in range(0, len(passages), _AT_ONCE):
            some = [int(each) for each in passages[first : first + _AT_ONCE]]
            statement = f"""SELECT rowid, highlight(spelled, 0, ?, ?) FROM spelled
                WHERE spelled MATCH ? AND rowid IN ({", ".join("?" * len(some))})"""  # noqa: S608
            rows = self._database.rows(statement, (begin, end, match, *some))
            found |= {int(row[0]): _between(row[1], begin, end) for row in rows}
        return found


def _between(text: str, begin: str, end: str) -> tuple[Span, ...]:
    found: list[Span] = []
    at, taken_out = text.find(begin), 0
    while at >= 0:
        close = text.index(end, at)
        start = at - taken_out
        found.append((start, close - len(begin) - taken_out))
        taken_out += len(begin) + len(end)
        at = text.find(begin, close)
    return tuple(found)
