"""Small facts about the vault as a whole, by key."""

from desk.vault.database import Database


class MetaRepository:
    """Get and set text by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        """The value, or None."""
        row = self._database.row("SELECT value FROM meta WHERE key = ?", (key,))
        return str(row[0]) if row else None

    def set(self, key: str, value: str) -> None:
        """Set a value."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
            )
