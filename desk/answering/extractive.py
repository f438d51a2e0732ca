"""Answers made of the reports' own sentences: those that bear on the question, ranked, each claim once.

A sentence scores by the share of the question's rare words it holds, by how near its passage is to the question in
meaning, and by whether it holds the kind of thing that is asked for (a date for "when"). Sentences are grouped by
report, best report first, and within a report stand in the order of the page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desk.answering.citing import cite, one_line
from desk.answering.claims import Claim, claim
from desk.safeguards.sealed import Masked, MaskedPassage
from desk.search.retriever import Found
from desk.vocabulary.answer import DraftSentence, Support
from desk.vocabulary.sentences import sentence_spans
from desk.vocabulary.words import stems, words

# Of the best sentence's score; below it a sentence tells the reader less than it costs to read.
KEEP = 0.72
# Weights beside that of the sentence's own words (1): words around it in the passage, nearness of the passage, kind.
AROUND, NEAR, KIND = 0.3, 1.2, 0.35
# What each passage further down counts less in nearness.
RANK = 0.02
MIN_WORDS, MAX_WORDS = 4, 90
# A heading, running head or note in brackets holds the question's words and tells nothing; it is quoted where there is nothing
# better.
HEADING = 0.5

# A bullet or paragraph number before a sentence is not part of what it says; a portion mark is, and stays.
_LABEL = re.compile(r"(?:[-*•▪‣–] |\(?\d{1,3}[.)] |#{1,6} )?")
_PORTION_MARK = re.compile(r"^\((?:U|C|S|TS|CUI)(?://[^)]*)?\)")
_NUMBER = re.compile(r"\d")
_DATE = re.compile(
    r"\b(?:\d{4}|\d{1,2}[./-]\d{1,2}|\d{4,6}Z|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w'-]+")
_LEANS_BACK = re.compile(
    r"^(?:he|she|it|they|this|these|that|those|his|her|its|their|such|both|the former|the latter)\b", re.I
)
# What the question asks for, and what a sentence that answers it holds.
ASKED_FOR = (
    (re.compile(r"\bwhen\b|\bwhat (?:date|day|year|time)\b", re.I), _DATE),
    (re.compile(r"\bhow (?:many|much|far|long|old|often|large|big)\b|\bwhat (?:number|share|amount)\b", re.I), _NUMBER),
    (re.compile(r"\b(?:who|whom|whose|where|which)\b", re.I), _NAME),
)


@dataclass(slots=True)
class _Candidate:
    passage: MaskedPassage
    start: int
    end: int
    text: str
    score: float
    also: list["_Candidate"] = field(default_factory=list)

    @property
    def claim(self) -> Claim:
        return claim(_PORTION_MARK.sub("", self.text).strip())


def quote(question: str, masked: Masked, found: Found, limit: int) -> Iterator[DraftSentence]:
    """At most ``limit`` sentences quoted from the passages, each with its citations, grouped by report."""
    masked.verify()
    candidates = sorted(_candidates(question, masked, found), key=lambda c: -c.score)
    return _drafts(_grouped(_chosen(candidates, limit)))


def _candidates(question: str, masked: Masked, found: Found) -> Iterator[_Candidate]:
    weights = found.weights
    cosines = {hit.passage.id: hit.cosine for hit in found.hits}
    wanted = _wanted(question)
    for rank, passage in enumerate(masked.passages):
        near = cosines.get(passage.passage_id, 0.0) - RANK * rank
        around = stems(passage.text) | stems(passage.report_title)
        for start, end in sentence_spans(passage.text):
            if any(start < stop and begin < end for begin, stop in passage.injected):
                continue  # words that give orders are not evidence; the report itself shows them
            candidate = _scored(passage, start, end, weights, near, around, wanted)
            if candidate is not None:
                yield candidate


def best_scores(question: str, found: Found) -> dict[str, float]:
    """The score of the best sentence of each report in what was found, by the report's id."""
    wanted = _wanted(question)
    best: dict[str, float] = {}
    for rank, hit in enumerate(found.hits):
        passage = hit.passage
        around = stems(passage.text) | stems(passage.report_title)
        texts = (_without_label(passage.text, *span)[1] for span in sentence_spans(passage.text))
        scores = [
            _score(text, stems(text), found.weights, hit.cosine - RANK * rank, around, wanted)
            for text in texts
            if _is_sentence(text)
        ]
        best[passage.report_id] = max(best.get(passage.report_id, 0.0), *scores, 0.0)
    return best


def _scored(
    passage: MaskedPassage,
    start: int,
    end: int,
    weights: Mapping[str, float],
    near: float,
    around: frozenset[str],
    wanted: list[re.Pattern[str]],
) -> _Candidate | None:
    start, text = _without_label(passage.text, start, end)
    if not _is_sentence(text):
        return None
    own = stems(text)
    return _Candidate(passage, start, end, text, _score(text, own, weights, near, around, wanted))


def _without_label(passage: str, start: int, end: int) -> tuple[int, str]:
    start += _LABEL.match(passage[start:end]).end()  # type: ignore[union-attr]  # it matches nothing at least
    return start, one_line(passage[start:end])


def _is_sentence(text: str) -> bool:
    return MIN_WORDS <= sum(1 for _ in words(_PORTION_MARK.sub("", text))) <= MAX_WORDS


def _wanted(question: str) -> list[re.Pattern[str]]:
    return [pattern for asks, pattern in ASKED_FOR if asks.search(question)]


def _score(
    text: str,
    own: frozenset[str],
    weights: Mapping[str, float],
    near: float,
    around: frozenset[str],
    wanted: list[re.Pattern[str]],
) -> float:
    kind = all(pattern.search(text) for pattern in wanted)
    score = share(weights, own) + AROUND * share(weights, around) + NEAR * near + (KIND if wanted and kind else 0.0)
    return score * (HEADING if _is_heading(text) or _is_note(text) else 1)


def _is_note(text: str) -> bool:
    """A sentence wholly in brackets names a source or a reservation; a portion mark before a sentence is another thing."""
    return text.startswith("(") and text.endswith(")") and text.count("(") == 1


def _is_heading(text: str) -> bool:
    """No end of a sentence, no "name: value" of a form, and most of its longer words in capitals."""
    if text[-1] in '.?!;:"”’)' or ":" in text:
        return False
    longer = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(longer) and sum(word[0].isupper() for word in longer) >= 0.7 * len(longer)


def share(weights: Mapping[str, float], held: frozenset[str]) -> float:
    """The share of the question's words, weighted by rarity, that ``held`` has; 0 where the question has none."""
    total = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in held) / total if total else 0.0


def _chosen(candidates: list[_Candidate], limit: int) -> list[_Candidate]:
    """The best, each once: a sentence that says the same as a better one only lends it its source."""
    chosen: list[_Candidate] = []
    for candidate in candidates:
        if candidate.score < KEEP * candidates[0].score:
            break
        twin = next((c for c in chosen if candidate.claim.same_as(c.claim)), None)
        if twin is not None:
            twin.also.append(candidate)
        elif len(chosen) < limit:
            chosen.append(candidate)
    return chosen


def _grouped(chosen: list[_Candidate]) -> list[_Candidate]:
    order = list(dict.fromkeys(candidate.passage.report_id for candidate in chosen))
    return sorted(chosen, key=lambda c: (order.index(c.passage.report_id), c.passage.page, c.passage.start + c.start))


def _drafts(chosen: list[_Candidate]) -> Iterator[DraftSentence]:
    number = 0
    said = {(candidate.passage.passage_id, candidate.end) for candidate in chosen}
    for candidate in chosen:
        citations = []
        for source in [candidate, *candidate.also[:2]]:
            number += 1
            citations.append(cite(number, source.passage, *_with_antecedent(source, said)))
        text = citations[0].quote
        yield DraftSentence(text, tuple(citations), Support.QUOTED, candidate.passage.report_title)


def _with_antecedent(candidate: _Candidate, said: set[tuple[int, int]]) -> tuple[int, int]:
    """The sentence's span, widened to the one before where it begins with a word that points back to it.

    A sentence before that is quoted anyway (``said``: passage and end) is not quoted twice.
    """
    if not _LEANS_BACK.match(candidate.text):
        return candidate.start, candidate.end
    before = [span for span in sentence_spans(candidate.passage.text) if span[1] <= candidate.start]
    if before and (candidate.passage.passage_id, before[-1][1]) in said:
        return candidate.start, candidate.end
    gap = candidate.passage.text[before[-1][1] : candidate.start] if before else "\n\n"
    return (before[-1][0] if "\n\n" not in gap else candidate.start), candidate.end
