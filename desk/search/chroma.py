"""The one module that touches Chroma: a folder of collections, one for each case, ids and vectors alone.

No text and no metadata goes in: Chroma would keep four copies of each, in clear, and not forget them on deletion. Every
setting is given by value, since Chroma reads settings from the environment and from a ``.env`` in the current folder,
and one of them turns a local folder into a network client.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy

from desk.search.worker_process import Vectors
from desk.vocabulary.errors import SearchFailed

DATABASE = "chroma.sqlite3"
# Larger batches keep a waiting question waiting; 200 vectors take about 0.1 s.
BATCH = 200
# Recall at 10 on a hard set of 10,000: 0.88 with the default 100, 0.98 with 400, at 1 ms more a query (measured).
_CONFIGURATION = {"hnsw": {"space": "cosine", "ef_search": 400, "ef_construction": 100, "max_neighbors": 16}}
_SAFE = {
    "chroma_api_impl": "chromadb.api.rust.RustBindingsAPI",
    "chroma_server_host": None,
    "chroma_server_http_port": None,
    "chroma_otel_collection_endpoint": "",
    "allow_reset": False,
    "is_persistent": True,
    "anonymized_telemetry": False,
}
_REBUILD = "Rebuild it with: desk vault repair; the vault has all it needs."


class ChromaFolder:
    """An open Chroma folder. Safe to use from many threads; never from two processes at once.

    A lock is held for one query or one batch at a time, so that closing waits for what is under way.
    """

    def __init__(self, folder: Path) -> None:
        with _named(f"The search index at {folder} could not be opened"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._client: Any = _client(folder)
        self._collections: dict[str, Any] = {}
        self._lock = threading.RLock()

    def close(self) -> None:
        """Give the folder back; its files are complete afterwards."""
        with self._using("The search index could not be closed"):
            self._collections.clear()
            client, self._client = self._client, None
            client.close()

    def case_ids(self) -> list[str]:
        """The cases that have a collection."""
        with self._using("The search index could not be listed"):
            return [collection.name.removeprefix("case-") for collection in self._client.list_collections()]

    def ids(self, case_id: str) -> set[int]:
        """The ids of a case's vectors."""
        with self._using("The search index could not be listed"):
            return {int(name) for name in self._collection(case_id).get(include=[])["ids"]}

    def put(self, case_id: str, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors or replace those with the same ids, ``BATCH`` at a time."""
        for start in range(0, len(ids), BATCH):
            names = [str(identifier) for identifier in ids[start : start + BATCH]]
            with self._using("Vectors could not be added to the search index"):
                self._collection(case_id).upsert(ids=names, embeddings=vectors[start : start + BATCH])

    def delete(self, case_id: str, ids: Sequence[int]) -> None:
        """Remove vectors; ids that are not there are passed over."""
        for start in range(0, len(ids), BATCH):
            names = [str(identifier) for identifier in ids[start : start + BATCH]]
            with self._using("Vectors could not be removed from the search index"):
                self._collection(case_id).delete(ids=names)

    def drop(self, case_id: str) -> None:
        """Remove a case's collection with its files, if it has one."""
        if case_id not in self.case_ids():
            return
        with self._using("A case could not be removed from the search index"):
            self._collections.pop(case_id, None)
            self._client.delete_collection(_name(case_id))

    def query(self, case_id: str, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """The nearest ids with their cosine, best first."""
        with self._using("The search index did not answer"):
            found = self._collection(case_id).query(query_embeddings=[vector], n_results=limit, include=["distances"])
        return [(int(name), 1.0 - gap) for name, gap in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vectors(self, case_id: str, ids: Sequence[int]) -> tuple[list[int], Vectors]:
        """The vectors with these ids, float32 [n, dimension]; ids that are not there are left out."""
        with self._using("The search index did not answer"):
            found = self._collection(case_id).get(ids=[str(identifier) for identifier in ids], include=["embeddings"])
        return [int(name) for name in found["ids"]], numpy.asarray(found["embeddings"], dtype=numpy.float32)

    def _collection(self, case_id: str) -> Any:
        if case_id not in self._collections:
            # Without the explicit None, Chroma would attach a model that downloads itself at first use.
            self._collections[case_id] = self._client.get_or_create_collection(
                _name(case_id), configuration=_CONFIGURATION, embedding_function=None
            )
        return self._collections[case_id]

    @contextmanager
    def _using(self, what: str) -> Iterator[None]:
        with self._lock, _named(what):
            if self._client is None:
                raise SearchFailed("The search index is closed.", "Open the vault again.")
            yield


def compact(folder: Path) -> None:
    """Overwrite what deleted rows left in the index's database; only while the folder is not open."""
    with _named("The search index could not be compacted"), closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")


def _name(case_id: str) -> str:
    return f"case-{case_id}"


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    pinned = {name: field.get_default(call_default_factory=True) for name, field in Settings.model_fields.items()}
    values: dict[str, Any] = {**pinned, **_SAFE, "persist_directory": str(folder)}
    return chromadb.PersistentClient(path=folder, settings=Settings(_env_file=None, **values))


@contextmanager
def _named(what: str) -> Iterator[None]:
    """Chroma raises many things, some of them bare ``Exception``s of its Rust core; the person gets one sentence."""
    try:
        yield
    except SearchFailed:
        raise
    except Exception as error:
        raise SearchFailed(f"{what} ({type(error).__name__}).", _REBUILD) from error
