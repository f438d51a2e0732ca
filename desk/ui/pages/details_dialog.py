"""The dialog that states details of a report, or of several at once."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.services.stating import checked
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.theme import SPACE
from desk.ui.widgets.detail_field import DetailField
from desk.ui.widgets.dialog import FormDialog
from desk.vocabulary.details import SHARED, Detail, DetailsInvalid, not_known
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Level
from desk.vocabulary.report import Report

_ROWS = (
    (Detail.TITLE,),
    (Detail.ORIGINATOR, Detail.NUMBER),
    (Detail.INFORMATION_DATE, Detail.PUBLICATION_DATE),
    (Detail.MARKING, Detail.LANGUAGE),
    (Detail.RELIABILITY, Detail.CREDIBILITY),
)
_WIDTH = 660


class DetailsDialog(FormDialog):
    """Shows what counts and what the file says; what is typed over it is stated, and goes into the ledger."""

    def __init__(self, context: Context, reports: Sequence[Report], ceiling: Level, parent: QWidget) -> None:
        self._context, self._reports, self._ceiling = context, reports, ceiling
        details = tuple(Detail) if len(reports) == 1 else SHARED
        self._fields = {detail: DetailField(detail, reports) for detail in details}
        for detail, field in self._fields.items():
            field.left.connect(lambda detail=detail: self._check(detail))
        what = (
            "What you state counts; what was read from the file stays beside it. Every change stands in the ledger. "
            "The marking can be raised, never lowered below the report's own."
            if len(reports) == 1
            else "What you state here counts for each of them. Every change stands in the ledger."
        )
        title = "Edit the report" if len(reports) == 1 else f"Edit {len(reports)} reports"
        super().__init__(parent, title, what, "&Save", self._rows())
        self.setMinimumWidth(_WIDTH)
        next(iter(self._fields.values())).editor.setFocus()

    def _rows(self) -> list[QWidget]:
        rows = [[self._fields[detail] for detail in row if detail in self._fields] for row in _ROWS]
        return [_row(fields) for fields in rows if fields]

    def _check(self, detail: Detail) -> None:
        """Say what is wrong with a field as soon as the person has gone on; the vault is not asked for it."""
        field = self._fields[detail]
        try:
            found = checked(self._reports, self._wanted(), self._ceiling)
        except DetailsInvalid as error:
            field.say_wrong(str(error.problems.get(detail, "")))
            self._fit()
            return
        field.say_wrong("")
        if detail is Detail.MARKING:
            field.warn(not_known(found.get(detail) or ""))
        self._fit()

    def _wanted(self) -> dict[Detail, str | None]:
        return {detail: value for field in self._fields.values() for detail, value in field.wanted().items()}

    def send(self) -> None:
        """State what was changed; what is wrong is said beside its field."""
        for field in self._fields.values():
            field.say_wrong("")
        wanted = self._wanted()
        if not wanted:
            self.reject()
            return
        ids, state = [report.id for report in self._reports], self._context.desk.reports.state
        self.wait()
        tasks.run(self, lambda _: state(ids, wanted), self._done, self.say_wrong)

    def say_wrong(self, error: Exception) -> None:
        """What is wrong with a field stands beside it; anything else below."""
        if not isinstance(error, DetailsInvalid):
            super().say_wrong(error)
            return
        super().say_wrong(DeskError("Nothing was changed.", "Correct what is marked above."))
        for detail, problem in error.problems.items():
            self._fields[detail].say_wrong(str(problem))
        self._fields[next(iter(error.problems))].editor.setFocus()
        self._fit()

    def _fit(self) -> None:
        """As tall as it has to be, once the sentences have their heights."""

        def fit() -> None:
            self.layout().activate()
            self.resize(self.width(), self.layout().totalHeightForWidth(self.width()))

        QTimer.singleShot(0, self, fit)

    def _done(self, changed: Sequence[Report]) -> None:
        whole = f"{len(changed)} reports are edited." if len(changed) > 1 else "The report is edited."
        odd = [not_known(report.stated.get(Detail.MARKING, "")) for report in changed]
        if changed:
            self._context.said.emit(" ".join(filter(None, (whole, *odd))))
            self._context.reports_edited.emit(changed)
            self._context.reports_changed.emit()
        self.accept()


def _row(fields: Sequence[DetailField]) -> QWidget:
    """Fields side by side; what is wrong with one is a sentence, and has the width of all."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, SPACE // 2)
    column.setSpacing(4)
    row = QHBoxLayout()
    row.setSpacing(2 * SPACE)
    column.addLayout(row)
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(field.wrong)
    return whole
