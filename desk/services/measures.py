"""The desk's measures on labelled sets: does search find, does the desk know when it does not know."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk.search.embedder import EmbeddingPool
from desk.search.evaluate import evaluate_retrieval
from desk.search.model_files import packaged_model
from desk.settings import Settings


def model_folder() -> Path:
    """The packaged embedding model."""
    return packaged_model()


def measure_retrieval(directory: Path, settings: Settings, progress: Callable[[str], None]) -> dict[str, Any]:
    """Recall, MRR and nDCG@10 of each way of searching, through a real vault and index in a temporary folder."""
    pool = EmbeddingPool(settings.search.model_folder or packaged_model(), settings.search.workers)
    pool.start()
    try:
        with tempfile.TemporaryDirectory(prefix="probity-desk-eval-") as folder:
            return evaluate_retrieval(directory, pool, Path(folder), progress)
    finally:
        pool.close()
