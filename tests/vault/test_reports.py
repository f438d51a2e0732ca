"""Reports, passages, words and vectors: one transaction in, the same out."""

import numpy as np
import pytest

from desk.vault import Vault
from desk.vocabulary.errors import NotFound, VaultError
from desk.vocabulary.marking import Level
from desk.vocabulary.report import ItemState
from tests.vault.conftest import SECRET_WORDS, reading, store


@pytest.fixture
def case_id(vault: Vault) -> str:
    return vault.cases.add("Karsa", "Smuggling", "Order 1", Level.SECRET).id


def test_what_is_stored_comes_back(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    assert vault.reports.page_text(report.id, 1) == SECRET_WORDS
    assert [p.text for p in vault.reports.passages_of(report.id)] == [p.text for p in reading().passages]
    ids, vectors = vault.vectors.of_reports(case_id, [report.id])
    assert vectors.shape == (2, 8)
    assert [p.id for p in vault.reports.passages(list(ids))] == list(ids)


def test_a_passage_without_a_mark_has_that_of_its_report(vault: Vault, case_id: str) -> None:
    passage = vault.reports.passages_of(store(vault, case_id).id)[0]
    assert passage.marking is not None
    assert passage.marking.level is Level.SECRET


def test_a_stored_report_completes_its_item_and_stands_in_the_ledger(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    assert vault.items.list(case_id)[0].state is ItemState.COMPLETE
    assert vault.ledger.entries()[-1].body["report"] == report.id


def test_a_report_that_cannot_be_stored_leaves_nothing(vault: Vault, case_id: str) -> None:
    store(vault, case_id)
    before = vault.ledger.count()
    with pytest.raises(VaultError):
        store(vault, case_id)
    assert vault.reports.passage_count(case_id) == 2
    assert vault.ledger.count() == before
    assert list(vault._database_problems()) == []


def test_words_are_found_within_their_case_and_reports_alone(vault: Vault, case_id: str) -> None:
    other = vault.cases.add("Other", "x", "y", Level.SECRET).id
    here, also, there = store(vault, case_id, "a"), store(vault, case_id, "b"), store(vault, other, "c")
    found = [hit for hit, _ in vault.lexical.search(case_id, ["engines"], 10)]
    owners = {passage.report_id for passage in vault.reports.passages(found)}
    assert owners == {here.id, also.id}
    only = [hit for hit, _ in vault.lexical.search(case_id, ["engines"], 10, [also.id])]
    assert {passage.report_id for passage in vault.reports.passages(only)} == {also.id}
    assert vault.lexical.search(case_id, ["engines"], 10, [there.id]) == []
    assert vault.lexical.document_frequency(["engine", "absent"], case_id) == {"engine": 2, "absent": 0}


@pytest.mark.parametrize("word", ['"', "AND", "NEAR(", "*", "a:b", "^x", "-", ""])
def test_no_word_is_an_operator(vault: Vault, case_id: str, word: str) -> None:
    store(vault, case_id)
    vault.lexical.search(case_id, [word, "engines"], 10)


def test_a_removed_report_takes_words_and_vectors_with_it(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    vault.reports.remove(report.id)
    assert vault.lexical.search(case_id, ["engines"], 10) == []
    assert vault.vectors.ids(case_id) == []
    with pytest.raises(NotFound):
        vault.reports.get(report.id)
    assert vault.check() == []


def test_a_removed_case_takes_everything_with_it(vault: Vault, case_id: str) -> None:
    store(vault, case_id)
    conversation = vault.conversations.start(case_id, "x")
    vault.cases.remove(case_id)
    with pytest.raises(NotFound):
        vault.conversations.get(conversation.id)
    assert vault.check() == []


def test_vectors_of_another_model_replace_the_former_at_once(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    vault.vectors.replace_all("other", [(report.id, np.ones((2, 4), np.float32))])
    assert vault.vectors.model() == "other"
    assert vault.vectors.of_case(case_id)[1].shape == (2, 4)


def test_mask_numbers_are_stable_in_a_case_and_apart_between_cases(vault: Vault, case_id: str) -> None:
    other = vault.cases.add("Other", "x", "y", Level.SECRET).id
    masks, elsewhere = vault.masks.numbers(case_id), vault.masks.numbers(other)
    assert [masks.number("person", name) for name in ("a", "b", "a")] == [1, 2, 1]
    assert elsewhere.number("person", "b") == 1
