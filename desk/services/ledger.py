"""The record: read, prove whole, export."""

from pathlib import Path

from desk.ledger import Entry, Verification, export
from desk.safeguards.sealed import Released
from desk.vault import Vault


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
        self._vault.ledger.append("ledger_exported", {"file": path.name})
        entries = self._vault.ledger.entries(0, None)
        export(entries, path)
        return len(entries)

    def note_export(self, how: str, released: Released) -> None:
        """Record that an answer left the desk: copied or saved."""
        released.verify()
        self._vault.ledger.append(
            "answer_exported", {"how": how, "question": released.question, "marking": released.answer.marking.banner()}
        )
