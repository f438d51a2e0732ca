"""Names of persons, by gazetteer and shape. A name is only a name: it says nothing of nationality."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desk.safeguards.phrases import Token
from desk.safeguards.policy import Policy

TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady prof professor senator sen congressman congresswoman representative"
    " rep governor gov mayor president sheriff judge justice pastor reverend rev imam rabbi father sister"
    " brother officer agent captain capt colonel col general gen major maj admiral adm lieutenant lt sergeant"
    " sgt commander cmdr private corporal ambassador secretary director minister chancellor sheikh ayatollah"
    " mullah detective deputy chief councilman councilwoman comrade commissioner coach nurse lt. col. gen. mr."
    " mrs. ms. dr. prof. sen. rep. gov. rev. sgt. capt. maj. adm.".split()
)
PARTICLES = frozenset(
    "al el bin ibn bint abu de del della da di van von der den la le st mac ben ould dos das du ter".split()
)
_PERSONAL_TITLES = frozenset("mr mrs ms miss dr prof rev sir".split())
_INITIAL = re.compile(r"[A-Za-z]")
_NOT_NAMES = frozenset(
    "january february march april may june july august september october november december monday tuesday"
    " wednesday thursday friday saturday sunday section article title act amendment order directive the and of"
    " in on at university college street river sea ocean lake mount strait gulf island islands bay port"
    " airport base county state states city north south east west northern southern eastern western central"
    " new united republic ministry department agency bureau office company corporation inc llc ltd group army"
    " navy air force forces brigade division regiment battalion corps fleet command operation exercise project"
    " program programme strategy committee commission council party union association institute world war cold"
    " church mosque temple court supreme house senate congress bank treaty agreement accord summit news times"
    " post journal tribune facebook twitter google signal telegram whatsapp python sql java linux windows"
    " islam islamic christian muslim jewish catholic english internet vessel tanker ship missile launcher"
    " system report i you he she it they we who whom what where when why how which whose is are was were do"
    " does did has have had can could would should will shall may might must if then please find track locate"
    " show list give tell get pull use write make build identify monitor follow intercept analyze summarize"
    " compile everyone someone anyone u.s us usa american unclassified confidential secret noforn".split()
)

# "OYELARAN, Folasade", "Jiloty, Lauren C <...": a line of a list, a header, a signature.
_ROSTER = re.compile(
    r"(?:^|[;:\t>,]|[^\S\n]{3,})[^\S\n]*(?P<name>[A-Z][\w'’-]+, ?[A-Z][\w'’-]+(?: [A-Z]\.?(?!\w))?)"
    r"(?=\s*(?:$|[;<(\[\t]|[^\S\n]{2,}))",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens ``first`` to ``last`` (exclusive) name a person; ``certain`` when a gazetteer or a title says so."""

    first: int
    last: int
    certain: bool


def names(
    found: Sequence[Token], policy: Policy, taken: frozenset[int], breaks: frozenset[int] = frozenset()
) -> list[Name]:
    """Names among the tokens, left to right; ``taken`` are places, organisations and other known words.

    No name goes on across ``breaks``, tokens before which the layout ends something.
    """
    reader = _Reader(found, policy, taken, breaks)
    result: list[Name] = []
    index = 0
    while index < len(found):
        name = reader.at(index)
        if name:
            result.append(name)
        index = name.last if name else index + 1
    return result


def listed_names(text: str) -> list[tuple[int, int]]:
    """Characters of names written surname first, as lists and headers of messages write them."""
    return [found.span("name") for found in _ROSTER.finditer(text)]


def could_be_a_name(token: Token, policy: Policy) -> bool:
    """Whether a word can be a part of somebody's name: no ordinary word, or a name that lists of names know."""
    listed = token.low in policy.lines("forenames") or token.low in policy.lines("surnames")
    plain = token.low[:1].isalpha() and token.low not in _NOT_NAMES
    return plain and (listed or token.low not in policy.lines("ordinary_words"))


class _Reader:
    def __init__(self, found: Sequence[Token], policy: Policy, taken: frozenset[int], breaks: frozenset[int]) -> None:
        self._breaks = breaks
        self._tokens = found
        self._taken = taken
        self._forenames = policy.lines("forenames")
        self._surnames = policy.lines("surnames")
        self._words = policy.lines("ordinary_words")
        letters = [token for token in found if token.low[:1].isalpha()]
        shouted = sum(token.text.isupper() for token in letters)
        self._cased = any(token.capital for token in letters[1:]) and shouted < 0.8 * len(letters)

    def at(self, index: int) -> Name | None:
        token = self._tokens[index]
        if token.low in TITLES:
            return self._titled(index)
        if not token.low[:1].isalpha() or token.low in _NOT_NAMES:
            return None
        last = self._run(index)
        if last - index >= 2:
            return self._full(index, last)
        return self._single(index)

    def _titled(self, index: int) -> Name | None:
        start = index + 1
        while start < len(self._tokens) and (self._tokens[start].low in TITLES or self._tokens[start].text == "."):
            start += 1
        token_low = self._tokens[index].low.strip(".")
        last = self._run(start)
        if (
            last == start
            and token_low in _PERSONAL_TITLES
            and start < len(self._tokens)
            and self._tokens[start].capital
        ):
            last = start + 1
        if last == start or (not self._tokens[start].capital and not self._known(start)):
            return None
        personal = token_low in _PERSONAL_TITLES and self._tokens[start].capital
        if all(i in self._taken for i in range(start, last)) and not (self._known(start) or personal):
            return None
        return Name(start, last, True)

    def _run(self, index: int) -> int:
        """The end of the run of words from ``index`` that can be parts of one name."""
        end = index
        while end < len(self._tokens) and end - index < 5:
            token = self._tokens[end]
            inside = end > index and (token.low in PARTICLES or self._is_initial(end))
            if end > index and (self._tokens[end - 1].possessive or end in self._breaks):
                break
            if token.text == "." and end > index and len(self._tokens[end - 1].low) == 1:
                end += 1
                continue
            if not (inside or self._part(end)):
                break
            end += 1
        while end > index and (self._tokens[end - 1].low in PARTICLES or self._tokens[end - 1].text == "."):
            end -= 1
        return end

    def _is_initial(self, index: int) -> bool:
        token = self._tokens[index]
        return (len(token.low) == 1 and token.low.isalpha() and token.capital) or bool(
            re.fullmatch(r"[A-Z]\.", token.text)
        )

    def _part(self, index: int) -> bool:
        token = self._tokens[index]
        if token.low in _NOT_NAMES or not _INITIAL.match(token.low):
            return (
                token.low in {"may", "june", "april", "august"}
                and index + 1 < len(self._tokens)
                and self._is_surname(index + 1)
            )
        if self._cased:
            after_forename = (
                index > 0 and self._tokens[index - 1].low in self._forenames and index - 1 not in self._taken
            )
            return token.capital and (index not in self._taken or self._known(index) or after_forename)
        return self._known(index) or (index > 0 and token.low not in self._words and index not in self._taken)

    def _is_surname(self, index: int) -> bool:
        return self._tokens[index].low in self._surnames and self._tokens[index].capital

    def _known(self, index: int) -> bool:
        low = self._tokens[index].low
        return low in self._forenames or low in self._surnames

    def _full(self, first: int, last: int) -> Name | None:
        while (
            first < last - 1
            and not self._known(first)
            and (self._tokens[first].low in self._words or first in self._taken)
        ):
            first += 1
        words = [token.low for token in self._tokens[first:last]]
        if last - first < 2:
            return self._single(first) if last > first else None
        forename, surname = words[0] in self._forenames, words[-1] in self._surnames | self._forenames
        if all(i in self._taken for i in range(first, last)) and not (forename and surname):
            return None
        if forename and (surname or words[-1] not in self._words or self._cased):
            return Name(first, last, True)
        if surname and (self._cased and words[0] not in self._words):
            return Name(first, last, True)
        if self._cased and not any(w in self._words or i + first in self._taken for i, w in enumerate(words)):
            return Name(first, last, False)
        return None

    def _single(self, index: int) -> Name | None:
        """One word: only a known name, not an ordinary word, and written as a name (or all is lower case)."""
        token = self._tokens[index]
        if not self._known(index) or index in self._taken or token.low in self._words or len(token.low) < 3:
            return None
        if self._cased and not token.capital:
            return None
        return Name(index, index + 1, False)
