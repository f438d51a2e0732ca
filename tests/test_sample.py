"""The bundled sample case: what it promises about itself, and that its demonstration goes as announced."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument

from desk.safeguards.sealed import Released, Stopped
from desk.services import Desk
from desk.services.sample import DemoQuestion, demo_questions, fill, sample_passphrase
from desk.settings import validated
from desk.vocabulary.decision import Verdict
from tests.conftest import ROOT

SAMPLE = ROOT / "resources" / "sample"
REPORTS = sorted((SAMPLE / "reports").iterdir())
PDFS = [path for path in REPORTS if path.suffix == ".pdf"]
SOURCES = sorted((SAMPLE / "source").glob("*.md"))
ABOUT = json.loads((SAMPLE / "case.json").read_text(encoding="utf-8"))
EXERCISE = "EXERCISE EXERCISE EXERCISE - fictional material, not classified"
MARKING = re.compile(r"(UNCLASSIFIED|CUI|CONFIDENTIAL|SECRET)(//(NOFORN|REL TO USA, (FVEY|GBR)))?")


@cache
def pages(path: Path) -> tuple[str, ...]:
    """The text of each page; a text file is one page."""
    if path.suffix != ".pdf":
        return (path.read_text(encoding="utf-8"),)
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    return tuple(document.getAllText(page).text() for page in range(document.pageCount()))


def joined(text: str) -> str:
    """Text with every run of white space as one space."""
    return " ".join(text.split())


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_the_sample_is_eleven_reports_of_three_formats() -> None:
    assert [path.suffix for path in REPORTS] == [".pdf"] * 5 + [".txt"] * 3 + [".md"] * 3


@pytest.mark.parametrize("report", REPORTS, ids=names(REPORTS))
def test_every_page_says_that_it_is_fictional_between_two_banners(report: Path) -> None:
    for page in pages(report):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert MARKING.fullmatch(lines[0])
        assert lines[1] == lines[-2] == EXERCISE
        assert lines[-1] == lines[0]


@pytest.mark.parametrize("report", REPORTS, ids=names(REPORTS))
def test_a_report_is_long_enough_to_be_worth_asking(report: Path) -> None:
    assert 500 <= sum(len(page.split()) for page in pages(report)) <= 1600


@pytest.mark.parametrize("report", PDFS, ids=names(PDFS))
def test_a_pdf_has_two_to_six_pages_and_names_its_title(report: Path) -> None:
    document = QPdfDocument()
    document.load(str(report))
    assert 2 <= document.pageCount() <= 6
    title = document.metaData(QPdfDocument.MetaDataField.Title)
    assert title
    assert joined(title) in joined(pages(report)[0])


@pytest.mark.parametrize("source", SOURCES, ids=names(SOURCES))
def test_every_paragraph_of_a_source_can_be_read_on_one_page_of_its_pdf(source: Path) -> None:
    printed = [joined(page) for page in pages(SAMPLE / "reports" / f"{source.stem}.pdf")]
    _header, *blocks = re.split(r"\n{2,}", source.read_text(encoding="utf-8").strip())
    for block in blocks:
        wanted = joined(re.sub(r"^(# |table: )", "", block).replace("|", " "))
        assert any(wanted in page for page in printed), wanted


def test_the_pdfs_are_what_their_sources_give(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "build" / "sample_case.py"), str(tmp_path)], capture_output=True, text=True
    )
    if "is not installed" in made.stderr:
        pytest.skip(made.stderr.strip())
    assert made.returncode == 0, made.stderr
    for committed in PDFS:
        assert pages(tmp_path / committed.name) == pages(committed)


def test_every_telephone_number_is_one_reserved_for_fiction() -> None:
    text = " ".join(page for report in REPORTS for page in pages(report))
    found = re.findall(r"\b\d{3}-\d{3}-\d{4}\b", text)
    assert found
    assert all(re.fullmatch(r"\d{3}-555-01\d\d", number) for number in found)


def test_what_the_demonstration_promises_stands_on_the_page_it_names() -> None:
    for each in ABOUT["demo"]:
        for must in each.get("must", ()):
            page = pages(SAMPLE / "reports" / must["file"])[must["page"] - 1]
            assert must["text"] in joined(page)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[DemoQuestion, Released | Stopped]]]:
    """The demonstration's questions with what came of them, each asked once in the order of the file."""
    settings = validated({"search": {"workers": 1}})
    with Desk.create(tmp_path_factory.mktemp("sample") / "vault", sample_passphrase(), settings) as desk:
        case = fill(desk)
        desk.ingest.start()
        assert desk.ingest.wait(case.id, timeout=240)
        assert desk.ingest.summary(case.id).complete == len(REPORTS)
        outcomes: list[tuple[DemoQuestion, Released | Stopped]] = []
        conversation = ""
        for question in demo_questions():
            conversation = conversation if question.follows else desk.ask.start(case.id).id
            outcomes.append((question, desk.ask.ask(conversation, question.question)))
        yield outcomes


def happened(outcome: Released | Stopped) -> str:
    """What came of a question, in the words of the sample's description."""
    if isinstance(outcome, Stopped):
        return {Verdict.BLOCK: "blocked", Verdict.REFER: "referred"}[outcome.decision.verdict]
    if not outcome.answer.sentences:
        return "nothing"
    return "advisory" if outcome.answer.advisory else "answered"


def test_each_question_of_the_demonstration_ends_as_announced(
    asked: list[tuple[DemoQuestion, Released | Stopped]],
) -> None:
    assert {q.question: happened(o) for q, o in asked} == {q.question: q.expect for q, _ in asked}


def test_each_answer_of_the_demonstration_holds_what_it_must(
    asked: list[tuple[DemoQuestion, Released | Stopped]],
) -> None:
    for (_, outcome), about in zip(asked, ABOUT["demo"], strict=True):
        if isinstance(outcome, Released):
            quoted = joined(" ".join(citation.quote for citation in outcome.answer.citations))
            missing = [must["text"] for must in about.get("must", ()) if must["text"] not in quoted]
            assert not missing, about["question"]


def test_no_answer_of_the_demonstration_names_the_us_person(
    asked: list[tuple[DemoQuestion, Released | Stopped]],
) -> None:
    for question, outcome in asked:
        if isinstance(outcome, Released):
            shown = " ".join(sentence.text for sentence in outcome.answer.sentences)
            assert "Ashgrove" not in shown, question
