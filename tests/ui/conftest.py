"""The real window over a real vault, offscreen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.interpreter import keep_none
from desk.services import Desk
from desk.settings import validated
from desk.ui import theme
from desk.ui.main_window import MainWindow
from desk.vocabulary.marking import Level
from tests.conftest import PASSPHRASE
from tests.services.conftest import REPORTS

keep_none()
SETTINGS = validated({"search": {"workers": 1}})


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with one case and its reports."""
    folder = tmp_path_factory.mktemp("window")
    reports = folder / "reports"
    reports.mkdir()
    for name, text in REPORTS.items():
        (reports / name).write_text(text)
    with Desk.create(folder / "vault", PASSPHRASE, SETTINGS) as desk:
        case = desk.cases.create("Karsa", "Smuggling through Port Karsa", "Order 1", Level.SECRET)
        desk.ingest.add(case.id, [reports])
        desk.ingest.start()
        assert desk.ingest.wait(case.id, timeout=120)
    return folder / "vault"


@pytest.fixture
def locked(qtbot: QtBot, qapp: QApplication, vault: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The window as it starts, before the passphrase."""
    theme.apply(qapp, SETTINGS.appearance.theme, 10)
    window = MainWindow(vault, SETTINGS, tmp_path / "settings.toml")
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


@pytest.fixture
def window(qtbot: QtBot, locked: MainWindow) -> MainWindow:
    """The window with the vault open and the case in hand."""
    locked.unlock.unlock(PASSPHRASE)
    qtbot.waitUntil(lambda: locked.context.case is not None, timeout=30_000)
    return locked
