"""Starting the window: paint first, open the vault and load the heavy parts behind it."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desk.interpreter import keep_none
from desk.settings import Settings
from desk.ui import theme
from desk.ui.main_window import MainWindow


def run(vault: Path, passphrase: str | None, settings: Settings, settings_file: Path) -> int:
    """Open the window on a vault and run until it is closed. With a passphrase the vault is opened at once."""
    keep_none()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Probity Desk")
    theme.apply(application, settings.appearance.theme, settings.appearance.text_size)
    window = MainWindow(vault, settings, settings_file)
    window.show()
    if passphrase is not None:
        # After the first paint.
        QTimer.singleShot(0, window, lambda: window.unlock.unlock(passphrase))
    return application.exec()
