"""Where sentences begin and end in the text of a report.

Made for reports as PDF gives them: lines break inside sentences, headings have no full stop, portion marks and bullets
begin a line. A sentence never crosses a blank line.
"""

import re

_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n")
# A stop with closing quotes or brackets and blank space after it; full-width stops need no space.
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？](?!\s*$)")
# What begins a new unit at the start of a line: portion mark, bullet, numbered paragraph, Markdown heading.
_NEW_UNIT = re.compile(r"\n(?=[ \t]*(?:\((?:U|C|S|TS|CUI|FOUO)(?://[^)\n]{1,60})?\)|[-*•▪‣–][ \t]|#{1,6} |\(?\d{1,3}[.)] |\|))")
_HEADING = re.compile(r"[ \t]*#{1,6} [^\n]*")
_LAST_WORD = re.compile(r"(\S+)$")
_ABBREVIATIONS = frozenset(
    """adm al approx art assn ave brig bros c ca capt cf cmdr co col corp cpl dept dr ed e.g eg est esq etc fig figs ft gen
    gov hon i.e ie inc jr lt ltd maj messrs mr mrs ms mt no nos op p para paras pp prof pvt rep rev sec sen sgt sr st
    supt u.k u.n u.s u.s.a v viz vol vs jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m""".split()
)
# After these a capital follows inside the sentence more often than a new one begins.
_ALWAYS_INSIDE = frozenset("adm brig capt cmdr col cpl dr fig figs gen gov lt maj mr mrs ms no nos prof sec sen sgt st supt e.g i.e vs".split())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of ``text``, in characters, without the blank space around them."""
    spans: list[tuple[int, int]] = []
    for start, end in _units(text):
        spans += _sentences(text, start, end)
    return spans


def _units(text: str) -> list[tuple[int, int]]:
    """Stretches that no sentence crosses."""
    borders = {0, len(text)}
    borders |= {match.start() for match in _BLANK_LINE.finditer(text)}
    borders |= {match.start() + 1 for match in _NEW_UNIT.finditer(text)}
    borders |= {match.end() for match in _HEADING.finditer(text) if match.start() == 0 or text[match.start() - 1] == "\n"}
    ordered = sorted(borders)
    return list(zip(ordered, ordered[1:], strict=False))


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
    if match.group()[0] != ".":
        return True
    following = text[match.end() : end].lstrip()
    if not following or following[0].islower():
        return not following
    before = _LAST_WORD.search(text[begin : match.start()])
    word = before.group(1).lstrip("(\"'“‘[").casefold() if before else ""
    if len(word) == 1 and word.isalpha():
        return False  # an initial: "J. Smith"
    if word in _ALWAYS_INSIDE:
        return False
    # "The U.S. Navy" goes on; "in the U.S. They left." does not: a pronoun or article tells.
    return word not in _ABBREVIATIONS or bool(re.match(r"(?:The|They|He|She|It|This|These|In|On|At|A|An)\b", following))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
