"""Which markings a report carries: banners of its pages, portion marks of its paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from desk.vocabulary.marking import Level, Marking, find_banner, find_portion, roll_up

_PARAGRAPH_MARK = re.compile(
    r"^[ \t]{0,40}(?:[-*•▪‣–]|\(?\d{1,3}[.)]|#{1,6})?[ \t]{0,8}(?=\([A-Z/]{1,5}(?:\)|//))", re.MULTILINE
)
# A list counted in letters; (C), (S) and (U) are then numbers, as in statutes.
_LETTERED = re.compile(r"^[ \t]{0,40}\([ABD]\)", re.MULTILINE)
_BARE_CLASSIFIED = re.compile(r"\s*\((?:C|S)\)")


class Marks:
    """The markings of one report, given the texts of its pages in order."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._banners = [banner for page in pages if (banner := find_banner(page)) is not None]
        self._banner = roll_up(self._banners) if self._banners else None
        self._lettered = self._banner is None and any(_LETTERED.search(page) for page in pages)
        self._portions = [self.portions(page) for page in pages]

    def portions(self, page: str) -> list[tuple[int, Marking]]:
        """(offset, marking) of each paragraph that carries one, in order."""
        found = []
        for match in _PARAGRAPH_MARK.finditer(page):
            portion = find_portion(page[match.end() : match.end() + 120])
            if portion is not None and not (self._lettered and _BARE_CLASSIFIED.match(page, match.end())):
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
