"""Forms: a label above each field, a sentence below where something is wrong."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.ui.widgets.text import Label, restyle


class Field(QWidget):
    """One field with its label, a line of help and a place for what is wrong."""

    def __init__(self, label: str, editor: QWidget, help_text: str = "") -> None:
        super().__init__()
        self.editor = editor
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        title = Label(label, "strong")
        title.setBuddy(editor)
        editor.setAccessibleName(label.replace("&", ""))
        self._wrong = Label("", "danger", wraps=True)
        self._wrong.hide()
        column.addWidget(title)
        column.addWidget(editor)
        if help_text:
            column.addWidget(Label(help_text, "faint", wraps=True))
        column.addWidget(self._wrong)

    def say_wrong(self, text: str) -> None:
        """Show what is wrong with the field; nothing for nothing."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        self.editor.setProperty("wrong", bool(text))
        restyle(self.editor)
