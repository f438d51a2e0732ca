"""An open vault: folder, lock, keys, database and the repositories over it."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from desk.vault.cases import CaseRepository
from desk.vault.conversations import ConversationRepository
from desk.vault.database import Database
from desk.vault.described import DescriptionRepository
from desk.vault.items import ItemRepository
from desk.vault.keys import KdfParameters, MasterKey, create_header, open_header
from desk.vault.lexical import LexicalRepository
from desk.vault.lock import VaultLock
from desk.vault.masks import MaskRepository
from desk.vault.meta import MetaRepository
from desk.vault.originals import Originals
from desk.vault.readings import PassageReadings
from desk.vault.record import LedgerRepository
from desk.vault.reports import ReportRepository
from desk.vault.reviews import ReviewRepository
from desk.vault.spelled import SpelledRepository
from desk.vault.vectors import VectorRepository
from desk.vault.watched import WatchedRepository
from desk.vocabulary.errors import StorageFailed, VaultDamaged, VaultError, VaultMissing

HEADER, DATABASE = "vault.json", "vault.db"


class Vault:
    """All that the desk stores on a machine. Made by ``create`` and ``open``; safe to use from many threads."""

    def __init__(self, folder: Path, master: MasterKey, lock: VaultLock) -> None:
        self.folder = folder
        self.index_folder = folder / "index"
        # What was found at opening that whoever opened it must hear of, a sentence each.
        self.warnings: tuple[str, ...] = ()
        self._lock = lock
        self._database = Database(folder / DATABASE, master.derive("database"))
        self.meta = MetaRepository(self._database)
        self.ledger = LedgerRepository(self._database)
        self.cases = CaseRepository(self._database)
        self.items = ItemRepository(self._database)
        self.reports = ReportRepository(self._database, self.ledger)
        self.vectors = VectorRepository(self._database)
        self.lexical = LexicalRepository(self._database)
        self.spelled = SpelledRepository(self._database)
        self.descriptions = DescriptionRepository(self._database, self.reports)
        self.conversations = ConversationRepository(self._database)
        self.masks = MaskRepository(self._database)
        self.readings = PassageReadings(self._database)
        self.reviews = ReviewRepository(self._database)
        self.watched = WatchedRepository(self._database)
        self.originals = Originals(folder / "originals", master, self._database)

    @classmethod
    def create(cls, folder: Path, passphrase: str, *, kdf: KdfParameters | None = None) -> "Vault":
        """Make a vault in a new or empty folder and open it."""
        if cls.exists(folder):
            raise VaultError(f"There is already a vault in {folder}.", "Open it, or choose another folder.")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if any(folder.iterdir()):
                raise VaultError(f"The folder {folder} is not empty.", "Choose a new or empty folder for the vault.")
            master = create_header(folder / HEADER, passphrase, kdf or KdfParameters())
        except OSError as error:
            raise _unusable(folder, error) from error
        vault = cls._locked(folder, master)
        vault.ledger.append("vault_created", {})
        return vault

    @classmethod
    def open(cls, folder: Path, passphrase: str) -> "Vault":
        """Open a vault. Raises the ``VaultError`` that says why not."""
        if not cls.exists(folder):
            raise VaultMissing(f"There is no vault in {folder}.", "Choose another folder, or make a vault there.")
        master = open_header(folder / HEADER, passphrase)
        if not (folder / DATABASE).exists():
            raise VaultDamaged(f"The vault's database {folder / DATABASE} is missing.", "Restore it from a backup.")
        vault = cls._locked(folder, master)
        try:
            vault._take_up()
        except BaseException:
            vault.close()
            raise
        return vault

    @classmethod
    def _locked(cls, folder: Path, master: MasterKey) -> "Vault":
        lock = VaultLock(folder)
        try:
            lock.take()
        except OSError as error:
            raise _unusable(folder, error) from error
        try:
            return cls(folder, master, lock)
        except BaseException:
            lock.release()
            raise

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether a vault lies in this folder. Raises ``StorageFailed`` where that cannot be known."""
        try:
            return (folder / HEADER).is_file()
        except OSError as error:
            raise _unusable(folder, error) from error

    def close(self) -> None:
        """Close the database and let others open the vault."""
        self._database.close()
        self._lock.release()

    def check(self) -> list[str]:
        """Every problem found, a sentence each; empty where all is well."""
        return [*self._database_problems(), *self.originals.problems(), *self._ledger_problems()]

    def _take_up(self) -> None:
        """After opening: refuse a record that does not hold, put back what a crash interrupted."""
        problems = list(self._ledger_problems())
        if problems:
            # The vault opens, so that the record can be looked at; what is wrong with it is itself recorded.
            self.ledger.append("ledger_problem_found", {"problem": problems[0]})
            self.warnings = tuple(problems)
        self.items.reset_interrupted()

    def _database_problems(self) -> Iterator[str]:
        for row in self._database.rows("PRAGMA cipher_integrity_check"):
            yield f"Database: {row[0]}."
        for row in self._database.rows("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield f"Database: {row[0]}."
        for row in self._database.rows("PRAGMA foreign_key_check"):
            yield f"Database: a row of {row[0]} points to something that is not there."
        for index in ("words", "spelled"):
            try:
                with self._database.transaction() as connection:
                    connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
            except VaultError as error:
                yield f"The index of words does not match the passages: {error.message}"

    def _ledger_problems(self) -> Iterator[str]:
        found = self.ledger.verify()
        if not found.ok:
            yield f"The ledger does not hold: {found.problem}"

    def __enter__(self) -> "Vault":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _unusable(folder: Path, error: OSError) -> StorageFailed:
    return StorageFailed(
        f"The folder {folder} cannot be used: {error.strerror or os.strerror(error.errno or 0)}.",
        "Check that it exists, may be read and written, and has room; or name another with --vault.",
    )
