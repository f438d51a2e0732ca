"""Files that come inside others: attachments and members of archives are reports of their own, and none is lost."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from desk.safeguards.sealed import Released
from desk.services import Desk
from desk.ui.pages.report_table import rows
from desk.vocabulary.marking import Level
from desk.vocabulary.report import ItemState

SHEET = "Date,Vessel,Boxes\n3 May 2031,Sable Heron,12\n4 May 2031,Amira,40\n"


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "ana@example.org", "The harbour list"
    message.set_content("The list of the harbour master is attached.")
    message.add_attachment(
        zipped({"lists/may.csv": SHEET.encode()}), maintype="application", subtype="zip", filename="l.zip"
    )
    return message.as_bytes()


@pytest.fixture(scope="module")
def mailed(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("mail")
    (folder / "list.eml").write_bytes(mail())
    (folder / "picture.xcf").write_bytes(b"gimp xcf")
    case = desk.cases.create("Harbour lists", "Traffic at Karsa", "Order 2", Level.SECRET)
    desk.ingest.add(case.id, [folder])
    desk.ingest.start()
    assert desk.ingest.wait(case.id, timeout=120)
    return case.id


def test_what_is_attached_becomes_reports_that_name_what_they_came_in(desk: Desk, mailed: str) -> None:
    reports = {report.file_name: report for report in desk.reports.list(mailed).reports}
    assert set(reports) == {"list.eml", "l.zip", "may.csv"}
    assert reports["l.zip"].parent == reports["list.eml"].id
    assert reports["may.csv"].parent == reports["l.zip"].id
    assert desk.reports.original(reports["may.csv"].id) == SHEET.encode()


@pytest.mark.parametrize("filter", ["", "may.csv"])
def test_a_list_of_reports_says_what_each_came_in(desk: Desk, mailed: str, filter: str) -> None:
    found = desk.reports.list(mailed, filter)
    came_in = {report.file_name: found.came_in.get(report.id) for report in found.reports}
    assert came_in["may.csv"] == "Contents of the archive l.zip"
    assert filter or (came_in["l.zip"], came_in["list.eml"]) == ("The harbour list", None)


def test_the_table_of_reports_says_what_each_came_in(desk: Desk, mailed: str) -> None:
    found = desk.reports.list(mailed)
    said = {
        row.report.file_name: row.said for row in rows(found.reports, [], found.came_in, Level.SECRET) if row.report
    }
    assert said["l.zip"].startswith("Came in “The harbour list”.")
    assert "Came in" not in said["list.eml"]


def test_the_summary_adds_up_with_what_was_left_out(desk: Desk, mailed: str) -> None:
    summary = desk.ingest.summary(mailed)
    assert (summary.total, summary.complete, summary.skipped, summary.unfinished) == (4, 3, 1, 0)
    (left_out,) = [item for item in desk.ingest.items(mailed) if item.state is ItemState.SKIPPED]
    assert Path(left_out.path).name == "picture.xcf"
    assert ".xcf" in left_out.reason


def test_a_row_of_an_attached_table_is_cited_at_its_row(desk: Desk, mailed: str) -> None:
    answer = desk.ask.ask(desk.ask.start(mailed).id, "How many boxes did the Sable Heron carry?")
    assert isinstance(answer, Released)
    citation = answer.answer.citations[0]
    assert "Vessel: Sable Heron; Boxes: 12" in citation.quote
    assert citation.where.startswith("row")


def test_removing_a_message_keeps_what_was_attached_to_it(desk: Desk, mailed: str) -> None:
    message = next(report for report in desk.reports.list(mailed).reports if report.file_name == "list.eml")
    desk.reports.remove(message.id)
    left = {report.file_name: report for report in desk.reports.list(mailed).reports}
    assert set(left) == {"l.zip", "may.csv"}
    assert left["l.zip"].parent is None
    assert desk.reports.original(left["l.zip"].id)


def test_archives_in_archives_end_at_a_depth(desk: Desk, tmp_path: Path) -> None:
    data = b"The dhow crossed."
    for level in range(8):
        data = zipped({f"{level}.zip" if level else "note.txt": data})
    (tmp_path / "deep.zip").write_bytes(data)
    case = desk.cases.create("Deep", "Archives", "Order 3", Level.SECRET)
    desk.ingest.add(case.id, [tmp_path])
    assert desk.ingest.wait(case.id, timeout=120)
    failed = [item for item in desk.ingest.items(case.id) if item.state is ItemState.FAILED]
    assert len(failed) == 1
    assert "4 archives deep" in failed[0].reason
