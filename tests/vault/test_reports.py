"""Reports, passages, words and vectors: one transaction in, the same out."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from desk.vault import Vault
from desk.vault.database import Database
from desk.vocabulary.details import Detail
from desk.vocabulary.errors import LedgerFailed, NotFound, VaultError
from desk.vocabulary.marking import Level
from desk.vocabulary.report import ItemState
from tests.conftest import PASSPHRASE
from tests.vault.conftest import CHEAP, SECRET_WORDS, reading, store


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


def test_what_a_person_states_counts_and_what_was_read_stays(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    (after,) = vault.reports.state({report.id: {Detail.TITLE: "Engines in hold two", Detail.RELIABILITY: "B"}})
    assert (after.title, after.read[Detail.TITLE]) == ("Engines in hold two", "A report")
    assert str(after.rating) == "B6"
    passage = vault.reports.passages_of(report.id)[0]
    assert (passage.report_title, str(passage.rating)) == ("Engines in hold two", "B6")
    assert vault.reports.has_title(case_id, "Engines in hold two")
    (back,) = vault.reports.state({report.id: {Detail.TITLE: None, Detail.RELIABILITY: None}})
    assert (back.title, back.rating, back.stated) == ("A report", None, {})


def test_every_statement_stands_in_the_ledger_with_before_and_after(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    vault.reports.state({report.id: {Detail.ORIGINATOR: "Desk 4"}})
    vault.reports.state({report.id: {Detail.ORIGINATOR: "Desk 5", Detail.TITLE: "A report"}})
    vault.reports.state({report.id: {Detail.ORIGINATOR: None}})
    bodies = [entry.body for entry in vault.ledger.entries() if entry.kind == "report_edited"]
    assert [(b["before"], b["after"], b["taken_back"]) for b in bodies] == [
        ({"originator": ""}, {"originator": "Desk 4"}, []),
        ({"originator": "Desk 4"}, {"originator": "Desk 5"}, []),
        ({"originator": "Desk 5"}, {"originator": ""}, ["originator"]),
    ]


def test_what_is_so_already_is_no_change(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    before = vault.ledger.count()
    assert vault.reports.state({report.id: {Detail.TITLE: "A report", Detail.NUMBER: None}}) == []
    assert vault.ledger.count() == before


def test_a_higher_marking_holds_for_every_passage(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    vault.reports.state({report.id: {Detail.MARKING: "SECRET//NOFORN"}})
    assert {p.marking.banner() for p in vault.reports.passages_of(report.id) if p.marking} == {"SECRET//NOFORN"}
    # Even a statement that should never have been stored does not lower anything.
    vault.reports.state({report.id: {Detail.MARKING: "UNCLASSIFIED"}})
    marking = vault.reports.get(report.id).marking
    assert marking is not None
    assert marking.level is Level.SECRET
    assert {p.marking.level for p in vault.reports.passages_of(report.id) if p.marking} == {Level.SECRET}


def test_statements_without_an_entry_in_the_ledger_do_not_happen(
    vault: Vault, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = store(vault, case_id, "a"), store(vault, case_id, "b")
    append, seen = vault.ledger.append, []

    def full(kind: str, body: object) -> object:
        seen.append(kind)
        if len(seen) > 1:
            raise LedgerFailed("The disk is full.")
        return append(kind, body)  # type: ignore[arg-type]

    before = vault.ledger.count()
    monkeypatch.setattr(vault.ledger, "append", full)
    with pytest.raises(LedgerFailed):
        vault.reports.state({each.id: {Detail.ORIGINATOR: "Desk 4"} for each in (one, other)})
    monkeypatch.undo()
    assert [report.stated for report in vault.reports.list(case_id)] == [{}, {}]
    assert vault.ledger.count() == before
    assert vault.ledger.verify().ok


def test_a_removed_report_takes_its_statements_with_it(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id)
    vault.reports.state({report.id: {Detail.ORIGINATOR: "Desk 4"}})
    vault.reports.remove(report.id)
    assert vault._database.rows("SELECT * FROM stated") == []


def test_a_vault_of_before_opens_with_its_reports_as_they_were(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = tmp_path / "former" / "migrations"
    former.mkdir(parents=True)
    for each in files("desk.vault").joinpath("migrations").iterdir():
        if each.name < "0006":
            (former / each.name).write_text(each.read_text(encoding="utf-8"))
    with monkeypatch.context() as patch:
        patch.setattr("desk.vault.database.files", lambda _: former.parent)
        with Vault.create(folder, PASSPHRASE, kdf=CHEAP) as vault:
            case_id = vault.cases.add("Karsa", "Smuggling", "Order 1", Level.SECRET).id
            database: Database = vault._database
            values = (
                "r1",
                1,
                case_id,
                "Night crossing",
                "a.txt",
                "text",
                "0" * 64,
                9,
                "2031-03-12",
                "A. Petrova",
                "SECRET",
            )
            with database.transaction() as connection:
                connection.execute(
                    f"INSERT INTO reports VALUES ({', '.join('?' * 17)})",
                    (*values, "[]", 1, 1, "model", "2031-04-01T00:00:00+00:00", None),
                )
                connection.execute(
                    'INSERT INTO passages (report_id, page, start, "end", text, boxes, scope) VALUES (?,?,?,?,?,?,?)',
                    ("r1", 1, 0, 9, "The words", "[]", "c1 r1"),
                )
    with Vault.open(folder, PASSPHRASE) as vault:
        report = vault.reports.get("r1")
        assert (report.title, str(report.date), report.says(Detail.ORIGINATOR)) == (
            "Night crossing",
            "2031-03-12",
            "A. Petrova",
        )
        assert (report.says(Detail.NUMBER), report.rating, report.stated) == ("", None, {})
        vault.reports.state({"r1": {Detail.NUMBER: "EX/1", Detail.MARKING: "SECRET//NOFORN"}})
        assert vault.reports.passages_of("r1")[0].marking == vault.reports.get("r1").marking
        assert list(vault._database_problems()) == []
