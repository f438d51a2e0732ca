"""Texts become vectors in worker processes; a question never waits behind a long batch.

Worker 0 is the question lane. While nobody asks it helps with passages, but only two at a time (about 0.1 s of work,
measured on one core), and a waiting question goes first. The others take batches of eight and run at lower priority.
Texts are sorted by length before they are cut into batches, so that no short text is padded to a long one.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy

from desk.search.model_files import check_model, model_name
from desk.search.worker_process import Vectors, WorkerProcess
from desk.settings import Arithmetic
from desk.vocabulary.errors import Cancelled

# Texts a worker takes at a time, and what the question lane takes: a question may have to wait for that.
_BATCH, _LANE_BATCH = 8, 2


class _Lane:
    """A worker and the turn at it: a waiting question goes before a waiting batch."""

    def __init__(self, worker: WorkerProcess, batch: int) -> None:
        self.worker = worker
        self.batch = batch
        self._turn = threading.Condition()
        self._taken = False
        self._questions = 0

    @contextmanager
    def for_question(self) -> Iterator[WorkerProcess]:
        with self._turn:
            self._questions += 1
            self._turn.wait_for(lambda: not self._taken)
            self._questions -= 1
            self._taken = True
        yield from self._give_back()

    @contextmanager
    def for_batch(self) -> Iterator[WorkerProcess]:
        with self._turn:
            self._turn.wait_for(lambda: not self._taken and not self._questions)
            self._taken = True
        yield from self._give_back()

    def _give_back(self) -> Iterator[WorkerProcess]:
        try:
            yield self.worker
        finally:
            with self._turn:
                self._taken = False
                self._turn.notify_all()


class _Work:
    """Texts waiting for one ``embed`` call, longest first; workers take as many as suits them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._order = deque(sorted(range(len(texts)), key=lambda index: len(texts[index]), reverse=True))
        self._lock = threading.Lock()
        self.done: queue.SimpleQueue[tuple[list[int], Vectors] | Exception] = queue.SimpleQueue()

    def take(self, size: int) -> list[int]:
        with self._lock:
            return [self._order.popleft() for _ in range(min(size, len(self._order)))]

    def drop(self) -> None:
        with self._lock:
            self._order.clear()

    def run(self, lane: _Lane) -> None:
        """Embed with one worker until nothing is left; failures travel to the caller."""
        try:
            while True:
                with lane.for_batch() as worker:
                    indices = self.take(lane.batch)
                    if not indices:
                        return
                    self.done.put((indices, worker.embed("passage", [self._texts[index] for index in indices])))
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            self.drop()
            self.done.put(error)


class EmbeddingPool:
    """Worker processes for the model in ``model_folder``, ``workers`` of them. Safe to use from many threads."""

    def __init__(self, model_folder: Path, workers: int, arithmetic: Arithmetic = Arithmetic.INT8) -> None:
        self.model_folder = model_folder
        self.arithmetic = arithmetic
        self._lanes = [
            _Lane(WorkerProcess(model_folder, arithmetic, background=number > 0), _BATCH if number else _LANE_BATCH)
            for number in range(max(1, workers))
        ]

    @cached_property
    def name(self) -> str:
        """The model's name and digest, as kept with every vector. Raises ``SearchFailed`` for unsafe files."""
        return model_name(self.model_folder, self.arithmetic.value)

    def start(self) -> None:
        """Start the processes; they load the model while the desk goes on. Raises ``SearchFailed`` for unsafe files."""
        check_model(self.model_folder)
        for lane in self._lanes:
            with lane.for_batch() as worker:
                worker.start()

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question, float32 [dimension], L2-normalised."""
        with self._lanes[0].for_question() as worker:
            vector: Vectors = worker.embed("question", [text])[0]
            return vector

    def embed(
        self,
        texts: Sequence[str],
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Vectors:
        """Vectors of passages, float32 [n, dimension], L2-normalised, in the order of ``texts``.

        ``progress(done, total)`` is called in the caller's thread after each batch; ``cancelled`` is asked as often.
        Raises ``SearchFailed``, or ``Cancelled``.
        """
        work = _Work(texts)
        with ThreadPoolExecutor(len(self._lanes), thread_name_prefix="embedding") as threads:
            for lane in self._lanes:
                threads.submit(work.run, lane)
            try:
                return _gathered(work, len(texts), progress, cancelled)
            finally:
                work.drop()

    def close(self) -> None:
        """End the processes. Work in progress fails with ``SearchFailed``."""
        for lane in self._lanes:
            lane.worker.close()


def _gathered(
    work: _Work, total: int, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
) -> Vectors:
    vectors: Vectors | None = None
    done = 0
    while done < total:
        if cancelled is not None and cancelled():
            raise Cancelled("Embedding was stopped.")
        outcome = work.done.get()
        if isinstance(outcome, Exception):
            raise outcome
        indices, rows = outcome
        if vectors is None:
            vectors = numpy.empty((total, rows.shape[1]), dtype=numpy.float32)
        vectors[indices] = rows
        done += len(indices)
        if progress is not None:
            progress(done, total)
    return numpy.empty((0, 0), dtype=numpy.float32) if vectors is None else vectors
