"""What holds of the passages shown, below them: their marking together, and what has to be known of them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.services.export import NOT_A_SOURCE
from desk.services.search import HitPage
from desk.ui.widgets.banner import Banner
from desk.ui.widgets.text import Label
from desk.vocabulary.marking import Marking, roll_up


class SearchFoot(QWidget):
    """Rolls up page after page of one search."""

    def __init__(self) -> None:
        super().__init__()
        self._markings: list[Marking] = []
        self._notes: list[str] = []
        self._banner, self._note = Banner(), Label("", "faint", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._note)
        column.addWidget(self._banner)
        self.hide()

    def begin(self) -> None:
        """Nothing is shown yet."""
        self._markings, self._notes = [], []
        self.hide()

    def show_page(self, page: HitPage) -> None:
        """Say what holds with this page beside those before it; the first begins anew."""
        if page.first == 0:
            self.begin()
        self._markings.append(page.marking)
        unmarked = NOT_A_SOURCE if page.unmarked_sources else ""
        self._notes += [note for note in (page.note, unmarked) if note and note not in self._notes]
        self._banner.show_marking(roll_up(self._markings))
        self._note.setText(" ".join(self._notes))
        self._note.setVisible(bool(self._notes))
        self.setVisible(page.passages > 0)
