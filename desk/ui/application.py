"""Starting the window: paint first, open the vault and load the heavy parts behind it."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desk.interpreter import keep_none
from desk.settings import Settings
from desk.ui import theme
from desk.ui.main_window import MainWindow
from desk.vocabulary.errors import SettingsInvalid


def run(
    vault: Path,
    passphrase: str | None,
    settings: Settings,
    settings_file: Path,
    examples: Sequence[str] = (),
    problem: SettingsInvalid | None = None,
) -> int:
    """Open the window on a vault and run until it is closed. With a passphrase the vault is opened at once.

    ``examples`` are questions to offer where nothing has been asked yet. ``problem`` is what is wrong with the settings
    file, ``settings`` then what holds of it: the window says it and opens no vault until the file is put right.
    """
    keep_none()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Probity Desk")
    theme.apply(application, settings.appearance.theme, settings.appearance.text_size)
    window = MainWindow(vault, settings, settings_file, examples, problem)
    window.show()
    if passphrase is not None:
        # After the first paint.
        QTimer.singleShot(0, window, lambda: window.unlock.unlock(passphrase))
    return application.exec()
