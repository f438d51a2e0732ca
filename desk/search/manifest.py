"""What the vault remembers of the index folder, so that a damaged one is noticed before it is opened.

Chroma does not notice: a lost or cut file means missing answers without a word, or the end of the whole process. Which
of the two is chance: a cut file passed every question in one process and ended the next (measured), so nothing but the
digest of a file is proof that it may be opened.
"""

import enum
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

_KEY = "search.index"


class Meta(Protocol):
    """The vault's small values by key."""

    def get(self, key: str) -> str | None: ...

    def set(self, key: str, value: str) -> None: ...


class Session(enum.StrEnum):
    """How the last session left the folder. It stays at READING or WRITING where that session ended in a crash."""

    CLOSED = "closed"
    READING = "reading"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``files`` maps names in the folder to SHA-256: all of them when CLOSED, all but the database's while READING.

    ``thinned`` names cases that lost reports: their files still hold the vectors until the next opening rewrites them.
    """

    session: Session
    model: str | None
    files: Mapping[str, str] = field(default_factory=dict)
    thinned: tuple[str, ...] = ()


def load(meta: Meta) -> Manifest | None:
    """The manifest as last written; None before the first."""
    text = meta.get(_KEY)
    if text is None:
        return None
    values = json.loads(text)
    return Manifest(Session(values["session"]), values["model"], values["files"], tuple(values["thinned"]))


def save(meta: Meta, manifest: Manifest) -> None:
    """Write the manifest into the vault."""
    meta.set(_KEY, json.dumps(asdict(manifest), sort_keys=True))


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in the folder, by its name relative to it; empty where there is no folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def difference(expected: Mapping[str, str], found: Mapping[str, str]) -> str:
    """What happened to the files, as the middle of a sentence; empty where they are as they were."""
    lost = sorted(expected.keys() - found.keys())
    changed = sorted(name for name in expected.keys() & found.keys() if expected[name] != found[name])
    new = sorted(found.keys() - expected.keys())
    if not found and expected:
        return "its folder is missing or empty"
    for names, happened in ((lost, "missing"), (changed, "changed"), (new, "new and unknown")):
        if names:
            others = f" and {len(names) - 1} more" if len(names) > 1 else ""
            return f"its file {names[0].rsplit('/', 1)[-1]}{others} is {happened}"
    return ""
