"""What is wrong with the settings is said in the window before the vault is opened, and can be put right there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk import settings as declared
from desk.settings import Settings, validated
from desk.ui.main_window import MainWindow
from desk.vocabulary.errors import SettingsInvalid
from tests.conftest import PASSPHRASE
from tests.ui.test_window import texts

Start = Callable[[Settings, SettingsInvalid | None], MainWindow]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def start(qtbot: QtBot, vault: Path, file: Path) -> Iterator[Start]:
    """Start the window as the command does."""
    windows: list[MainWindow] = []

    def started(settings: Settings, problem: SettingsInvalid | None = None) -> MainWindow:
        windows.append(MainWindow(vault, settings, file, settings_problem=problem))
        qtbot.addWidget(windows[-1])
        windows[-1].show()
        return windows[-1]

    yield started
    for window in windows:
        window.close()


@pytest.fixture
def vanished(file: Path) -> SettingsInvalid:
    """The file names a model folder that is not there any more."""
    file.write_text('[search]\nmodel_folder = "/vanished"\nworkers = 1\n')
    with pytest.raises(SettingsInvalid) as caught:
        declared.load(file)
    return caught.value


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"answering": {"source": "endpoint"}}, "an endpoint is not set"),
        (
            {"answering": {"source": "endpoint"}, "model": {"base_url": "http://127.0.0.1/v1"}},
            "a model name is not set",
        ),
        ({"model": {"second_opinion": True, "name": "some"}}, "an endpoint is not set"),
    ],
)
def test_an_incomplete_endpoint_is_said_and_the_vault_can_be_opened(
    start: Start, values: dict[str, dict[str, object]], missing: str
) -> None:
    unlock = start(validated(values), None).unlock
    assert missing in texts(unlock)
    unlock._passphrase.editor.setText(PASSPHRASE)
    assert unlock._open.isEnabled()


def test_whole_settings_are_not_remarked_on(start: Start) -> None:
    whole = {"answering": {"source": "endpoint"}, "model": {"base_url": "http://127.0.0.1/v1", "name": "some"}}
    assert start(validated(whole), None).unlock._problem.isHidden()


def test_a_file_that_is_wrong_is_said_and_keeps_the_vault_closed(start: Start, vanished: SettingsInvalid) -> None:
    window = start(validated({"search": {"workers": 1}}), vanished)
    assert "/vanished" in texts(window.unlock)
    window.unlock._passphrase.editor.setText(PASSPHRASE)
    assert not window.unlock._open.isEnabled()
    window.unlock.unlock(PASSPHRASE)
    assert window.unlock._busy.isHidden()


def test_a_file_that_is_wrong_is_put_right_before_the_vault_is_opened(
    qtbot: QtBot, start: Start, file: Path, vanished: SettingsInvalid
) -> None:
    window = start(validated({"search": {"workers": 1}}), vanished)
    qtbot.mouseClick(window.rail._buttons["settings"], Qt.MouseButton.LeftButton)
    assert "/vanished" in texts(window.settings)
    qtbot.mouseClick(window.settings._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Saved." in texts(window.settings), timeout=10_000)
    assert "Close and open the desk" not in texts(window.settings)
    assert declared.load(file) == window.context.settings
    assert declared.load(file).search.workers == 1

    qtbot.mouseClick(window.rail._buttons["cases"], Qt.MouseButton.LeftButton)
    assert window._stack.currentWidget() is window.unlock
    assert window.unlock._problem.isHidden()
    window.unlock.unlock(PASSPHRASE)
    qtbot.waitUntil(lambda: window.context.case is not None, timeout=30_000)


def test_before_the_vault_is_open_only_its_lock_and_the_settings_can_be_reached(start: Start) -> None:
    window = start(Settings(), None)
    assert {name for name, made in window.rail._buttons.items() if made.isEnabled()} == {"cases", "settings"}
    assert window._stack.currentWidget() is window.unlock
    assert window.focusWidget() is window.unlock._passphrase.editor


def test_every_page_can_be_reached_once_it_is_open(window: MainWindow) -> None:
    assert all(made.isEnabled() for made in window.rail._buttons.values())


def test_a_folder_that_cannot_be_looked_at_is_said_and_nothing_is_made(qtbot: QtBot, file: Path) -> None:
    # A name longer than any file may have fails for root too, as a folder that may not be entered does for others.
    page = MainWindow(file.parent / ("x" * 300), Settings(), file).unlock
    qtbot.addWidget(page.window())
    assert "cannot be used" in texts(page)
    page._passphrase.editor.setText(PASSPHRASE)
    assert not page._open.isEnabled()
