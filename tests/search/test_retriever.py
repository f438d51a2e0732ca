"""From a cleared question to passages, with the real vault, index and model."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desk.safeguards import sealed
from desk.safeguards.sealed import Cleared
from desk.search.embedder import EmbeddingPool
from desk.search.retriever import Retriever
from desk.search.vector_index import VectorIndex
from desk.vault import Vault
from desk.vocabulary.decision import Decision, Verdict
from desk.vocabulary.errors import SafeguardsFailed, SearchFailed
from desk.vocabulary.marking import Level
from tests.conftest import PASSPHRASE
from tests.search.conftest import QUICK, store

PORT = [
    "The freighter Halcyon left the harbour on 3 March with forty containers of machine parts.",
    "Dock workers said that two containers were never opened by customs.",
    "The harbour master keeps a paper log of arrivals and departures.",
]
DROUGHT = [
    "Rainfall in the northern valley was half of the usual amount for the third year.",
    "Farmers sold their cattle early because there was no fodder.",
    "Serial number XK-4471 was stencilled on every crate.",
]


@dataclass(frozen=True)
class Shelf:
    """A case with two short reports, and what finds in it."""

    vault: Vault
    case_id: str
    port: str
    drought: str
    retriever: Retriever


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, pool: EmbeddingPool) -> Iterator[Shelf]:
    with Vault.create(tmp_path_factory.mktemp("shelf") / "vault", PASSPHRASE, kdf=QUICK) as vault:
        case_id = vault.cases.add("Harbour", "Tests", "Tests", Level.SECRET).id
        index = VectorIndex(vault)
        index.open()
        reports = []
        for texts in (PORT, DROUGHT):
            vectors = pool.embed(texts)
            report_id, ids = store(vault, case_id, texts, vectors, pool.name)
            index.add(case_id, ids, vectors)
            reports.append(report_id)
        yield Shelf(vault, case_id, *reports, Retriever(vault, index, pool))
        index.close()


def cleared(question: str, case_id: str, resolved: str = "") -> Cleared:
    decision = Decision(Verdict.ALLOW, (), advisory=False, policy="tests")
    return sealed.seal(Cleared(question, resolved or question, case_id, decision))


def test_the_passage_that_answers_comes_first(shelf: Shelf) -> None:
    found = shelf.retriever.find(cleared("Which ship sailed with machine parts?", shelf.case_id))
    assert found.hits[0].passage.text == PORT[0]
    assert found.hits[0].cosine > 0.4


def test_other_words_for_the_same_thing_are_found(shelf: Shelf) -> None:
    found = shelf.retriever.find(cleared("Why did herders get rid of their animals?", shelf.case_id), limit=1)
    assert found.hits[0].passage.text == DROUGHT[1]


def test_a_number_that_means_nothing_to_the_model_is_found_by_its_letters(shelf: Shelf) -> None:
    found = shelf.retriever.find(cleared("XK-4471", shelf.case_id), limit=1)
    assert found.hits[0].passage.text == DROUGHT[2]


def test_the_question_is_taken_with_its_references_filled_in(shelf: Shelf) -> None:
    question = cleared("And what about it?", shelf.case_id, "What does the harbour master keep?")
    assert shelf.retriever.find(question, limit=1).hits[0].passage.text == PORT[2]


def test_a_question_on_some_reports_finds_only_those(shelf: Shelf) -> None:
    question = cleared("Which ship sailed with machine parts?", shelf.case_id)
    found = shelf.retriever.find(question, report_ids=[shelf.drought])
    assert {hit.passage.report_id for hit in found.hits} == {shelf.drought}


def test_another_case_is_never_searched(shelf: Shelf) -> None:
    empty = shelf.vault.cases.add("Empty", "Tests", "Tests", Level.SECRET).id
    assert shelf.retriever.find(cleared("Which ship sailed with machine parts?", empty)).hits == ()


def test_hits_come_best_first_and_no_more_than_asked(shelf: Shelf) -> None:
    hits = shelf.retriever.find(cleared("containers in the harbour", shelf.case_id), limit=3).hits
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_question_the_guard_did_not_clear_finds_nothing(shelf: Shelf) -> None:
    unsealed = Cleared("Anything?", "Anything?", shelf.case_id, Decision(Verdict.ALLOW, (), False, "tests"))
    with pytest.raises(SafeguardsFailed):
        shelf.retriever.find(unsealed)


@pytest.mark.parametrize("question", ['" OR "', "NEAR(a b)", "col:val*", "()", "x" * 5_000, "\0", "北京", "🙂"])
def test_signs_that_mean_something_to_a_search_engine_do_not_break_the_question(shelf: Shelf, question: str) -> None:
    assert len(shelf.retriever.find(cleared(question, shelf.case_id)).hits) > 0


def test_reports_embedded_with_another_model_are_said_not_searched(
    tmp_path: Path, pool: EmbeddingPool, shelf: Shelf
) -> None:
    with Vault.create(tmp_path / "vault", PASSPHRASE, kdf=QUICK) as vault:
        case_id = vault.cases.add("Old", "Tests", "Tests", Level.SECRET).id
        store(vault, case_id, PORT, pool.embed(PORT), "another model 123")
        index = VectorIndex(vault)
        index.open()
        with pytest.raises(SearchFailed, match="another model 123"):
            Retriever(vault, index, pool).find(cleared("Which ship?", case_id))
        index.close()
