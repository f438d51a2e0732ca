"""Watched folders: what is put there joins the case by itself, whole, once, and again where it changed."""

from pathlib import Path

import pytest

from desk.services import Desk
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Level
from desk.vocabulary.report import ItemState


@pytest.fixture
def case(desk: Desk, request: pytest.FixtureRequest) -> str:
    return desk.cases.create(request.node.name, "Testing", "Order 9", Level.SECRET).id


@pytest.fixture
def inbox(desk: Desk, case: str, tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    desk.watching.watch(case, folder)
    return folder


def titles(desk: Desk, case: str) -> set[str]:
    desk.ingest.start()
    assert desk.ingest.wait(case, timeout=60)
    return {report.title for report in desk.reports.list(case).reports}


def test_a_file_joins_the_case_once_two_looks_found_it_alike(desk: Desk, case: str, inbox: Path) -> None:
    (inbox / "deeper").mkdir()
    (inbox / "deeper" / "cable.txt").write_text("The lighthouse at Tesh is dark.")
    assert [desk.watching.look() for _ in range(4)] == [0, 1, 0, 0]
    assert titles(desk, case) == {"The lighthouse at Tesh is dark."}


def test_a_file_that_is_still_being_written_is_left_alone(desk: Desk, case: str, inbox: Path) -> None:
    for part in range(3):
        with (inbox / "long.txt").open("a") as file:
            file.write(f"Part {part} of the mole is flooded.\n")
        assert desk.watching.look() == 0
    assert desk.watching.look() == 1
    assert "Part 2" in "".join(desk.reports.pages(_only(desk, case)))


def test_a_file_that_changes_is_taken_again(desk: Desk, case: str, inbox: Path) -> None:
    (inbox / "cable.txt").write_text("The mole at Karsa is flooded.")
    desk.watching.look(), desk.watching.look()
    assert len(titles(desk, case)) == 1
    (inbox / "cable.txt").write_text("The mole at Karsa is dry again.")
    assert [desk.watching.look() for _ in range(2)] == [0, 1]
    assert titles(desk, case) == {"The mole at Karsa is flooded.", "The mole at Karsa is dry again."}


def test_what_is_not_read_is_listed_with_its_reason_once(desk: Desk, case: str, inbox: Path) -> None:
    (inbox / "picture.xyz").write_bytes(b"\0\1")
    for _ in range(3):
        desk.watching.look()
    (item,) = desk.ingest.items(case)
    assert item.state is ItemState.SKIPPED
    assert "does not read" in item.reason


def test_a_folder_that_is_pulled_out_comes_back(desk: Desk, case: str, inbox: Path) -> None:
    away = inbox.with_name("away")
    inbox.rename(away)
    assert [each.there for each in desk.watching.folders(case)] == [False]
    assert desk.watching.look() == 0
    away.rename(inbox)
    (inbox / "late.txt").write_text("The ferry to Tesh runs again.")
    assert [desk.watching.look() for _ in range(2)] == [0, 1]


def test_watching_begins_and_ends_in_the_ledger(desk: Desk, case: str, inbox: Path) -> None:
    desk.watching.leave(case, inbox)
    (inbox / "after.txt").write_text("Nobody looks any more.")
    assert desk.watching.look() + desk.watching.look() == 0
    kinds = [entry.kind for entry in desk.ledger.entries() if entry.body.get("case") == case]
    assert sorted(kinds) == ["case_created", "folder_left", "folder_watched"]


def test_only_a_folder_outside_the_vault_can_be_watched(desk: Desk, case: str, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no folder"):
        desk.watching.watch(case, tmp_path / "missing")
    with pytest.raises(DeskError, match="belongs to the vault"):
        desk.watching.watch(case, desk.vault_folder / "originals")
    with pytest.raises(DeskError, match="not watched"):
        desk.watching.leave(case, tmp_path)


def _only(desk: Desk, case: str) -> str:
    titles(desk, case)
    (report,) = desk.reports.list(case).reports
    return report.id
