"""The ledger: what is written verifies, what was touched does not, by two verifiers that share no code."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.ledger import Entry, export, make_entry, verifier, verify
from desk.vault import KdfParameters, Vault
from tests.conftest import PASSPHRASE

TEXT = st.text(max_size=20)
BODIES = st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.booleans(), st.none(), st.lists(TEXT, max_size=3)))


def chain(bodies: Sequence[dict[str, object]]) -> list[Entry]:
    entries: list[Entry] = []
    for body in bodies:
        entries.append(make_entry(entries[-1] if entries else None, "question", body, "analyst"))
    return entries


def write(entries: Sequence[Entry], path: Path) -> None:
    with path.open("w", encoding="ascii") as file:
        export(entries, file)


def second_opinion(entries: Sequence[Entry], path: Path) -> bool:
    write(entries, path)
    return not verifier.check(path.read_text(encoding="ascii").splitlines())[2]


@given(st.lists(BODIES, max_size=8))
def test_what_is_appended_verifies(tmp_path_factory: pytest.TempPathFactory, bodies: list[dict[str, object]]) -> None:
    entries = chain(bodies)
    found = verify(entries)
    assert found.ok
    assert found.count == len(bodies)
    assert second_opinion(entries, tmp_path_factory.mktemp("ledger") / "export")


@given(st.lists(BODIES, min_size=2, max_size=8), st.data())
def test_any_touch_is_found_by_both_verifiers(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[dict[str, object]], data: st.DataObject
) -> None:
    entries = chain(bodies)
    place = data.draw(st.integers(0, len(entries) - 2))
    touch = data.draw(st.sampled_from(["body", "kind", "at", "actor", "delete", "duplicate", "swap", "rehash"]))
    touched = list(entries)
    if touch in ("kind", "at", "actor"):
        touched[place] = replace(entries[place], **{touch: "other"})
    elif touch == "body":
        touched[place] = replace(entries[place], body={"other": 1})
    elif touch == "delete":
        del touched[place]
    elif touch == "duplicate":
        touched.insert(place, entries[place])
    elif touch == "swap":
        touched[place], touched[place + 1] = touched[place + 1], touched[place]
    else:  # a forger who computes the digest of his own entry breaks the link of the next
        touched[place] = make_entry(entries[place - 1] if place else None, "question", {"forged": True}, "analyst")
    assert not verify(touched).ok
    assert not second_opinion(touched, tmp_path_factory.mktemp("ledger") / "export")


def test_a_cut_off_end_shows_against_count_and_head() -> None:
    entries = chain([{"n": 1}, {"n": 2}, {"n": 3}])
    assert verify(entries[:2]).ok
    assert not verify(entries[:2], count=3, head=entries[-1].digest).ok


@pytest.mark.parametrize("line", ["", "{}", "not json", '{"seq": 1, "seq": 1}', "[]"])
def test_the_verifier_calls_what_is_no_ledger_by_its_name(tmp_path: Path, line: str) -> None:
    path = tmp_path / "export"
    path.write_text(line + "\n")
    assert verifier.main([str(path)]) in (1, 2)


def test_a_file_without_entries_is_not_called_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "export").write_text("")
    assert verifier.main([str(tmp_path / "export")]) == 1
    said = capsys.readouterr().out
    assert "holds no entries" in said
    assert "whole. Head" not in said


def test_the_verifier_compares_a_head_written_down_elsewhere(tmp_path: Path) -> None:
    entries = chain([{"n": 1}, {"n": 2}])
    write(entries, tmp_path / "export")
    assert verifier.main([str(tmp_path / "export"), entries[-1].digest]) == 0
    assert verifier.main([str(tmp_path / "export"), entries[0].digest]) == 1


def test_a_row_changed_in_the_vault_is_found_at_the_next_opening(tmp_path: Path) -> None:
    with Vault.create(tmp_path / "vault", PASSPHRASE, kdf=KdfParameters(64, 3, 4)) as vault:
        vault.ledger.append("question", {"text": "a"})
        with vault._database.transaction() as connection:
            connection.execute("UPDATE ledger SET body = ? WHERE seq = 2", (json.dumps({"text": "b"}),))
    with Vault.open(tmp_path / "vault", PASSPHRASE) as vault:
        assert not vault.ledger.verify().ok
        assert vault.ledger.entries()[-1].kind == "ledger_problem_found"
        assert "The ledger does not hold" in vault.warnings[0]
        assert vault.check()


def test_the_end_cut_off_in_the_vault_is_found(tmp_path: Path) -> None:
    with Vault.create(tmp_path / "vault", PASSPHRASE, kdf=KdfParameters(64, 3, 4)) as vault:
        vault.ledger.append("question", {"text": "a"})
        with vault._database.transaction() as connection:
            connection.execute("DELETE FROM ledger WHERE seq = 2")
        assert not vault.ledger.verify().ok
