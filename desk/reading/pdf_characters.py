"""From PDFium's page text to ``Page.text`` and back.

The rule: "\\r\\n" becomes "\\n"; a carriage return, line feed or form feed alone becomes a blank; U+FFFE, which stands
where a word was divided at a line's end, becomes "-" or a soft hyphen (U+00AD); what cannot be printed becomes U+FFFD;
all else stays. PDFium counts UTF-16 units: every "\\n" of ``Page.text`` and every character beyond U+FFFF is two of
them, every other character is one.
"""

import re
from collections.abc import Callable, Collection

from desk.reading.characters import printable

_ALONE = re.compile("\r(?!\n)|(?<!\r)\n|\f")
# Bounded: a page may be one word of a million letters.
_DIVIDED = re.compile("(\\w{0,40})\ufffe(\\w{0,40})")
_SOFT_HYPHEN = "\u00ad"


def page_text(pdfium_text: str, known_words: Collection[str] = frozenset()) -> str:
    """``Page.text`` of what PDFium gives; ``known_words`` (lower case) tell a divided word from a compound."""
    text = _ALONE.sub(" ", pdfium_text).replace("\r\n", "\n")
    return printable(_DIVIDED.sub(_joined_by(known_words), text).replace("\ufffe", "-"))


def _joined_by(known_words: Collection[str]) -> Callable[[re.Match[str]], str]:
    def joined(match: re.Match[str]) -> str:
        left, right = match.groups()
        return left + (_SOFT_HYPHEN if _is_divided_word(left, right, known_words) else "-") + right

    return joined


def _is_divided_word(left: str, right: str, known_words: Collection[str]) -> bool:
    """ "com-pile" is one word, "FAA-approved" and "well-known" are two."""
    if f"{left}{right}".casefold() in known_words:
        return True
    both_known = left.casefold() in known_words and right.casefold() in known_words
    return left[-1:].islower() and right[:1].islower() and not both_known


def pdfium_index(page_text: str, offset: int) -> int:
    """The index PDFium has for the character at ``offset`` of ``Page.text``."""
    before = page_text[:offset]
    return len(before.encode("utf-16-le")) // 2 + before.count("\n")


def pdfium_range(page_text: str, start: int, end: int) -> tuple[int, int]:
    """(start, length) as ``QPdfDocument.getSelectionAtIndex`` takes them, for ``page_text[start:end]``."""
    first = pdfium_index(page_text, start)
    return first, pdfium_index(page_text, end) - first
