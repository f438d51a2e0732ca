"""Pages into passages: sentences packed to what the embedding model can take, tiling each page.

A passage never crosses a page, breaks between sentences, and prefers the end of a paragraph. What the model would cut
off unseen (over 254 tokens) is never in one passage; a sentence longer than that is cut between words.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from desk.reading.registry import Document
from desk.vocabulary.marking import Marking, find_portion, roll_up
from desk.vocabulary.report import Page, PassageDraft
from desk.vocabulary.sentences import sentence_spans

MOST, TARGET, ENOUGH = 254, 170, 90
# The ends of the tokens of a text, in characters; their number is the number of tokens.
TokenEnds = Callable[[str], Sequence[int]]
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_PIECE = re.compile(r"\d|[^\W\d_]{1,4}|\S")


def estimated_token_ends(text: str) -> list[int]:
    """Token ends without a tokenizer: digits, marks and four letters each count one, which is rather more than true."""
    return [match.end() for match in _PIECE.finditer(text)]


def passages(document: Document, token_ends: TokenEnds) -> Iterator[PassageDraft]:
    """The passages of a document, in order, with boxes where it has pages and portion marks where it carries them."""
    carried: Marking | None = None
    for index, page in enumerate(document.pages):
        for start, end in spans(page, token_ends):
            text = page.text[start:end]
            marking, carried = _portion(text, carried)
            boxes = document.boxes(index, start, end) if document.boxes else ()
            yield PassageDraft(page.number, start, end, text, boxes, marking)


def spans(page: Page, token_ends: TokenEnds) -> list[tuple[int, int]]:
    """Spans that tile the page's text; none for a page without words."""
    if not page.text.strip():
        return []
    found: list[tuple[int, int]] = []
    start, held = 0, 0
    for begin, end, tokens in _units(page.text, token_ends):
        new_paragraph = held >= ENOUGH and bool(_PARAGRAPH.search(page.text, max(start, begin - 3), begin))
        if held and (held + tokens > TARGET or new_paragraph):
            found.append((start, begin))
            start, held = begin, 0
        held += tokens
        if end == len(page.text):
            found.append((start, end))
    return found


def _units(text: str, token_ends: TokenEnds) -> Iterator[tuple[int, int, int]]:
    """Sentences with the blank space after them (and, the first, before), as (start, end, tokens), none over the most."""
    starts = [0, *(start for start, _ in sentence_spans(text)[1:])]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        ends = token_ends(text[start:end])
        begin = start
        for cut in range(MOST, len(ends), MOST):
            at = start + ends[cut - 1]
            yield begin, at, MOST
            begin = at
        yield begin, end, len(ends) % MOST or min(len(ends), MOST)


def _portion(text: str, carried: Marking | None) -> tuple[Marking | None, Marking | None]:
    """The passage's marking, and the one that goes on into the next: a portion may be longer than a passage."""
    marks = [mark for line in text.splitlines() if (mark := find_portion(line)) is not None]
    if not marks:
        return carried, carried
    first = next(line for line in text.splitlines() if line.strip())
    begun = [] if find_portion(first) is not None or carried is None else [carried]
    return roll_up([*begun, *marks]), marks[-1]
