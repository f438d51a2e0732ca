"""Who is named in a text and not hidden: foreigners, officials in their public acts, authors that are cited, masks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desk.safeguards.name_keys import key_of, same_bearer, span_of
from desk.safeguards.named_things import is_cited
from desk.safeguards.phrases import Token
from desk.safeguards.recognise import Mention, Parse
from desk.safeguards.status import Status, Subject

_MASK = re.compile(r"\[U\.S\. [A-Z. -]+\d+\]")
_OFFICE = re.compile(
    r"\b(president|vice president|senator|sen|governor|gov|mayor|secretary|congressman|congresswoman|representative|rep"
    r"|justice|chief justice|ambassador|attorney general|director|speaker|general|gen|admiral|adm|secretary of state"
    r"|administrator|commissioner|chairman|chairwoman|first lady|judge|majority leader|minority leader|under secretary"
    r"|spokesman|spokeswoman|spokesperson|press secretary|prime minister|king|queen|pope|minister|chancellor"
    r"|colonel|commander)\.?$"
)
_HISTORIC = frozenset(
    "abraham lincoln george washington thomas jefferson franklin roosevelt theodore roosevelt harry truman"
    " dwight eisenhower john kennedy lyndon johnson richard nixon gerald ford jimmy carter ronald reagan bill"
    " clinton barack obama joe biden donald trump kamala harris".split()
)


@dataclass(frozen=True)
class Spared:
    """What stays in one text, by facts that it states: foreigners wherever they are named, officials, authors, masks."""

    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, parsed: Parse, whom: Sequence[Subject]) -> "Spared":
        """What a text spares by its own words."""
        status = {side: {key_of(parsed, s.mention) for s in whom if s.status is side} for side in Status}
        foreign = status[Status.FOREIGN] - status[Status.DOMESTIC]
        spans = [
            span_of(parsed, each.mention)
            for each in whom
            if each.status is Status.FOREIGN
            or _public(parsed, each.mention)
            or (each.status is Status.UNKNOWN and same_bearer(key_of(parsed, each.mention), foreign))
        ]
        spans += [(mark.start, mark.end) for mark in parsed.selectors if mark.status == "foreign"]
        return cls((*spans, *(mask.span() for mask in _MASK.finditer(parsed.text))))

    def holds(self, span: tuple[int, int]) -> bool:
        """Whether a span touches what stays."""
        return any(span[0] < end and start < span[1] for start, end in self.spans)


def _public(parsed: Parse, mention: Mention) -> bool:
    """Named with an office, or a president of the past: the acts are public, and the name carries the meaning."""
    before = " ".join(_plain(token) for token in parsed.tokens[max(0, mention.first - 3) : mention.first]).strip()
    start, end = parsed.span(mention.first, mention.last)
    return (
        bool(_OFFICE.search(before))
        or set(key_of(parsed, mention).split()) <= _HISTORIC
        or is_cited(parsed.text, start, end)
    )


def _plain(token: Token) -> str:
    return token.low.strip(".")
