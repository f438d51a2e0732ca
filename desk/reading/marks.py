"""Which markings a report carries: banners of its pages, portion marks of its paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from desk.vocabulary.marking import Level, Marking, find_banner, find_portion, roll_up

_PARAGRAPH_MARK = re.compile(
    r"^[ \t]{0,40}(?:[-*•▪‣–]|\(?\d{1,3}[.)]|#{1,6})?[ \t]{0,8}(?=\([A-Z/]{1,5}(?:\)|//))", re.MULTILINE
)
# Accident reports mark causes with "(C)", statutes count paragraphs (A), (B), (C): alone, these two say nothing.
_DOUBTFUL = frozenset({Marking.of(Level.CONFIDENTIAL), Marking.of(Level.SECRET)})
_LETTERED = re.compile(r"^[ \t]{0,40}\([ABD]\)", re.MULTILINE)


class Marks:
    """The markings of one report, given the texts of its pages in order."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._banners = [banner for page in pages if (banner := find_banner(page)) is not None]
        self._banner = roll_up(self._banners) if self._banners else None
        found = [marking for page in pages for _, marking in self._found(page)]
        lettered = any(_LETTERED.search(page) for page in pages)
        self._trusted = self._banner is not None or (not lettered and any(mark not in _DOUBTFUL for mark in found))
        self._portions = [self.portions(page) for page in pages]

    def portions(self, page: str) -> list[tuple[int, Marking]]:
        """(offset, marking) of each paragraph that carries one, in order.

        "(C)" and "(S)" count where a banner or another portion mark shows that the report is marked by portions.
        """
        return [(offset, mark) for offset, mark in self._found(page) if self._trusted or mark not in _DOUBTFUL]

    def _found(self, page: str) -> list[tuple[int, Marking]]:
        found = []
        for match in _PARAGRAPH_MARK.finditer(page):
            portion = find_portion(page[match.end() : match.end() + 120])
            if portion is not None:
                found.append((match.start(), self._completed(portion)))
        return found

    def _completed(self, portion: Marking) -> Marking:
        """ "(S//REL)" means the banner's list."""
        if "REL" not in portion.unknown or self._banner is None or not self._banner.rel_to:
            return portion
        rest = tuple(name for name in portion.unknown if name != "REL")
        return replace(portion, rel_to=self._banner.rel_to, unknown=rest)

    @property
    def report(self) -> Marking | None:
        """The marking of the whole: the banners', raised where a portion goes beyond them; None where there is none."""
        portions = [marking for page in self._portions for _, marking in page]
        if self._banner is None:
            return roll_up(portions) if portions else None
        if all(_within(portion, self._banner) for portion in portions):
            return self._banner
        return roll_up([self._banner, *portions])


def _within(portion: Marking, banner: Marking) -> bool:
    controls = set(portion.dissemination) - ({"FOUO"} if banner.level > Level.UNCLASSIFIED else set())
    return portion.level <= banner.level and controls <= {*banner.dissemination} and {*portion.sci} <= {*banner.sci}


def borders(portions: Sequence[tuple[int, Marking]]) -> list[int]:
    """Where the marking changes within a page."""
    changes = []
    current: Marking | None = None
    for offset, marking in portions:
        if marking != current:
            changes.append(offset)
        current = marking
    return changes


def marking_at(portions: Sequence[tuple[int, Marking]], start: int) -> Marking | None:
    """The portion mark that holds for a passage beginning at ``start``; None before the first."""
    held = [marking for offset, marking in portions if offset <= start]
    return held[-1] if held else None
