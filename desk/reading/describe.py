"""Title, date and marking of a report, from its own words."""

import re
from collections.abc import Sequence
from datetime import date

from desk.vocabulary.marking import Marking, find_banner, find_portion, roll_up
from desk.vocabulary.report import Page

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    # Date-time group: 031430Z MAY 31
    re.compile(rf"\b(?P<day>\d\d)\d{{4}}[A-Z]\s+{_MONTH}\s+(?P<short>\d\d)\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>(?:19|20)\d\d)\b", re.I),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b", re.I),
)
# Where a report says when it was written; further down, dates are those of events.
_HEAD = 1500
_SUBJECT = re.compile(r"^\s*(?:subject|subj|title|re)\s*[:/]\s*(\S.*)$", re.I | re.M)
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def find_date(pages: Sequence[Page]) -> date | None:
    """The first date at the head of the first page that has any text; None where there is none."""
    head = next((page.text[:_HEAD] for page in pages if page.text.strip()), "")
    found = [(match.start(), day) for pattern in _DATES for match in pattern.finditer(head) if (day := _date(match))]
    return min(found)[1] if found else None


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _month(parts["month"])
    year = int(parts["year"]) if parts.get("year") else 2000 + int(parts["short"])
    try:
        return date(year, month, int(parts["day"]))
    except ValueError:
        return None  # "2031-19-42" is a number that looks like a date


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name[:3].lower()))


def find_title(pages: Sequence[Page], file_name: str) -> str:
    """A subject line, else the first line of words that is no marking, else the file's name."""
    text = next((page.text for page in pages if page.text.strip()), "")[:_HEAD]
    subject = _SUBJECT.search(text)
    if subject:
        return _short(subject.group(1))
    for line in text.splitlines():
        if len(_LETTERS.findall(line)) >= 2 and find_banner(line) is None and "EXERCISE EXERCISE" not in line:
            return _short(line.lstrip("#").strip())
    return file_name.rsplit(".", 1)[0]


def _short(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= 140 else line[:139].rsplit(" ", 1)[0] + "…"


def find_marking(pages: Sequence[Page]) -> Marking | None:
    """The roll-up of every page's banner, else of every portion mark; None where there is neither."""
    banners = [marking for page in pages if (marking := find_banner(page.text)) is not None]
    if banners:
        return roll_up(banners)
    portions = [m for page in pages for line in page.text.splitlines() if (m := find_portion(line)) is not None]
    return roll_up(portions) if portions else None
