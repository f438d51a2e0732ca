"""What a follow-up is about: the words of earlier turns that a question leaning on them is searched with.

``conversation.resolve`` fills in persons, whom the rules judge; this carries things, for the search alone: "Who is its
captain?" after "Which ship unloaded at Karsa?". Words come from questions of the same conversation that were allowed, and
from answers that were released, out of which persons are taken whose status is not stated as foreign. A question that stands
alone is searched as it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from desk.safeguards.policy import Policy
from desk.safeguards.recognise import parse
from desk.safeguards.status import Status, subjects
from desk.vocabulary.conversation import Turn
from desk.vocabulary.decision import Verdict
from desk.vocabulary.words import STOP_WORDS, words

# More words than this would drown the question's own; turns further back than this are another topic.
MOST_WORDS, MOST_NAMES, FURTHEST = 14, 6, 3

_WORD = re.compile(r"[\w'’-]+")

_OPENS = re.compile(
    r"^\W*(?:and|or|but|so|also|then|what about|how about|what else|who else|where else|anything else|any others?)\b",
    re.I,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|him|her|his|hers|these|those|both|ones?|such|the (?:same|other|others|former"
    r"|latter|first|second|third|last)(?: (?:one|ones|two))?)\b(?!['’]s\b)"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?! (?:is|are|was|were|any)\b)"
    r"|\b(?:is|was|did|does|do|about|of|by|to|for|on|at|in|from|after|before|since|until|why|when|how) (?:that|this)\b"
    r"|^\W*(?:and )?(?:this|that)\b",
    re.I,
)
_CLAUSE = re.compile(r"[,;:.?]|\b(?:and|or|but|when|where|while|if|after|before|because|who|which)\b", re.I)
_NAME = re.compile(r"(?<!^)\b(?:[A-Z][\w'’-]+|[A-Z]+\d[\w-]*)\b|\b[A-Z]{2,}[\w-]*\b|\b\d{5,}\b")
_DATE = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?: \d{4})?"
    r"|\b(?:19|20)\d\d\b|\b(?:yester|to)day\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_MASK = re.compile(r"\[U\.S\. [A-Z. -]+\d*\]")
_PORTION_MARK = re.compile(r"^\((?:U|C|S|TS|CUI)(?://[^)]*)?\)\s*")
_NO_TOPIC = frozenset(
    "anybody anyone anything somebody someone something everybody everyone nobody exactly else".split()
)
_PERSONS = frozenset({"person", "account", "masked"})

Mask = Callable[[str], str]


def leans_back(question: str) -> bool:
    """Whether a question needs what was said before it: it points back, opens as a continuation, or names no topic."""
    content = _content(question)
    if _points_out_of_itself(question):
        return True
    if _OPENS.match(question):
        return len(content) <= 3
    return not _named(question) and len(content) <= 1


def _points_out_of_itself(question: str) -> bool:
    """Whether a word points back, and no earlier clause of the question has what it may point at."""
    pointer = _POINTS_BACK.search(question)
    if pointer is None:
        return False
    before = question[: pointer.start()]
    borders = [match.start() for match in _CLAUSE.finditer(before) if match.start() > 0]
    earlier = before[: borders[-1]] if borders else ""
    return len(_content(earlier)) < 2 and _NAME.search(before) is None


def carried(question: str, turns: Sequence[Turn], policy: Policy, mask: Mask) -> str:
    """The words to search a question with beside its own; none where it stands alone or nothing was allowed before it.

    ``mask`` masks what an answer said then by what is known now.
    """
    if not turns or not leans_back(question):
        return ""
    own = set(words(question))
    dated, named = _DATE.search(question) is not None, _named(question)
    found: dict[str, None] = {}
    for turn in _thread(turns):
        # What names something of its own takes the place of what the answer named.
        told = () if named else _told(turn, policy, mask)
        for piece in (_asked(turn), *told):
            kept = _DATE.sub(" ", piece) if dated else piece
            found |= dict.fromkeys(word for word in _WORD.findall(kept) if word.casefold() not in own)
    return " ".join(list(found)[:MOST_WORDS])


def _named(question: str) -> bool:
    return _NAME.search(_DATE.sub("", question)) is not None


def _thread(turns: Sequence[Turn]) -> Iterator[Turn]:
    """The latest turn and those it leans on in turn, newest first; what was stopped lends nothing and ends the thread."""
    for turn in reversed(turns[-FURTHEST:]):
        if turn.decision.verdict is not Verdict.ALLOW:
            return
        yield turn
        if not leans_back(turn.question):
            return


def _asked(turn: Turn) -> str:
    """The key words of a turn's question; a capital ("Course A") makes a word one."""
    every = list(_WORD.finditer(turn.question))
    kept = (
        m.group() for m in every if m.group().casefold() not in STOP_WORDS or (m.start() and m.group()[0].isupper())
    )
    return " ".join(kept)


def _told(turn: Turn, policy: Policy, mask: Mask) -> Sequence[str]:
    """The first names in the first sentence of a turn's answer that is no line of capitals."""
    said = turn.answer.sentences if turn.answer else ()
    spoken = (s.text for s in said if sum(c.isupper() for c in s.text) < 0.3 * sum(c.isalpha() for c in s.text))
    first = next(spoken, "")
    return tuple(islice(_names(mask(first), policy), MOST_NAMES))


def _names(sentence: str, policy: Policy) -> Iterator[str]:
    """The names of a sentence in order, without persons of whom nothing foreign is stated."""
    text = _DATE.sub(" ", _PORTION_MARK.sub("", _MASK.sub(" ", sentence)))
    parsed = parse(text, policy)
    foreign = {s.mention.first for s in subjects(parsed) if s.status is Status.FOREIGN}
    persons = [parsed.span(m.first, m.last) for m in parsed.mentions if m.kind in _PERSONS and m.first not in foreign]
    for name in _NAME.finditer(text):
        if not any(start < name.end() and name.start() < end for start, end in persons):
            yield name.group()


def _content(text: str) -> tuple[str, ...]:
    return tuple(
        word for word in words(text) if word not in STOP_WORDS | _NO_TOPIC and not _POINTS_BACK.fullmatch(word)
    )
