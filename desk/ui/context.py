"""What the pages share: the open desk, the case in hand, the settings - and signals when one of them changes."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desk.services import Desk
from desk.services.cases import CaseSummary
from desk.settings import Settings
from desk.vocabulary.answer import Citation
from desk.vocabulary.errors import SettingsInvalid


class Context(QObject):
    """Shared by the pages of one window. ``desk`` is there from ``desk_opened`` on.

    ``reports_edited``: details of these reports were stated or taken back; what shows one of them is out of date.
    ``case_changed``: another case was taken in hand. ``case_refreshed``: it is the same one with other counts or marking.
    """

    case_changed = Signal(object)
    case_refreshed = Signal(object)
    cases_changed = Signal()
    reports_changed = Signal()
    reports_edited = Signal(object)
    citation_opened = Signal(object)
    reports_chosen = Signal(object)
    page_wanted = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        settings: Settings,
        settings_file: Path,
        examples: Sequence[str] = (),
        settings_problem: SettingsInvalid | None = None,
    ) -> None:
        """``examples`` are questions to offer where nothing has been asked yet.

        ``settings_problem`` is what is wrong with the settings file, until it is saved anew.
        """
        super().__init__()
        self.examples = tuple(examples)
        self.settings = settings
        self.settings_file = settings_file
        self.settings_problem = settings_problem
        self._desk: Desk | None = None
        self.case: CaseSummary | None = None

    @property
    def desk(self) -> Desk:
        """The open desk; pages are shown only while there is one."""
        if self._desk is None:
            raise RuntimeError("a page was used before the vault was open")
        return self._desk

    @property
    def is_open(self) -> bool:
        """Whether a vault is open."""
        return self._desk is not None

    def set_desk(self, desk: Desk | None) -> None:
        """The vault was opened or closed."""
        self._desk = desk

    def choose_case(self, case: CaseSummary | None) -> None:
        """Take a case in hand. What is being read or written in it stays where it is the same as before."""
        known = self.case is not None and case is not None and self.case.case.id == case.case.id
        self.case = case
        (self.case_refreshed if known else self.case_changed).emit(case)

    def open_citation(self, citation: Citation) -> None:
        """Ask the window to show the cited words."""
        self.citation_opened.emit(citation)
