"""Where in a text a marking stands: lines that are nothing but a marking, and marks before paragraphs.

A line is a marking if all of it is: the level in capitals (or with the double bar) and its controls, in whatever
ornament, with a label ("Classification: Secret"), a page number, or the date-time group of a cable beside it. A
sentence that uses the words is none, nor is a heading such as "SECRET SERVICE".
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from desk.vocabulary.marking import Level, Marking, MarkingUnreadable, roll_up

_LONGEST, _LONGEST_ROW = 200, 5_000
# Lines at the top and at the foot of a page, where banners stand.
_MARGIN = 3
_LEVEL = r"(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)"
_LETTERS = re.compile(r"[A-Z0-9 ,/\-]{2,160}")
_CODE = re.compile(r"(?:TS|S|C|U)(?:[ /,-]|$)")
_QUOTING = re.compile(r"^(?:> ?){1,20}")
_LIST_ITEM = re.compile(r"^(?:[-*•▪‣–—+]|\(?[A-Za-z0-9]{1,3}[.)])[ \t]+(?=\S)")
_EMPHASIS = re.compile(r"[*`~]+|__+")
_ORNAMENT = " \t=_~#|<>!+\"“”'‘’•·-–—[](){}*"

_NUMBER_WORD = "ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|ELEVEN|TWELVE"
_PAGE = rf"(?:(?:PAGE|PG\.?|P\.) ?(?:\d{{1,4}}|{_NUMBER_WORD})|\d{{1,4}})(?: ?(?:OF|/) ?\d{{1,4}})?"
_BESIDE = rf"(?:{_PAGE}|SECTION \d{{1,3}} OF \d{{1,3}}|COPY \d{{1,4}} OF \d{{1,4}}(?: COPIES)?)"
_BETWEEN = r"(?:[ \t.…|·•:–—-]{1,40})"
_AT_HEAD, _AT_FOOT = re.compile(rf"^{_BESIDE}{_BETWEEN}"), re.compile(rf"{_BETWEEN}{_BESIDE}$")
# Cables: "SECRET 1822052 JUL 77 STAFF" begins a message, "PAGE 3 KARSA 7651 SECRET" goes on with it.
_CABLE = re.compile(rf"^({_LEVEL}) \d{{6,7}}Z?\b")
_CABLE_PAGE = re.compile(
    rf"^PAGE[ \t]{{1,4}}(?:\d{{1,4}}|{_NUMBER_WORD})(?=[^A-Z]*\d|[^A-Z0-9]{{1,60}}{_LEVEL}|[A-Z /]{{1,50}}\d)"
    rf"[A-Z0-9 /.,#…|–—-]{{0,60}}[ .…|–—-]({_LEVEL}(?:/.{{2,60}})?)$"
)
# Forms: "SECRET (When Filled In)".
_WHEN = re.compile(r"\s{1,4}\(?WHEN (?:FILLED IN|DETACHED|SEPARATED)[A-Z ]{0,40}\)?$", re.IGNORECASE)
_GAP = re.compile(r"\t+| {3,}| [|·•–—-]{1,2} ")

# "S E C R E T", "T O P  S E C R E T", "C O N F I D E N T I A L KARSA 000123".
_SPREAD = re.compile(
    r"^(?:T O P {1,4}S E C R E T|S E C R E T|C O N F I D E N T I A L|U N C L A S S I F I E D)(?= |/|$)"
)
_SPREAD_WORD = re.compile(r"\b[A-Z](?: [A-Z]){2,40}\b")

_PAPER = r"(?:DOCUMENT|REPORT|PAPER|FILE|PAGE|MESSAGE|E-?MAIL|CABLE|MEMO(?:RANDUM)?|BRIEFING|ASSESSMENT|TRANSMISSION)"
_LABEL = re.compile(
    rf"(?:X-)?(?:(?:OVERALL|HIGHEST|MAXIMUM|SECURITY|NATIONAL|PROTECTIVE|BANNER|ORIGINAL|CURRENT|THE|{_PAPER})[ -]){{0,4}}"
    rf"(?:CLASSIFICATION|CLASSIFIED|MARKING)(?:[ -](?:LEVEL|MARKING|BANNER))?(?: OF (?:THIS |THE )?{_PAPER})?"
    r"(?:\s{0,9}(?:[:=|]|[–—-]{1,2}|\bIS\b:?)\s{0,9}|(?P<blank>\s{1,9}))",
    re.IGNORECASE,
)
_STATEMENT = re.compile(rf"THIS {_PAPER} IS CLASSIFIED(?: AS| AT)?:? ", re.IGNORECASE)
_ASIDE = re.compile(r"\s{0,4}\([^()]{0,80}\)$")
_SUBJECT = re.compile(r"^(?:(?:SUBJECT|SUBJ|SUB|TITLE|TOPIC|RE|FWD?|AW|WG)\s{0,3}:\s{0,9}){1,6}", re.IGNORECASE)
_BRACKETED = re.compile(r"^[\[({<]\s{0,4}([^\[\](){}<>]{2,160}?)\s{0,4}[\])}>](?=\s{1,9}\S|$)")
_BARRED = re.compile(r"^((?:TOP SECRET|[A-Z]{3,13})(?://[A-Z0-9/,-]{2,60}){1,4})(?=[ :])", re.IGNORECASE)

_HEAD_OF_MAIL = re.compile(
    r"^(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Attachments?|Importance)\s{0,3}:", re.IGNORECASE
)
_PORTION = re.compile(
    r"\s*\(((?:TS|S|C|U|CUI|FOUO|SBU|LES)(?://?[A-Z0-9 ,/\-]{1,80})?|//[A-Z0-9 ,/\-]{2,80}|"
    r"(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)(?://[A-Z0-9 ,/\-]{1,80})?)\)"
)
_COPYRIGHT = re.compile(r"\s*\(C\)\s*(?:\d{4}\b|Copyright)", re.IGNORECASE)


class Stands(enum.Enum):
    """How sure a line is by itself: a level alone may be a word that a line's end cut off, one of a form, a heading."""

    ALONE = enum.auto()
    EXPLICIT = enum.auto()


@dataclass(frozen=True, slots=True)
class MarkingLine:
    """A line of a page that is a marking. ``margin``: it is one of the first or last lines; ``apart``: blank lines or
    the page's ends are around it.
    """

    text: str
    marking: Marking
    stands: Stands
    margin: bool
    apart: bool


def marking_lines(page_text: str) -> Iterator[MarkingLine]:
    """The lines of a page that are a marking, in order."""
    lines = [_QUOTING.sub("", line.strip()).strip() for line in page_text.splitlines()]
    filled = [number for number, line in enumerate(lines) if line]
    head = next((place for place, number in enumerate(filled) if not _HEAD_OF_MAIL.match(lines[number])), 0)
    margin = {*filled[:_MARGIN], *filled[head : head + _MARGIN], *filled[-_MARGIN:]}
    for number in filled:
        found = read_line(lines[number]) or (_leading(lines[number]) if number in margin else None)
        if found is not None:
            apart = not any(lines[max(0, number - 1) : number]) and not any(lines[number + 1 : number + 2])
            yield MarkingLine(lines[number], *found, number in margin, apart)


def find_banner(page_text: str) -> Marking | None:
    """The banner of a page: a marking that has one of the first or last three lines to itself; the highest of them."""
    found = [line.marking for line in marking_lines(page_text) if line.margin]
    return roll_up(found) if found else None


def read_line(line: str) -> tuple[Marking, Stands] | None:
    """The marking that a line is, if it is one."""
    if len(line) > _LONGEST:
        return _cell(line)
    text = _WHEN.sub("", _EMPHASIS.sub("", _QUOTING.sub("", line))).strip()
    if subject := _SUBJECT.match(text):
        return _leading(text[subject.end() :], subject=True)
    spread = _SPREAD.match(text.strip(_ORNAMENT))
    if spread is not None:
        return _spread(spread.string, spread)
    return _labelled(text) or _beside_others(text) or _bare(text, listed=_is_listed(line)) or _cell(line)


def _labelled(text: str) -> tuple[Marking, Stands] | None:
    plain = text.lstrip(_ORNAMENT)
    label = _STATEMENT.match(plain) or _LABEL.match(plain)
    if label is None:
        return None
    value = _ASIDE.sub("", plain[label.end() :].strip()).strip(_ORNAMENT + ".,;")
    if label.groupdict().get("blank") and value != value.upper():
        return None
    marking = _parsed(value.upper()) or (_parsed("//RESTRICTED") if value.upper() == "RESTRICTED" else None)
    return (marking, Stands.EXPLICIT) if marking else None


def _cell(row: str) -> tuple[Marking, Stands] | None:
    """A row of a table with a column for markings, as readers write rows: "Vessel: Ruby Tern; Classification: SECRET"."""
    parts = row[:_LONGEST_ROW].split("; ")
    found = [cell[0] for part in parts if len(parts) > 1 and len(part) <= _LONGEST and (cell := _labelled(part))]
    return (roll_up(found), Stands.EXPLICIT) if found else None


def _bare(text: str, *, listed: bool = False) -> tuple[Marking, Stands] | None:
    """A level in capitals with what may stand beside it on its line."""
    plain = _without_ornament(text)
    text = plain.upper() if "//" in plain else plain
    if cable := _CABLE.match(text) or _CABLE_PAGE.match(text):
        marking = _parsed(cable.group(1))
        return (marking, Stands.EXPLICIT) if marking and text == text.upper() else None
    marking = _parsed(_AT_FOOT.sub("", _AT_HEAD.sub("", text)).strip(_ORNAMENT))
    if marking is None or (listed and marking in _levels_alone()):
        return None
    return marking, Stands.ALONE if marking in _levels_alone() else Stands.EXPLICIT


def _is_listed(line: str) -> bool:
    """ "- SECRET" is an entry of a list, "- SECRET -" is a marking between dashes."""
    return bool(_LIST_ITEM.match(line)) and line[0] != line[-1]


def _levels_alone() -> frozenset[Marking]:
    return frozenset(map(Marking.of, Level))


def _without_ornament(text: str) -> str:
    plain = text.strip(_ORNAMENT)
    if plain.startswith("//") and plain.endswith("//"):
        plain = plain[2:-2].strip()
    return plain.removesuffix("//").strip()


def _spread(text: str, spread: re.Match[str]) -> tuple[Marking, Stands] | None:
    """Spread letters are a marking whatever follows; what follows is read where it is a control."""
    level = spread.group().replace(" ", "").replace("TOPSECRET", "TOP SECRET")
    rest = _SPREAD_WORD.sub(lambda word: word.group().replace(" ", ""), text[spread.end() :])
    marking = _parsed(level + re.sub(r"\s*/\s*", "/", rest)) or _parsed(level)
    return (marking, Stands.EXPLICIT) if marking else None


def _beside_others(text: str) -> tuple[Marking, Stands] | None:
    """A running head: the marking in one part, set off from the others by a wide gap, a bar or a dash.

    A level without controls has to stand beside parts that are numbered or dated; beside words it may be one of them.
    """
    parts = [part for part in _GAP.split(text) if part.strip(_ORNAMENT)]
    if not 2 <= len(parts) <= 6:
        return None
    for place, part in enumerate(parts):
        found = _labelled(part) or _labelled(": ".join(parts[place : place + 2])) or _bare(part)
        others = [other for other in parts if other is not part]
        if found and (found[1] is Stands.EXPLICIT or all(map(_is_reference, others))):
            return found[0], Stands.EXPLICIT
    return None


def _is_reference(part: str) -> bool:
    return len(part) <= 40 and any(character.isdigit() for character in part)


def _leading(text: str, *, subject: bool = False) -> tuple[Marking, Stands] | None:
    """The marking at the beginning of a title: in brackets; of a message's subject also with the double bar alone."""
    bracketed = _BRACKETED.match(text.strip().lstrip("# "))
    if bracketed:
        inside = bracketed.group(1)
        marking = _parsed(inside, code=subject and "//" in inside) if inside == inside.upper() else None
    else:
        barred = _BARRED.match(text) if subject else None
        marking = _parsed(barred.group(1).upper()) if barred else None
    if marking is not None:
        return marking, Stands.EXPLICIT
    found = _bare(text) if subject else None
    return found if found and found[1] is Stands.EXPLICIT else None


def _parsed(text: str, *, code: bool = False) -> Marking | None:
    """The marking that all of a text is; a portion's ``code`` ("S//NF") only where asked for."""
    if not _LETTERS.fullmatch(text) or (not code and _CODE.match(text)):
        return None
    try:
        return Marking.parse(text)
    except MarkingUnreadable:
        return None


def find_portion(text: str) -> Marking | None:
    """The portion mark at the beginning of a paragraph, or None."""
    match = _PORTION.match(text)
    if match is None or _COPYRIGHT.match(text):
        return None
    try:
        return Marking.parse(match.group(1))
    except MarkingUnreadable:
        return None
