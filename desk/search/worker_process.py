"""One embedding worker as its owner sees it: started, asked, watched, started again.

A worker that dies or hangs costs one restart; a second failure at the same request is the request's fault and is said.
"""

import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy

from desk.processes import read_frame, worker_command, write_frame
from desk.settings import Arithmetic
from desk.vocabulary.errors import SearchFailed

Vectors = numpy.ndarray[Any, numpy.dtype[numpy.float32]]

# Loading takes 6 seconds of CPU; a cold disk and a busy machine make it ten times that.
_LOADING_SECONDS = 180.0
# A batch takes half a second; a worker silent for a minute is not working.
_BATCH_SECONDS = 60.0


class WorkerStoppedError(Exception):
    """The process ended or was ended for being silent; inside this room only."""


class WorkerProcess:
    """A worker process for the model in ``folder``. One caller at a time: see ``Lane``."""

    def __init__(
        self, folder: Path, arithmetic: Arithmetic, *, background: bool, batch_seconds: float = _BATCH_SECONDS
    ) -> None:
        self._folder = folder
        self._arithmetic = arithmetic
        self._background = background
        self._batch_seconds = batch_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id while there is a process."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process if there is none; does not wait until the model is loaded."""
        if self._process is not None or self._closed:
            return
        self._ready = False
        try:
            self._process = subprocess.Popen(
                worker_command("embedding"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                close_fds=True,
            )
        except OSError as error:
            raise SearchFailed(f"The embedding process could not be started: {error.strerror or error}.") from error
        self._send({"model": str(self._folder), "arithmetic": self._arithmetic.value, "background": self._background})

    def embed(self, kind: str, texts: Sequence[str]) -> Vectors:
        """Vectors of ``texts``, L2-normalised float32 [n, dimension]. Raises ``SearchFailed``."""
        try:
            return self._attempt(kind, texts)
        except WorkerStoppedError:
            return self._second_attempt(kind, texts)

    def _second_attempt(self, kind: str, texts: Sequence[str]) -> Vectors:
        try:
            return self._attempt(kind, texts)
        except WorkerStoppedError as error:
            raise SearchFailed(
                f"The embedding process stopped twice at the same work ({error}).",
                "Try again; if it happens again, free memory or choose fewer embedding processes in the settings.",
            ) from error

    def _attempt(self, kind: str, texts: Sequence[str]) -> Vectors:
        if self._closed:
            raise SearchFailed("The embedding processes were closed.", "Open the vault again.")
        self.start()
        self._wait_until_ready()
        with self._time_limit(self._batch_seconds):
            self._send({"kind": kind, "texts": list(texts)})
            header = self._receive_header()
            shape = (int(header["count"]), int(header["dimension"]))
            vectors = numpy.frombuffer(self._receive(), dtype=numpy.float32)
        if shape[0] != len(texts) or vectors.size != shape[0] * shape[1]:
            self._end()
            raise WorkerStoppedError("it sent a reply of the wrong size")
        return vectors.reshape(shape)

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        with self._time_limit(_LOADING_SECONDS):
            self._receive_header()
        self._ready = True

    @contextmanager
    def _time_limit(self, seconds: float) -> Iterator[None]:
        """End the process when time is up; the reader then finds its stream closed. Works on every platform."""
        process = self._process
        timer = threading.Timer(seconds, process.kill) if process else threading.Timer(seconds, lambda: None)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _receive_header(self) -> dict[str, Any]:
        header: dict[str, Any] = json.loads(self._receive())
        if "error" in header:
            if not self._ready:
                self._end()
            raise SearchFailed(f"The embedding model cannot be used: {header['error']}.")
        return header

    def _send(self, message: dict[str, object]) -> None:
        try:
            write_frame(self._stream("stdin"), json.dumps(message).encode())
        except (OSError, ValueError) as error:
            raise self._died() from error

    def _receive(self) -> bytes:
        try:
            frame = read_frame(self._stream("stdout"))
        except (OSError, EOFError, ValueError) as error:
            raise self._died() from error
        if frame is None:
            raise self._died()
        return frame

    def _stream(self, name: str) -> BinaryIO:
        stream: BinaryIO | None = getattr(self._process, name, None)
        if stream is None:
            raise WorkerStoppedError("it was not running")
        return stream

    def _died(self) -> WorkerStoppedError:
        code = self._end()
        return WorkerStoppedError(f"exit code {code}" if code is not None else "it was closed")

    def _end(self) -> int | None:
        process, self._process, self._ready = self._process, None, False
        if process is None:
            return None
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close_quietly(stream)
        return process.returncode

    def close(self) -> None:
        """End the process; what is being embedded fails with ``SearchFailed``."""
        self._closed = True
        # The streams are left to whoever may be reading them: closing under a reader is not safe.
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()


def _close_quietly(stream: Any) -> None:
    # Closing flushes, and there is nobody left to flush to: the failure says nothing that is not already known.
    try:
        stream.close()
    except OSError:
        return
