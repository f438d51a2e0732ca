"""Names as keys: the same for "Lopez, Maria C" and "Maria Lopez's", so that one person gets one number."""

import re
from collections.abc import Iterable

from desk.safeguards.recognise import Mention, Parse

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def as_key(name: str) -> str:
    """A name as a key: "Lopez, Maria C" is Maria Lopez."""
    return " ".join(word for word in WORD.findall(as_spoken(name).lower()) if len(word) > 1)


def as_spoken(name: str) -> str:
    """A name as one says it, forename first."""
    last, _, first = name.removesuffix("'s").removesuffix("’s").partition(",")
    return " ".join(f"{first} {last}".split())


def key_of(parsed: Parse, mention: Mention) -> str:
    """A name in lower case without initials, titles and endings."""
    return as_key(" ".join(token.low for token in parsed.tokens[mention.first : mention.last]))


def span_of(parsed: Parse, mention: Mention) -> tuple[int, int]:
    """The characters of a name without a possessive ending."""
    start, end = parsed.span(mention.first, mention.last)
    if parsed.tokens[mention.last - 1].possessive and parsed.text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end


def same_bearer(key: str, others: Iterable[str]) -> bool:
    """Whether a name is one of the others, or its surname alone."""
    return any(key and (key == other or key == other.split()[-1]) for other in others if other)
