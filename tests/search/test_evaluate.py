"""The measures on rankings worked out by hand, and the whole measurement on a set small enough to check."""

import json
from pathlib import Path

import pytest

from desk.search import measures
from desk.search.embedder import EmbeddingPool
from desk.search.evaluate import evaluate_retrieval
from desk.search.labelled import documents, questions
from desk.vocabulary.errors import NotFound
from desk.vocabulary.report import Reading
from tests.search.conftest import TEXTS, labelled_set, reading_of


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    return labelled_set(tmp_path / "small")


def test_measures_of_a_perfect_and_of_a_second_place() -> None:
    assert measures.discounted_gain(["a", "b"], {"a": 1}) == 1
    assert measures.discounted_gain(["b", "a"], {"a": 1}) == pytest.approx(0.6309, abs=1e-4)
    assert measures.reciprocal_rank(["b", "a"], {"a": 1}) == 0.5
    assert measures.recall(["b", "a"], {"a": 1, "c": 1}, 2) == 0.5
    assert measures.reciprocal_rank(["b"] * 10 + ["a"], {"a": 1}) == 0


def test_the_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0] * 50
    low, high = measures.interval(values)
    assert low < measures.mean(values) < high
    assert measures.interval(values) == (low, high)


def test_questions_without_a_label_are_left_out(labelled: Path) -> None:
    assert [question.id for question in questions(labelled)] == ["q1", "q2"]
    assert [document.name for document in documents(labelled)] == list(TEXTS)


def test_the_whole_measurement_gives_three_rows_with_n_and_interval(
    labelled: Path, pool: EmbeddingPool, tmp_path: Path
) -> None:
    outcome = evaluate_retrieval(labelled, pool, tmp_path / "vault")
    assert outcome["passages"] == 3
    rows = outcome["groups"]["all"]  # type: ignore[index]
    assert set(rows) == {"vector", "lexical", "hybrid", "hybrid_over"}
    assert set(rows["hybrid_over"]) == {"vector", "lexical"}
    assert rows["hybrid"]["n"] == 2
    assert rows["vector"]["ndcg@10"] == 1
    assert rows["vector"]["ndcg@10_interval"] == [1, 1]


def test_questions_on_reports_look_for_the_right_page(tmp_path: Path, pool: EmbeddingPool) -> None:
    folder = tmp_path / "ir" / "gold"
    folder.mkdir(parents=True)
    rows = [
        {"id": "a", "question": "Which vessel?", "sources": [{"doc": "port.pdf", "pages": [2]}], "paraphrase": "Boat?"},
        {"id": "b", "question": "Who knows?", "sources": []},
    ]
    (folder / "qa.jsonl").write_text("\n".join(map(json.dumps, rows)))

    def read(path: Path) -> Reading:
        assert path == tmp_path / "reports" / "port.pdf"
        return reading_of([TEXTS["rain"], TEXTS["ship"]])

    outcome = evaluate_retrieval(folder, pool, tmp_path / "vault", read=read)
    groups = outcome["groups"]
    assert set(groups) == {"all", "held out", "plain", "paraphrase"}  # type: ignore[call-overload]
    assert groups["plain"]["vector"]["right_in_top_5"] == 1  # type: ignore[index]


def test_a_folder_without_questions_is_said(tmp_path: Path, pool: EmbeddingPool) -> None:
    with pytest.raises(NotFound, match=r"corpus\.jsonl"):
        evaluate_retrieval(tmp_path, pool, tmp_path / "vault")
