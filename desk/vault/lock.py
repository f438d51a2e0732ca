"""One process owns a vault: two writers of one Chroma folder lose vectors without a word."""

import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from desk.vocabulary.errors import VaultInUse


class VaultLock:
    """The lock of one vault folder, released by the system when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        # Opened on one thread and closed on another: a lock per thread would never be released.
        self._lock = FileLock(folder / "vault.lock", thread_local=False)
        self._owner = folder / "vault.owner"

    def take(self) -> None:
        """Own the vault, or raise ``VaultInUse`` that says who does."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise VaultInUse(
                f"The vault is open in {self._described()}.", "Close it there, or use another vault with --vault."
            ) from error
        owner = {"pid": os.getpid(), "program": Path(sys.argv[0]).name or "desk", "host": socket.gethostname()}
        self._owner.write_text(json.dumps({**owner, "since": datetime.now(UTC).isoformat(timespec="seconds")}))

    def release(self) -> None:
        """Let others own it."""
        self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _described(self) -> str:
        try:
            owner = json.loads(self._owner.read_text())
            return (
                f"another process: {owner['program']}, number {owner['pid']} on {owner['host']}, since {owner['since']}"
            )
        except (OSError, ValueError, KeyError):
            return "another process"
