"""A hash chain of entries. Each digest covers the entry and the digest before it, so that a change, a gap, a swap or an
insertion anywhere breaks every digest after it.

What a chain alone cannot show is that its end was cut off or that the whole was written anew: the vault keeps count and
head beside the entries, and a head written down elsewhere shows the rest.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

# What the first entry names as the one before it.
BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record. ``at`` is UTC in ISO 8601; ``digest`` and ``previous`` are hexadecimal SHA-256."""

    seq: int
    at: str
    actor: str
    kind: str
    body: Mapping[str, Any]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found. ``problem`` names the first entry that does not hold; empty where all do."""

    ok: bool
    count: int
    head: str
    problem: str = ""


def make_entry(
    previous: Entry | None, kind: str, body: Mapping[str, Any], actor: str, at: datetime | None = None
) -> Entry:
    """The entry that follows ``previous``; ``body`` must be plain JSON."""
    seq = previous.seq + 1 if previous else 1
    before = previous.digest if previous else BEGINNING
    moment = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
    plain = json.loads(canonical(body))
    return Entry(seq, moment, actor, kind, plain, before, digest(seq, moment, actor, kind, plain, before))


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces, ASCII only; the same value always gives the same text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest(seq: int, at: str, actor: str, kind: str, body: Mapping[str, Any], previous: str) -> str:
    """SHA-256 over the entry without its digest, hexadecimal."""
    values = {"actor": actor, "at": at, "body": body, "kind": kind, "previous": previous, "seq": seq}
    return hashlib.sha256(canonical(values).encode("ascii")).hexdigest()


def verify(entries: Iterable[Entry], count: int | None = None, head: str | None = None) -> Verification:
    """Check every link, and the end against ``count`` and ``head`` where they are known from elsewhere."""
    previous, seen = BEGINNING, 0
    for entry in entries:
        problem = _problem(entry, seen + 1, previous)
        if problem:
            return Verification(False, seen, previous, problem)
        previous, seen = entry.digest, seen + 1
    if (count is not None and count != seen) or (head is not None and head != previous):
        return Verification(False, seen, previous, f"The record ends at entry {seen}, but {count} were written.")
    return Verification(True, seen, previous)


def _problem(entry: Entry, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return f"Entry {seq} is missing or out of its place (found number {entry.seq})."
    if entry.previous != previous:
        return f"Entry {seq} does not follow the one before it."
    if entry.digest != digest(entry.seq, entry.at, entry.actor, entry.kind, entry.body, entry.previous):
        return f"Entry {seq} is not as it was written."
    return ""


def export(entries: Iterable[Entry], file: TextIO) -> None:
    """Write entries as JSON Lines."""
    names = ("seq", "at", "actor", "kind", "body", "previous", "digest")
    file.writelines(canonical({name: getattr(entry, name) for name in names}) + "\n" for entry in entries)
