"""Classification markings: levels, banner and portion grammar, roll-up.

After the IC Markings System Register and Manual (31 Dec 2016) sections A.6, D.2 and H.1, and 32 CFR 2001 and 2002. What is
not known is kept as it stands and makes the marking one that a person must look at; nothing is guessed.
"""

import enum
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desk.vocabulary.errors import DeskError


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
_PORTION_LEVELS = {"U": Level.UNCLASSIFIED, "CUI": Level.CUI, "C": Level.CONFIDENTIAL, "S": Level.SECRET, "TS": Level.TOP_SECRET}
_PORTION_CODES = {level: code for code, level in _PORTION_LEVELS.items()}
# Register order; portion code beside the banner form.
_DISSEMINATION = {
    "RSEN": "RS",
    "FOUO": "FOUO",
    "ORCON": "OC",
    "ORCON-USGOV": "OC-USGOV",
    "IMCON": "IMC",
    "NOFORN": "NF",
    "PROPIN": "PR",
    "RELIDO": "RELIDO",
    "DSEN": "DSEN",
    "FISA": "FISA",
}
_LONG_FORMS = {
    "ORIGINATOR CONTROLLED": "ORCON",
    "NOT RELEASABLE TO FOREIGN NATIONALS": "NOFORN",
    "FOR OFFICIAL USE ONLY": "FOUO",
    "DEA SENSITIVE": "DSEN",
    "CAUTION-PROPRIETARY INFORMATION INVOLVED": "PROPIN",
}
_FROM_CODE = {code: name for name, code in _DISSEMINATION.items()} | {name: name for name in _DISSEMINATION} | _LONG_FORMS
_NON_IC = ("LIMDIS", "EXDIS", "NODIS", "SBU", "SBU NOFORN", "LES", "LES NOFORN", "SSI")
_SCI = ("HCS", "SI", "TK", "KLONDIKE", "RSV")
_GROUPS = {
    "FVEY": frozenset({"USA", "AUS", "CAN", "GBR", "NZL"}),
    "ACGU": frozenset({"USA", "AUS", "CAN", "GBR"}),
    "TEYE": frozenset({"USA", "AUS", "GBR"}),
}
_PORTION = re.compile(r"\s*\(((?:TS|S|C|U|CUI)(?://[A-Z0-9 ,/\-]{1,80})?)\)")
_LETTERS = re.compile(r"[A-Z0-9 ,/\-]{2,160}")


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
        return self._printed(self.level.label, lambda name: name)

    def portion(self) -> str:
        """The portion mark, in brackets."""
        return f"({self._printed(_PORTION_CODES[self.level], lambda name: _DISSEMINATION.get(name, name))})"

    @property
    def needs_a_person(self) -> bool:
        """Whether a part is unknown, so that a person must mark what is made of it."""
        return bool(self.unknown)

    def _printed(self, level: str, shown: Callable[[str], str]) -> str:
        release = [f"REL TO {', '.join(self.rel_to)}"] if self.rel_to else []
        before = [name for name in self.dissemination if _rank(name) < _rank("RELIDO")]
        after = [name for name in self.dissemination if _rank(name) >= _rank("RELIDO")]
        controls = [*map(shown, before), *release, *map(shown, after)]
        fgi = ["FGI " + " ".join(self.fgi) if self.fgi != ("FGI",) else "FGI"] if self.fgi else []
        parts = ["/".join(self.sci), *fgi, "/".join(controls), "/".join(self.non_ic), *self.unknown]
        return "//".join([level, *(part for part in parts if part)])


def _rank(name: str) -> int:
    names = list(_DISSEMINATION)
    return names.index(name) if name in names else len(names)


@lru_cache(maxsize=1024)
def _parse(text: str) -> Marking:
    head, *parts = [part.strip() for part in text.split("//")]
    level = _LEVELS.get(head, _PORTION_LEVELS.get(head))
    if level is None:
        raise MarkingUnreadable(f"“{text[:80]}” does not begin with a classification level.")
    found: dict[str, list[str]] = {name: [] for name in ("sci", "fgi", "dissemination", "rel_to", "non_ic", "unknown")}
    for part in parts:
        _sort_part(part, found)
    return Marking(
        level,
        sci=tuple(sorted(set(found["sci"]))),
        fgi=tuple(sorted(set(found["fgi"]))),
        dissemination=tuple(sorted(set(found["dissemination"]), key=_rank)),
        rel_to=_release_order(found["rel_to"]),
        non_ic=tuple(sorted(set(found["non_ic"]), key=_NON_IC.index)),
        unknown=tuple(dict.fromkeys(found["unknown"])),
    )


def _sort_part(part: str, found: dict[str, list[str]]) -> None:
    if not part:
        return
    if part == "FGI" or part.startswith("FGI "):
        found["fgi"] += part.split()[1:] or ["FGI"]
        return
    for piece in (piece.strip() for piece in part.split("/")):
        if piece.startswith("REL TO "):
            found["rel_to"] += [country.strip() for country in piece[7:].split(",") if country.strip()]
        elif piece in _FROM_CODE:
            found["dissemination"].append(_FROM_CODE[piece])
        elif piece in _NON_IC:
            found["non_ic"].append(piece)
        elif piece.split("-")[0].split(" ")[0] in _SCI:
            found["sci"].append(piece)
        elif piece:
            found["unknown"].append(piece)


def _release_order(countries: Iterable[str]) -> tuple[str, ...]:
    """USA first, countries by code, then groups."""
    unique = set(countries)
    return tuple(sorted(unique, key=lambda code: (code != "USA", len(code) > 3, code)))


def roll_up(markings: Iterable[Marking]) -> Marking:
    """The marking of something made of all of these; of nothing, UNCLASSIFIED.

    Highest level; union of controls; NOFORN where any portion has it or where release lists do not agree.
    """
    each = list(markings)
    level = max((marking.level for marking in each), default=Level.UNCLASSIFIED)
    dissemination = {name for marking in each for name in marking.dissemination} - {"RELIDO", "NOFORN"}
    if "ORCON" in dissemination:
        dissemination.discard("ORCON-USGOV")
    if level > Level.UNCLASSIFIED:
        dissemination.discard("FOUO")
    non_ic = {name for marking in each for name in marking.non_ic}
    if "NODIS" in non_ic:
        non_ic.discard("EXDIS")
    release, rel_to = _release(each)
    fgi = {name for marking in each for name in marking.fgi}
    return Marking(
        level,
        sci=tuple(sorted({name for marking in each for name in marking.sci})),
        fgi=("FGI",) if "FGI" in fgi else tuple(sorted(fgi)),
        dissemination=tuple(sorted(dissemination | release, key=_rank)),
        rel_to=rel_to,
        non_ic=tuple(sorted(non_ic, key=_NON_IC.index)),
        unknown=tuple(sorted({name for marking in each for name in marking.unknown})),
    )


def _release(markings: Sequence[Marking]) -> tuple[set[str], tuple[str, ...]]:
    """Foreign disclosure and release of the whole: NOFORN, RELIDO, or the list all share."""
    bearing = [m for m in markings if m != Marking.of(Level.UNCLASSIFIED)]
    kinds = {_release_kind(marking) for marking in bearing} - {"none"}
    if "noforn" in kinds or len(kinds) > 1:
        return {"NOFORN"}, ()
    if kinds == {"relido"}:
        return {"RELIDO"}, ()
    if kinds != {"rel"}:
        return set(), ()
    shared = frozenset.intersection(*(_expanded(marking.rel_to) for marking in bearing if marking.rel_to))
    if len(bearing) > sum(1 for marking in bearing if marking.rel_to) or not shared - {"USA"}:
        return {"NOFORN"}, ()
    lists = {marking.rel_to for marking in bearing}
    return set(), lists.pop() if len(lists) == 1 else _release_order(shared)


def _release_kind(marking: Marking) -> str:
    if "NOFORN" in marking.dissemination or any("NOFORN" in name for name in marking.non_ic):
        return "noforn"
    if marking.rel_to:
        return "rel"
    return "relido" if "RELIDO" in marking.dissemination else "none"


def _expanded(countries: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(_GROUPS.get(code, frozenset({code})) for code in countries))


def find_banner(text: str) -> Marking | None:
    """The banner of a page: a marking that has one of the first or last three lines to itself; the highest of them."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    found = [marking for line in {*lines[:3], *lines[-3:]} if (marking := _as_banner(line)) is not None]
    return roll_up(found) if found else None


def _as_banner(line: str) -> Marking | None:
    # Capitals alone: a sentence with the word "secret" is no banner, nor is a title "Secret".
    if not _LETTERS.fullmatch(line) or line.split("//")[0].strip() not in _LEVELS or line == "CONTROLLED":
        return None
    return Marking.parse(line)


def find_portion(text: str) -> Marking | None:
    """The portion mark at the beginning of a paragraph, or None."""
    match = _PORTION.match(text)
    return Marking.parse(match.group(1)) if match else None
