"""Which files a person means when they drop files and folders."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Gathered:
    """``files`` in the order given, folders walked; ``skipped`` holds what was left out with the reason."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, str], ...]


def gather(paths: Iterable[Path], suffixes: Collection[str], vault: Path) -> Gathered:
    """Walk folders; name what is left out and why.

    A file named by hand is always taken: if it cannot be read, the queue says so. Links to folders are not followed,
    so a folder that links to itself ends. The desk's own ``vault`` may lie in a folder that is dropped; it holds no reports.
    """
    files: list[Path] = []
    skipped: list[tuple[Path, str]] = []
    for path in paths:
        absolute = Path(os.path.abspath(path))
        if absolute.is_dir():
            _walk(absolute, suffixes, vault.resolve(), files, skipped)
        elif absolute.exists():
            files.append(absolute)
        else:
            skipped.append((absolute, "There is no such file."))
    kept = [path for path in dict.fromkeys(files) if _is_text(path)]
    skipped += [(path, "Its name is not text in UTF-8: rename it.") for path in files if not _is_text(path)]
    return Gathered(tuple(kept), tuple((_written(path), reason) for path, reason in skipped))


def _is_text(path: Path) -> bool:
    """Whether a name can be kept; on Linux it may be any bytes."""
    return _written(path) == path


def _written(path: Path) -> Path:
    return Path(os.fsencode(path).decode("utf-8", "replace"))


def _walk(
    folder: Path, suffixes: Collection[str], vault: Path, files: list[Path], skipped: list[tuple[Path, str]]
) -> None:
    def unreadable(error: OSError) -> None:
        skipped.append((Path(error.filename or folder), f"The folder cannot be read: {error.strerror}."))

    for current, folders, names in os.walk(folder, onerror=unreadable, followlinks=False):
        if Path(current).resolve() == vault:
            skipped.append((Path(current), "This is the vault of the desk itself."))
            folders.clear()
            continue
        links = (Path(current, name) for name in folders if os.path.islink(os.path.join(current, name)))
        skipped.extend((link, "Links to folders are not followed.") for link in links)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = list(_visible(Path(current), names))
        files.extend(path for path in paths if path.suffix.lower() in suffixes)
        skipped.extend((path, _unread(path)) for path in paths if path.suffix.lower() not in suffixes)


def _unread(path: Path) -> str:
    return f"The desk does not read {path.suffix or 'files without an ending'}."


def _visible(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    return (folder / name for name in sorted(names) if not name.startswith("."))
