"""What an oversight officer does: enrol a key, and decide with it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desk.services.oversight import Officer
from desk.signing import load_key, make_key
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.widgets.dialog import FormDialog
from desk.ui.widgets.form import Field
from desk.ui.widgets.text import button
from desk.vocabulary.errors import DeskError
from desk.vocabulary.passphrase import SHORTEST
from desk.vocabulary.review import Review


def _secret() -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit


class _FileEdit(QWidget):
    """A path, typed or chosen."""

    def __init__(self, new: bool) -> None:
        super().__init__()
        self._new = new
        self.path = QLineEdit()
        choose = button("Choose ...")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(choose)
        self.setFocusProxy(self.path)

    def _choose(self) -> None:
        ask = QFileDialog.getSaveFileName if self._new else QFileDialog.getOpenFileName
        name, _ = ask(self, "Key file", "officer.pem", "Keys (*.pem)")
        if name:
            self.path.setText(name)


class EnrolDialog(FormDialog):
    """Makes a key for the first officer and enrols it. Further officers are enrolled on the command line."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context = context
        self._name, self._file, self._first, self._again = QLineEdit(), _FileEdit(new=True), _secret(), _secret()
        what = (
            "Decisions are signed with a key that the officer alone keeps, best on a medium of their own. The desk keeps only "
            "its public half."
        )
        fields = [
            Field("&Name", self._name, "As it shall stand beside every decision."),
            Field("&Key file", self._file, "A new file for the private key."),
            Field("&Passphrase of the key", self._first),
            Field("The same &again", self._again),
        ]
        super().__init__(parent, "Enrol an oversight officer", what, "&Make the key and enrol", fields)

    def send(self) -> None:
        """Make the key, then enrol its public half."""
        name, path, passphrase = self._name.text().strip(), self._file.path.text().strip(), self._first.text()
        if not name or not path:
            self.say_wrong(DeskError("An officer needs a name and a file for the key.", "Fill both in."))
        elif len(passphrase) < SHORTEST or passphrase != self._again.text():
            self.say_wrong(DeskError(f"The passphrase needs {SHORTEST} characters, the same twice.", "Type it again."))
        else:
            oversight = self._context.desk.oversight
            self.wait()
            tasks.run(
                self,
                lambda _: oversight.enroll(name, make_key(Path(path), passphrase).public),
                self._enrolled,
                self.say_wrong,
            )

    def _enrolled(self, officer: Officer) -> None:
        self._context.said.emit(f"{officer.name} may decide referrals and contests of this vault.")
        self.accept()


def what_is_decided(review: Review) -> list[tuple[str, str]]:
    """What an officer decides on, each line with its look: the question, and the fact with its source or what was misread."""
    lines = [(review.question, "answer")]
    if review.statement is not None:
        said = review.statement
        lines.append((f"{said.subject} is {said.side.value}: {said.words}", "strong"))
        lines.append((f"Source: {said.source_said}", ""))
    if review.reason:
        lines.append((f"Misread: {review.reason}", ""))
    return lines


class DecideDialog(FormDialog):
    """Confirms or declines one review with an officer's key."""

    def __init__(self, context: Context, review: Review, confirm: bool, parent: QWidget) -> None:
        self._context, self._review, self._confirm = context, review, confirm
        self._reason, self._file, self._passphrase = QLineEdit(), _FileEdit(new=False), _secret()
        fields = [
            Field("&Reason", self._reason, "What the decision rests on; it is signed and kept with it."),
            Field("&Key file", self._file, "The officer's private key."),
            Field("&Passphrase of the key", self._passphrase),
        ]
        act = "&Confirm" if confirm else "&Decline"
        what = "\n".join(text for text, _ in what_is_decided(review))
        super().__init__(parent, act.replace("&", ""), what, act, fields)

    def send(self) -> None:
        """Sign and record the decision."""
        path, passphrase = Path(self._file.path.text().strip()), self._passphrase.text()
        review, confirm, reason = self._review.id, self._confirm, self._reason.text()
        decide = self._context.desk.oversight.decide
        self.wait()
        tasks.run(
            self,
            lambda _: decide(review, confirm, reason, load_key(path, passphrase)),
            lambda _: self.accept(),
            self.say_wrong,
        )
