"""What bears a person's name and is no person: ships, schools, firms, laws, prizes, places; and authors of works cited."""

import re
from collections.abc import Sequence

from desk.safeguards.phrases import Token

# In questions only these; a question stays with the person where in doubt.
_BEFORE = frozenset(
    "tanker vessel ship frigate destroyer submarine carrier cruiser corvette freighter ferry yacht boat operation"
    " exercise hurricane typhoon storm treaty project airport bridge street missile battalion brigade uss".split()
)
_RIGHT_BEFORE = frozenset("mv ss hms usns dhow trawler hotel fort camp cape mount radio saint port lake".split())
_INCORPORATED = frozenset(
    "inc llc ltd limited plc gmbh corp corporation company co group holdings industries airlines airways enterprises"
    " university college institute foundation partners associates freight freighters forwarding shipping logistics marine"
    " maritime trading traders lines transport systems motors metals energy petroleum chemicals".split()
)
THINGS = _INCORPORATED | frozenset(
    "school academy hospital clinic act amendment doctrine award prize medal fellowship scholarship airport airfield"
    " station street avenue ave boulevard blvd road drive lane county parish island islands river lake bay bridge memorial"
    " center centre library museum stadium hall building tower park bank commission committee plan law rule report test"
    " theorem syndrome disease effect index fund trust brigade battalion branch division lecture chair dam mine field"
    " monument expressway highway parkway turnpike square plaza mall".split()
)
_BETWEEN = frozenset("state international national memorial community technical medical law business public &".split())
_LEGAL_FORMS = frozenset("inc incorporated llc ltd corp corporation company co lp llp pllc plc".split())
_AFTER_COMMA = frozenset({"inc", "llc", "ltd", "plc", "corp", "gmbh", "lp", "llp"})

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
_WORK = re.compile(
    r"\bpp?\.\s?\d|\b[Vv]ol\.\s?\d|\b\d+\(\d+\)|\b(?:University )?Press\b|\b[Dd][Oo][Ii]\b|\bISBN\b|\bet al\."
    r"|\b[Ee]ds?\.|\b[Ii]bid\b"
    r"|\bJournal of\b|\bQuarterly\b|\bProceedings\b|[“\"][^”\"\n]{8,}[,.][”\"]"
)
_ENTRY_BEGINS = re.compile(r"(?:^|\n)[\s\[\](){}\d.*•-]*(?:[^\W\d][\w.'’-]*,? (?:and |& )?|and |& |, ){0,6}\Z")
_ENTRY_GOES_ON = re.compile(r"\.?\s?(?:[,.(“\"]|and\b|&|et al)")
_ENTRY_ROOM = 240


def names_a_thing(found: Sequence[Token], first: int, last: int, *, report: bool = False) -> bool:
    """Whether the name at tokens ``first`` to ``last`` (exclusive) is a thing's: "the frigate Admiral Gorshkov"."""
    before = [token.low for token in found[max(0, first - 2) : first]]
    if _BEFORE & set(before):
        return True
    called = {*before[-1:], *([found[first].low] if last - first > 1 else [])}
    return report and (bool(_RIGHT_BEFORE & called) or _thing_follows(found, first, last))


def firm_end(found: Sequence[Token], first: int, last: int) -> int | None:
    """Where the firm that a name belongs to ends, after its legal form: "Coldwater Ridge Optics Inc.". None for no firm."""
    for at in range(first + 1, min(last + 3, len(found))):
        if _is(found, at, _LEGAL_FORMS):
            return at + 1
        if at >= last and not (found[at].text == "," or found[at].capital):
            return None
    return None


def _thing_follows(found: Sequence[Token], first: int, last: int) -> bool:
    """ "Austin Peay State University", "Parker Hannifin Corporation", "the Leahy Law", "Al Jazeera America, LLC"."""
    if found[last - 1].possessive:
        return False
    at = last
    while at < len(found) and at - last < 2 and found[at].low in _BETWEEN:
        at += 1
    if _is(found, at, THINGS):
        return True
    if at < len(found) and found[at].text == ",":
        return _is(found, at + 1, _AFTER_COMMA)
    named_further = last - first > 1 and at < len(found) and found[at].capital
    if not named_further or found[at].start - found[at - 1].end != 1:
        return False
    comma = at + 1 < len(found) and found[at + 1].text == ","
    return _is(found, at + 2, _AFTER_COMMA) if comma else _is(found, at + 1, _INCORPORATED)


def _is(found: Sequence[Token], at: int, words: frozenset[str]) -> bool:
    return at < len(found) and found[at].capital and found[at].low.strip(".") in words


def is_cited(text: str, start: int, end: int) -> bool:
    """Whether a name is an author's at the head of an entry of a bibliography: to publish is a public act."""
    before = text[max(0, start - 120) : start]
    if not (_ENTRY_BEGINS.search(before if start > 120 else "\n" + before) and _ENTRY_GOES_ON.match(text, end)):
        return False
    entry = text[end : end + _ENTRY_ROOM].partition("\n\n")[0]
    return bool(_YEAR.search(entry) and _WORK.search(entry))
