"""A folder of hostile, broken or odd files put before the readers one by one: what becomes of each.

Nothing is kept. What comes inside a file, attachments and members of archives, is read like it, to the depth that the
settings allow.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desk.reading import Limits, read
from desk.reading.failures import too_deep
from desk.search.model_files import packaged_model, tokenizer_file
from desk.services.reading_limits import reading_limits
from desk.settings import Settings
from desk.vocabulary.errors import ReadingFailed

# Between the name of a file and of one inside it.
INSIDE = "!"
_LIMITS = frozenset({"timeout", "memory", "too_large", "too_many_pages"})


class End(StrEnum):
    """How the reading of a file ended."""

    READ = "read"
    REFUSED = "refused with a reason"
    LIMIT = "ended at a limit"
    DIED = "reader died"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``code`` and ``said`` of the reason where it was not read; ``seconds`` of wall clock."""

    path: str
    end: End
    code: str
    said: str
    pages: int
    passages: int
    seconds: float


def torture(folder: Path, settings: Settings, working: Callable[[str], None] = lambda _: None) -> list[Outcome]:
    """Read every file under a folder, by its path. Every file has an outcome, and those inside files as well.

    ``working`` is told of each file that is done.
    """
    tokenizer = tokenizer_file(settings.search.model_folder or packaged_model())
    limits = reading_limits(settings)

    def outcomes(path: Path) -> list[Outcome]:
        found = list(_outcomes(path, str(path.relative_to(folder)), None, limits, tokenizer))
        working(found[0].path)
        return found

    paths = sorted(path for path in folder.rglob("*") if not path.is_dir())
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [outcome for found in pool.map(outcomes, paths) for outcome in found]


def totals(outcomes: Sequence[Outcome]) -> list[tuple[str, str, int]]:
    """How many ended how and why: (end, reason, files), by end, then the most first; together they are all."""
    counted = Counter((outcome.end, outcome.code) for outcome in outcomes)
    order = list(End)
    rows = sorted(counted.items(), key=lambda row: (order.index(row[0][0]), -row[1], row[0][1]))
    return [(end.value, code, files) for (end, code), files in rows]


def _outcomes(path: Path, name: str, data: bytes | None, limits: Limits, tokenizer: Path) -> Iterator[Outcome]:
    began = time.monotonic()
    try:
        reading = read(path, data=data, limits=limits, tokenizer=tokenizer)
        if reading.children and name.count(INSIDE) >= limits.max_depth:
            raise too_deep(path.name, limits)
    except ReadingFailed as error:
        end = End.DIED if error.code == "crashed" else End.LIMIT if error.code in _LIMITS else End.REFUSED
        yield Outcome(name, end, error.code, str(error), 0, 0, time.monotonic() - began)
        return
    yield Outcome(name, End.READ, "", "", len(reading.pages), len(reading.passages), time.monotonic() - began)
    for child in reading.children:
        yield from _outcomes(Path(child.name), f"{name}{INSIDE}{child.name}", child.data, limits, tokenizer)
