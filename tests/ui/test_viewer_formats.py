"""A citation opens its report in the viewer, whatever the format, with the cited words lit."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.reading.recognition import language_folder
from desk.services import Desk
from desk.ui import theme
from desk.ui.main_window import MainWindow
from desk.vocabulary.answer import Citation
from desk.vocabulary.marking import Level
from tests.conftest import PASSPHRASE
from tests.reading import test_formats as made
from tests.ui.conftest import SETTINGS

FILES = {
    "crossings.docx": (made.word_file(), "Nothing else was seen."),
    "crossings.xlsx": (made.workbook(), "Date: 4 May 2031; Vessel: Amira; Boxes: 40"),
    "night.eml": (made.mail().as_bytes(), "They crossed at dawn."),
    "photo.png": (made.picture(), "Ruby Tern"),
    "ford.json": (b'{"ford": {"river": "Sarn", "depth": "one metre in May"}}', "one metre in May"),
}


@pytest.fixture(scope="module")
def formats_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    reports = folder / "reports"
    reports.mkdir()
    for name, (data, _) in FILES.items():
        (reports / name).write_bytes(data)
    (reports / "drawing.xcf").write_bytes(b"gimp xcf")
    with Desk.create(folder / "vault", PASSPHRASE, SETTINGS) as desk:
        case = desk.cases.create("Sarn", "Crossings at Sarn", "Order 1", Level.SECRET)
        desk.ingest.add(case.id, [reports])
        desk.ingest.start()
        assert desk.ingest.wait(case.id, timeout=120)
    return folder / "vault"


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, formats_vault: Path, tmp_path: Path) -> MainWindow:
    theme.apply(qapp, SETTINGS.appearance.theme, 10)
    window = MainWindow(formats_vault, SETTINGS, tmp_path / "settings.toml")
    qtbot.addWidget(window)
    window.resize(1180, 760)
    window.show()
    window.unlock.unlock(PASSPHRASE)
    qtbot.waitUntil(lambda: window.context.case is not None, timeout=30_000)
    return window


def citation(window: MainWindow, file_name: str, words: str) -> Citation:
    desk, case = window.context.desk, window.context.case
    report = next(each for each in desk.reports.list(case.case.id).reports if each.file_name == file_name)
    pages = desk.reports.pages(report.id)
    number = next(n for n, page in enumerate(pages, start=1) if words in page)
    start = pages[number - 1].index(words)
    return Citation(1, report.id, report.title, 0, number, start, start + len(words), words, None)


@pytest.mark.parametrize("file_name", sorted(FILES))
def test_a_citation_of_each_format_is_opened_and_lit(qtbot: QtBot, opened: MainWindow, file_name: str) -> None:
    if file_name == "photo.png" and language_folder() is None:
        pytest.skip("Tesseract's language data is not installed")
    cited = citation(opened, file_name, FILES[file_name][1])
    opened.show_page("ask")
    opened._show_citation(cited)
    viewer = opened.viewer
    if file_name == "photo.png":
        qtbot.waitUntil(lambda: viewer._page.first_lit() is not None, timeout=20_000)
        return
    qtbot.waitUntil(lambda: bool(viewer._text.extraSelections()), timeout=20_000)
    (lit,) = viewer._text.extraSelections()
    assert lit.cursor.selectedText() == cited.quote


def test_a_picture_is_drawn_again_after_another_report(qtbot: QtBot, opened: MainWindow) -> None:
    if language_folder() is None:
        pytest.skip("Tesseract's language data is not installed")
    viewer = opened.viewer
    picture, letter = (citation(opened, name, FILES[name][1]) for name in ("photo.png", "night.eml"))
    opened._show_citation(picture)
    qtbot.waitUntil(lambda: not viewer._page._image.isNull(), timeout=20_000)
    opened._show_citation(letter)
    qtbot.waitUntil(lambda: viewer._stack.currentWidget() is viewer._text, timeout=20_000)
    opened._show_citation(picture)
    qtbot.waitUntil(lambda: viewer._stack.currentWidget() is viewer._area, timeout=20_000)
    qtbot.waitUntil(lambda: not viewer._page._image.isNull(), timeout=20_000)
    assert viewer._page.first_lit() is not None


def test_what_was_left_out_is_listed_with_its_reason(qtbot: QtBot, opened: MainWindow) -> None:
    opened.show_page("reports")
    left_out = opened.reports._which.button("Left out")
    qtbot.waitUntil(lambda: left_out.text() == "Left out  1", timeout=10_000)
    left_out.click()
    qtbot.waitUntil(lambda: opened.reports._table.model().rowCount() == 1, timeout=10_000)
    shown = opened.reports._table.model().index(0, 0).data()
    assert shown.startswith("drawing.xcf: The desk does not read .xcf")
