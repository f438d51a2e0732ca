"""The desk's measures on labelled sets: does search find, does the desk know when it does not know."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desk.answering.evaluate import answerability, summary
from desk.reading import read
from desk.search.embedder import EmbeddingPool
from desk.search.evaluate import evaluate_retrieval
from desk.search.model_files import packaged_model, tokenizer_file
from desk.settings import Settings

Progress = Callable[[str], None]


def model_folder() -> Path:
    """The packaged embedding model."""
    return packaged_model()


def measure_retrieval(directory: Path, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Recall, MRR and nDCG@10 of each way of searching, through a real vault and index in a temporary folder."""
    tokenizer = tokenizer_file(settings.search.model_folder or packaged_model())
    with _pool(settings) as (pool, folder):
        return evaluate_retrieval(
            directory, pool, folder, read=lambda path: read(path, tokenizer=tokenizer), progress=progress
        )


def measure_answers(directory: Path, settings: Settings, progress: Progress) -> dict[str, Any]:
    """How often the desk answers what the texts answer, and stays silent where the answer was taken out."""
    with _pool(settings) as (pool, folder):
        outcomes = answerability(directory, pool, folder, progress)
    return {"set": directory.name, "held out": summary(outcomes)}


@contextmanager
def _pool(settings: Settings) -> Iterator[tuple[EmbeddingPool, Path]]:
    search = settings.search
    pool = EmbeddingPool(search.model_folder or packaged_model(), search.workers, search.arithmetic)
    pool.start()
    try:
        with tempfile.TemporaryDirectory(prefix="probity-desk-eval-") as folder:
            yield pool, Path(folder) / "vault"
    finally:
        pool.close()
