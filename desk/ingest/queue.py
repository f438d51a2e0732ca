"""The queue: files given to a case become reports, a few at a time, off the person's way.

Its state lives in the vault, so a restart takes up where it stopped. A report enters the vault in one transaction, text,
passages and vectors together; the search index follows and is repaired from the vault where a crash came between.
"""

import hashlib
import io
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from desk.ingest.gather import Gathered, gather
from desk.reading import load, read, supported_suffixes, too_deep
from desk.reading.limits import Limits
from desk.vault import Vault
from desk.vocabulary.errors import Cancelled, DeskError, ReadingFailed, StorageFailed
from desk.vocabulary.report import IngestItem, ItemState, Reading, Report

log = logging.getLogger(__name__)
Subscriber = Callable[[IngestItem], None]
# Between the path of a file and the name of one inside it.
INSIDE = "!/"


class Engine(Protocol):
    """What the queue needs of search: vectors for texts, and a place in the index for them."""

    @property
    def model_name(self) -> str: ...
    @property
    def tokenizer(self) -> Path: ...
    def embed(
        self, texts: Sequence[str], progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> npt.NDArray[np.float32]: ...
    def add(self, case_id: str, report_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Source:
    data: bytes
    sha256: str


class Queue:
    """Reads, embeds and stores waiting items on ``threads`` threads until ``stop``."""

    def __init__(self, vault: Vault, engine: Engine, limits: Limits, threads: int) -> None:
        self._vault = vault
        self._engine = engine
        self._limits = limits
        self._threads = [threading.Thread(target=self._work, name=f"ingest-{n}", daemon=True) for n in range(threads)]
        self._wake = threading.Condition()
        self._stopping = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._cancelled: set[int] = set()
        self._passwords: dict[int, str] = {}
        self._subscribers: list[Subscriber] = []
        self._storing = threading.Lock()

    def start(self) -> None:
        """Take up what waits; items a crash interrupted were put back when the vault was opened."""
        for thread in self._threads:
            if not thread.is_alive():
                thread.start()

    def stop(self) -> None:
        """Stop after the current step; what is unfinished waits for the next start."""
        self._stopping.set()
        self._running.set()
        with self._wake:
            self._wake.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def add(self, case_id: str, paths: Sequence[Path]) -> tuple[list[IngestItem], Gathered]:
        """Put files (folders are walked) into the queue of a case; what cannot be read is among the items, as failed."""
        gathered = gather(paths, supported_suffixes(), self._vault.folder)
        items = [self._vault.items.add(case_id, str(path)) for path in gathered.files]
        for path, reason in gathered.skipped:
            self._vault.items.note(case_id, str(path), ItemState.SKIPPED, reason)
        items += [
            self._vault.items.note(case_id, str(path), ItemState.FAILED, reason) for path, reason in gathered.unread
        ]
        self._notify()
        return items, gathered

    @property
    def paused(self) -> bool:
        """Whether the queue holds."""
        return not self._running.is_set()

    def pause(self) -> None:
        """Hold after the batch being embedded; nothing is lost."""
        self._running.clear()

    def resume(self) -> None:
        """Go on."""
        self._running.set()
        self._notify()

    def cancel(self, item_id: int) -> None:
        """Stop one file; a report that is already whole stays."""
        self._cancelled.add(item_id)
        if self._vault.items.get(item_id).state is ItemState.WAITING:
            self._change(item_id, state=ItemState.CANCELLED, reason="Cancelled.")

    def retry(self, item_id: int, password: str | None = None) -> None:
        """Try a failed or cancelled file again, with a password where the document asks for one."""
        self._cancelled.discard(item_id)
        if password is not None:
            self._passwords[item_id] = password
        self._change(item_id, state=ItemState.WAITING, reason="", remedy="", code="", done=0, total=0)
        self._notify()

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call ``subscriber`` from a working thread at every change of an item; returns how to end that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def _notify(self) -> None:
        with self._wake:
            self._wake.notify_all()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._running.wait()
            item = None if self._stopping.is_set() else self._take()
            if item is not None:
                self._handle(item)
                continue
            with self._wake:
                self._wake.wait(timeout=1.0)

    def _take(self) -> IngestItem | None:
        try:
            item = self._vault.items.next_waiting()
        except DeskError as error:
            log.error("the queue cannot be read: %s", type(error).__name__)
            self._running.clear()
            return None
        if item is not None:
            self._publish(item)
        return item

    def _handle(self, item: IngestItem) -> None:
        try:
            self._ingest_or_stop(item)
        except ReadingFailed as error:
            self._fail(item, error.code, error)
        except StorageFailed as error:
            # A full or lost disk would fail every file after this one, so the queue holds until a person looks.
            self._running.clear()
            self._fail(item, "storage", error)
        except DeskError as error:
            self._fail(item, "desk", error)
        except Exception as error:  # a defect takes one file with it, never the queue
            log.exception("ingest of item %s failed", item.id)
            problem = DeskError(f"An internal error ({type(error).__name__}) stopped this file.", "Try it again.")
            self._fail(item, "internal", problem)

    def _ingest_or_stop(self, item: IngestItem) -> None:
        try:
            self._ingest(item)
        except Cancelled:
            self._stopped_early(item)

    def _stopped_early(self, item: IngestItem) -> None:
        if self._stopping.is_set() and item.id not in self._cancelled:
            self._change(item.id, state=ItemState.WAITING, done=0, total=0)
        else:
            self._change(item.id, state=ItemState.CANCELLED, reason="Cancelled.", done=0, total=0)

    def _fail(self, item: IngestItem, code: str, error: DeskError) -> None:
        try:
            self._change(item.id, state=ItemState.FAILED, code=code, reason=error.message, remedy=error.remedy)
        except DeskError as storage:
            # The vault refuses even this line; the item is put back when the vault is opened again.
            log.error("item %s: state not stored: %s", item.id, type(storage).__name__)
            self._running.clear()

    def _ingest(self, item: IngestItem) -> None:
        path = Path(item.path)
        data = load(path, self._limits) if item.stored is None else self._vault.originals.read(item.stored)
        source = _Source(data, hashlib.sha256(data).hexdigest())
        if self._is_duplicate(item, source):
            return
        reading, note = self._read(item, path, source)
        self._check_ceiling(item.case_id, reading)
        vectors = self._embed(item, reading)
        self._store(item, path, source, reading, vectors, note)

    def _read(self, item: IngestItem, path: Path, source: _Source) -> tuple[Reading, ReadingFailed | None]:
        try:
            reading = read(
                path,
                data=source.data,
                password=self._passwords.pop(item.id, None),
                limits=self._limits,
                tokenizer=self._engine.tokenizer,
                cancelled=lambda: self._is_cancelled(item.id),
            )
        except ReadingFailed as error:
            if error.code != "no_text_layer":
                raise
            # A scan is kept and can be looked at; there is only nothing to quote from it.
            return Reading("pdf", path.stem, (), (), warnings=(error.message,)), error
        return reading, None

    def _check_ceiling(self, case_id: str, reading: Reading) -> None:
        ceiling = self._vault.cases.get(case_id).ceiling
        if reading.marking is not None and reading.marking.level > ceiling:
            raise ReadingFailed(
                "above_ceiling",
                f"It is marked {reading.marking.banner()}, above this case's ceiling of {ceiling.label}. "
                "Nothing of it was kept.",
                "Use a case with a higher ceiling.",
            )

    def _embed(self, item: IngestItem, reading: Reading) -> npt.NDArray[np.float32]:
        texts = [passage.text.replace("\u00ad\n", "") for passage in reading.passages]
        self._change(item.id, state=ItemState.EMBEDDING, done=0, total=len(texts))

        def progress(done: int, _: int) -> None:
            self._change(item.id, done=done)
            while self.paused and not self._is_cancelled(item.id):
                time.sleep(0.1)

        return self._engine.embed(texts, progress, lambda: self._is_cancelled(item.id))

    def _store(
        self,
        item: IngestItem,
        path: Path,
        source: _Source,
        reading: Reading,
        vectors: npt.NDArray[np.float32],
        note: ReadingFailed | None,
    ) -> None:
        if self._is_cancelled(item.id):
            raise Cancelled("Cancelled.")
        # Two copies of one file may have come this far side by side, and nobody may clear up before the report names its file.
        with self._storing, self._vault.originals.keeping():
            self._vault.originals.put(io.BytesIO(source.data))
            inside = self._put_inside(item, reading)
            if self._is_duplicate(item, source):
                return
            report = self._stored(item, path, source, reading, vectors, inside)
        if inside:
            self._notify()
        self._engine.add(item.case_id, report.id)
        if note is not None:
            self._change(item.id, code=note.code, reason=note.message, remedy=note.remedy)
        else:
            self._publish(self._vault.items.get(item.id))

    def _put_inside(self, item: IngestItem, reading: Reading) -> list[tuple[str, str]]:
        """Keep the files that came in this one; they join the queue with their report, under the outer file's path."""
        if reading.children and item.path.count(INSIDE) >= self._limits.max_depth:
            raise too_deep(Path(item.path).name, self._limits)
        stored = [self._vault.originals.put(io.BytesIO(child.data)).sha256 for child in reading.children]
        paths = [f"{item.path}{INSIDE}{child.name}" for child in reading.children]
        return list(zip(paths, stored, strict=True))

    def _is_duplicate(self, item: IngestItem, source: _Source) -> bool:
        known = self._vault.reports.find_by_hash(item.case_id, source.sha256)
        if known is not None:
            reason = f"The same file is already in this case as “{known.title}”."
            self._change(item.id, state=ItemState.DUPLICATE, report_id=known.id, reason=reason)
        return known is not None

    def _stored(
        self,
        item: IngestItem,
        path: Path,
        source: _Source,
        reading: Reading,
        vectors: npt.NDArray[np.float32],
        inside: Sequence[tuple[str, str]],
    ) -> Report:
        if self._vault.reports.has_title(item.case_id, reading.title):
            # Volumes and forms share their first line; a citation has to say which of them it means.
            reading = replace(reading, title=f"{reading.title} ({path.stem})")
        return self._vault.reports.store(
            report_id=secrets.token_hex(8),
            case_id=item.case_id,
            item_id=item.id,
            reading=reading,
            sha256=source.sha256,
            size=len(source.data),
            file_name=path.name,
            vectors=vectors,
            model=self._engine.model_name,
            parent=item.parent,
            inside=inside,
        )

    def _is_cancelled(self, item_id: int) -> bool:
        return self._stopping.is_set() or item_id in self._cancelled

    def _change(self, item_id: int, **changes: object) -> None:
        self._vault.items.update(item_id, **changes)
        self._publish(self._vault.items.get(item_id))

    def _publish(self, item: IngestItem) -> None:
        for subscriber in list(self._subscribers):
            subscriber(item)
