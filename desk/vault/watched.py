"""Watched folders in the vault, and which files were taken from them."""

from collections.abc import Mapping
from typing import NamedTuple

from desk.vault.database import Database


class Seen(NamedTuple):
    """A file as a look found it: bytes, and nanoseconds since 1970 of its last change."""

    size: int
    changed: int


class WatchedRepository:
    """Keep folders and what was taken from them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, case_id: str, folder: str) -> bool:
        """Watch a folder; False where it is watched already."""
        with self._database.transaction() as connection:
            statement = "INSERT INTO watched_folders VALUES (?, ?) ON CONFLICT DO NOTHING"
            return bool(connection.execute(statement, (case_id, folder)).rowcount)

    def remove(self, case_id: str, folder: str) -> bool:
        """Watch it no longer; False where it was not watched. What was taken stays known."""
        with self._database.transaction() as connection:
            statement = "DELETE FROM watched_folders WHERE case_id = ? AND path = ?"
            return bool(connection.execute(statement, (case_id, folder)).rowcount)

    def folders(self, case_id: str | None = None) -> list[tuple[str, str]]:
        """Case and folder of each that is watched, of one case or all."""
        statement = "SELECT case_id, path FROM watched_folders WHERE ? IS NULL OR case_id = ? ORDER BY case_id, path"
        return [(row["case_id"], row["path"]) for row in self._database.rows(statement, (case_id, case_id))]

    def taken(self, case_id: str) -> dict[str, Seen]:
        """The files that were taken into a case, as they were then."""
        statement = "SELECT path, size, changed FROM watched_files WHERE case_id = ?"
        rows = self._database.rows(statement, (case_id,))
        return {row["path"]: Seen(row["size"], row["changed"]) for row in rows}

    def take(self, case_id: str, files: Mapping[str, Seen]) -> None:
        """Note files as taken."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO watched_files VALUES (?, ?, ?, ?) ON CONFLICT (case_id, path) DO UPDATE SET "
                "size = excluded.size, changed = excluded.changed",
                [(case_id, path, *seen) for path, seen in files.items()],
            )
