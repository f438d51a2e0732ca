"""Where sentences begin and end in the text of a report.

Made for reports as PDF gives them: lines break inside sentences, headings have no full stop, portion marks and bullets
begin a line. A sentence never crosses a blank line.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*(?=\n)")
# A stop with closing quotes or brackets and blank space after it; full-width stops need no space.
_STOP = re.compile(r"[.!?…]{1,8}[\"'”’»)\]]{0,4}(?=\s)|[。！？]")
# What begins a new unit at the start of a line: portion mark, bullet, numbered paragraph, Markdown heading, table row
# ("Date: 3 May; Vessel: Amira" or "3 May | Amira").
_ROW = r"[^\n:;]{1,60}: [^\n;]{0,200}; [^\n:;]{1,60}: |[^\n|]{1,80} \| "
_NEW_UNIT = re.compile(
    r"^(?=[ \t]{0,40}(?:\((?:U|C|S|TS|CUI|FOUO)(?://[^)\n]{1,60})?\)|[-*•▪‣–][ \t]|#{1,6} |\(?\d{1,3}[.)] |\||"
    rf"{_ROW}))",
    re.MULTILINE,
)
_MARKDOWN_HEADING = re.compile(r"^[ \t]{0,3}#{1,6} [^\n]*", re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_FOLLOWING = re.compile(r"\s*[\"'“‘«(\[]?(\w)?")
_PRONOUN_OR_ARTICLE = re.compile(r"\s+[\"“]?(?:The|They|He|She|It|This|These|In|On|At|A|An)\b")
# Long enough for any abbreviation and short enough that a page without blanks costs nothing.
_WORD_WINDOW = 24
_ABBREVIATED = """
    adm al approx art assn ave brig bros c ca capt cf cmdr co col corp cpl dept dr ed e.g eg est esq etc fig figs ft gen
    gov hon i.e ie inc jr lt ltd maj messrs mr mrs ms mt no nos op p para paras pp prof pvt rep rev sec sen sgt sr st
    supt u.k u.n u.s u.s.a v viz vol vs jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m
"""
# After these a capital follows inside the sentence more often than a new one begins.
_INSIDE = "adm brig capt cmdr col cpl dr fig figs gen gov lt maj mr mrs ms no nos prof sec sen sgt st supt e.g i.e vs"
# Words a heading may hold in lower case.
_SMALL = "a an and as at by for from in into of on or over the to under with"
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_ALWAYS_INSIDE = frozenset(_INSIDE.split())
_SMALL_WORDS = frozenset(_SMALL.split())
_LOWER_OR_GOING_ON = re.compile(r"[a-z,;)]|$")
_LONGEST_HEADING = 70


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of ``text``, in characters, without the blank space around them."""
    spans: list[tuple[int, int]] = []
    for start, end in _units(text):
        spans += _sentences(text, start, end)
    return spans


def _units(text: str) -> list[tuple[int, int]]:
    """Stretches that no sentence crosses."""
    borders = {0, len(text)}
    borders.update(match.start() for match in _BLANK_LINE.finditer(text))
    borders.update(match.start() for match in _NEW_UNIT.finditer(text))
    borders.update(match.end() for match in _MARKDOWN_HEADING.finditer(text))
    for start, end in heading_spans(text):
        borders.update((start, end))
    ordered = sorted(borders)
    return list(pairwise(ordered))


def heading_spans(text: str) -> Iterator[tuple[int, int]]:
    """Lines that stand like headings: short, no end mark, in capitals or title case, between finished sentences."""
    before = ""
    lines = list(_LINE.finditer(text))
    for index, match in enumerate(lines):
        line = match.group().strip()
        after = lines[index + 1].group().strip() if index + 1 < len(lines) else ""
        # A text all in capitals has no headings in capitals.
        stands_alone = _is_finished(before) and not _LOWER_OR_GOING_ON.match(after)
        if stands_alone and _is_heading(line) and not (line.isupper() and after.isupper()):
            yield match.span()
            line = ""
        before = line


def _is_heading(line: str) -> bool:
    if not 3 <= len(line) <= _LONGEST_HEADING or line[-1] in ".!?:;,…-":
        return False
    words = _WORDS.findall(line)
    return bool(words) and all(word[0].isupper() or word in _SMALL_WORDS for word in words)


def _is_finished(line: str) -> bool:
    return not line or line[-1] in '.!?:…"”)|'


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    begin = start
    for match in _STOP.finditer(text, start, end):
        if _ends_sentence(text, begin, match, end):
            spans.append((begin, match.end()))
            begin = match.end()
    spans.append((begin, end))
    trimmed = (_trimmed(text, *span) for span in spans)
    return [span for span in trimmed if span[0] < span[1]]


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    mark = match.group()[0]
    if mark in "。！？":
        return True
    following = _FOLLOWING.match(text, match.end(), end)
    first = following.group(1) if following else None
    if first is not None and first.islower():
        return False
    if mark != ".":
        return True
    word = _word_before(text, begin, match.start())
    if len(word) == 1 and word.isalpha():
        return False  # an initial: "J. Smith"
    if word in _ALWAYS_INSIDE or (word.isdigit() and not text[begin : match.start()].strip().strip(word)):
        return False
    # "The U.S. Navy" goes on; "in the U.S. They left." does not: a pronoun or article tells.
    return word not in _ABBREVIATIONS or bool(_PRONOUN_OR_ARTICLE.match(text, match.end(), end))


def _word_before(text: str, begin: int, stop: int) -> str:
    window = text[max(begin, stop - _WORD_WINDOW) : stop].split()
    return window[-1].lstrip("(\"'“‘[").casefold() if window and not text[stop - 1].isspace() else ""


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
