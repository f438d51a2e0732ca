"""Which files a person means when they drop files and folders."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

Reasons = tuple[tuple[Path, str], ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """``files`` in the order given, folders walked; ``skipped`` holds what was left out with the reason.

    ``unread`` was meant and cannot be read. ``hidden`` counts the files that were left out because they, or a folder
    they lie in, are hidden.
    """

    files: tuple[Path, ...]
    skipped: Reasons
    unread: Reasons = ()
    hidden: int = 0


def gather(paths: Iterable[Path], suffixes: Collection[str], vault: Path) -> Gathered:
    """Walk folders; name what is left out and why.

    A file named by hand is always taken: if it cannot be read or is not there, the queue says so. Links to folders are
    not followed, so a folder that links to itself ends. The desk's own ``vault`` may lie in a folder that is dropped; it
    holds no reports.
    """
    walk = _Walk(suffixes, vault.resolve())
    for path in paths:
        absolute = Path(os.path.abspath(path))
        # Path.is_dir would raise where a folder on the way may not be entered.
        if os.path.isdir(absolute):  # noqa: PTH112
            walk.take(absolute)
        else:
            walk.files.append(absolute)
    named = list(dict.fromkeys(walk.files))
    unread = [
        *walk.unread,
        *((path, "Its name is not text in UTF-8: rename it.") for path in named if not _is_text(path)),
    ]
    return Gathered(tuple(filter(_is_text, named)), _all_written(walk.skipped), _all_written(unread), walk.hidden)


def _all_written(reasons: Iterable[tuple[Path, str]]) -> Reasons:
    return tuple((_written(path), reason) for path, reason in reasons)


def _is_text(path: Path) -> bool:
    """Whether a name can be kept; on Linux it may be any bytes."""
    return _written(path) == path


def _written(path: Path) -> Path:
    return Path(os.fsencode(path).decode("utf-8", "replace"))


class _Walk:
    """What is found in the folders given, one after the other."""

    def __init__(self, suffixes: Collection[str], vault: Path) -> None:
        self._suffixes = suffixes
        self._vault = vault
        self.files: list[Path] = []
        self.skipped: list[tuple[Path, str]] = []
        self.unread: list[tuple[Path, str]] = []
        self.hidden = 0

    def take(self, top: Path) -> None:
        """Walk a folder and what lies in it."""

        def unreadable(error: OSError) -> None:
            self.unread.append((Path(error.filename or top), f"The folder cannot be read: {error.strerror}."))

        for current, folders, names in os.walk(top, onerror=unreadable, followlinks=False):
            folder = Path(current)
            if folder.resolve() == self._vault:
                self.skipped.append((folder, "This is the vault of the desk itself."))
                folders.clear()
                continue
            links = [name for name in folders if os.path.islink(folder / name)]
            self.skipped.extend((folder / name, "Links to folders are not followed.") for name in links)
            self.hidden += sum(_count(folder / name) for name in folders if _is_hidden(name) and name not in links)
            folders[:] = sorted(name for name in folders if not _is_hidden(name))
            self._take_files(folder, names)

    def _take_files(self, folder: Path, names: Iterable[str]) -> None:
        for name in sorted(names):
            path = folder / name
            if _is_hidden(name):
                self.hidden += 1
            elif path.suffix.lower() in self._suffixes:
                self.files.append(path)
            else:
                self.skipped.append((path, f"The desk does not read {path.suffix or 'files without an ending'}."))


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _count(folder: Path) -> int:
    """How many files lie in a folder; what in it may not be looked into cannot be counted."""
    return sum(len(names) for _, _, names in os.walk(folder))
