"""The embedding pool, with real workers and the real model."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
import pytest

from desk.resources import read_text
from desk.search import worker_process
from desk.search.embedder import EmbeddingPool
from desk.search.model_files import packaged_model
from desk.search.worker_process import WorkerProcess
from desk.settings import Arithmetic
from desk.vocabulary.errors import Cancelled, SearchFailed

TEXTS = [
    "The bridge over the river was closed after the flood.",
    "Shipments of grain left the port on Tuesday.",
    "The minister met the delegation at the airport. " * 12,
    "Rain.",
    "",
]


def test_vectors_come_back_normalised_and_in_order(pool: EmbeddingPool) -> None:
    together = pool.embed(TEXTS)
    assert together.shape == (len(TEXTS), 384)
    assert together.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_hang_on_the_texts_beside_it(pool: EmbeddingPool) -> None:
    alone = numpy.stack([pool.embed([text])[0] for text in TEXTS])
    assert numpy.array_equal(pool.embed(TEXTS), alone)


def test_the_packaged_model_needs_no_pytorch(pool: EmbeddingPool) -> None:
    loading = "from desk.search.embedding_model import load_model; from desk.search.model_files import packaged_model; "
    embedding = "print(load_model(packaged_model(), 'int8').embed('passage', ['Rain.']).shape); "
    printing = "import sys; print('torch' in sys.modules, 'transformers' in sys.modules)"
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); {loading}{embedding}{printing}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["(1, 384)", "False False"]


def test_int8_points_where_float32_does(pool: EmbeddingPool) -> None:
    sentences = [
        line for line in read_text("sample", "reports", "09-open-source-summary.md").splitlines() if len(line) > 40
    ]
    exact = WorkerProcess(packaged_model(), Arithmetic.FLOAT32, background=False)
    try:
        cosines = (pool.embed(sentences) * exact.embed("passage", sentences)).sum(axis=1)
    finally:
        exact.close()
    assert len(cosines) >= 10
    assert cosines.mean() > 0.985
    assert cosines.min() > 0.97


def test_a_question_lies_nearest_to_the_passage_that_answers_it(pool: EmbeddingPool) -> None:
    nearness = pool.embed(TEXTS) @ pool.embed_question("When did the wheat leave the harbour?")
    assert nearness.argmax() == 1


def test_nothing_to_embed_gives_no_vectors(pool: EmbeddingPool) -> None:
    assert len(pool.embed([])) == 0


def test_the_name_tells_model_and_digest(pool: EmbeddingPool) -> None:
    assert pool.name.startswith("all-MiniLM-L6-v2 ")
    assert len(pool.name.split()[1]) == 12
    assert pool.name.endswith(" int8")


def test_progress_counts_up_to_all_texts(pool: EmbeddingPool) -> None:
    seen: list[tuple[int, int]] = []
    pool.embed(TEXTS * 3, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (15, 15)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_embedding_can_be_stopped(pool: EmbeddingPool) -> None:
    with pytest.raises(Cancelled):
        pool.embed(TEXTS * 4, cancelled=lambda: True)
    assert len(pool.embed(TEXTS[:2])) == 2


def test_a_question_does_not_wait_for_the_batches_before_it(pool: EmbeddingPool) -> None:
    begun, answered = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as threads:
        texts = [TEXTS[2]] * 5000
        embedding = threads.submit(pool.embed, texts, progress=lambda *_: begun.set(), cancelled=answered.is_set)
        begun.wait()
        pool.embed_question("Who met the delegation?")
        answered.set()
        with pytest.raises(Cancelled):
            embedding.result()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_worker_is_started_again(pool: EmbeddingPool) -> None:
    worker = pool._lanes[0].worker
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    assert pool.embed_question("Still there?").shape == (384,)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_hung_worker_is_ended_and_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = WorkerProcess(packaged_model(), Arithmetic.FLOAT32, background=False, batch_seconds=2)
    worker.embed("question", ["warm"])
    hung = worker.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    assert worker.embed("question", ["Still there?"]).shape == (1, 384)
    assert worker.pid != hung
    worker.close()


def test_a_worker_that_keeps_dying_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "worker_command", lambda _: [sys.executable, "-c", "raise SystemExit(3)"])
    worker = WorkerProcess(packaged_model(), Arithmetic.FLOAT32, background=False)
    with pytest.raises(SearchFailed, match="stopped twice"):
        worker.embed("question", ["Anyone there?"])


def test_a_folder_that_is_no_model_is_refused_before_any_process_starts(tmp_path: Path) -> None:
    pool = EmbeddingPool(tmp_path, 1)
    with pytest.raises(SearchFailed, match=r"model\.safetensors is missing"):
        pool.start()


def test_a_closed_pool_says_so() -> None:
    pool = EmbeddingPool(packaged_model(), 1)
    pool.close()
    with pytest.raises(SearchFailed, match="closed"):
        pool.embed_question("Anyone there?")
