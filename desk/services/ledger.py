"""The record: read, prove whole, export."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

from desk.ledger import Entry, Verification, export
from desk.safeguards.sealed import Released
from desk.services.export import markdown
from desk.vault import Vault
from desk.vocabulary.case import Case
from desk.vocabulary.errors import StorageFailed


class Ledger:
    """What was asked, decided, answered and changed, in order."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def entries(self, after: int = 0, limit: int | None = 200) -> list[Entry]:
        """Entries with a sequence number above ``after``, oldest first."""
        return self._vault.ledger.entries(after, limit)

    def count(self) -> int:
        """How many entries there are."""
        return self._vault.ledger.count()

    def verify(self) -> Verification:
        """Whether every entry is as written and none is missing."""
        return self._vault.ledger.verify()

    def export(self, path: Path) -> int:
        """Write every entry as JSON Lines for the independent verifier; returns how many. The export is recorded."""

        def write(file: TextIO) -> int:
            entries = self._vault.ledger.entries(0, None)
            export(entries, file)
            return len(entries)

        return self._written(path, "ledger_exported", {"file": path.name}, write)

    def note_copy(self, released: Released) -> None:
        """Record that an answer is about to leave the desk by the clipboard."""
        self._vault.ledger.append("answer_exported", _leaving("copied", released))

    def save_answer(self, released: Released, case: Case, path: Path) -> None:
        """Write an answer as Markdown; it is recorded. Raises ``StorageFailed``."""
        text = markdown(released, case)
        self._written(path, "answer_exported", _leaving("saved", released), lambda file: file.write(text))

    def _written(self, path: Path, kind: str, body: Mapping[str, Any], write: Callable[[TextIO], int]) -> int:
        """Open the file, record what is about to leave, write it.

        What cannot even be opened is never recorded as having left; a disk that is full half-way is recorded after it.
        """
        try:
            with path.open("w", encoding="utf-8") as file:
                self._vault.ledger.append(kind, body)
                return write(file)
        except OSError as error:
            why = error.strerror or type(error).__name__
            failed = f"{kind.removesuffix('ed')}_failed"
            self._vault.ledger.append(failed, {**body, "file": path.name, "reason": why})
            raise StorageFailed(f"{path} could not be written: {why}.", "Choose another place.") from error


def _leaving(how: str, released: Released) -> dict[str, Any]:
    released.verify()
    return {"how": how, "question": released.question, "marking": released.answer.marking.banner()}
