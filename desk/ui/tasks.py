"""Work off the GUI thread, with one shape: progress, result, failure, cancel.

Pages never touch threads: they hand over work and get results on the GUI thread. An error a person can act on arrives
as its sentence; a defect arrives as a sentence without content and goes to the diagnostic log by type and place alone.
"""

import logging
import threading
import traceback
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from desk.vocabulary.errors import DeskError

log = logging.getLogger(__name__)
Work = Callable[["Task"], Any]
# Tasks under way: a page may forget its task, but the task must live until its last report is delivered.
_under_way: set["Task"] = set()


class Task(QObject):
    """One piece of work under way. ``report`` and ``cancelled`` are for the work, ``cancel`` for the page."""

    _reported = Signal(str, object)

    def __init__(
        self,
        owner: QObject,
        finished: Callable[[Any], None],
        failed: Callable[[DeskError], None],
        progressed: Callable[[Any], None],
    ) -> None:
        super().__init__()
        self._owner = owner
        self._receivers = {"finished": finished, "failed": failed, "progressed": progressed}
        self._cancel = threading.Event()
        # This object lives on the GUI thread, so that a queued report is delivered there.
        self._reported.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def report(self, value: object) -> None:
        """Tell the page how far the work is; called from the work."""
        self._reported.emit("progressed", value)

    def cancelled(self) -> bool:
        """Whether the person asked to stop; called from the work."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancel.set()

    def abandon(self) -> None:
        """Ask the work to stop and deliver nothing more of it."""
        self.cancel()
        self._receivers = dict.fromkeys(self._receivers, lambda _: None)

    def _run(self, work: Work) -> None:
        try:
            self._reported.emit("finished", work(self))
        except DeskError as error:
            self._reported.emit("failed", error)
        except Exception as error:  # noqa: BLE001 - a defect must reach the person as a sentence
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("%s in %s line %s", type(error).__name__, place.filename, place.lineno)
            sentence = DeskError(f"An internal error ({type(error).__name__}) stopped this.", "Try it again.")
            self._reported.emit("failed", sentence)

    def _deliver(self, kind: str, value: object) -> None:
        if kind != "progressed":
            _under_way.discard(self)
        if shiboken6.isValid(self._owner):
            self._receivers[kind](value)


class _Runner(QRunnable):
    def __init__(self, task: Task, work: Work) -> None:
        super().__init__()
        self._task = task
        self._work = work

    def run(self) -> None:
        self._task._run(self._work)


def run(
    owner: QObject,
    work: Work,
    finished: Callable[[Any], None],
    failed: Callable[[DeskError], None],
    progressed: Callable[[Any], None] = lambda _: None,
) -> Task:
    """Run ``work(task)`` on the pool and deliver what comes of it on the GUI thread, while ``owner`` lives."""
    task = Task(owner, finished, failed, progressed)
    _under_way.add(task)
    QThreadPool.globalInstance().start(_Runner(task, work))
    return task


def end_all(milliseconds: int = 15_000) -> bool:
    """Stop the work under way and wait for it; used when the window closes."""
    for task in list(_under_way):
        task.abandon()
    return QThreadPool.globalInstance().waitForDone(milliseconds)
