"""Cases in the vault."""

import secrets
from datetime import UTC, datetime
from typing import Any

from desk.vault.database import Database
from desk.vocabulary.case import Case
from desk.vocabulary.errors import NotFound
from desk.vocabulary.marking import Level


class CaseRepository:
    """Add, find and remove cases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, purpose: str, authority: str, ceiling: Level) -> Case:
        """Store a new case; its name must be new."""
        case = Case(secrets.token_hex(8), name, purpose, authority, ceiling, datetime.now(UTC))
        with self._database.transaction() as connection:
            number = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM cases").fetchone()[0]
            connection.execute(
                "INSERT INTO cases (id, number, name, purpose, authority, ceiling, created_at) VALUES (?,?,?,?,?,?,?)",
                (case.id, number, name, purpose, authority, int(ceiling), case.created_at.isoformat()),
            )
        return case

    def get(self, case_id: str) -> Case:
        """The case with this id; raises ``NotFound``."""
        row = self._database.row("SELECT * FROM cases WHERE id = ?", (case_id,))
        if row is None:
            raise NotFound("This case is no longer in the vault.", "Choose another case.")
        return _case(row)

    def by_name(self, name: str) -> Case | None:
        """The case of this name, or None."""
        row = self._database.row("SELECT * FROM cases WHERE name = ?", (name,))
        return _case(row) if row else None

    def list(self) -> list[Case]:
        """All cases by name."""
        return [_case(row) for row in self._database.rows("SELECT * FROM cases ORDER BY name COLLATE NOCASE")]

    def remove(self, case_id: str) -> None:
        """Remove a case and all that is in it."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM cases WHERE id = ?", (case_id,))


def _case(row: Any) -> Case:
    created = datetime.fromisoformat(row["created_at"])
    return Case(row["id"], row["name"], row["purpose"], row["authority"], Level(row["ceiling"]), created)
