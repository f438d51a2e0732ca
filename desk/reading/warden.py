"""The desk's side of reading: a jailed process for each file, fed, watched and, if need be, ended.

One process for one file costs a fifth of a second of CPU, and means that a hostile file has no other file's text in
reach.
"""

import dataclasses
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from desk.processes import read_frame, worker_command, write_frame
from desk.reading.failures import failure, too_large
from desk.reading.limits import Limits
from desk.reading.messages import Assembly, Malformed
from desk.reading.registry import recognise
from desk.vocabulary.errors import Cancelled, ReadingFailed
from desk.vocabulary.report import Reading

_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would open a console for each
_PIECE = 4 * 2**20
_POLL_SECONDS = 0.05
# What recognising one page may take: a dense one takes five seconds on a busy core.
_STEP_SECONDS = 20
# A process that has more than this part of its memory limit in use when it dies has died of it.
_NEAR_LIMIT = 0.6


def read(
    path: Path,
    *,
    data: bytes | None = None,
    password: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - immutable
    tokenizer: Path | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Reading:
    """Read one file in a jailed process; ``data`` saves reading it from the disk again.

    Raises ``ReadingFailed`` with the codes of ``failures``, or ``Cancelled``.
    """
    content = load(path, limits) if data is None else data
    if len(content) > limits.max_bytes:
        raise too_large(path.name, len(content), limits)
    if not content:
        raise failure("empty", path.name)
    job = {
        "name": path.name,
        "format": recognise(path.name, content).name,
        "password": password,
        "tokenizer": str(tokenizer) if tokenizer else None,
        "limits": dataclasses.asdict(limits),
    }
    prisoner = _Prisoner(path.name, limits, len(content))
    try:
        return prisoner.reading(json.dumps(job).encode(), content, cancelled or (lambda: False))
    finally:
        prisoner.end()


def drawn(name: str, data: bytes, limits: Limits = Limits()) -> bytes:  # noqa: B008 - immutable
    """A picture as a PDF, made in a jailed process: what the window may show. Raises ``ReadingFailed``."""
    job = {"name": name, "draw": True, "limits": dataclasses.asdict(limits)}
    prisoner = _Prisoner(name, limits, len(data))
    try:
        return prisoner.reading(json.dumps(job).encode(), data, lambda: False).children[0].data
    finally:
        prisoner.end()


def load(path: Path, limits: Limits) -> bytes:
    """The file's bytes, read once: what is hashed, read and kept is one content, even where the file changes meanwhile.

    Raises ``ReadingFailed`` where it cannot be read or is too large.
    """
    try:
        if path.is_dir():
            raise failure("directory", path.name)
        if path.exists() and not path.is_file():
            # To open a pipe is to wait for whoever writes to it.
            raise failure("special", path.name)
        with path.open("rb") as file:
            # One byte more than allowed tells a file that grows, or a device that never ends.
            content = file.read(limits.max_bytes + 1)
            size = max(len(content), os.fstat(file.fileno()).st_size)
    except FileNotFoundError as error:
        raise failure("vanished", path.name) from error
    except PermissionError as error:
        raise failure("not_permitted", path.name) from error
    except OSError as error:
        raise failure("unreadable", path.name) from error
    if size > limits.max_bytes:
        raise too_large(path.name, size, limits)
    return content


class _Prisoner:
    """One reading process from start to end."""

    def __init__(self, name: str, limits: Limits, size: int) -> None:
        self._name = name
        self._limits = limits
        self._memory = limits.memory(size)
        self._began = time.monotonic()
        self._deadline = self._began + limits.seconds
        self._frames: queue.Queue[bytes | None] = queue.Queue(maxsize=8)
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._peak = 0
        self._process = subprocess.Popen(
            worker_command("reading"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            creationflags=_NO_WINDOW,
        )

    def reading(self, job: bytes, data: bytes, cancelled: Callable[[], bool]) -> Reading:
        """Feed the process and gather what it says."""
        self._run(_feed, self._process.stdin, job, data)
        self._run(self._listen, self._process.stdout)
        assembly = Assembly(self._limits.max_pages, self._limits.max_inside)
        for frame in self._arriving(cancelled):
            try:
                reading = assembly.add(frame)
            except Malformed as error:
                raise failure("crashed", self._name) from error
            if reading is not None:
                return reading
            self._deadline = self._began + self._limits.seconds + self._longer(assembly.steps)
        raise self._death()

    def _longer(self, steps: int) -> int:
        """The seconds that text recognition adds, by the pages begun."""
        return min(steps * _STEP_SECONDS, self._limits.recognition_seconds)

    def _run(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, name="reading-pipe", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _arriving(self, cancelled: Callable[[], bool]) -> Iterator[bytes]:
        while True:
            if cancelled():
                raise Cancelled("Reading was cancelled.")
            if time.monotonic() > self._deadline:
                raise failure("timeout", self._name, seconds=self._limits.seconds)
            try:
                frame = self._frames.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if frame is None:
                return
            yield frame

    def _listen(self, stream: BinaryIO) -> None:
        frame: bytes | None = b""
        while frame is not None:
            try:
                frame = read_frame(stream)
            except (EOFError, OSError, ValueError):
                frame = None  # torn off by the end of the process: its exit code tells why
            self._hand_over(frame)

    def _hand_over(self, frame: bytes | None) -> None:
        while not self._over.is_set():
            try:
                self._frames.put(frame, timeout=_POLL_SECONDS)
            except queue.Full:
                continue
            return

    def _death(self) -> ReadingFailed:
        """Why the process ended before it was done."""
        code = self._wait()
        if sys.platform != "win32":
            if code == -signal.SIGXCPU:
                return failure("timeout", self._name, seconds=self._limits.seconds)
            if code == -signal.SIGKILL or self._peak > _NEAR_LIMIT * self._memory:
                return failure("memory", self._name, memory=self._limits.memory_mib)
        return failure("crashed", self._name)

    def _wait(self) -> int:
        """Reap the process, noting its peak memory in bytes where the system tells."""
        if sys.platform == "win32" or self._process.returncode is not None:
            return self._process.wait()
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        self._peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return self._process.returncode

    def end(self) -> None:
        """End the process if it is still there, and the threads at its pipes with it."""
        self._over.set()
        if self._process.returncode is None:
            self._process.kill()
            self._wait()
        for thread in self._threads:
            thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not stream.closed:
                stream.close()


def _feed(stream: BinaryIO, job: bytes, data: bytes) -> None:
    try:
        write_frame(stream, job)
        for start in range(0, len(data), _PIECE):
            write_frame(stream, data[start : start + _PIECE])
        write_frame(stream, b"")
        stream.close()
    except OSError:
        return  # the process is gone; the listener finds out why
