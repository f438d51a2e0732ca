"""Classification markings: levels, banner and portion grammar, roll-up.

After the IC Markings System Register and Manual (31 Dec 2016) sections A.6, D.2 and H.1, and 32 CFR 2001 and 2002. What
is not known is kept as it stands and makes the marking one that a person must look at; nothing is guessed.
"""

import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking_codes import (
    CODES,
    DISSEMINATION,
    GROUPS,
    NAMES,
    NON_IC,
    NON_IC_RANKS,
    RANKS,
    SCI,
    WITHOUT_LEVEL,
)


class Level(enum.IntEnum):
    """Classification levels, ordered."""

    UNCLASSIFIED = 0
    CUI = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4

    @property
    def label(self) -> str:
        """As banners spell it."""
        return self.name.replace("_", " ")


class MarkingUnreadable(DeskError):
    """A text that was to be a marking is none."""


_LEVELS = {level.label: level for level in Level} | {"CONTROLLED": Level.CUI}
_PORTION_CODES = {
    Level.UNCLASSIFIED: "U",
    Level.CUI: "CUI",
    Level.CONFIDENTIAL: "C",
    Level.SECRET: "S",
    Level.TOP_SECRET: "TS",
}
_PORTION_LEVELS = {code: level for level, code in _PORTION_CODES.items()}
_RELEASE = re.compile(r"REL (?:TO )?(?=[A-Z]{3,4}(?:,|$))")
# What other countries and alliances put behind a leading "//"; RESTRICTED is protected as CONFIDENTIAL.
_FOREIGN = {"TOP SECRET": Level.TOP_SECRET, "SECRET": Level.SECRET, "CONFIDENTIAL": Level.CONFIDENTIAL} | {
    "RESTRICTED": Level.CONFIDENTIAL,
    "UNCLASSIFIED": Level.UNCLASSIFIED,
}
_NOFORN_WITHIN = frozenset({"SBU NOFORN", "LES NOFORN", "EXDIS", "NODIS"})
_PORTION = re.compile(r"\s*\(((?:TS|S|C|U|CUI|FOUO)(?://[A-Z0-9 ,/\-]{1,80})?|//[A-Z0-9 ,/\-]{2,80})\)")
_COPYRIGHT = re.compile(r"\s*\(C\)\s*(?:\d{4}\b|Copyright)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z0-9 ,/\-]{2,160}")
_LONGEST_BANNER = 200
_PAGE_NUMBER = re.compile(r"^(?:PAGE )?\d{1,4}(?: OF \d{1,4})?\s+|\s+(?:PAGE )?\d{1,4}(?: OF \d{1,4})?$")
_SPREAD = re.compile(r"[A-Z](?: [A-Z]){2,}(?: {2,4}[A-Z](?: [A-Z])+)*")


@dataclass(frozen=True, slots=True)
class Marking:
    """A marking in its parts, each in Register order. ``unknown`` keeps parts no rule knows."""

    level: Level
    sci: tuple[str, ...] = ()
    fgi: tuple[str, ...] = ()
    dissemination: tuple[str, ...] = ()
    rel_to: tuple[str, ...] = ()
    non_ic: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, level: Level) -> "Marking":
        """A level and nothing else."""
        return cls(level)

    @staticmethod
    def parse(text: str) -> "Marking":
        """A banner ("SECRET//NOFORN") or portion ("S//NF", with or without brackets) in its parts.

        Raises ``MarkingUnreadable`` where it does not begin with a level.
        """
        return _parse(" ".join(text.strip().strip("()").upper().split()))

    def banner(self) -> str:
        """The banner line."""
        return self._printed(self.level.label, {})

    def portion(self) -> str:
        """The portion mark, in brackets."""
        return f"({self._printed(_PORTION_CODES[self.level], CODES)})"

    @property
    def needs_a_person(self) -> bool:
        """Whether a part is unknown, so that a person must mark what is made of it."""
        return bool(self.unknown)

    def _printed(self, level: str, codes: dict[str, str]) -> str:
        release = [f"REL TO {', '.join(self.rel_to)}"] if self.rel_to else []
        before = [codes.get(name, name) for name in self.dissemination if RANKS[name] < RANKS["RELIDO"]]
        after = [codes.get(name, name) for name in self.dissemination if RANKS[name] >= RANKS["RELIDO"]]
        fgi = "" if not self.fgi else "FGI" if self.fgi == ("FGI",) else "FGI " + " ".join(self.fgi)
        non_ic = "/".join(codes.get(name, name) for name in self.non_ic)
        parts = ["/".join(self.sci), fgi, "/".join([*before, *release, *after]), non_ic, *self.unknown]
        return "//".join([level, *(part for part in parts if part)])


@lru_cache(maxsize=1024)
def _parse(text: str) -> Marking:
    head, *parts = [part.strip() for part in text.split("//")]
    if not head and parts:
        return _foreign(parts)
    if head in WITHOUT_LEVEL:
        return _sorted(Level.UNCLASSIFIED, [WITHOUT_LEVEL[head], *parts])
    level = _LEVELS.get(head, _PORTION_LEVELS.get(head))
    return _loose(head, parts) if level is None else _sorted(level, parts)


def _foreign(parts: list[str]) -> Marking:
    """JOINT, NATO and other countries' marks: their level, and the words as they stand for a person to judge."""
    for words, level in _FOREIGN.items():
        if re.search(rf"\b{words}\b", parts[0]):
            marking = _sorted(level, parts[1:])
            return replace(marking, unknown=(parts[0], *marking.unknown))
    raise _unreadable("//" + "//".join(parts))


def _loose(head: str, parts: list[str]) -> Marking:
    """Older papers write "SECRET NOFORN" or "SECRET/NOFORN": a level and known controls without the double bar."""
    for label in sorted(_LEVELS, key=len, reverse=True):
        rest = head.removeprefix(label)
        if rest != head and rest[:1] in {" ", "/", "-"}:
            pieces = [rest[1:].strip()] if rest[1:].strip() in NAMES else re.split(r"[ /]+", rest[1:].strip())
            if all(piece in NAMES or piece in SCI for piece in pieces):
                return _sorted(_LEVELS[label], ["/".join(pieces), *parts])
    raise _unreadable(head)


def _unreadable(text: str) -> MarkingUnreadable:
    return MarkingUnreadable(f"“{text[:80]}” does not begin with a classification level.")


def _sorted(level: Level, parts: Iterable[str]) -> Marking:
    found: dict[str, list[str]] = {name: [] for name in ("sci", "fgi", "dissemination", "rel_to", "non_ic", "unknown")}
    for part in parts:
        _sort_part(part, found)
    return Marking(
        level,
        sci=tuple(sorted(set(found["sci"]))),
        fgi=_fgi(found["fgi"]),
        dissemination=tuple(sorted(set(found["dissemination"]), key=RANKS.__getitem__)),
        rel_to=_release_order(found["rel_to"]),
        non_ic=tuple(sorted(set(found["non_ic"]), key=NON_IC_RANKS.__getitem__)),
        unknown=tuple(dict.fromkeys(found["unknown"])),
    )


def _sort_part(part: str, found: dict[str, list[str]]) -> None:
    if part == "FGI" or part.startswith("FGI "):
        found["fgi"] += part.split()[1:] or ["FGI"]
        return
    for piece in (piece.strip() for piece in part.split("/")):
        name = NAMES.get(piece, piece)
        if release := _RELEASE.match(piece):
            found["rel_to"] += [country.strip() for country in piece[release.end() :].split(",") if country.strip()]
        elif name in DISSEMINATION:
            found["dissemination"].append(name)
        elif name in NON_IC:
            found["non_ic"].append(name)
        elif re.split(r"[- ]", piece)[0] in SCI:
            found["sci"].append(piece)
        elif piece:
            found["unknown"].append(piece)


def _fgi(countries: Iterable[str]) -> tuple[str, ...]:
    """One concealed source conceals all."""
    unique = set(countries)
    return ("FGI",) if "FGI" in unique else tuple(sorted(unique))


def _release_order(countries: Iterable[str]) -> tuple[str, ...]:
    """USA first, countries by code, then groups."""
    return tuple(sorted(set(countries), key=lambda code: (code != "USA", len(code) > 3, code)))


def roll_up(markings: Iterable[Marking]) -> Marking:
    """The marking of something made of all of these; of nothing, UNCLASSIFIED.

    Highest level; union of controls; NOFORN where any portion has it or where release lists do not agree. Unmarked
    portions alone stay without a release mark, as in a note that does not leave the house.
    """
    each = list(markings)
    level = max((marking.level for marking in each), default=Level.UNCLASSIFIED)
    release, rel_to = _release(each)
    return Marking(
        level,
        sci=tuple(sorted({name for marking in each for name in marking.sci})),
        fgi=_fgi(name for marking in each for name in marking.fgi),
        dissemination=tuple(sorted(_controls(each, level) | release, key=RANKS.__getitem__)),
        rel_to=rel_to,
        non_ic=_non_ic(each, level),
        unknown=tuple(sorted({name for marking in each for name in marking.unknown})),
    )


def _controls(markings: Sequence[Marking], level: Level) -> set[str]:
    controls = {name for marking in markings for name in marking.dissemination} - {"RELIDO", "NOFORN"}
    if "ORCON" in controls:
        controls.discard("ORCON-USGOV")
    if level > Level.UNCLASSIFIED:
        controls.discard("FOUO")
    return controls


def _non_ic(markings: Sequence[Marking], level: Level) -> tuple[str, ...]:
    names = {name for marking in markings for name in marking.non_ic}
    if "NODIS" in names:
        names.discard("EXDIS")
    if level > Level.CUI:  # they mark unclassified papers; what NOFORN they held is in the release mark
        names -= {"SBU", "SBU NOFORN", "LIMDIS"}
    return tuple(sorted(names, key=NON_IC_RANKS.__getitem__))


def _release(markings: Sequence[Marking]) -> tuple[set[str], tuple[str, ...]]:
    """Foreign disclosure and release of the whole: NOFORN, RELIDO, or the list all share."""
    bearing = [marking for marking in markings if marking != Marking.of(Level.UNCLASSIFIED)]
    kinds = {_release_kind(marking) for marking in bearing}
    if kinds <= {"unmarked", "caveated"}:
        return set(), ()
    if kinds <= {"relido", "unmarked"}:
        return {"RELIDO"}, ()
    if kinds != {"rel"}:
        return {"NOFORN"}, ()
    lists = {marking.rel_to for marking in bearing}
    shared = frozenset.intersection(*map(_expanded, lists))
    if not shared - {"USA"}:
        return {"NOFORN"}, ()
    return set(), lists.pop() if len(lists) == 1 else _release_order(shared)


def _release_kind(marking: Marking) -> str:
    """The release mark of one portion; unmarked counts as RELIDO, or as NOFORN where another control restrains it."""
    if "NOFORN" in marking.dissemination or not _NOFORN_WITHIN.isdisjoint(marking.non_ic):
        return "noforn"
    if marking.rel_to:
        return "rel"
    if "RELIDO" in marking.dissemination:
        return "relido"
    caveats = marking.dissemination or marking.fgi or marking.non_ic or marking.unknown
    return "caveated" if caveats and marking.level > Level.CUI else "unmarked"


def _expanded(countries: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(GROUPS.get(code, frozenset({code})) for code in countries))


def find_banner(page_text: str) -> Marking | None:
    """The banner of a page: a marking that has one of the first or last three lines to itself; the highest of them."""
    lines = [line.strip() for line in page_text.strip().splitlines() if line.strip()]
    found = [marking for line in {*lines[:3], *lines[-3:]} if (marking := _as_banner(line)) is not None]
    return roll_up(found) if found else None


def _as_banner(line: str) -> Marking | None:
    """Capitals alone, or a double bar: a sentence with the word "secret" is no banner, nor is a title "Secret"."""
    if len(line) > _LONGEST_BANNER:
        return None
    text = " ".join(word.replace(" ", "") for word in re.split(r" {2,}", line)) if _SPREAD.fullmatch(line) else line
    text = _PAGE_NUMBER.sub("", text.upper() if "//" in text else text)
    if not _LETTERS.fullmatch(text) or text.split("//")[0].strip() in _PORTION_LEVELS.keys() - {"CUI"}:
        return None
    try:
        return Marking.parse(text)
    except MarkingUnreadable:
        return None


def find_portion(text: str) -> Marking | None:
    """The portion mark at the beginning of a paragraph, or None."""
    match = _PORTION.match(text)
    if match is None or _COPYRIGHT.match(text):
        return None
    try:
        return Marking.parse(match.group(1))
    except MarkingUnreadable:
        return None
