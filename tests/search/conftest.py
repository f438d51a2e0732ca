"""A small embedding pool for the whole run, and vaults with passages whose vectors are drawn at random.

Drawn vectors keep the index tests fast: 1,500 of them are more than Chroma holds back before it writes its files.
"""

import hashlib
import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import pytest

from desk.search.embedder import EmbeddingPool
from desk.search.model_files import packaged_model
from desk.search.vector_index import VectorIndex
from desk.vault import KdfParameters, Vault
from desk.vocabulary.marking import Level
from desk.vocabulary.report import Page, PassageDraft, Reading
from tests.conftest import PASSPHRASE

Vectors = numpy.ndarray[Any, numpy.dtype[numpy.float32]]
MODEL = "drawn at random"
PASSAGES = 1_500
QUICK = KdfParameters(memory_mib=64)
TEXTS = {
    "ship": "The freighter left the harbour with machine parts.",
    "rain": "Rainfall was half of the usual amount.",
    "bank": "The bank moved its reserves abroad.",
}
QUESTIONS = {"q1": ("Which vessel carried machinery?", "ship"), "q2": ("How dry was it?", "rain")}


@pytest.fixture(scope="session")
def pool() -> Iterator[EmbeddingPool]:
    """Two real workers with the packaged model."""
    pool = EmbeddingPool(packaged_model(), 2)
    pool.start()
    yield pool
    pool.close()


def labelled_set(folder: Path) -> Path:
    """A labelled set of three texts and two questions; a third question has no label."""
    folder.mkdir()
    corpus = [json.dumps({"_id": name, "title": "", "text": text}) for name, text in TEXTS.items()]
    (folder / "corpus.jsonl").write_text("\n".join(corpus))
    asked = [json.dumps({"_id": name, "text": text}) for name, (text, _) in QUESTIONS.items()]
    (folder / "queries.jsonl").write_text("\n".join([*asked, json.dumps({"_id": "q3", "text": "Unlabelled?"})]))
    rows = [f"{name}\t{right}\t1" for name, (_, right) in QUESTIONS.items()]
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *rows]))
    return folder


def drawn(count: int, seed: int = 1) -> Vectors:
    """Unit vectors, the same for the same seed."""
    vectors = numpy.random.default_rng(seed).normal(size=(count, 384)).astype(numpy.float32)
    return vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)


def reading_of(texts: Sequence[str]) -> Reading:
    """A text report with one passage on each page."""
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    return Reading("text", "A report", pages, tuple(PassageDraft(p.number, 0, len(p.text), p.text) for p in pages))


def store(
    vault: Vault, case_id: str, texts: Sequence[str], vectors: Vectors, model: str = MODEL
) -> tuple[str, list[int]]:
    """Store a report with its vectors; its id and the ids of its passages."""
    report_id = uuid.uuid4().hex
    item = vault.items.add(case_id, f"{report_id}.txt")
    digest = hashlib.sha256(report_id.encode()).hexdigest()
    vault.reports.store(report_id, case_id, item.id, reading_of(texts), digest, 1, f"{report_id}.txt", vectors, model)
    return report_id, [passage.id for passage in vault.reports.passages_of(report_id)]


@dataclass(frozen=True)
class Library:
    """A vault folder with one case of ``PASSAGES`` passages and a properly closed index."""

    folder: Path
    case_id: str
    ids: list[int]
    vectors: Vectors


@pytest.fixture(scope="session")
def original_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Made once; tests get copies."""
    folder = tmp_path_factory.mktemp("library") / "vault"
    vectors = drawn(PASSAGES)
    with Vault.create(folder, PASSPHRASE, kdf=QUICK) as vault:
        case_id = vault.cases.add("A case", "Tests", "Tests", Level.SECRET).id
        _, ids = store(vault, case_id, [f"Passage {number}." for number in range(PASSAGES)], vectors)
        index = VectorIndex(vault)
        index.open()
        index.add(case_id, ids, vectors)
        index.close()
    return Library(folder, case_id, ids, vectors)


@pytest.fixture
def library(original_library: Library, tmp_path: Path) -> Library:
    """A copy of the library to damage."""
    folder = tmp_path / "vault"
    shutil.copytree(original_library.folder, folder)
    return Library(folder, original_library.case_id, original_library.ids, original_library.vectors)
