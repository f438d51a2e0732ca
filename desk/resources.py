"""Where the packaged data lies: policy, gazetteers, icons, texts, the sample case.

One place knows, so that a checkout, an installed wheel and a frozen build all find the same files.
"""

import sys
from functools import cache
from pathlib import Path

from desk.vocabulary.errors import DeskError


@cache
def _root() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [Path(bundle) / "resources"] if bundle else []
    package = Path(__file__).resolve().parent
    candidates += [package.parent / "resources", package / "_resources"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise DeskError(
        f"The desk's own resources are missing (looked in {', '.join(map(str, candidates))}).",
        "Install the package again.",
    )


def resource(*parts: str) -> Path:
    """The path of one packaged file or folder; raises ``DeskError`` naming it where it is missing."""
    path = _root().joinpath(*parts)
    if not path.exists():
        raise DeskError(f"The packaged file {'/'.join(parts)} is missing.", "Install the package again.")
    return path


def read_text(*parts: str) -> str:
    """A packaged text file, UTF-8."""
    return resource(*parts).read_text(encoding="utf-8")


def read_bytes(*parts: str) -> bytes:
    """A packaged file's bytes."""
    return resource(*parts).read_bytes()
