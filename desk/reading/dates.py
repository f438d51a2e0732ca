"""The date a report gives itself."""

import datetime
import re
from collections.abc import Iterator

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
_MONTH_NAMES = {name[:3]: number for number, name in enumerate((*_MONTHS, "november", "december"), start=1)}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # Date-time group: 121430ZMAR31, 121430Z MAR 31.
        rf"\b(?P<day>\d{{2}})\d{{4}}[A-Z]\s?{_MONTH}\s?(?P<year>\d{{4}}|\d{{2}})\b",
        r"\b(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,2}}{_MONTH}[a-z]{{0,6}}\.?,?[\s-]{{1,2}}(?P<year>(?:19|20)\d{{2}})\b",
        rf"\b{_MONTH}[a-z]{{0,6}}\.?\s{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<year>(?:19|20)\d{{2}})\b",
    )
)
_NUMBERS = re.compile(r"\b(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>(?:19|20)\d{2})\b")
_LABEL = re.compile(
    r"^[ \t>*#]{0,8}(?:report |publication )?(?:date|dtg|sent|issued|published)\b[^\n:]{0,30}:", re.I | re.M
)
# The day of what a report tells is not the day of the report.
INFORMATION = re.compile(
    r"^[ \t>*#_|]{0,8}(?:date of (?:the )?information|information (?:date|as of|cut-?off(?: date)?)|doi|icod)"
    r"[ \t*_]{0,4}:[ \t*_]{0,24}(?P<value>.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SHORTEST_MONTH = 28
_AHEAD = 3_000
_AFTER_LABEL = 60


def find_date(first_page: str) -> datetime.date | None:
    """The date behind a label such as "Date:", else the first date in the head of the page; None where there is none.

    Dates in numbers alone count where they can be read in one way: "03/14/2031" does, "03/04/2031" does not.
    """
    head = INFORMATION.sub("", first_page[:_AHEAD])
    for label in _LABEL.finditer(head):
        labelled = sorted(_dates(head[label.end() : label.end() + _AFTER_LABEL]))
        if labelled:
            return labelled[0][1]
    found = sorted(_dates(head))
    return found[0][1] if found else None


def only_date(text: str) -> datetime.date | None:
    """The date that a text is, and nothing else; None where it is more, less, or can be read in two ways."""
    said = text.strip(" \t.")
    for form in (*_FORMS, _COMPACT, _NUMBERS):
        if form.fullmatch(said):
            if form is not _COMPACT:
                return next((date for _, date in _dates(said)), None)
            try:
                return datetime.date.fromisoformat(said)
            except ValueError:
                return None
    return None


def _dates(text: str) -> Iterator[tuple[int, datetime.date]]:
    for form in _FORMS:
        for match in form.finditer(text):
            try:
                yield match.start(), _date(match)
            except ValueError:
                continue  # the 31st of a shorter month is no date
    for match in _NUMBERS.finditer(text):
        month, day = sorted((int(match["one"]), int(match["other"])))
        if 1 <= month <= 12 < day <= _SHORTEST_MONTH:
            yield match.start(), datetime.date(int(match["year"]), month, day)


def _date(match: re.Match[str]) -> datetime.date:
    month, year = match["month"].casefold(), int(match["year"])
    if year < 100:
        # A date-time group has two digits; papers are from the past hundred years.
        century = datetime.datetime.now(datetime.UTC).year // 100 * 100
        year += century if year <= 50 else century - 100
    return datetime.date(year, int(month) if month.isdigit() else _MONTH_NAMES[month], int(match["day"]))
