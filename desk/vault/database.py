"""SQLCipher: one connection per thread, one writer at a time, migrations, and errors in words."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from desk.vocabulary.errors import StorageFailed, VaultDamaged, VaultError, VaultTooNew

Row = Any
_SETTINGS = (
    "PRAGMA cipher_log_level = NONE",  # a wrong page would be reported on standard error
    # Off: locking and wiping every page buffer made reads 10-15 times slower (a search 50 ms instead of 3.4 at 11,000
    # passages), and the text passes through Python, which cannot wipe it anyway.
    "PRAGMA cipher_memory_security = OFF",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA cache_size = -65536",
)
_DISK = ("disk", "full", "readonly", "read-only", "unable to open", "i/o")


class Database:
    """The encrypted database of one vault. Safe to use from many threads."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key.hex()
        self._local = threading.local()
        self._writing = threading.RLock()
        self._all: list[Any] = []
        self._migrate()

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[Row]:
        """The rows of one query."""
        with _translated(self._path):
            return list(self._connection().execute(statement, values).fetchall())

    def row(self, statement: str, values: tuple[Any, ...] = ()) -> Row | None:
        """The first row of a query, or None."""
        with _translated(self._path):
            return self._connection().execute(statement, values).fetchone()

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """One write, whole or not at all; nested calls on one thread join the outer one."""
        with self._writing, _translated(self._path):
            connection = self._connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close every thread's connection."""
        with self._writing:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._local = threading.local()

    def _connection(self) -> Any:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
        return connection

    def _connect(self) -> Any:
        connection = sqlite.connect(str(self._path), isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA key = \"x'{self._key}'\"")
        for setting in _SETTINGS:
            connection.execute(setting)
        connection.row_factory = sqlite.Row
        with self._writing:
            self._all.append(connection)
        return connection

    def _migrate(self) -> None:
        scripts = sorted(
            (int(each.name[:4]), each.read_text(encoding="utf-8"))
            for each in files("desk.vault").joinpath("migrations").iterdir()
            if each.name.endswith(".sql")
        )
        have = self._version()
        if have > scripts[-1][0]:
            raise VaultTooNew(
                f"This vault was written by a later version of Probity Desk (form {have}, known {scripts[-1][0]}).",
                "Update the desk; the vault is unchanged.",
            )
        for number, script in scripts:
            if number > have:
                self._apply(number, script)

    def _version(self) -> int:
        row = self.row("PRAGMA user_version")
        return int(row[0]) if row else 0

    def _apply(self, number: int, script: str) -> None:
        with self.transaction() as connection:
            # executescript would commit the transaction that keeps a migration whole.
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _statements(script: str) -> Iterator[str]:
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite.complete_statement(held):
            yield held
            held = ""


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite.DatabaseError as error:
        text = str(error).lower()
        if isinstance(error, sqlite.IntegrityError):
            raise VaultError(f"The vault refused a change: {error}.", "Nothing was changed.") from error
        if isinstance(error, sqlite.OperationalError) and any(word in text for word in _DISK):
            raise StorageFailed(
                f"The vault {path.parent} could not be written or read: {error}.",
                "Check that the disk has room, is connected and may be written; nothing half-written is kept.",
            ) from error
        if "not a database" in text or "malformed" in text or "corrupt" in text:
            raise VaultDamaged(
                f"The vault's database {path} is damaged: {error}.", "Restore the vault folder from a backup."
            ) from error
        raise
