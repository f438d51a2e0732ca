"""Which reports are asked: all of the case, or those chosen among the reports."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.ui.theme import SPACE
from desk.ui.widgets.text import ElidedLabel, tool_button
from desk.vocabulary.report import Report


class ScopeLine(QWidget):
    """Above the question while only some reports are asked; its cross asks all of them again."""

    def __init__(self) -> None:
        super().__init__()
        self._reports: list[Report] = []
        self._said = ElidedLabel("", "strong")
        everything = tool_button("x", "Ask all reports of the case again")
        everything.clicked.connect(self.ask_all)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, SPACE // 2)
        row.addWidget(self._said, 1)
        row.addWidget(everything)
        self.hide()

    @property
    def report_ids(self) -> list[str] | None:
        """The reports to ask; None for all."""
        return [report.id for report in self._reports] or None

    def limit(self, reports: list[Report]) -> None:
        """Ask these alone."""
        self._reports = reports
        self.setVisible(bool(reports))
        self._said.setText(f"Only {_counted(reports)}: {'; '.join(report.title for report in reports)}")

    def ask_all(self) -> None:
        """Ask every report of the case."""
        self.limit([])


def _counted(reports: list[Report]) -> str:
    return "this report" if len(reports) == 1 else f"these {len(reports)} reports"
