"""Words as they are spelled: kept with the passages, found with their places, gone with the report."""

from importlib.resources import files

import pytest

from desk.vault import Vault
from desk.vault.database import Database
from desk.vocabulary.marking import Level
from tests.vault.conftest import store

MATCH = '({scope} : "c1") AND ({text} : "amal")'


@pytest.fixture
def case_id(vault: Vault) -> str:
    return vault.cases.add("Karsa", "Smuggling", "Order 1", Level.SECRET).id


def test_a_passage_is_found_by_its_words_with_their_places(vault: Vault, case_id: str) -> None:
    store(vault, case_id, text="😀 Amàl and Amal; amalgam was not there, nor was AMAL")
    lit = {}
    for passage, _ in vault.spelled.matching(MATCH):
        (text,) = (each.text for each in vault.reports.passages([passage]))
        lit[text] = [text[start:end] for start, end in vault.spelled.spans(MATCH, [passage])[passage]]
    assert lit == {"😀 Amàl and Amal; amalgam w": ["Amàl", "Amal"], "as not there, nor was AMAL": ["AMAL"]}


def test_words_that_look_like_borders_move_no_place(vault: Vault, case_id: str) -> None:
    store(
        vault,
        case_id,
        text="\ue000 Amal \ue001 and \ue000 0123456789abcdef \ue001 Amal again, more words to make two halves of it",
    )
    (first, *_) = vault.spelled.matching(MATCH)
    text = vault.reports.passages([first[0]])[0].text
    assert [text[start:end] for start, end in vault.spelled.spans(MATCH, [first[0]])[first[0]]] == ["Amal", "Amal"]


def test_a_removed_report_leaves_no_word(vault: Vault, case_id: str) -> None:
    report = store(vault, case_id, text="the freighter Amal carries drone engines")
    assert "freighter" in vault.spelled.beginning_with("frei")
    vault.reports.remove(report.id)
    assert vault.spelled.matching(MATCH) == []
    assert vault.spelled.beginning_with("frei") == []
    assert vault.check() == []


def test_a_vault_of_before_gets_the_words_of_its_reports(vault: Vault, case_id: str) -> None:
    store(vault, case_id, text="the freighter Amal carries drone engines")
    database: Database = vault._database
    with database.transaction() as connection:
        for statement in (
            "DROP TRIGGER passage_spelled",
            "DROP TRIGGER passage_unspelled",
            "DROP TABLE spellings",
            "DROP TABLE spelled",
        ):
            connection.execute(statement)
    script = files("desk.vault").joinpath("migrations", "0006_words_as_spelled.sql").read_text(encoding="utf-8")
    database._apply(6, script)
    assert vault.spelled.of_length(9, 9) == ["freighter"]
    assert len(vault.spelled.matching(MATCH)) == 1


def test_reports_are_described_with_the_folder_their_file_lay_in(vault: Vault, case_id: str) -> None:
    store(vault, case_id, name="a")
    item = vault.items.list(case_id)[0]
    with vault._database.transaction() as connection:
        connection.execute("UPDATE items SET path = '/in/cables/sent.zip!/inner.txt' WHERE id = ?", (item.id,))
    assert [each.folder for each in vault.descriptions.of_case(case_id)] == ["sent.zip"]
    with vault._database.transaction() as connection:
        connection.execute("UPDATE items SET path = '/in/cables/a.txt' WHERE id = ?", (item.id,))
    (described,) = vault.descriptions.of_case(case_id)
    assert (described.folder, described.marking, described.date) == ("cables", "SECRET", None)
