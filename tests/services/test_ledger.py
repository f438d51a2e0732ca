"""What leaves the desk is on record as it left, or did not."""

from pathlib import Path

import pytest

from desk.safeguards.sealed import Released
from desk.services import Desk
from desk.vocabulary.errors import StorageFailed


def last_kinds(desk: Desk, count: int) -> list[str]:
    return [entry.kind for entry in desk.ledger.entries(0, None)][-count:]


def test_an_export_that_was_written_stands_in_the_record(desk: Desk, tmp_path: Path) -> None:
    assert desk.ledger.export(tmp_path / "ledger.jsonl") == desk.ledger.count()
    assert last_kinds(desk, 1) == ["ledger_exported"]


def test_an_export_that_could_not_be_opened_is_recorded_as_failed_alone(desk: Desk, tmp_path: Path) -> None:
    before = desk.ledger.count()
    with pytest.raises(StorageFailed, match="could not be written"):
        desk.ledger.export(tmp_path / "no such folder" / "ledger.jsonl")
    (entry,) = desk.ledger.entries(before, None)
    assert (entry.kind, entry.body["file"]) == ("ledger_export_failed", "ledger.jsonl")
    assert entry.body["reason"] == "No such file or directory"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_disk_that_is_full_half_way_is_recorded_after_the_export(desk: Desk) -> None:
    with pytest.raises(StorageFailed, match="No space left"):
        desk.ledger.export(Path("/dev/full"))
    assert last_kinds(desk, 2) == ["ledger_exported", "ledger_export_failed"]


def test_an_answer_that_could_not_be_saved_never_left(desk: Desk, case_id: str, tmp_path: Path) -> None:
    released = desk.ask.ask(desk.ask.start(case_id).id, "What did inspectors find on the freighter Amal?")
    assert isinstance(released, Released)
    case = desk.cases.get(case_id).case
    with pytest.raises(StorageFailed):
        desk.ledger.save_answer(released, case, tmp_path / "no such folder" / "answer.md")
    assert last_kinds(desk, 1) == ["answer_export_failed"]
    desk.ledger.save_answer(released, case, tmp_path / "answer.md")
    assert last_kinds(desk, 1) == ["answer_exported"]
    assert "412" in (tmp_path / "answer.md").read_text(encoding="utf-8")


def test_a_report_that_was_opened_is_named_in_the_record(desk: Desk, case_id: str) -> None:
    report = desk.reports.list(case_id).reports[0]
    desk.reports.original(report.id)
    entry = desk.ledger.entries(desk.ledger.count() - 1, None)[0]
    assert (entry.kind, entry.body["title"]) == ("report_opened", report.title)
