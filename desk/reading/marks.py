"""Which markings a report carries: banners of its pages, portion marks of its paragraphs, markings within its text.

A report counts as its highest marking. A line that is nothing but a marking counts wherever it stands: text copied out
of a marked paper keeps that paper's marking (32 CFR 2001.22), and conversion to text loses where pages began. Within the
text it can only raise a report, never make an unmarked one UNCLASSIFIED, and a level without controls or label has to
stand apart or come again. What was counted within the text, and what was not, is said in a note.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from desk.vocabulary.marking import Level, Marking, roll_up
from desk.vocabulary.marking_lines import MarkingLine, Stands, find_portion, marking_lines

_PARAGRAPH_MARK = re.compile(
    r"^[ \t>*_|]{0,40}(?:[-•▪‣–—]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})(?:\.[0-9a-z]{1,3}){0,3}[.)]|#{1,6}|"
    r"(?:subject|subj|title|re)\s{0,3}:)?[ \t*_]{0,8}(?=\([A-Z/])",
    re.MULTILINE | re.IGNORECASE,
)
# Accident reports mark causes with "(C)", statutes count paragraphs (A), (B), (C): alone, these two say little.
_DOUBTFUL = frozenset({Marking.of(Level.CONFIDENTIAL), Marking.of(Level.SECRET)})
_LETTERED = re.compile(r"^[ \t]{0,40}\([ABD]\)", re.MULTILINE)
_OTHER_LETTER = re.compile(r"^[ \t]{0,40}(?:\d{1,3}[.)][ \t]{1,8})?\([ABD-RTV-Z]\)", re.MULTILINE)
_SMALL_WORD = re.compile(r"\b[a-z]{2,}\b")
_SENTENCE = 3
# Where so many different levels stand on lines of their own, each once, the text is about levels.
_MANY_LEVELS = 3
_AUTHORITY = re.compile(
    r"^[ \t]{0,40}(?:Classified By|Derived From|Declassify On)\s{0,4}:", re.MULTILINE | re.IGNORECASE
)


class Marks:
    """The markings of one report, given the texts of its pages in order."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._pages = pages
        self._lines = [(number, line) for number, page in enumerate(pages, start=1) for line in marking_lines(page)]
        banners = [line.marking for _, line in self._lines if line.margin]
        self._banner = roll_up(banners) if banners else None
        self._within = [(number, line) for number, line in self._lines if self._counts_within(line)]
        self._trusted = self._banner is not None or bool(self._within) or self._portions_alone_say_so()
        self._portions = [self.portions(page) for page in pages]

    def portions(self, page: str) -> list[tuple[int, Marking]]:
        """(offset, marking) of each paragraph that carries one, in order.

        "(C)" and "(S)" count where a banner or another portion mark shows that the report is marked by portions, or where
        they begin paragraphs of prose and nothing shows that they are letters of a list.
        """
        return [(offset, mark) for offset, mark, _ in self._found(page) if self._trusted or mark not in _DOUBTFUL]

    @property
    def report(self) -> Marking | None:
        """The marking of the whole: the banners', raised where a portion or the text goes beyond them; None where there
        is none.
        """
        inside = [marking for page in self._portions for _, marking in page]
        inside += [line.marking for _, line in self._within]
        if self._banner is None:
            return roll_up(inside) if inside else None
        if all(_covered(marking, self._banner) for marking in inside):
            return self._banner
        return roll_up([self._banner, *inside])

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should look at, in sentences."""
        return tuple(self._noted())

    def _noted(self) -> Iterator[str]:
        report = self.report
        raising = [
            (n, line) for n, line in self._within if self._banner is None or not _covered(line.marking, self._banner)
        ]
        if raising:
            yield f"A marking stands within the text ({_places(raising)}); the report counts as {_banner(report)}."
        left = [(n, line) for n, line in self._lines if not line.margin and (n, line) not in self._within]
        left = [(n, line) for n, line in left if line.marking.level > (report.level if report else Level.UNCLASSIFIED)]
        if left:
            yield f"Lines within the text may be markings ({_places(left)}); they were not counted as the report's."
        if report is not None and report.needs_a_person:
            yield f"Its marking holds what the desk does not know ({', '.join(report.unknown)}): a person must judge it."
        if report is None and sum(bool(_AUTHORITY.search(page)) for page in self._pages):
            yield "It says by whom it was classified, but no marking was found: a person must say how it is marked."

    def _counts_within(self, line: MarkingLine) -> bool:
        if line.margin or (line.marking.level <= Level.UNCLASSIFIED and self._banner is None):
            return False
        if line.stands is Stands.EXPLICIT:
            return True
        again = self._alone[line.marking] > 1
        return line.marking.level > Level.CUI and (again or (line.apart and len(self._alone) < _MANY_LEVELS))

    @cached_property
    def _alone(self) -> Counter[Marking]:
        """Levels that stand on lines of their own, each with how often."""
        return Counter(line.marking for _, line in self._lines if line.stands is Stands.ALONE)

    def _portions_alone_say_so(self) -> bool:
        if any(_LETTERED.search(page) for page in self._pages):
            return False
        found = [each for page in self._pages for each in self._found(page)]
        if any(mark not in _DOUBTFUL for _, mark, _ in found):
            return True
        listed = any(_OTHER_LETTER.search(page) for page in self._pages)
        return bool(found) and not listed and all(prose for _, _, prose in found)

    def _found(self, page: str) -> list[tuple[int, Marking, bool]]:
        """Offset, mark, and whether words of prose follow it."""
        found = []
        for match in _PARAGRAPH_MARK.finditer(page):
            text = page[match.end() : match.end() + 160]
            portion = find_portion(text)
            if portion is not None:
                found.append((match.start(), self._completed(portion), _is_prose(text)))
        return found

    def _completed(self, portion: Marking) -> Marking:
        """ "(S//REL)" means the banner's list."""
        if "REL" not in portion.unknown or self._banner is None or not self._banner.rel_to:
            return portion
        rest = tuple(name for name in portion.unknown if name != "REL")
        return replace(portion, rel_to=self._banner.rel_to, unknown=rest)


def _is_prose(text: str) -> bool:
    """Whether a sentence follows: causes and notes of forms are in capitals, or a word or two."""
    return len(_SMALL_WORD.findall(text.split("\n\n")[0])) >= _SENTENCE


def _banner(marking: Marking | None) -> str:
    return marking.banner() if marking else "unmarked"


def _places(lines: Sequence[tuple[int, MarkingLine]]) -> str:
    """ "“SECRET”, page 3", at most three."""
    said = dict.fromkeys(f"“{line.text[:60]}”, page {number}" for number, line in lines)
    return "; ".join(list(said)[:3]) + ("; and more" if len(said) > 3 else "")


def _covered(marking: Marking, banner: Marking) -> bool:
    """Whether the banner says already what this marking says."""
    controls = set(marking.dissemination) - ({"FOUO"} if banner.level > Level.UNCLASSIFIED else set())
    return marking.level <= banner.level and controls <= {*banner.dissemination} and {*marking.sci} <= {*banner.sci}


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
