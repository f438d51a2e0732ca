"""Dates of a search: ``2023``, ``2023-05``, ``>=2023-05-01``, ``2021..2023``."""

import re
from calendar import monthrange
from datetime import date, timedelta

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def span_of_dates(text: str) -> tuple[date, date]:
    """The first and the last day meant, both included; raises ``ValueError`` with what is wrong."""
    if ".." in text:
        first, last = (part.strip() for part in text.split("..", 1))
        span = (_span(first)[0] if first else date.min, _span(last)[1] if last else date.max)
        if span[0] > span[1]:
            raise ValueError("it ends before it begins")
        return span
    compared = re.match(r"[<>]=?", text)
    if compared is None:
        return _span(text)
    sign, (first_day, last_day) = compared.group(), _span(text[compared.end() :].strip())
    day = timedelta(days=1)
    return {
        ">=": (first_day, date.max),
        ">": (min(last_day, date.max - day) + day, date.max),
        "<=": (date.min, last_day),
        "<": (date.min, max(first_day, date.min + day) - day),
    }[sign]


def _span(text: str) -> tuple[date, date]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError("it has the form year, year-month or year-month-day")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None  # noqa: S101 - the pattern has it
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise ValueError("the month is between 1 and 12")
    if year < 1:
        raise ValueError("years begin with 1")
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
