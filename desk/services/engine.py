"""Search as the other services need it: the embedder and the index, started once, behind the window."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from desk.safeguards.sealed import Cleared
from desk.search.embedder import EmbeddingPool
from desk.search.model_files import packaged_model, tokenizer_file
from desk.search.retriever import Found, Retriever
from desk.search.vector_index import IndexReport, VectorIndex
from desk.settings import Settings
from desk.vault import Vault


class Engine:
    """Embedding processes and vector index of one open vault. Thread-safe; heavy parts start at first use."""

    def __init__(self, vault: Vault, settings: Settings) -> None:
        folder = settings.search.model_folder or packaged_model()
        self.pool = EmbeddingPool(folder, settings.search.workers, settings.search.arithmetic)
        self.index = VectorIndex(vault)
        self.retriever = Retriever(vault, self.index, self.pool)
        self._folder = folder
        self._vault = vault
        self._lock = threading.Lock()
        self._report: IndexReport | None = None

    @property
    def model_name(self) -> str:
        """Name and digest of the embedding model in use."""
        return self.pool.name

    @property
    def tokenizer(self) -> Path:
        """The model's ``tokenizer.json``, by which passages are measured; raises ``SearchFailed`` where it is missing."""
        return tokenizer_file(self._folder)

    def start(self, progress: Callable[[str], None] = lambda _: None) -> IndexReport:
        """Start the processes, open and check the index (repairing it where needed). Returns at once when running."""
        with self._lock:
            if self._report is None:
                progress("Starting the embedding model ...")
                self.pool.start()
                progress("Opening the index ...")
                self._report = self.index.open(progress)
            return self._report

    def embed(
        self, texts: Sequence[str], progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> npt.NDArray[np.float32]:
        """Vectors of passages, (n, d) float32."""
        self.start()
        return self.pool.embed(texts, progress=progress, cancelled=cancelled)

    def add(self, case_id: str, report_id: str) -> None:
        """Put a stored report's vectors into the index."""
        self.start()
        ids, vectors = self._vault.vectors.of_reports(case_id, [report_id])
        self.index.add(case_id, ids.tolist(), vectors)

    def find(self, cleared: Cleared, limit: int, report_ids: Sequence[str] | None) -> Found:
        """The passages that bear on a cleared question."""
        self.start()
        return self.retriever.find(cleared, limit=limit, report_ids=report_ids)

    def close(self) -> None:
        """End the processes and leave the index in order."""
        with self._lock:
            if self._report is not None:
                self.index.close()
            self.pool.close()
            self._report = None
