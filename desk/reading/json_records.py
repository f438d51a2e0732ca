"""JSON, JSON Lines, GeoJSON and STIX 2.1: a block for each record, its values named by their paths.

A STIX bundle's relationships are written with the names of what they relate: "APT-9 (intrusion-set) uses Larkspur
(malware)".
"""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desk.reading.blocks import Blocks, Document
from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.registry import Source
from desk.reading.structured import extracted
from desk.reading.text import decoded

_PAGE = 500
_MOST_VALUES = 400
_DEEPEST = 12
# What is the same for every object of a bundle and says nothing about it.
_STIX_APPARATUS = frozenset({"spec_version", "id", "type", "object_marking_refs", "created_by_ref", "extensions"})


def extract(source: Source) -> Extract:
    """Pages of five hundred records."""
    text = decoded(source.data, source.name).text
    try:
        records, warnings, date = _records(text)
    except (ValueError, RecursionError) as error:
        raise failure("damaged_json", source.name) from error
    sheets = []
    for start in range(0, max(1, len(records)), _PAGE):
        blocks = Blocks(noun="record")
        for number, record in enumerate(records[start : start + _PAGE], start=start + 1):
            blocks.add(record, str(number), gap="\n")
        sheets.append(blocks)
    return extracted("json", source, Document(sheets), heading="", warnings=warnings, date=date)


def _records(text: str) -> tuple[list[str], tuple[str, ...], datetime.date | None]:
    try:
        whole = json.loads(text)
    except ValueError:
        return *_by_lines(text), None
    if isinstance(whole, dict) and whole.get("type") == "bundle" and isinstance(whole.get("objects"), list):
        return _stix(whole["objects"]), (), _newest(whole["objects"])
    if isinstance(whole, dict) and isinstance(whole.get("features"), list):
        return [_line(feature) for feature in whole["features"]], (), None
    if isinstance(whole, list):
        return [_line(each) for each in whole], (), None
    if isinstance(whole, dict):
        return [f"{name}: {_line(value)}" for name, value in whole.items()], (), None
    return [str(whole)], (), None


def _by_lines(text: str) -> tuple[list[str], tuple[str, ...]]:
    records, broken = [], 0
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            records.append(_line(json.loads(line)))
        except ValueError:
            broken += 1
    if not records or broken > len(records):
        raise ValueError("neither JSON nor JSON Lines")
    return records, (f"{broken} lines are no JSON and were left out.",) if broken else ()


def _line(value: Any) -> str:
    if not isinstance(value, dict | list):
        return "" if value is None else str(value)
    parts = []
    for path, leaf in _leaves(value, "", 0):
        parts.append(f"{path}: {leaf}" if path else leaf)
        if len(parts) == _MOST_VALUES:
            parts.append("…")
            break
    return "; ".join(parts)


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        yield path, "…"
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}" if path else str(name), depth + 1)
    elif isinstance(value, list):
        if all(not isinstance(each, dict | list) for each in value):
            yield path, ", ".join(str(each) for each in value if each is not None)
        else:
            for each in value:
                yield from _leaves(each, path, depth + 1)
    elif value is not None and str(value).strip():
        yield path, str(value)


def _stix(objects: Sequence[Any]) -> list[str]:
    known = [each for each in objects if isinstance(each, dict)]
    names = {str(each.get("id")): _stix_name(each) for each in known}
    return [_stix_object(each, names) for each in known]


def _stix_name(each: Mapping[str, Any]) -> str:
    return f"{each.get('name') or each.get('value') or each.get('id')} ({each.get('type')})"


def _stix_object(each: Mapping[str, Any], names: Mapping[str, str]) -> str:
    rest = {name: value for name, value in each.items() if name not in _STIX_APPARATUS}
    if each.get("type") == "relationship":
        ends = [
            names.get(str(rest.pop(end, "")), "an object outside this bundle") for end in ("source_ref", "target_ref")
        ]
        said = f"{ends[0]} {rest.pop('relationship_type', 'related-to')} {ends[1]}"
        return f"{said}. {_line(rest)}" if rest else said
    rest = {name: _named(value, names) if name.endswith(("_ref", "_refs")) else value for name, value in rest.items()}
    return f"{each.get('type')}: {_line(rest)}"


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [names.get(str(each), str(each)) for each in value]
    return names.get(str(value), str(value))


def _newest(objects: Sequence[Any]) -> datetime.date | None:
    stamps = [str(each.get("modified", ""))[:10] for each in objects if isinstance(each, dict)]
    try:
        return max((datetime.date.fromisoformat(stamp) for stamp in stamps if stamp), default=None)
    except ValueError:
        return None
