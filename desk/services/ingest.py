"""Bringing files into a case, and watching them arrive."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.ingest.queue import INSIDE, Queue
from desk.services.engine import Engine
from desk.vault import Vault
from desk.vocabulary.errors import DeskError
from desk.vocabulary.report import UNFINISHED, IngestItem, ItemState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AddedFiles:
    """What was queued, what was left out with the reason, and how many hidden files were passed over."""

    items: tuple[IngestItem, ...]
    skipped: tuple[tuple[Path, str], ...]
    hidden: int = 0

    @property
    def hidden_said(self) -> str:
        """How many hidden files were left out, as a clause; empty where there were none."""
        return f"{self.hidden} hidden file{'s' if self.hidden > 1 else ''} left out" if self.hidden else ""


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """A case's files by state; the parts add up to ``total``. ``seconds_left`` is None while nothing is known."""

    total: int
    complete: int
    duplicate: int
    failed: int
    cancelled: int
    skipped: int
    unfinished: int
    seconds_left: float | None


class Ingest:
    """The queue as people use it."""

    def __init__(self, vault: Vault, queue: Queue, engine: Engine) -> None:
        self._vault = vault
        self._engine = engine
        self._queue = queue
        self._finished_at: list[float] = []
        queue.subscribe(self._note_pace)

    def start(self) -> None:
        """Begin with what waits; the embedder gets ready while the first files are read."""
        threading.Thread(target=self._warm_up, name="embedder-start", daemon=True).start()
        self._queue.start()

    def _warm_up(self) -> None:
        try:
            self._engine.start()
        except DeskError as error:
            # The queue meets the same error with its first file and says it there, beside that file.
            log.info("the engine did not start ahead: %s", type(error).__name__)

    def add(self, case_id: str, paths: Sequence[Path]) -> AddedFiles:
        """Queue files and folders for a case; raises ``NotFound`` for an unknown case."""
        self._vault.cases.get(case_id)
        items, gathered = self._queue.add(case_id, paths)
        return AddedFiles(tuple(items), gathered.skipped, gathered.hidden)

    def items(self, case_id: str) -> list[IngestItem]:
        """Every file given to a case, in order."""
        return self._vault.items.list(case_id)

    def items_of(self, case_id: str, added: AddedFiles) -> list[IngestItem]:
        """The files that were added, as they stand now, with those that came out of them."""
        ids = {item.id for item in added.items}
        outer = tuple(f"{item.path}{INSIDE}" for item in added.items)
        return [item for item in self._vault.items.list(case_id) if item.id in ids or item.path.startswith(outer)]

    def cancel(self, item_id: int) -> None:
        """Stop one file."""
        self._queue.cancel(item_id)

    def cancel_all(self, case_id: str) -> None:
        """Stop every unfinished file of a case."""
        for item in self._vault.items.list(case_id, UNFINISHED):
            self._queue.cancel(item.id)

    def retry(self, item_id: int, password: str | None = None) -> None:
        """Try a failed file again."""
        self._queue.retry(item_id, password)

    @property
    def paused(self) -> bool:
        """Whether the queue holds."""
        return self._queue.paused

    def pause(self) -> None:
        """Hold the queue."""
        self._queue.pause()

    def resume(self) -> None:
        """Go on."""
        self._queue.resume()

    def subscribe(self, callback: Callable[[IngestItem], None]) -> Callable[[], None]:
        """Hear of every change, from a working thread; returns how to end that."""
        return self._queue.subscribe(callback)

    def wait(self, case_id: str, timeout: float | None = None) -> bool:
        """Wait until nothing of a case is unfinished; False where ``timeout`` seconds passed or the queue holds."""
        end = None if timeout is None else time.monotonic() + timeout
        while _unfinished_of(self._vault.items.counts(case_id)):
            if self.paused or (end is not None and time.monotonic() > end):
                return False
            time.sleep(0.05)
        return True

    def summary(self, case_id: str) -> IngestSummary:
        """How far a case's files are."""
        states = self._vault.items.counts(case_id)
        unfinished = _unfinished_of(states)
        return IngestSummary(
            total=states.total(),
            complete=states[ItemState.COMPLETE],
            duplicate=states[ItemState.DUPLICATE],
            failed=states[ItemState.FAILED],
            cancelled=states[ItemState.CANCELLED],
            skipped=states[ItemState.SKIPPED],
            unfinished=unfinished,
            seconds_left=self._pace() * unfinished if unfinished and self._finished_at[1:] else None,
        )

    def _note_pace(self, item: IngestItem) -> None:
        if item.state not in UNFINISHED:
            self._finished_at = [*self._finished_at[-19:], time.monotonic()]

    def _pace(self) -> float:
        """Seconds per file over the last twenty."""
        return (self._finished_at[-1] - self._finished_at[0]) / (len(self._finished_at) - 1)


def _unfinished_of(states: Counter[ItemState]) -> int:
    return sum(states[state] for state in UNFINISHED)
