"""One detail of a report in a form: what counts can be typed over, and below it stands what the file says."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.ui.widgets.text import ElidedLabel, Label, button, restyle
from desk.vocabulary.details import Detail, shown
from desk.vocabulary.ratings import Credibility, Reliability
from desk.vocabulary.report import Report

AS_THEY_ARE = "As they are"
_SCALES = {Detail.RELIABILITY: Reliability, Detail.CREDIBILITY: Credibility}
# A letter of each label that its key goes to it with.
_LABELS = {
    Detail.TITLE: "&Title",
    Detail.INFORMATION_DATE: "Date of &information",
    Detail.PUBLICATION_DATE: "Date of &publication",
    Detail.ORIGINATOR: "&Originator",
    Detail.NUMBER: "Report &number",
    Detail.MARKING: "&Marking",
    Detail.LANGUAGE: "&Language",
    Detail.RELIABILITY: "Source &reliability",
    Detail.CREDIBILITY: "Information &credibility",
}
_HINTS = {
    Detail.INFORMATION_DATE: "2031-03-12",
    Detail.PUBLICATION_DATE: "2031-03-12",
    Detail.MARKING: "SECRET//NOFORN",
    Detail.LANGUAGE: "Name or code: German, de",
}


class DetailField(QWidget):
    """The editor of one detail of one report, or of several; ``left`` says that the person has gone on."""

    left = Signal()

    def __init__(self, detail: Detail, reports: Sequence[Report]) -> None:
        super().__init__()
        self.detail, self._reports = detail, reports
        values = {report.says(detail) for report in reports}
        self._mixed = len(values) > 1
        self._first = "" if self._mixed else values.pop()
        self._taken_back = False
        label = _LABELS[detail]
        self.editor = self._scale() if detail in _SCALES else self._line()
        self.editor.setAccessibleName(label.replace("&", ""))
        title = Label(label, "strong")
        title.setBuddy(self.editor)
        self._note = ElidedLabel("", "faint")
        self._back = button("Take back", look="small")
        self._back.setAccessibleName(f"Take back: {label.replace('&', '')}")
        self._back.setToolTip("Let what the file says count again")
        self._back.clicked.connect(self._take_back)
        # Put by whoever lays out the form where there is room for a sentence.
        self.wrong = Label("", "danger", wraps=True)
        self.wrong.hide()
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._back)
        # A field keeps its height where there is nothing to take back, and the button its place in the order of keys.
        head.addStrut(self._back.sizeHint().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.editor)
        column.addWidget(self._note)
        QWidget.setTabOrder(self.editor, self._back)
        self.setFocusProxy(self.editor)
        self._tell()

    def _line(self) -> QLineEdit:
        editor = QLineEdit(self._shown(self._first))
        editor.setCursorPosition(0)
        editor.setPlaceholderText(AS_THEY_ARE if self._mixed else _HINTS.get(self.detail, ""))
        editor.textChanged.connect(self._edited)
        editor.editingFinished.connect(self.left)
        return editor

    def _scale(self) -> QComboBox:
        editor = QComboBox()
        if self._mixed:
            editor.addItem(AS_THEY_ARE, None)
        editor.addItem("Not rated", "")
        for each in _SCALES[self.detail]:
            editor.addItem(shown(self.detail, each.value), each.value)
        if not self._mixed:
            editor.setCurrentIndex(editor.findData(self._first))
        editor.currentIndexChanged.connect(self._edited)
        return editor

    def _shown(self, value: str) -> str:
        return shown(self.detail, value)

    @property
    def _read(self) -> str:
        """What the files say, where they all say the same."""
        said = {report.read.get(self.detail, "") for report in self._reports}
        return said.pop() if len(said) == 1 else ""

    def typed(self) -> str:
        """What stands in the editor."""
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData() or "")
        return self.editor.text().strip()

    def wanted(self) -> dict[Detail, str | None]:
        """The change that is asked for, if any; None takes back what was stated."""
        if self._taken_back:
            return {self.detail: None}
        untouched = self.editor.currentData() is None if isinstance(self.editor, QComboBox) else not self.typed()
        if (self._mixed and untouched) or self.typed() in (self._first, self._shown(self._first)):
            return {}
        return {self.detail: self.typed()}

    def say_wrong(self, text: str) -> None:
        """Show what is wrong with the field; nothing for nothing."""
        self.warn(text)
        self.editor.setProperty("wrong", bool(text))
        restyle(self.editor)

    def warn(self, text: str) -> None:
        """Show what should be looked at again, although it can be."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
        form = self.wrong.parentWidget()
        if text and form is not None:
            # A wrapped label asks for the height it would have at a width of its own choice, a third of this one.
            self.wrong.setFixedHeight(self.wrong.heightForWidth(form.width()))

    def _edited(self) -> None:
        self._taken_back = False
        self.say_wrong("")
        self._tell()

    def _take_back(self) -> None:
        if isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(self.editor.findData(""))
        else:
            self.editor.setText(self._shown(self._read))
        self._taken_back = True
        self._tell()
        self.editor.setFocus()

    def _tell(self) -> None:
        self._back.setVisible(self._differs() and not self._taken_back)
        said = self._said()
        self._note.setText(said)
        self._note.setVisible(bool(said))
        self.editor.setAccessibleDescription(said)

    def _differs(self) -> bool:
        """Whether something is stated, or about to be, that the file does not say."""
        if len(self._reports) > 1:
            return any(self.detail in report.stated for report in self._reports)
        return self.typed() not in (self._read, self._shown(self._read))

    def _said(self) -> str:
        """Where what counts comes from."""
        if len(self._reports) > 1:
            return self._said_of_many()
        if not self._differs():
            return "As read from the file" if self._read else _SILENT.get(self.detail, "The file does not say")
        return f"In the file: {self._shown(self._read)}" if self._read else "Stated by a person"

    def _said_of_many(self) -> str:
        if self._taken_back:
            return "What each file says will count again"
        stated = sum(self.detail in report.stated for report in self._reports)
        return f"Stated of {stated} of {len(self._reports)}" if stated else ""


# Files do not rate themselves, and what they say of their own sources is not read as a rating.
_SILENT = {Detail.RELIABILITY: "Rated by a person alone", Detail.CREDIBILITY: "Rated by a person alone"}
