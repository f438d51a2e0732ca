"""What is said of a report: title, dates, originator, number, marking, language, ratings - and what may be stated of it.

Each detail is kept as text in one form, twice: as the file says it and as a person states it. What a person states counts,
even that there is none; what was read stays beside it.
"""

import enum
import re
from collections.abc import Mapping
from datetime import date

from desk.vocabulary.errors import DeskError
from desk.vocabulary.languages import code_of, name_of
from desk.vocabulary.marking import Level, Marking, MarkingUnreadable, holds, roll_up
from desk.vocabulary.ratings import Credibility, Reliability


class Detail(enum.StrEnum):
    """One thing that is said of a report."""

    TITLE = "title"
    INFORMATION_DATE = "information_date"
    PUBLICATION_DATE = "publication_date"
    ORIGINATOR = "originator"
    NUMBER = "number"
    MARKING = "marking"
    LANGUAGE = "language"
    RELIABILITY = "reliability"
    CREDIBILITY = "credibility"

    @property
    def label(self) -> str:
        """As people call it."""
        return _LABELS[self]


_LABELS = {
    Detail.TITLE: "title",
    Detail.INFORMATION_DATE: "date of information",
    Detail.PUBLICATION_DATE: "date of publication",
    Detail.ORIGINATOR: "originator",
    Detail.NUMBER: "report number",
    Detail.MARKING: "marking",
    Detail.LANGUAGE: "language",
    Detail.RELIABILITY: "source reliability",
    Detail.CREDIBILITY: "information credibility",
}
# What can be the same for many reports, and so be stated of many at once.
SHARED = (Detail.ORIGINATOR, Detail.RELIABILITY, Detail.CREDIBILITY)
_LONGEST = {Detail.TITLE: 300, Detail.ORIGINATOR: 200, Detail.NUMBER: 80}
# Control characters, halves of characters, and marks that turn the direction of the text around them.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_IN_WORDS = re.compile(r"(\d{1,2}) ([a-z]{3})[a-z]{0,6}\.?,? (\d{4})")


class DetailsInvalid(DeskError):
    """Some of what was stated cannot be; ``problems`` says why, detail by detail. Nothing was changed."""

    def __init__(self, problems: Mapping[Detail, DeskError]) -> None:
        super().__init__(" ".join(str(each) for each in problems.values()), "Nothing was changed.")
        self.problems = dict(problems)


def canonical(detail: Detail, text: str) -> str:
    """What a person typed, in the form it is kept in; empty for nothing. Raises ``DeskError`` where it cannot be that."""
    said = " ".join(_UNFIT.sub(" ", text).split())
    if not said:
        if detail is Detail.TITLE:
            raise DeskError("A report needs a title.", "Type one, or take back what was stated.")
        return ""
    if detail in _LONGEST:
        return _short(detail, said)
    return _FORMS[detail](said)


def shown(detail: Detail, value: str) -> str:
    """A kept value in words: "B - usually reliable", "German"; the rest as it stands."""
    if detail is Detail.RELIABILITY and value:
        return f"{value} - {Reliability(value).words}"
    if detail is Detail.CREDIBILITY and value:
        return f"{value} - {Credibility(value).words}"
    return name_of(value) if detail is Detail.LANGUAGE else value


def checked_marking(stated: str, read: str, ceiling: Level) -> str:
    """A marking that may be stated: it says at least what the file says and is not above the case's ceiling.

    Raises ``DeskError``. The marking of a report is its originator's (32 CFR 2001.22, E.O. 13526 sec. 3): who reads it may
    protect it more than that, never less.
    """
    own = Marking.parse(read) if read else None
    if not stated:
        if own is not None:
            raise _lowering("No marking", own, own)
        return stated
    marking = Marking.parse(stated)
    if own is not None and not holds(marking, own):
        raise _lowering(f"“{stated}”", own, roll_up([marking, own]))
    if marking.level > ceiling:
        raise DeskError(
            f"{stated} is above this case's ceiling of {ceiling.label}, and nothing above it may be in the case.",
            "Remove the report here and add it to a case with a higher ceiling.",
        )
    return stated


def not_known(marking: str) -> str:
    """A sentence on what the desk does not know in a marking; empty where it knows all of it."""
    unknown = Marking.parse(marking).unknown if marking else ()
    said = " and ".join(f"“{each}”" for each in unknown)
    return (
        f"The desk does not know {said} in this marking; it is kept as it stands. Check how it is written."
        if said
        else ""
    )


def _lowering(said: str, own: Marking, least: Marking) -> DeskError:
    return DeskError(
        f"{said} says less than the report's own marking, {own.banner()}. A marking is its originator's: here it can be "
        "raised, never lowered.",
        f"State {least.banner()} or more; only the originator can mark the report lower, in a new copy of it.",
    )


def _short(detail: Detail, said: str) -> str:
    longest = _LONGEST[detail]
    if len(said) > longest:
        raise DeskError(f"The {detail.label} has {len(said)} characters; {longest} fit.", "Shorten it.")
    return said


def _date(said: str) -> str:
    words = _DAY_IN_WORDS.fullmatch(said.casefold())
    try:
        if words and words[2] in _MONTHS:
            return date(int(words[3]), _MONTHS.index(words[2]) + 1, int(words[1])).isoformat()
        return date.fromisoformat(said).isoformat()
    except ValueError as error:
        raise DeskError(f"“{said}” is not a date.", "Type it like 2031-03-12 or 12 Mar 2031.") from error


def _marking(said: str) -> str:
    try:
        return roll_up([Marking.parse(said)]).banner()
    except MarkingUnreadable as error:
        raise DeskError(error.message, "Type a banner line such as SECRET//NOFORN.") from error


def _reliability(said: str) -> str:
    if said.upper() not in list(Reliability):
        scale = ", ".join(f"{each} {each.words}" for each in Reliability)
        raise DeskError(f"“{said}” is no source reliability.", f"Use one of: {scale}.")
    return said.upper()


def _credibility(said: str) -> str:
    if said not in list(Credibility):
        scale = ", ".join(f"{each} {each.words}" for each in Credibility)
        raise DeskError(f"“{said}” is no information credibility.", f"Use one of: {scale}.")
    return said


def _language(said: str) -> str:
    code = code_of(said)
    if not code:
        raise DeskError(f"“{said}” is no language known here.", "Use its English name or its code: German, de.")
    return code


_FORMS = {
    Detail.INFORMATION_DATE: _date,
    Detail.PUBLICATION_DATE: _date,
    Detail.MARKING: _marking,
    Detail.LANGUAGE: _language,
    Detail.RELIABILITY: _reliability,
    Detail.CREDIBILITY: _credibility,
}
