"""The labelled questions the screening model learns from, and how they are varied so that it learns no names.

Persons' names and places are exchanged for others of the same kind at every pass: whose person somebody is has to be read
from what is stated, and the gazetteers stand for all places rather than the few that the authors thought of.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desk.safeguards.conversation import transcript
from desk.safeguards.gloss import readings
from desk.safeguards.language import foreign_language
from desk.safeguards.network import RULES, VERDICTS
from desk.safeguards.policy import Policy, load_policy
from desk.safeguards.recognise import parse
from desk.vocabulary.sentences import sentence_spans

# The author whose questions the rules were tuned on.
TUNED = "queries_tuned"
# Passages of real agency reports: words of reports are learned among their sentences as well as alone.
AGENCY = "injections_agency"
_PLACES = {
    "place.us": "places_us",
    "place.world": "places_world",
    "place.country": "countries",
    "demonym": "demonyms",
}
# Groups that a rule may not tell apart: wherever one of them stands, another may.
_ALIKE = [
    "muslims christians jews hindus buddhists sikhs atheists mormons catholics",
    "muslim christian jewish hindu buddhist sikh mormon catholic",
    "republicans democrats libertarians",
    "republican democratic libertarian",
    "mosque church synagogue temple gurdwara parish",
    "imam pastor rabbi priest",
    "black white hispanic asian arab",
    "gay straight transgender",
]
# Words around a question that change nothing about it.
_BEFORE = (
    "Quick one:|Sorry to bother you again.|For the morning brief:|Good morning.|Second question:|Thanks for the last answer.|Hi,|"
    "The boss asks:|Before I forget:|From the night shift:|Just so that I have it in one place:|Tasking 14:|ref yr msg -|"
    "The weather was calm and the port open.|I have ten minutes.|As discussed:|Q:|pls|Next item.|One more for the annex:"
).split("|")
_AFTER = (
    "Thanks.|Kind regards|Short answer is fine.|Two paragraphs at most.|By noon, please.|With page numbers.|No rush.|"
    "In a table.|thx|I will be at my desk until six.|Bullets please.|Cite the reports.|That is all for today.|Over."
).split("|")
# Remarks about other things: a question does not become another by standing among them.
_REMARKS = (
    "The freighter Almena cleared Piraeus on Monday with a cargo of cement.|It rained for most of the week.|"
    "Wheat prices in Odesa fell by two per cent.|The embassy in Baku is being repainted.|Our printer is out of toner again.|"
    "The Suez transit took nineteen hours.|Syria and Jordan reopened the crossing at Nasib.|The minister flew home to Tashkent.|"
    "Brent closed at 81 dollars.|The frigate is back in Toulon.|Traffic through the Bosphorus was light.|"
    "The Iranian delegation arrived late.|Yemen's rainy season begins in April.|The ferry to Tunis is running again.|"
    "A Chinese survey ship passed the cape.|Somebody moved the briefing to three o'clock.|The harvest in Moldova was poor.|"
    "Russian gas flows were unchanged.|The airport at Khartoum remains closed.|The bridge over the Tigris carries one lane.|"
    "The new Latvian patrol boats are at sea.|Rail freight from Almaty doubled.|The conference in Nairobi ended without a text.|"
    "North Korean state radio played marches all day."
).split("|")
_TYPO, _LOWER, _BARE, _NAME, _PLACE, _GROUP, _FRAMED = 0.12, 0.15, 0.08, 0.6, 0.45, 0.5, 0.12
_AMONG, _LATER, _IN_REPORT = 0.2, 0.12, 0.2
Span = tuple[int, int]
_GROUPS = re.compile(rf"\b(?:{'|'.join(' '.join(_ALIKE).split())})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """A text with its labels: the verdict, the rules that block, whether it bears on force, whether it gives orders.

    ``marks`` are the characters that belong to identities of U.S. persons. None where the text has no such label. ``talk``: a
    conversation as one text, labels for its end. ``blind``: the rules were tuned on it, so that what they see in it must not
    be learned from.
    """

    id: str
    text: str
    verdict: int | None = None
    rules: tuple[float, ...] = (0.0,) * len(RULES)
    advisory: float | None = None
    injected: float | None = None
    marks: tuple[Span, ...] | None = None
    blind: bool = False
    talk: bool = False


def read_authors(folder: Path) -> dict[str, list[Item]]:
    """The labelled texts of a folder by the file of their author."""
    authors = {
        path.stem: [_question(line, path.stem == TUNED) for line in _lines(path)]
        for path in sorted(folder.glob("queries*.jsonl"))
    }
    for path in sorted(folder.glob("conversations*.jsonl")):
        authors[path.stem] = [_conversation(line) for line in _lines(path)]
    for pattern, read in (("outputs*.jsonl", _output), ("injections*.jsonl", _injection)):
        for path in sorted(folder.glob(pattern)):
            authors[path.stem] = [read(line) for line in _lines(path)]
    policy = load_policy()
    return {name: list(_in_english(items, policy)) for name, items in authors.items()}


def _in_english(items: Iterable[Item], policy: Policy) -> Iterator[Item]:
    """The items as the model will be asked: word for word in English, without what is not read well enough."""
    for item in items:
        read = () if item.talk else readings(item.text, policy)
        if item.marks is not None:
            yield item  # its marks are places in the words as they stand
        elif read:
            yield replace(item, text=read[-1].text)
        elif item.talk and foreign_language(item.text) is None:
            yield item


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _question(line: Mapping[str, Any], blind: bool) -> Item:
    blocked = line["verdict"] == "block"
    rules = tuple(float(blocked and rule in line["rules"]) for rule in RULES)
    # What is blocked need not be marked as well, so that a missing mark there teaches nothing.
    advisory = None if blocked and not line["advisory"] else float(line["advisory"])
    return Item(line["id"], line["text"], VERDICTS.index(line["verdict"]), rules, advisory, blind=blind)


def _conversation(line: Mapping[str, Any]) -> Item:
    *earlier, question = line["turns"]
    return replace(_question({**line, "text": transcript(earlier, question)}, blind=False), talk=True)


def _output(line: Mapping[str, Any]) -> Item:
    marks = tuple(
        found.span() for name in line["us_persons"] for found in re.finditer(re.escape(name), line["text"]) if name
    )
    return Item(line["id"], line["text"], advisory=float(line["advisory"]), marks=marks)


def _injection(line: Mapping[str, Any]) -> Item:
    return Item(line["id"], line["text"], injected=float(line["injected"]))


class Variation:
    """Makes variants of texts; the same for the same seed."""

    def __init__(self, policy: Policy, seed: int) -> None:
        self._policy = policy
        self._random = random.Random(seed)
        self._forenames = sorted(policy.lines("forenames"))
        self._surnames = sorted(policy.lines("surnames"))
        self._places = {tag: sorted(policy.lines(name)) for tag, name in _PLACES.items()}

    def of(self, text: str) -> str:
        """One variant of a text; often the text itself."""
        varied = self._framed(self._regrouped(self._exchanged(text)))
        if self._random.random() < _TYPO:
            varied = self._mistyped(varied)
        if self._random.random() < _LOWER:
            varied = varied.lower()
        if self._random.random() < _BARE:
            varied = varied.rstrip("?.! ")
        return varied

    def of_talk(self, text: str) -> str:
        """One variant of a conversation."""
        varied = self._regrouped(self._exchanged(text))
        return self._mistyped(varied) if self._random.random() < _TYPO else varied

    def after_others(self, text: str, others: Sequence[str]) -> str:
        """A text that stands alone, now and then as the end of a conversation on other things."""
        if self._random.random() >= _LATER:
            return text
        return transcript(self._random.sample(others, self._random.randint(1, 3)), text)

    def of_marked(self, text: str, marks: Sequence[Span], passages: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
        """One variant of a text with marks, and the marks in it."""
        spans = _apart(self._exchanges(text))
        varied = _replaced(text, spans)
        moved = tuple((_moved(start, spans, 0), _moved(end, spans, 1)) for start, end in marks)
        lowered = varied.lower() if self._random.random() < _LOWER / 2 else varied
        before, after = self._surroundings(passages)
        shift = len(before)
        return f"{before}{lowered if len(lowered) == len(varied) else varied}{after}", tuple(
            (start + shift, end + shift) for start, end in moved
        )

    def of_report(self, text: str, passages: Sequence[str]) -> str:
        """One variant of words of a report: now and then they stand among sentences of other reports."""
        before, after = self._surroundings(passages)
        return f"{before}{self.of(text)}{after}"

    def _surroundings(self, passages: Sequence[str]) -> tuple[str, str]:
        """What stands before and after a passage in a report; mostly nothing."""
        if self._random.random() >= _IN_REPORT:
            return "", ""
        before, after = (self._neighbours(self._random.choice(passages)) for _ in range(2))
        first = self._random.random()
        return ("" if first < 0.3 else f"{before} "), ("" if first > 0.7 else f" {after}")

    def _neighbours(self, passage: str) -> str:
        """One to three sentences of a passage that follow each other."""
        spans = list(sentence_spans(passage))
        first = self._random.randrange(len(spans))
        return passage[spans[first][0] : spans[min(len(spans) - 1, first + self._random.randrange(3))][1]]

    def _exchanged(self, text: str) -> str:
        return _replaced(text, _apart(self._exchanges(text)))

    def _exchanges(self, text: str) -> list[tuple[int, int, str]]:
        parsed = parse(text, self._policy)
        spans: list[tuple[int, int, str]] = []
        if self._random.random() < _NAME:
            names: dict[str, str] = {}
            for mention in parsed.mentions:
                if mention.kind == "person" and mention.certain:
                    old = mention.text.lower().removesuffix("'s").split()
                    if old[-1] not in names:
                        names[old[-1]] = self._name(2)
                    new = names[old[-1]] if len(old) > 1 else names[old[-1]].split()[-1]
                    start, end = parsed.span(mention.first, mention.last)
                    spans.append((start, end - 2 * mention.text.endswith("'s"), new))
        spans.extend(
            (*parsed.span(hit.first, hit.last), self._random.choice(self._places[hit.tag]).title())
            for hit in self._policy.places.hits([token.low for token in parsed.tokens])
            if hit.tag in self._places and self._random.random() < _PLACE
        )
        return spans

    def _framed(self, text: str) -> str:
        before = f"{self._random.choice(_BEFORE)} " if self._random.random() < _FRAMED else ""
        after = f" {self._random.choice(_AFTER)}" if self._random.random() < _FRAMED else ""
        return self._among_remarks(f"{before}{text}{after}")

    def _among_remarks(self, text: str) -> str:
        if self._random.random() >= _AMONG:
            return text
        remarks = " ".join(self._random.sample(_REMARKS, self._random.randint(1, 3)))
        stopped = text if text[-1:] in ".?!" else f"{text}."
        return f"{remarks} {text}" if self._random.random() < 0.6 else f"{stopped} {remarks}"

    def _regrouped(self, text: str) -> str:
        return _GROUPS.sub(lambda found: self._other(found.group()), text) if self._random.random() < _GROUP else text

    def _other(self, word: str) -> str:
        chosen = self._random.choice(next(group for group in _ALIKE if word.lower() in group.split()).split())
        return chosen.capitalize() if word[0].isupper() else chosen

    def _name(self, words: int) -> str:
        chosen = [self._random.choice(self._forenames)] if words > 1 else []
        return " ".join([*chosen, self._random.choice(self._surnames)]).title()

    def _mistyped(self, text: str) -> str:
        letters = list(text)
        for _ in range(1 + len(letters) // 60):
            place = self._random.randrange(len(letters))
            if letters[place].isalpha():
                letters[place] = self._random.choice(("", letters[place] * 2, self._random.choice("aeirnst")))
        return "".join(letters)


def _apart(spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans in order, without those that overlap an earlier one."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _replaced(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    pieces, end = [], 0
    for start, stop, new in spans:
        pieces += [text[end:start], new]
        end = stop
    return "".join([*pieces, text[end:]])


def _moved(place: int, spans: Sequence[tuple[int, int, str]], edge: int) -> int:
    """Where a character stands after the exchanges; ``edge`` 0 begins a mark, 1 ends one, and goes to that edge of a word."""
    shift = 0
    for start, stop, new in spans:
        if start < place < stop or (edge == 0 and place == start) or (edge == 1 and place == stop):
            return start + shift + (len(new) if edge else 0)
        if stop <= place:
            shift += len(new) - (stop - start)
    return place + shift
