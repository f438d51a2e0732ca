"""Standard output that says in a sentence what keeps it from being written."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO

from desk.vocabulary.errors import StorageFailed


class Output:
    """A stream that is written as it is; where that fails, as on a full disk, it raises ``StorageFailed``.

    A pipe that nobody reads any more still raises ``BrokenPipeError``: that is no failure of the desk's.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, now or with the next flush."""
        if text == "":  # how libraries ask what kind of stream this is; they would swallow the failure
            return 0
        with _said():
            return self._stream.write(text)

    def flush(self) -> None:
        """Write what was held back."""
        with _said():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Write standard output through ``Output``, to its end."""
    if sys.stdout is None:  # closed by whoever started the desk
        yield
        return
    with contextlib.redirect_stdout(Output(sys.stdout)):
        yield
        sys.stdout.flush()


def hush() -> None:
    """Send what is still held back nowhere, so that it does not fail a second time when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        hush()
        why = error.strerror or type(error).__name__
        raise StorageFailed(
            f"The output could not be written: {why}.", "What the command did is kept; send its output elsewhere."
        ) from error
