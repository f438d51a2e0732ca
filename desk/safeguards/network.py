"""The screening model as it runs: ONNX Runtime on one thread, a few milliseconds a question, nothing outside this process."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from desk.onnx_session import session
from desk.vocabulary.decision import Rule, Verdict

if TYPE_CHECKING:
    import tokenizers

VERDICTS = (Verdict.ALLOW, Verdict.REFER, Verdict.BLOCK)
RULES = (Rule.D1, Rule.D2, Rule.D3, Rule.D4, Rule.D5, Rule.H1, Rule.F2)
MOST_TOKENS = 256
# Below this chance a word is not even considered for masking.
_FAINT = 0.02


class Identifying(NamedTuple):
    """Characters ``start`` to ``end`` belong to a U.S. person's identity with this chance."""

    start: int
    end: int
    chance: float


@dataclass(frozen=True, slots=True)
class Probabilities:
    """What the model makes of a text: each verdict (they add up to 1), each rule, whether it bears on force, whether it
    gives orders to a machine that reads it, and which pieces of words identify a U.S. person, in order, faint ones left out.
    """

    allow: float
    refer: float
    block: float
    rules: dict[Rule, float]
    advisory: float
    injected: float
    identifying: tuple[Identifying, ...] = ()

    @property
    def rule(self) -> Rule:
        """The likeliest rule."""
        return max(self.rules, key=lambda rule: self.rules[rule])


class Network:
    """The model in memory; safe to use from many threads. Longer texts are read in overlapping pieces, strictest first."""

    def __init__(self, model: bytes, tokenizer: str) -> None:
        from tokenizers import Tokenizer

        self._session = session(model)
        self.digest = hashlib.sha256(model).hexdigest()
        self._signals = int(next(each for each in self._session.get_inputs() if each.name == "signals").shape[1])
        self._tokenizer: tokenizers.Tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def read(self, text: str, signals: Sequence[float] | None = None) -> Probabilities:
        """Probabilities for a text; ``signals`` are what the rules see in it, None that they were not asked."""
        signals = [0.0] * self._signals if signals is None else signals
        found = [self._one(ids, places, signals) for ids, places in self._pieces(text)]
        strictest = min(found, key=lambda piece: piece.allow)
        return replace(
            strictest,
            advisory=max(piece.advisory for piece in found),
            injected=max(piece.injected for piece in found),
            identifying=_likeliest(each for piece in found for each in piece.identifying),
        )

    def _pieces(self, text: str) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """Token ids with the characters each stands for; markers at both ends stand for none."""
        whole = self._tokenizer.encode(text)
        ids, places = whole.ids, whole.offsets
        if len(ids) <= MOST_TOKENS:
            return [(ids, places)]
        inner, step, room = range(1, len(ids) - 1), MOST_TOKENS // 2, MOST_TOKENS - 2
        windows = ([0, *inner[start : start + room], len(ids) - 1] for start in range(0, len(inner) - step, step))
        return [([ids[i] for i in window], [places[i] for i in window]) for window in windows]

    def _one(self, ids: list[int], places: list[tuple[int, int]], signals: Sequence[float]) -> Probabilities:
        import numpy

        feed: dict[str, Any] = {
            "ids": numpy.asarray([ids], dtype=numpy.int64),
            "signals": numpy.asarray([signals], dtype=numpy.float32),
        }
        logits, words = self._session.run(["logits", "identifying"], feed)
        chances = zip(places, (_chance(float(value)) for value in words[0]), strict=True)
        seen = tuple(Identifying(*place, chance) for place, chance in chances if chance >= _FAINT and place[1])
        return replace(probabilities([float(value) for value in logits[0]]), identifying=seen)


def _likeliest(seen: Iterable[Identifying]) -> tuple[Identifying, ...]:
    """Each piece of a word once, where overlapping pieces of the text disagree with its higher chance."""
    best: dict[tuple[int, int], float] = {}
    for start, end, chance in seen:
        best[start, end] = max(chance, best.get((start, end), 0.0))
    return tuple(Identifying(*place, chance) for place, chance in sorted(best.items()))


def probabilities(logits: Sequence[float]) -> Probabilities:
    """The model's output, verdicts, rules, force and orders in this sequence, as probabilities."""
    verdicts, rules, advisory, injected = logits[:3], logits[3:-2], logits[-2], logits[-1]
    highest = max(verdicts)
    weights = [math.exp(value - highest) for value in verdicts]
    allow, refer, block = (weight / sum(weights) for weight in weights)
    chances = {rule: _chance(value) for rule, value in zip(RULES, rules, strict=True)}
    return Probabilities(allow, refer, block, chances, _chance(advisory), _chance(injected))


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit > -60 else 0.0
