"""Folders that are watched: what appears or changes in them joins the queue of their case.

The desk looks every few seconds, which works on network drives and sticks as well, where systems send no word of changes. A
file is taken once two looks find it alike, so that one that is still being copied is left alone.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk.ingest.gather import gather
from desk.ingest.queue import Queue
from desk.reading import supported_suffixes
from desk.services.background import Background
from desk.vault import Vault
from desk.vault.watched import Seen
from desk.vocabulary.errors import DeskError
from desk.vocabulary.report import ItemState

log = logging.getLogger(__name__)
# Seconds between two looks, and the share of its time that looking may take where folders are large.
PAUSE, _SHARE = 5.0, 0.05
_Look = Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder of a case; ``there`` is False while it is missing, as a stick that was pulled."""

    path: Path
    there: bool


class Watching(Background):
    """The watched folders of all cases."""

    def __init__(self, vault: Vault, queue: Queue) -> None:
        super().__init__("watching")
        self._vault = vault
        self._queue = queue
        # What the last look found, by case and folder.
        self._before: dict[tuple[str, str], _Look] = {}

    def watch(self, case_id: str, folder: Path) -> None:
        """Watch a folder, and what lies in it already. Raises ``DeskError`` where it is none, or is the vault's own."""
        self._vault.cases.get(case_id)
        absolute = folder.expanduser().resolve()
        if not absolute.is_dir():
            raise DeskError(f"{absolute} is no folder that can be watched.", "Choose a folder that is there.")
        if absolute.is_relative_to(self._vault.folder.resolve()):
            raise DeskError(f"{absolute} belongs to the vault itself.", "Choose a folder outside the vault.")
        if self._vault.watched.add(case_id, str(absolute)):
            self._vault.ledger.append("folder_watched", {"case": case_id, "folder": str(absolute)})

    def leave(self, case_id: str, folder: Path) -> None:
        """Watch a folder no longer; its reports stay. Raises ``DeskError`` where it is not watched."""
        path = str(folder.expanduser().resolve())
        if not self._vault.watched.remove(case_id, path):
            raise DeskError(f"{path} is not watched for this case.", "See which are with: desk watch --list")
        self._before.pop((case_id, path), None)
        self._vault.ledger.append("folder_left", {"case": case_id, "folder": path})

    def folders(self, case_id: str) -> list[WatchedFolder]:
        """The watched folders of a case."""
        return [WatchedFolder(Path(path), Path(path).is_dir()) for _, path in self._vault.watched.folders(case_id)]

    def look(self) -> int:
        """One look at all folders; returns how many files joined the queue."""
        return sum(self._look(case_id, folder) for case_id, folder in self._vault.watched.folders())

    def _look(self, case_id: str, folder: str) -> int:
        gathered = gather([Path(folder)] if Path(folder).is_dir() else [], supported_suffixes(), self._vault.folder)
        found = {str(path): seen for path in gathered.files if (seen := _seen(path))}
        before = self._before.get((case_id, folder), {})
        self._before[case_id, folder] = found
        taken = self._vault.watched.taken(case_id)
        new = {path: seen for path, seen in found.items() if before.get(path) == seen and taken.get(path) != seen}
        for path, reason in gathered.skipped:
            self._vault.items.note(case_id, str(path), ItemState.SKIPPED, reason)
        if new:
            self._queue.add(case_id, [Path(path) for path in new])
            # In this order: pulled the plug between the two, a file is queued twice and found to be the same, never lost.
            self._vault.watched.take(case_id, new)
        return len(new)

    def _work(self) -> None:
        pause = PAUSE
        while not self._stopping.wait(pause):
            began = time.monotonic()
            try:
                self.look()
            except DeskError as error:
                # A full disk, or a vault in use: the next look finds the same files again.
                log.warning("a look at the watched folders failed: %s", type(error).__name__)
            pause = max(PAUSE, (time.monotonic() - began) / _SHARE)


def _seen(path: Path) -> Seen | None:
    try:
        state = path.stat()
    except OSError:
        return None  # gone since the folder was listed
    return Seen(state.st_size, state.st_mtime_ns)
