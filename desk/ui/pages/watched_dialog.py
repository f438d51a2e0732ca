"""The watched folders of a case: see them, add one, stop watching one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.services.watching import WatchedFolder
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.theme import SPACE
from desk.ui.widgets.text import Label, button

WIDTH = 560


class WatchedDialog(QDialog):
    """New and changed files of these folders join the case by themselves while the desk is open."""

    def __init__(self, context: Context, case_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._case_id = context, case_id
        self.setWindowTitle("Watched folders")
        self.setMinimumWidth(WIDTH)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE)
        self._wrong = Label("", "danger", wraps=True)
        self._wrong.hide()
        add, close = button("&Watch a folder ...", "folder-open", "primary"), button("Close")
        add.clicked.connect(self._choose)
        close.clicked.connect(self.accept)
        ways = QHBoxLayout()
        ways.addWidget(add)
        ways.addStretch()
        ways.addWidget(close)
        what = "What appears or changes in these folders joins the case by itself while the desk is open."
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addWidget(Label("Watched folders", "title"))
        column.addWidget(Label(what, "muted", wraps=True))
        column.addLayout(self._rows)
        column.addWidget(self._wrong)
        column.addLayout(ways)
        self._look()

    def watch(self, folder: Path) -> None:
        """Begin to watch a folder."""
        watching, case_id = self._context.desk.watching, self._case_id
        self._do(lambda: watching.watch(case_id, folder))

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Folder to watch")
        if name:
            self.watch(Path(name))

    def _leave(self, folder: Path) -> None:
        watching, case_id = self._context.desk.watching, self._case_id
        self._do(lambda: watching.leave(case_id, folder))

    def _do(self, act: Callable[[], None]) -> None:
        self._wrong.hide()
        tasks.run(self, lambda _: act(), lambda _: self._look(), self._say_wrong)

    def _say_wrong(self, error: Exception) -> None:
        self._wrong.setText(str(error))
        self._wrong.show()

    def _look(self) -> None:
        watching, case_id = self._context.desk.watching, self._case_id
        tasks.run(self, lambda _: watching.folders(case_id), self._show, self._say_wrong)

    def _show(self, folders: list[WatchedFolder]) -> None:
        while (old := self._rows.takeAt(0)) is not None:
            if widget := old.widget():
                widget.deleteLater()
        for folder in folders:
            self._rows.addWidget(self._row(folder))
        if not folders:
            self._rows.addWidget(Label("No folder is watched yet.", "muted"))

    def _row(self, folder: WatchedFolder) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "card" if folder.there else "warning")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        said = (
            str(folder.path)
            if folder.there
            else f"{folder.path}\nNot there at present; it is watched again when it is."
        )
        row.addWidget(Label(said, wraps=True, selectable=True), 1)
        stop = button("Stop", "x", "quiet")
        stop.setAccessibleName(f"Stop watching {folder.path}")
        stop.clicked.connect(lambda: self._leave(folder.path))
        row.addWidget(stop)
        return frame
