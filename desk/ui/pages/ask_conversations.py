"""The conversations of the case in hand: begin one, open one again, remove one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from desk.services.ask import ConversationSummary
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.theme import SPACE
from desk.ui.widgets.text import Label, tool_button
from desk.vocabulary.errors import DeskError

WIDTH = 232


class ConversationList(QFrame):
    """Newest first."""

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setFixedWidth(WIDTH)
        self._context = context
        self._reading: tasks.Task | None = None
        self._list = QListWidget()
        self._list.setAccessibleName("Conversations")
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(self._open)
        self._list.itemClicked.connect(self._open)
        new, self._remove = tool_button("plus", "New conversation"), tool_button("trash-2", "Remove this conversation")
        new.clicked.connect(self.new_wanted)
        self._remove.clicked.connect(self._remove_current)
        head = QHBoxLayout()
        head.addWidget(Label("Conversations", "strong"), 1)
        head.addWidget(self._remove)
        head.addWidget(new)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE + 4, 2 * SPACE, SPACE, SPACE)
        column.addLayout(head)
        column.addWidget(self._list, 1)

    def refresh(self, current: str | None = None) -> None:
        """Read the conversations again and mark the one in hand."""
        case = self._context.case
        if self._reading is not None:
            # What is still being read may be of the case before.
            self._reading.abandon()
        self._list.clear()
        self._remove.setEnabled(False)
        if case is None or not self._context.is_open:
            return
        case_id, ask = case.case.id, self._context.desk.ask
        self._reading = tasks.run(
            self, lambda _: ask.conversations(case_id), lambda found: self._show(found, current), self._say
        )

    def _show(self, conversations: list[ConversationSummary], current: str | None) -> None:
        self._list.clear()
        for conversation in conversations:
            title = conversation.title if len(conversation.title) <= 70 else conversation.title[:69] + "…"
            item = QListWidgetItem(f"{title}\n{conversation.started_at:%d %b, %H:%M}")
            item.setData(Qt.ItemDataRole.UserRole, conversation.id)
            self._list.addItem(item)
            if conversation.id == current:
                self._list.setCurrentItem(item)
        self._remove.setEnabled(bool(conversations))

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(Qt.ItemDataRole.UserRole))

    def _remove_current(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        conversation_id = item.data(Qt.ItemDataRole.UserRole)
        remove = self._context.desk.ask.remove
        tasks.run(self, lambda _: remove(conversation_id), lambda _: self.new_wanted.emit(), self._say)

    def _say(self, error: DeskError) -> None:
        self._context.said.emit(str(error))
