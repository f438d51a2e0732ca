"""Outside the jail: start a reader process for one file, hold it to its limits, check what it says.

The process gets bytes and a job on a pipe and answers with one frame of JSON. What it answers is checked here, on the
trusted side: passages must lie within their pages. A process that hangs is killed; one that dies takes its file with it.
"""

import contextlib
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from desk.processes import read_frame, worker_command, write_frame
from desk.reading.limits import Limits
from desk.vocabulary.errors import Cancelled, ReadingFailed
from desk.vocabulary.marking import Marking
from desk.vocabulary.report import Box, Page, PassageDraft, Reading

_LOOK = 0.05


def read(
    path: Path,
    *,
    data: bytes | None = None,
    password: str | None = None,
    limits: Limits | None = None,
    tokenizer: Path | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Reading:
    """Read one file in a jailed process; ``data`` where the bytes are known already.

    Raises ``ReadingFailed`` with a stable code and a sentence, or ``Cancelled``.
    """
    held = limits or Limits()
    job = {
        "file_name": path.name,
        "password": password,
        "max_pages": held.max_pages,
        "memory_mib": held.memory_mib,
        "seconds": held.seconds,
        "tokenizer": str(tokenizer) if tokenizer else None,
    }
    answer = _ask(job, _bytes(path) if data is None else data, held, cancelled or (lambda: False))
    if "failed" in answer:
        raise _failure(answer["failed"], path, held)
    return _checked(answer["reading"], path)


def jail_description() -> str:
    """Which limits hold readers on this system, in words."""
    if sys.platform.startswith("linux"):
        return "Readers run in processes of their own with limits on time, processor, memory and written files."
    if sys.platform == "darwin":
        return "Readers run in processes of their own with limits on time and processor; macOS does not limit memory."
    return "Readers run in processes of their own with a limit on time alone."


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingFailed("vanished", f"{path} is no longer there.", "Put it back and retry.") from error
    except IsADirectoryError as error:
        raise ReadingFailed("directory", f"{path.name} is a folder.", "Add the folder itself.") from error
    except OSError as error:
        raise ReadingFailed(
            "not_permitted", f"{path} cannot be read: {error.strerror}.", "Check its permissions."
        ) from error


def _ask(job: dict[str, Any], data: bytes, limits: Limits, cancelled: Callable[[], bool]) -> dict[str, Any]:
    process = subprocess.Popen(
        worker_command("reading"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    answers: list[bytes | None] = []
    talk = threading.Thread(target=_talk, args=(process, job, data, answers), daemon=True)
    talk.start()
    try:
        _wait(talk, limits, cancelled)
    finally:
        process.kill()
        process.wait()
        talk.join()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # closing flushes what a dead reader never took
                pipe and pipe.close()
    if not answers or answers[0] is None:
        raise _died(process.returncode, job["file_name"])
    return dict(json.loads(answers[0]))


def _talk(process: "subprocess.Popen[bytes]", job: dict[str, Any], data: bytes, answers: list[bytes | None]) -> None:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a reader is started with pipes")
    with contextlib.suppress(OSError, EOFError, ValueError):  # the process died; its exit status says how
        write_frame(process.stdin, json.dumps(job).encode())
        write_frame(process.stdin, data)
        answers.append(read_frame(process.stdout))
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=2)


def _wait(talk: threading.Thread, limits: Limits, cancelled: Callable[[], bool]) -> None:
    end = time.monotonic() + limits.seconds
    while talk.is_alive():
        talk.join(_LOOK)
        if cancelled():
            raise Cancelled("Cancelled.")
        if time.monotonic() > end:
            raise ReadingFailed(
                "timeout",
                f"It could not be read within {limits.seconds} seconds.",
                "Split it, or raise “Time limit” under Settings, Reading.",
            )


def _died(status: int, name: str) -> ReadingFailed:
    if status == -getattr(signal, "SIGXCPU", 0) != 0:
        return ReadingFailed(
            "timeout", f"{name} took more processor time than a file may.", "Leave it out, or split it."
        )
    how = f"signal {-status}" if status < 0 else f"status {status}"
    return ReadingFailed(
        "crashed",
        f"{name} made its reader crash ({how}); the desk is unharmed and the other files go on.",
        "The file is damaged or hostile. Get it again from its source, or leave it out.",
    )


def _failure(failed: dict[str, str], path: Path, limits: Limits) -> ReadingFailed:
    if failed["code"] == "memory":
        return ReadingFailed(
            "memory",
            f"{path.name} needs more than {limits.memory_mib} MiB to be read.",
            "Split it, or raise “Memory limit” under Settings, Reading.",
        )
    return ReadingFailed(failed["code"], failed["message"], failed["remedy"])


def _checked(values: dict[str, Any], path: Path) -> Reading:
    """The answer as types; what lies outside its page or has the wrong shape is a crashed reader's."""
    try:
        pages = tuple(Page(int(n), str(text), float(w), float(h)) for n, text, w, h in values["pages"])
        texts = {page.number: page.text for page in pages}
        return Reading(
            format=str(values["format"]),
            title=str(values["title"])[:300],
            pages=pages,
            passages=tuple(_draft(each, texts) for each in values["passages"]),
            date=date.fromisoformat(values["date"]) if values["date"] else None,
            author=str(values["author"])[:300],
            marking=Marking.parse(values["marking"]) if values["marking"] else None,
            warnings=tuple(str(warning)[:500] for warning in values["warnings"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _died(0, path.name) from error


def _draft(values: list[Any], texts: dict[int, str]) -> PassageDraft:
    page, start, end, boxes, marking = values
    if not 0 <= start < end <= len(texts[page]):
        raise ValueError("a passage outside its page")
    shown = tuple(Box(*map(float, box)) for box in boxes)
    return PassageDraft(page, start, end, texts[page][start:end], shown, Marking.parse(marking) if marking else None)
