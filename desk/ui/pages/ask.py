"""Ask: conversations at the left, the thread, the question at the bottom."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.safeguards.conversation import Held
from desk.safeguards.sealed import Released, ReleasedSentence, Stopped
from desk.services.export import clipboard_text
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.pages.ask_conversations import ConversationList
from desk.ui.pages.ask_held import HeldLine
from desk.ui.pages.ask_question import QuestionEdit
from desk.ui.pages.ask_scope import ScopeLine
from desk.ui.pages.review_dialog import open_when_wanted
from desk.ui.theme import SPACE
from desk.ui.widgets.answer import TurnView
from desk.ui.widgets.state_view import StateView
from desk.ui.widgets.text import Label, button, empty
from desk.vocabulary.decision import Decision
from desk.vocabulary.errors import DeskError
from desk.vocabulary.report import Report

READING_WIDTH = 760


class AskPage(QWidget):
    """The conversations of the case in hand."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        self._conversation: str | None = None
        self._turn: TurnView | None = None
        # The question that is being answered, or the conversation that is being opened: one at a time.
        self._task: tasks.Task | None = None
        self._list = ConversationList(context)
        self._list.opened.connect(self.reopen)
        self._list.new_wanted.connect(self.new_conversation)
        self._thread = QVBoxLayout()
        self._area = self._scroll()
        self._state = StateView(self._area)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._state, 1)
        right.addWidget(self._box())
        row.addLayout(right, 1)
        context.case_changed.connect(self._case_changed)
        context.case_refreshed.connect(self._greet)
        context.reports_chosen.connect(self._limit)
        context.reports_edited.connect(self._take_edited)
        self._edited: set[str] = set()

    def _scroll(self) -> QScrollArea:
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, SPACE)
        column = QWidget()
        column.setMaximumWidth(READING_WIDTH)
        outer = QVBoxLayout(column)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._thread)
        outer.addStretch()
        row.addStretch()
        row.addWidget(column, 100)
        row.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("Questions and answers")
        return area

    def _box(self) -> QFrame:
        box = QFrame()
        box.setObjectName("ask_box")
        column = QVBoxLayout(box)
        column.setContentsMargins(3 * SPACE, SPACE + 4, 3 * SPACE, SPACE + 4)
        self._input = QuestionEdit()
        self._input.sent.connect(self.ask)
        self._ask, self._stop = button("&Ask", "send", "primary"), button("&Stop", "square")
        self._ask.clicked.connect(self.ask)
        self._stop.clicked.connect(self._stop_asking)
        self._stop.hide()
        self._by = Label("", "faint", wraps=True)
        self._scope = ScopeLine()
        self._held = HeldLine()
        row = QHBoxLayout()
        row.addWidget(self._input, 1)
        row.addWidget(self._ask, alignment=Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._stop, alignment=Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self._held)
        column.addWidget(self._scope)
        column.addLayout(row)
        column.addWidget(self._by)
        return box

    def show_conversations(self, shown: bool) -> None:
        """Show or hide the list at the left: beside an open report a small window has no room for it."""
        self._list.setVisible(shown)

    # The case and its conversations.

    def _case_changed(self, case: Any) -> None:
        self._scope.ask_all()
        self.new_conversation()
        self._input.setEnabled(case is not None)
        self._ask.setEnabled(case is not None)
        purpose = f"Purpose: {case.case.purpose}   " if case is not None else ""
        by = self._context.desk.ask.model_name() if self._context.is_open else ""
        self._by.setText(f"{purpose}Answers: {by}")

    def new_conversation(self) -> None:
        """Begin anew."""
        self._leave()
        self._list.refresh()
        self._greet()
        self._input.setFocus()

    def _leave(self) -> None:
        """Take what is asked here off the screen. A question still running must not reach the conversation that follows."""
        if self._task is not None:
            self._task.abandon()
            self._task = None
        self._show_running(False)
        self._conversation = None
        self._held.show_held(())
        self._turn = None
        empty(self._thread)

    def _greet(self, _: object = None) -> None:
        case = self._context.case
        if self._thread.count() or self._task is not None:
            return
        if case is None:
            to_cases = ("Go to cases", "briefcase", lambda: self._context.page_wanted.emit("cases"))
            self._state.show_empty("briefcase", "No case in hand", "Questions belong to a case. Choose one.", to_cases)
        elif case.reports == 0:
            to_reports = ("Add reports", "upload", lambda: self._context.page_wanted.emit("reports"))
            what = "Add reports to this case; answers are made of what they say."
            self._state.show_empty("file-text", "Nothing to ask yet", what, to_reports)
        else:
            what = (
                f"Answers come from the {case.reports} reports of this case, every sentence with its source. Questions that "
                "target U.S. persons are not answered; what bears on force is advisory only."
            )
            examples = [(each, "", partial(self._ask_example, each)) for each in self._context.examples]
            self._state.show_empty("message-square-quote", "Ask the reports", what, *examples)

    def reopen(self, conversation_id: str) -> None:
        """Show a kept conversation."""
        self._leave()
        self._state.show_working("Opening the conversation ...")

        def show(found: tuple[list[Released | Stopped], Sequence[Held]]) -> None:
            turns, held = found
            self._task, self._conversation = None, conversation_id
            self._held.show_held(held)
            for turn in turns:
                view = self._new_turn(turn.question if isinstance(turn, Released) else turn.text)
                view.show_released(turn) if isinstance(turn, Released) else view.show_stopped(turn)
            self._state.show_result()

        def failed(error: DeskError) -> None:
            self._task = None
            self._state.show_problem(error)

        ask = self._context.desk.ask
        self._task = tasks.run(self, lambda _: (ask.reopen(conversation_id), ask.held(conversation_id)), show, failed)

    def _take_edited(self, edited: Sequence[Report]) -> None:
        self._edited |= {report.id for report in edited}
        if self._task is None:
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        """Nothing may be read or copied here under a rating or marking that does not count any more."""
        edited, self._edited = self._edited, set()
        turns = [self._thread.itemAt(number).widget() for number in range(self._thread.count())]
        answers = [turn.released.answer for turn in turns if isinstance(turn, TurnView) and turn.released is not None]
        cited = {citation.report_id for answer in answers for citation in answer.citations}
        if self._conversation is not None and cited & edited:
            self.reopen(self._conversation)

    def _new_turn(self, question: str) -> TurnView:
        view = TurnView(question)
        view.citation_opened.connect(self._context.open_citation)
        view.copy_wanted.connect(self._copy)
        view.save_wanted.connect(self._save)
        open_when_wanted(view, self._context, self)
        self._thread.addWidget(view)
        return view

    def _ask_example(self, question: str) -> None:
        self._input.setPlainText(question)
        self.ask()

    def _limit(self, reports: list[Report]) -> None:
        self._scope.limit(reports)
        self._context.page_wanted.emit("ask")
        self._input.setFocus()

    # One question.

    def ask(self) -> None:
        """Ask what stands in the box."""
        question, case = self._input.toPlainText().strip(), self._context.case
        if not question or case is None or self._task is not None:
            return
        self._input.clear()
        self._state.show_result()
        self._turn = self._new_turn(question)
        self._show_running(True)
        desk, conversation, case_id = self._context.desk, self._conversation, case.case.id
        chosen = self._scope.report_ids

        def work(task: tasks.Task) -> tuple[str, Released | Stopped, Sequence[Held]]:
            talk = conversation or desk.ask.start(case_id).id
            outcome = desk.ask.ask(
                talk,
                question,
                case_id=case_id,
                on_decision=task.report,
                on_sentence=task.report,
                cancelled=task.cancelled,
                report_ids=chosen,
            )
            return talk, outcome, desk.ask.held(talk)

        self._task = tasks.run(self, work, self._finished, self._failed, self._progressed)
        self._scroll_down()

    def _progressed(self, value: Decision | ReleasedSentence) -> None:
        if self._turn is not None:
            show = self._turn.show_decision if isinstance(value, Decision) else self._turn.show_sentence
            show(value)
            self._scroll_down()

    def _finished(self, found: tuple[str, Released | Stopped, Sequence[Held]]) -> None:
        self._conversation, outcome, held = found
        self._held.show_held(held)
        if self._turn is not None:
            show = self._turn.show_released if isinstance(outcome, Released) else self._turn.show_stopped
            show(outcome)
        self._end()
        self._list.refresh(self._conversation)

    def _failed(self, error: DeskError) -> None:
        if self._turn is not None:
            self._turn.show_problem(str(error))
        self._end()

    def _end(self) -> None:
        self._task = None
        self._show_running(False)
        self._scroll_down()
        self._input.setFocus()
        self._bring_up_to_date()

    def _stop_asking(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _show_running(self, running: bool) -> None:
        self._ask.setVisible(not running)
        self._stop.setVisible(running)

    def _scroll_down(self) -> None:
        # The new widget has its height only after the layout has run.
        bar = self._area.verticalScrollBar()
        QTimer.singleShot(30, self, lambda: bar.setValue(self._wanted_position(bar.maximum())))

    def _wanted_position(self, bottom: int) -> int:
        """The end of the thread, but never so far that the beginning of the answer leaves the view."""
        return min(bottom, self._turn.y() + SPACE) if self._turn is not None else bottom

    # What leaves: the ledger first, then the clipboard or the file.

    def _copy(self, released: Released) -> None:
        desk, case = self._context.desk, self._context.case
        if case is None:
            return

        def done(_: object) -> None:
            QGuiApplication.clipboard().setText(clipboard_text(released, case.case))
            self._context.said.emit("The answer is in the clipboard, with its marks and sources.")

        tasks.run(self, lambda _: desk.ledger.note_copy(released), done, self._say)

    def _save(self, released: Released) -> None:
        desk, case = self._context.desk, self._context.case
        name, _ = QFileDialog.getSaveFileName(self, "Save the answer", "answer.md", "Markdown (*.md)")
        if not name or case is None:
            return

        path = Path(name)
        said = f"Saved as {path.name}, with its marks and sources."
        save = partial(desk.ledger.save_answer, released, case.case, path)
        tasks.run(self, lambda _: save(), lambda _: self._context.said.emit(said), self._say)

    def _say(self, error: DeskError) -> None:
        self._context.said.emit(str(error))
