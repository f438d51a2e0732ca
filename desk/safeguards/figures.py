"""Figures: numbers that stand for no person - places on a map, ships, files, laws, books, money, dates, tables.

Conveyances by themselves are no U.S. person information either (DoDM 5240.01, glossary: "information about conveyances ...
without linking additional identifying information"), so ships' and containers' numbers count as figures.
"""

import re
from collections.abc import Sequence

Span = tuple[int, int]

_MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_SHAPES = re.compile(
    r"(?<![\d.])(?:1[0-7]\d|180|\d{1,2})\.\d{3,}(?![\d.])"  # decimal degrees
    r"|\d{1,3}\s?[°º]\s?(?:\d{1,2}(?:\.\d+)?\s?['′’]?\s?)?(?:\d{1,2}(?:\.\d+)?\s?[\"″”]?\s?)?[NSEW]?"
    r"|\b\d{4,7}(?:\.\d+)?\s?[NS][\s,/]{0,2}\d{4,7}(?:\.\d+)?\s?[EW]\b"  # degrees and minutes run together
    r"|\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}\b"  # MGRS
    rf"|\b\d{{6}}\s?[A-Z]?\s?(?:{_MONTHS})[A-Z]*\.?\s?\d{{2,4}}\b|\b\d{{6}}Z\b"  # date-time groups
    r"|\b(?:19|20)\d\d[-/.]\d\d[-/.]\d\d(?:T[\d:.]+Z?)?"
    r"|(?:[$€£¥]|\b(?:USD|EUR|GBP|US\$))\s?\d[\d,.]*(?:\s\d{3})*"
    r"|\b[A-Z]{3}[UJZ]\s?\d{6}(?:[-\s]?\d)?\b"  # containers, ISO 6346
    r"|\b97[89][-\s]?\d{1,5}[-\s]\d+[-\s]\d+[-\s][\dX]\b"  # ISBN
    r"|\b\d+\s(?:U\.?\s?S\.?(?:\s?C\.?)?|C\.?F\.?R\.?|Fed\.? Reg\.?|F\.?\s?(?:2d|3d|4th)|Stat\.?)\s(?:§+\s?)?\d[\d.,–-]*"
    r"|https?://\S+"
)
# What a number is called just before it: "IMO 9321483", "File No. 105-84730", "Doc No. C05790533".
_CALLED = re.compile(
    r"(?:\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?|coord(?:inate)?s?|grid(?: reference)?|mgrs|utm|imo|mmsi|isbn|issn|doi"
    r"|doc(?:ument)?|doc[il1]d|files?|bufile|case|docket|records?|reports?|serial|ref(?:erence)?|amendment|directive|invoice"
    r"|container|hull|vessel|tanker|lot|vol(?:ume)?|pages?|pp?|sections?|sec|articles?|art|project|accident|act|statute"
    r"|publication|pub|patent|resolution|dispatch|cable|message|room)\b|§)"
    r"[\s.]*(?:\b(?:id|ids|no|nos|nr|number|numbers)\b)?[\s.:#=(]*(?:(?-i:[A-Z]{1,5})(?:[-–][A-Z]?|\s)?)?[-+(]?\Z",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\s?(?:%|°|percent\b|per cent\b|kg\b|kilograms?\b|tons?\b|tonnes?\b|dollars?\b|euros?\b|km\b|kilomet|nm\b|miles?\b"
    r"|barrels?\b|million\b|billion\b|people\b|persons\b|troops\b)",
    re.IGNORECASE,
)
_BEFORE_IN_ROW = re.compile(r"[\d%][\d,.%]*[^\S\n]+[-–+$]?\Z")
_AFTER_IN_ROW = re.compile(r"[^\S\n]+[-–+$]?\d[\d,.%]*")
# How far before a number its name can stand.
_NAME_ROOM = 40


def figures(text: str) -> list[Span]:
    """What is a figure by its own shape."""
    return [found.span() for found in _SHAPES.finditer(text)]


def is_figure(text: str, start: int, end: int, shaped: Sequence[Span]) -> bool:
    """Whether a number is a figure: by its shape (``shaped``: ``figures`` of the text), by its name or by its unit."""
    return (
        any(start < last and first < end for first, last in shaped)
        or _CALLED.search(text, max(0, start - _NAME_ROOM), start) is not None
        or _MEASURED.match(text, end) is not None
    )


def in_a_row(text: str, start: int, end: int) -> bool:
    """Whether other numbers stand right beside it on its line, as in a table."""
    return (
        _BEFORE_IN_ROW.search(text, max(0, start - _NAME_ROOM), start) is not None
        or _AFTER_IN_ROW.match(text, end) is not None
    )
