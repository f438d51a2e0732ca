"""The packaged model in int8 against float32: ``python build/embedding/compare.py [FOLDER]``. About a minute.

Draws 200 sentences from the files of the folder, smallest files first (without one, from the sample's reports), and says
how near the two vectors of a sentence are and how many sentences each embeds in a second of processor time.
"""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from desk import safe_start

safe_start.start()

from desk.reading import read
from desk.resources import resource
from desk.search.embedding_model import load_model
from desk.search.model_files import packaged_model, tokenizer_file
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.sentences import sentence_spans

DRAWN, DRAWN_FROM, SHORTEST = 200, 2_000, 40


def sentences(folder: Path) -> list[str]:
    """Different sentences of some length, the same for the same files."""
    found: dict[str, None] = {}
    for path in sorted((each for each in folder.rglob("*") if each.is_file()), key=lambda each: each.stat().st_size):
        found |= dict.fromkeys(sentences_of(path))
        if len(found) >= DRAWN_FROM:
            break
    return random.Random(7).sample(list(found), min(DRAWN, len(found)))


def sentences_of(path: Path) -> Iterator[str]:
    """The sentences of one file; none of a file that cannot be read."""
    try:
        reading = read(path, tokenizer=tokenizer_file(packaged_model()))
    except ReadingFailed:
        return
    for passage in reading.passages:
        for start, end in sentence_spans(passage.text):
            sentence = " ".join(passage.text[start:end].split())
            if len(sentence) >= SHORTEST:
                yield sentence


def embedded(texts: list[str], arithmetic: str) -> tuple[numpy.ndarray, float]:
    """Vectors of the texts, and texts for each second of processor time."""
    model = load_model(packaged_model(), arithmetic)
    model.embed("passage", texts[:8])  # the first call pays for what is made at first use
    begun = time.process_time()
    vectors = model.embed("passage", texts)
    return vectors, len(texts) / (time.process_time() - begun)


def main() -> None:
    """Draw, embed twice, compare."""
    texts = sentences(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("sample", "reports"))
    (small, quick), (exact, slow) = embedded(texts, "int8"), embedded(texts, "float32")
    cosines = (small * exact).sum(axis=1)
    print(f"{len(texts)} sentences; cosine {cosines.mean():.3f} on average, {cosines.min():.3f} at least")
    print(f"a second: {quick:.0f} in int8, {slow:.0f} in float32, ratio {quick / slow:.1f}")


if __name__ == "__main__":
    main()
