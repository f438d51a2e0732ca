"""Labelled cases for measuring the safeguards, as they lie in a folder: JSON Lines, each line checked before it counts.

``queries.jsonl``, ``conversations.jsonl``, ``outputs.jsonl`` and ``injections.jsonl``, where a folder holds them; where a
set has several authors, also ``queries_*.jsonl`` and so on. ``docs/safeguards.md`` shows the form.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from desk.vocabulary.decision import Rule, Verdict
from desk.vocabulary.errors import CasesInvalid

Item = Mapping[str, Any]
PARTS = ("queries", "conversations", "outputs", "injections")
_VERDICTS = tuple(verdict.value for verdict in Verdict)
_RULES = tuple(rule.value for rule in Rule)
_REMEDY = "Mend the line; docs/safeguards.md shows the form."


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(each) for each in value)


# What each field may hold, and how that is said.
_FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "id": (_is_text, "text"),
    "text": (_is_text, "text"),
    "verdict": (lambda value: value in _VERDICTS, f"one of {', '.join(_VERDICTS)}"),
    "turns": (lambda value: bool(value) and _are_texts(value), "a list of questions"),
    "us_persons": (_are_texts, "a list of names"),
    "injected": (lambda value: isinstance(value, bool), "true or false"),
    "advisory": (lambda value: isinstance(value, bool), "true or false"),
    "rules": (
        lambda value: isinstance(value, list) and all(r in _RULES for r in value),
        f"a list of {', '.join(_RULES)}",
    ),
    "technique": (_is_text, "text"),
}
_NEEDED = {
    "queries": ("id", "text", "verdict"),
    "conversations": ("id", "turns", "verdict"),
    "outputs": ("id", "text", "us_persons"),
    "injections": ("id", "text", "injected"),
}


def cases(directory: Path, part: str) -> list[Item]:
    """The cases of one part of a folder, none where it has no such file. Raises ``CasesInvalid`` naming file and line."""
    paths = [directory / f"{part}.jsonl", *sorted(directory.glob(f"{part}_*.jsonl"))]
    return [item for path in paths if path.exists() for item in _read(path, _NEEDED[part])]


def none_in(directory: Path) -> CasesInvalid:
    """There is nothing to measure on: nobody is to take that for a good result."""
    names = ", ".join(f"{part}.jsonl" for part in PARTS)
    return CasesInvalid(f"The folder {directory} holds no labelled cases.", f"Name a folder with any of: {names}.")


def _read(path: Path, needed: tuple[str, ...]) -> Iterator[Item]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise CasesInvalid(f"{path} cannot be read: {why}.", "Mend the file.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _checked(line, needed, f"Line {number} of {path.name}")


def _checked(line: str, needed: tuple[str, ...], where: str) -> Item:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise CasesInvalid(f"{where} is not JSON.", _REMEDY) from error
    if not isinstance(item, dict):
        raise CasesInvalid(f"{where} is not a labelled case: it is no JSON object.", _REMEDY)
    missing = [name for name in needed if name not in item]
    if missing:
        raise CasesInvalid(f"{where} is not a labelled case: it needs {', '.join(missing)}.", _REMEDY)
    for name, (holds, form) in _FIELDS.items():
        if name in item and not holds(item[name]):
            raise CasesInvalid(f"{where}: {name} is {json.dumps(item[name])[:80]}, but must be {form}.", _REMEDY)
    return item
