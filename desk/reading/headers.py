"""What the head of a report says of it on lines of its own: who it is from, its number, the day of its information.

A line counts where its label is known and the rest of it can be nothing else; otherwise the detail is left empty, for a
person to state. Nothing is pieced together from sentences.
"""

import datetime
import re
from dataclasses import dataclass

from desk.reading.dates import INFORMATION, only_date

# Lines of tables and records begin with words that are labels here ("From: Sarn; To: Tesh").
PROSE = frozenset({"text", "markdown", "word", "pdf", "opendocument", "rtf", "web", "mail", "outlook", "image"})
_AHEAD = 3_000
_MARGIN = r"^[ \t>#*_|]{0,8}"
_COLON = r"[ \t*_]{0,4}:[ \t*_]{0,24}"
_NUMBER = re.compile(
    rf"{_MARGIN}(?P<label>(?:report|document|message|product|serial|file|control|iir) ?(?:number|no\.?|nr\.?|#)|serial|number)"
    rf"{_COLON}(?P<value>.+)$",
    re.IGNORECASE | re.MULTILINE,
)
# "Report EX/MAS-0312-31", alone on its line: a label without a colon, and a number that can be nothing else.
_BARE = re.compile(
    r"^Report[ \t]+(?P<value>(?=\S*[A-Z])(?=\S*\d)[A-Z0-9]{1,12}(?:[/-][A-Z0-9]{1,12}){1,6})[ \t]*$", re.MULTILINE
)
_ORIGINATOR = re.compile(
    rf"{_MARGIN}(?:originator|originating (?:agency|office|organi[sz]ation|unit)|issuing (?:agency|office|unit)|issued by|"
    rf"prepared by|produced by|from){_COLON}(?P<value>.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_PORTION = re.compile(r"^\((?:TS|S|C|U|CUI)(?://[^)]{1,60})?\)[ \t]*")
_NUMERAL = re.compile(r"(?=[^\n]*\d)[A-Z0-9][A-Z0-9 ./#-]{1,39}")
# Labels that say little: a number behind them needs letters as well.
_VAGUE = frozenset({"serial", "number"})
_NAME = re.compile(r"[^\W\d_][^\n:;|]{2,119}")


@dataclass(frozen=True, slots=True)
class Header:
    """What was found; empty or None where nothing was."""

    originator: str = ""
    number: str = ""
    information_date: datetime.date | None = None


def header_of(first_page: str) -> Header:
    """What the head of a report's first page says."""
    head = first_page[:_AHEAD]
    return Header(_originator(head), _number(head), _information_date(head))


def _number(head: str) -> str:
    for match in _NUMBER.finditer(head):
        value = _value(match)
        if not _NUMERAL.fullmatch(value):
            continue
        if match["label"].casefold() not in _VAGUE or any(letter.isalpha() for letter in value):
            return value
    bare = _BARE.search(head)
    return bare["value"] if bare else ""


def _originator(head: str) -> str:
    for match in _ORIGINATOR.finditer(head):
        value = _value(match)
        # "From: 3 May 2031" is the beginning of a time.
        if _NAME.fullmatch(value) and only_date(value) is None:
            return value
    return ""


def _information_date(head: str) -> datetime.date | None:
    for match in INFORMATION.finditer(head):
        found = only_date(_value(match))
        if found is not None:
            return found
    return None


def _value(match: re.Match[str]) -> str:
    """What stands behind a label, up to the next column, without portion mark and ornament."""
    first = re.split(r"\t| {3,}", match["value"].strip(" \t*_|"))[0]
    return _PORTION.sub("", first.strip()).strip(" \t*_.")
