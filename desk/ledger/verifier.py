"""Check an exported ledger without the desk: ``python verifier.py EXPORT.jsonl [HEAD]``.

Written from the format alone, with nothing but the standard library. Each line is a JSON object with seq, at, actor, kind, body,
previous, digest. ``digest`` is the SHA-256 of the line without it, as JSON with sorted keys, no spaces, ASCII. ``previous``
is the digest of the line before, 64 zeros in the first. Exit code 0: whole; 1: not, or without entries; 2: cannot be read.
"""

import hashlib
import json
import sys


def check(lines: list[str]) -> tuple[int, str, str]:
    """Count of good entries, the last good digest, and the first problem (empty where there is none)."""
    last = "0" * 64
    for number, line in enumerate(lines, start=1):
        entry = json.loads(line, object_pairs_hook=_each_key_once)
        if not isinstance(entry, dict):
            return number - 1, last, f"line {number}: not an entry"
        claimed = entry.pop("digest", None)
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        if set(entry) != {"seq", "at", "actor", "kind", "body", "previous"}:
            return number - 1, last, f"line {number}: not an entry"
        if entry["seq"] != number or entry["previous"] != last:
            return number - 1, last, f"line {number}: does not follow the line before it"
        if claimed != hashlib.sha256(text.encode("ascii")).hexdigest():
            return number - 1, last, f"line {number}: not as it was written"
        last = claimed
    return len(lines), last, ""


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def main(arguments: list[str]) -> int:
    """Check the file named; compare its head where one is given."""
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], encoding="ascii") as file:
            count, head, problem = check(file.read().splitlines())
    except (OSError, ValueError, AttributeError) as error:
        print(f"{arguments[0]} cannot be read as a ledger: {error}", file=sys.stderr)
        return 2
    if not count and not problem:
        print(f"{arguments[0]} holds no entries, so there is nothing that could be whole.")
        return 1
    if not problem and len(arguments) == 2 and arguments[1] != head:
        problem = f"the head is {head}, not {arguments[1]}"
    print(f"NOT WHOLE after {count} entries: {problem}" if problem else f"{count} entries, whole. Head: {head}")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
