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
    FORMER,
    GROUPS,
    NAMES,
    NATO_CODES,
    NON_IC,
    NON_IC_RANKS,
    OWNERS,
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


_LEVELS = {level.label: level for level in Level} | {
    "CONTROLLED": Level.CUI,
    "CONTROLLED UNCLASSIFIED INFORMATION": Level.CUI,
    "UNCLAS": Level.UNCLASSIFIED,  # as cables spell it
}
_PORTION_CODES = {
    Level.UNCLASSIFIED: "U",
    Level.CUI: "CUI",
    Level.CONFIDENTIAL: "C",
    Level.SECRET: "S",
    Level.TOP_SECRET: "TS",
}
_PORTION_LEVELS = {code: level for level, code in _PORTION_CODES.items()}
_RELEASE = re.compile(r"REL (?:TO )?(?=[A-Z]{3,4}(?:,|$))")
_RELEASE_AT_END = re.compile(r"\bREL (?:TO )?[A-Z]{3,4}(?:, ?[A-Z]{3,4})*$")
# What other countries and alliances put behind a leading "//"; RESTRICTED is protected as CONFIDENTIAL.
_FOREIGN = {"TOP SECRET": Level.TOP_SECRET, "SECRET": Level.SECRET, "CONFIDENTIAL": Level.CONFIDENTIAL} | {
    "RESTRICTED": Level.CONFIDENTIAL,
    "UNCLASSIFIED": Level.UNCLASSIFIED,
}
# "NATO SECRET", "COSMIC TOP SECRET ATOMAL", "SECRET UE/EU SECRET": whose it is, the level, a category of NATO's.
_OWNED = re.compile(
    rf"(?:[A-Z]+ UE/)?(?:(?:{'|'.join(sorted(OWNERS))}) ){{1,2}}({'|'.join(_FOREIGN)})(?:[ -](?:ATOMAL|BOHEMIA|CRYPTO))?"
)
# Of a control that is not known, as in "CONFIDENTIAL/US OFFICIALS ONLY".
_MOST_WORDS = 4
_NOFORN_WITHIN = frozenset({"SBU NOFORN", "LES NOFORN", "EXDIS", "NODIS"})


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
    if owned := _OWNED.fullmatch(head):
        return _sorted(_FOREIGN[owned.group(1)], [head, *parts])
    level = _LEVELS.get(head, _PORTION_LEVELS.get(head))
    return _loose(head, parts) if level is None else _sorted(level, parts)


def _foreign(parts: list[str]) -> Marking:
    """JOINT, NATO and other countries' marks: their level, and the words as they stand for a person to judge."""
    if parts[0] in NATO_CODES:
        return _foreign([NATO_CODES[parts[0]], *parts[1:]])
    for words, level in _FOREIGN.items():
        if re.search(rf"\b{words}\b", parts[0]):
            marking = _sorted(level, parts[1:])
            return replace(marking, unknown=(parts[0], *marking.unknown))
    raise _unreadable("//" + "//".join(parts))


def _loose(head: str, parts: list[str]) -> Marking:
    """Older papers write "SECRET NOFORN" or "SECRET/NOFORN": a level and controls without the double bar."""
    for label in sorted({**_LEVELS, **_PORTION_LEVELS}, key=len, reverse=True):
        rest = head.removeprefix(label)
        if rest == head or rest[:1] not in {" ", "/", "-", ","}:
            continue
        controls = _controls_without_bars(rest, spelled_out=label in _LEVELS)
        if controls is not None:
            return _sorted(_LEVELS.get(label, _PORTION_LEVELS.get(label, Level.UNCLASSIFIED)), [*controls, *parts])
    raise _unreadable(head)


def _controls_without_bars(rest: str, *, spelled_out: bool) -> list[str] | None:
    """What stands behind a level, in its pieces; None where it is no control.

    A blank before it proves nothing ("SECRET MEETING"), so each word has to be known; a bar right behind a level that is
    spelled out does ("SECRET/RYBAT"), and what is not known there is kept.
    """
    release = _RELEASE_AT_END.search(rest)
    before = rest[: release.start()] if release else rest
    barred = spelled_out and bool(re.match(r"/[A-Z]", rest))
    pieces: list[str] = []
    for piece in filter(None, (piece.strip() for piece in re.split(r"[/,]|(?<![A-Z])-|-(?= )", before.lstrip(" -,")))):
        words = [piece] if _is_control(piece) else piece.split()
        if all(map(_is_control, words)):
            pieces += words
        elif barred and len(words) <= _MOST_WORDS and piece not in _LEVELS:
            pieces.append(piece)
        else:
            return None
    return [*pieces, *([release.group()] if release else [])]


def _is_control(piece: str) -> bool:
    return piece in NAMES or piece in SCI or piece in FORMER


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


def counted(marking: Marking | None, ceiling: Level) -> Marking:
    """What a report or passage of a case counts as: its marking, or the case's ceiling where it carries none.

    32 CFR 2001.23(e): where the true marking is not known, the highest level of the collection.
    """
    return Marking.of(ceiling) if marking is None else marking


def described(marking: Marking | None, ceiling: Level) -> str:
    """The banner of what it counts as; says so where that is the case's ceiling for want of a marking."""
    return f"{counted(marking, ceiling).banner()}{' (unmarked)' if marking is None else ''}"


def holds(marking: Marking, other: Marking) -> bool:
    """Whether a marking says all that the other says: its level, its controls, and release to nobody whom that leaves out."""
    return roll_up([marking, other]) == roll_up([marking])


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
