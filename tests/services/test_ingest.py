"""Files become reports, or say why not; nothing is counted twice and nothing is lost."""

from pathlib import Path

import pytest

from desk.services import Desk
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Level
from desk.vocabulary.report import IngestItem, ItemState


@pytest.fixture
def case(desk: Desk, request: pytest.FixtureRequest) -> str:
    desk.ingest.start()
    return desk.cases.create(request.node.name, "Testing", "Order 2", Level.CUI).id


def ingest(desk: Desk, case: str, *paths: Path) -> list[IngestItem]:
    desk.ingest.add(case, list(paths))
    assert desk.ingest.wait(case, timeout=60)
    return desk.ingest.items(case)


def write(path: Path, text: str = "The convoy left the valley at dawn on 4 June 2031.\n") -> Path:
    path.write_text(text)
    return path


def test_the_same_file_twice_is_one_report(desk: Desk, case: str, tmp_path: Path) -> None:
    write(tmp_path / "one.txt")
    write(tmp_path / "two.txt")
    states = sorted(item.state for item in ingest(desk, case, tmp_path))
    assert states == [ItemState.COMPLETE, ItemState.DUPLICATE]
    assert len(desk.reports.list(case).reports) == 1


def test_a_file_given_again_keeps_its_one_line_in_the_list(desk: Desk, case: str, tmp_path: Path) -> None:
    path = write(tmp_path / "one.txt", "")
    (failed,) = ingest(desk, case, path)
    assert failed.state is ItemState.FAILED
    write(path)
    (complete,) = ingest(desk, case, path)
    assert (complete.id, complete.state, complete.reason) == (failed.id, ItemState.COMPLETE, "")
    for _ in range(2):
        again = ingest(desk, case, path)
        assert [item.state for item in again] == [ItemState.COMPLETE, ItemState.DUPLICATE]


def test_reports_of_one_title_are_told_apart_by_their_file(desk: Desk, case: str, tmp_path: Path) -> None:
    for name in ("volume-1", "volume-2"):
        write(tmp_path / f"{name}.md", f"# Final Report\n\nThis is {name}.\n")
    ingest(desk, case, tmp_path)
    titles = {report.title for report in desk.reports.list(case).reports}
    assert titles in ({"Final Report", f"Final Report ({name})"} for name in ("volume-1", "volume-2"))


def test_the_same_file_may_be_in_two_cases(desk: Desk, case: str, tmp_path: Path) -> None:
    path = write(tmp_path / "one.txt")
    other = desk.cases.create("another", "Testing", "Order 2", Level.CUI).id
    assert [ingest(desk, each, path)[0].state for each in (case, other)] == [ItemState.COMPLETE] * 2
    desk.cases.remove(other)
    report = desk.reports.list(case).reports[0]
    assert desk.reports.original(report.id) == path.read_bytes()


def test_the_original_is_kept_byte_for_byte(desk: Desk, case: str, tmp_path: Path) -> None:
    path = tmp_path / "one.md"
    path.write_bytes("# Überblick\r\n\r\nDie Brücke ist zu.\r\n".encode())
    ingest(desk, case, path)
    assert desk.reports.original(desk.reports.list(case).reports[0].id) == path.read_bytes()


def test_a_report_above_the_ceiling_is_turned_away(desk: Desk, case: str, tmp_path: Path) -> None:
    (item,) = ingest(desk, case, write(tmp_path / "one.txt", "SECRET//NOFORN\n\nThe convoy left.\n\nSECRET//NOFORN\n"))
    assert (item.state, item.code) == (ItemState.FAILED, "above_ceiling")
    assert not desk.reports.list(case).reports


def test_a_file_that_vanished_is_named_and_can_be_retried(desk: Desk, case: str, tmp_path: Path) -> None:
    desk.ingest.pause()
    path = write(tmp_path / "one.txt")
    desk.ingest.add(case, [path])
    path.unlink()
    desk.ingest.resume()
    desk.ingest.wait(case, timeout=60)
    (item,) = desk.ingest.items(case)
    assert (item.state, item.code) == (ItemState.FAILED, "vanished")
    write(path)
    desk.ingest.retry(item.id)
    desk.ingest.wait(case, timeout=60)
    assert desk.ingest.items(case)[0].state is ItemState.COMPLETE


def test_a_cancelled_file_leaves_nothing(desk: Desk, case: str, tmp_path: Path) -> None:
    desk.ingest.pause()
    desk.ingest.add(case, [write(tmp_path / "one.txt")])
    desk.ingest.cancel_all(case)
    desk.ingest.resume()
    desk.ingest.wait(case, timeout=60)
    assert desk.ingest.items(case)[0].state is ItemState.CANCELLED
    assert not desk.reports.list(case).reports


def test_folders_that_link_to_themselves_end(desk: Desk, case: str, tmp_path: Path) -> None:
    write(tmp_path / "one.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    added = desk.ingest.add(case, [tmp_path])
    assert len(added.items) == 1
    assert any(path.name == "loop" for path, _ in added.skipped)


def test_a_file_that_is_not_there_fails_with_the_reason(desk: Desk, case: str, tmp_path: Path) -> None:
    added = ingest(desk, case, tmp_path / "none.txt")
    assert "There is no file none.txt" in desk.ingest.items(case)[0].reason, added


def test_the_summary_adds_up(desk: Desk, case: str, tmp_path: Path) -> None:
    write(tmp_path / "one.txt")
    write(tmp_path / "two.txt")
    write(tmp_path / "empty.txt", "")
    ingest(desk, case, tmp_path)
    summary = desk.ingest.summary(case)
    parts = summary.complete + summary.duplicate + summary.failed + summary.cancelled + summary.unfinished
    assert parts == summary.total == 3


def test_a_removed_report_is_found_no_more(desk: Desk, case: str, tmp_path: Path) -> None:
    ingest(desk, case, write(tmp_path / "one.txt"))
    report = desk.reports.list(case).reports[0]
    desk.reports.remove(report.id)
    answer = desk.ask.ask(desk.ask.start(case).id, "When did the convoy leave the valley?").answer  # type: ignore[union-attr]
    assert not answer.sentences


@pytest.mark.parametrize("field", ["name", "purpose", "authority"])
def test_a_case_needs_every_field(desk: Desk, field: str) -> None:
    fields = {"name": "x", "purpose": "y", "authority": "z", field: "  "}
    with pytest.raises(DeskError, match=field):
        desk.cases.create(**fields, ceiling=Level.CUI)
