"""Acts in a question: what is to be done, who is to do it, and to whom it is done."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from desk.safeguards.names import TITLES
from desk.safeguards.phrases import Hit
from desk.safeguards.recognise import Mention, Parse


class Mode(enum.Enum):
    """Whether the asker wants an act done, somebody else does it, or the word is no act at all."""

    ASKED = "asked"
    DESCRIBED = "described"
    NOMINAL = "nominal"
    NONE = "none"


STRONG = frozenset(
    {"verb.track", "verb.locate", "verb.watch", "verb.intercept", "verb.profile", "verb.map", "verb.recruit"}
    | {"verb.disrupt", "verb.detain", "verb.score", "verb.infer"}
)


@dataclass(frozen=True, slots=True)
class Act:
    """One verb of the lexicon with its mode; ``first`` and ``last`` are tokens."""

    tag: str
    first: int
    last: int
    mode: Mode
    words: str


_SKIP = frozenset(
    "also then now just please quickly kindly still always really ever even actively covertly discreetly"
    " simply all only first next finally again n't not in detail tell deliberately".split()
) - {"in", "detail", "tell", "all"}
_STARTS = frozenset(". ; : ! ? - ( ) \" ' , and or then & but so > < / * # 1 2 3 4 5 plus while".split())
_ASKERS = frozenset(
    "i we you me us let's lets please one i'd we'd i'll we'll my our team analyst analysts software desk"
    " system app ai tool program someone somebody assistant model bot help".split()
)
_MODALS = frozenset(
    "can could would should will shall may might must cannot can't do does did has have had is are was were"
    " be been being".split()
)
_DETERMINERS = frozenset(
    "the a an this that these those his her their its my our your any some no every each of in on at by from with as"
    " under for whose what which paper digital public long full complete short recent new".split()
)
_START_VERBS = frozenset(
    "start begin keep help continue try consider recommend suggest stop without by for of on with about into"
    " via while".split()
)
_WANT = frozenset(
    "want need like try trying going able way ways how best order plan help us me you team wish hope intend"
    " supposed easiest possible necessary required enough used ask asked tasked task authorized idea ready"
    " software script code tool program method methods means chance steps asking wants trick technique someone"
    " agent query queries search system here goal".split()
)


def acts(parse: Parse) -> list[Act]:
    """Every act of a text, the longest phrase at each word, each word once for each kind of act."""
    found: list[Act] = []
    for hit in parse.tagged("verb."):
        if any(mention.first <= hit.first < mention.last for mention in parse.mentions if mention.kind != "role"):
            continue
        mode = _mode(parse, hit, found)
        if mode is not Mode.NONE:
            found.append(Act(hit.tag, hit.first, hit.last, mode, hit.words))
    return found


def sentence_bounds(parse: Parse, index: int) -> tuple[int, int]:
    """The first token and the token after the last of the sentence that holds token ``index``."""
    ends = [
        i for i, token in enumerate(parse.tokens) if token.text in {".", "?", "!", ";"} and not _abbreviated(parse, i)
    ]
    first = max((end + 1 for end in ends if end < index), default=0)
    last = min((end for end in ends if end >= index), default=len(parse.tokens))
    return first, last


def _abbreviated(parse: Parse, index: int) -> bool:
    """Whether a full stop belongs to a title or an initial ("Rep. Hollis", "John A. Smith")."""
    before = parse.tokens[index - 1] if index else None
    return parse.tokens[index].text == "." and before is not None and (before.low in TITLES or len(before.text) == 1)


def _mode(parse: Parse, hit: Hit, earlier: list[Act]) -> Mode:
    word = parse.tokens[hit.first].low
    before = _before(parse, hit.first)
    left = parse.tokens[before].low if before >= 0 else ""
    if word.endswith("ing") and word not in {"bring", "ping", "string"}:
        return _gerund(parse, hit, left, before)
    if before < 0 or left in _STARTS:
        return _at_start(parse, hit, before, earlier, word)
    if left == "to":
        return _infinitive(parse, before)
    if left in _ASKERS:
        return Mode.ASKED if _base(word) else Mode.DESCRIBED
    if left in _MODALS:
        return _modal(parse, before)
    if left in _DETERMINERS or parse.tokens[before].possessive:
        return Mode.NOMINAL if hit.last - hit.first > 1 or hit.tag == "verb.profile" else Mode.NONE
    return _after_noun(parse, hit, before, word)


def _before(parse: Parse, index: int) -> int:
    index -= 1
    while index >= 0 and (parse.tokens[index].low in _SKIP or parse.tokens[index].low.endswith("ly")):
        index -= 1
    return index


def _base(word: str) -> bool:
    if word in {"need", "feed", "bring", "ping", "shred", "access", "process"}:
        return True
    return not word.endswith(("ed", "ing")) and not (word.endswith("s") and not word.endswith(("ss", "us", "access")))


def _at_start(parse: Parse, hit: Hit, before: int, earlier: list[Act], word: str) -> Mode:
    if not _base(word) and word not in {"access", "canvass", "process", "focus"}:
        return Mode.DESCRIBED if earlier else Mode.NONE
    joined = before >= 0 and parse.tokens[before].low in {"and", "or", ",", "then", "but", "&"}
    start, _ = sentence_bounds(parse, hit.first)
    same = [act for act in earlier if act.first >= start and act.mode in (Mode.ASKED, Mode.DESCRIBED)]
    if joined and same:
        return same[-1].mode
    if joined and parse.tokens[before].low in {"and", "or"} and third_party(parse, start, before):
        return Mode.DESCRIBED
    return Mode.ASKED


def _gerund(parse: Parse, hit: Hit, left: str, before: int) -> Mode:
    start, _ = sentence_bounds(parse, hit.first)
    if before < start or left in {
        "start",
        "begin",
        "keep",
        "continue",
        "consider",
        "try",
        "help",
        "worth",
        "by",
        "me",
        "us",
        "i'm",
        "recommend",
    }:
        return Mode.ASKED
    if left in _START_VERBS or left in _DETERMINERS or left in _STARTS:
        return Mode.NOMINAL
    if left in {"is", "are", "was", "were", "been", "be", "being"}:
        return Mode.ASKED if set(parse.words(start, before).split()) & {"we", "i", "you"} else Mode.DESCRIBED
    return Mode.DESCRIBED if third_party(parse, start, hit.first) else Mode.NOMINAL


def _infinitive(parse: Parse, to: int) -> Mode:
    start, _ = sentence_bounds(parse, to)
    words = [token.low for token in parse.tokens[start:to]]
    if not words or words[-1] in _WANT or set(words) & {"i", "we", "you", "me", "us", "i'd", "help", "please"}:
        return Mode.DESCRIBED if _third_subject(parse, start, to) else Mode.ASKED
    return Mode.DESCRIBED if third_party(parse, start, to) else Mode.ASKED


def _third_subject(parse: Parse, start: int, to: int) -> bool:
    """ "The FSB wants to track ...": somebody else is the subject of the wish."""
    words = [token.low for token in parse.tokens[start:to]]
    return third_party(parse, start, to) and not set(words) & {
        "i",
        "we",
        "you",
        "me",
        "us",
        "my",
        "our",
        "help",
        "please",
    }


def _modal(parse: Parse, modal: int) -> Mode:
    start, _ = sentence_bounds(parse, modal)
    left = _before(parse, modal)
    if left >= start and parse.tokens[left].low in _ASKERS:
        return Mode.ASKED
    return Mode.DESCRIBED if third_party(parse, start, modal) or left >= start else Mode.ASKED


def _after_noun(parse: Parse, hit: Hit, before: int, word: str) -> Mode:
    start, _ = sentence_bounds(parse, hit.first)
    if third_party(parse, start, hit.first):
        return Mode.DESCRIBED
    if not _base(word):
        return Mode.DESCRIBED
    asked = set(parse.words(start, hit.first).split()) & {"i", "we", "you", "please", "me", "us"}
    return Mode.ASKED if asked and not parse.tokens[before].capital else Mode.NOMINAL


AGENTS = frozenset({"foreign", "agency", "organisation", "company", "role", "people", "person", "relation"})
_THIRD = frozenset(
    "criminals hackers companies advertisers brokers police authorities government governments regime"
    " services actors service intelligence groups group agencies courts court military militaries forces"
    " states state regimes criminal gangs spyware malware countries country adversaries they he she it"
    " technology satellites drones who".split()
)


def third_party(parse: Parse, first: int, last: int) -> bool:
    """Whether somebody who can act stands in the range: a foreign body, an agency, a person, "hackers"."""
    if any(m.kind in AGENTS and first <= m.first < last for m in parse.mentions):
        return True
    if any(fact.side == "foreign" and first <= fact.first < last for fact in parse.facts):
        return True
    return any(token.low in _THIRD for token in parse.tokens[first:last])


def objects(parse: Parse, act: Act, things: frozenset[str]) -> list[int]:
    """Indexes of the mentions an act is done to: the first after it, its head if possessed, those joined to it."""
    _, end = sentence_bounds(parse, act.first)
    after = [i for i, m in enumerate(parse.mentions) if act.last <= m.first < end]
    if after and not _thing_between(parse, act, parse.mentions[after[0]], things):
        return list(_joined(parse, after))
    if after or _thing_between(parse, act, None, things):
        return []
    if act.mode is Mode.DESCRIBED:
        return []
    start, _ = sentence_bounds(parse, act.first)
    before = [i for i, m in enumerate(parse.mentions) if start <= m.first < act.first]
    return before[-1:]


def _thing_between(parse: Parse, act: Act, mention: Mention | None, things: frozenset[str]) -> bool:
    end = mention.first if mention else min(len(parse.tokens), act.last + 7)
    return any(token.low in things for token in parse.tokens[act.last : end])


def _joined(parse: Parse, after: list[int]) -> Iterator[int]:
    index = after[0]
    yield index
    for following in after[1:]:
        mention, other = parse.mentions[index], parse.mentions[following]
        between = parse.words(mention.last, other.first).split()
        possessed = parse.tokens[mention.last - 1].possessive or mention.kind == "pronoun"
        if (possessed and len(between) <= 4) or set(between) <= _JOINING or _of(between):
            index = following
            yield index
        else:
            return


_JOINING = frozenset("and or , & the a an his her their as well of all in any".split())


def _of(between: list[str]) -> bool:
    return len(between) <= 4 and between[:1] in (
        ["of"],
        ["in"],
        ["with"],
        ["and"],
        ["who"],
        ["between"],
        ["to"],
        ["at"],
        ["for"],
    )
