"""Reports of a case: list, filter, open, remove."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desk.reading import drawn
from desk.safeguards.guard import Guard
from desk.safeguards.policy import Policy
from desk.safeguards.sealed import Stopped
from desk.services.engine import Engine
from desk.services.informant import CaseInformant
from desk.services.stating import Wanted, checked
from desk.vault import Vault
from desk.vocabulary.details import Detail, shown
from desk.vocabulary.errors import DeskError
from desk.vocabulary.report import Box, Report


@dataclass(frozen=True, slots=True)
class ReportList:
    """Reports that match, or the decision that stopped the filter.

    ``came_in`` has, by the id of a report that came inside another, the title of that other.
    """

    reports: tuple[Report, ...]
    stopped: Stopped | None = None
    came_in: Mapping[str, str] = field(default_factory=dict)


class Reports:
    """What is in a case, as received."""

    def __init__(self, vault: Vault, engine: Engine, policy: Policy) -> None:
        self._vault = vault
        self._engine = engine
        self._policy = policy

    def list(self, case_id: str, filter: str = "") -> ReportList:
        """Reports whose details or file name hold every word of ``filter``.

        A filter is a query: it passes the guard and stands in the ledger like a question.
        """
        reports = self._vault.reports.list(case_id)
        words = filter.casefold().split()
        if not words:
            return ReportList(tuple(reports), came_in=_came_in(reports))
        informant = CaseInformant(self._vault, self._policy, case_id)
        outcome = Guard(self._policy, self._vault.ledger.append, case_id, informant=informant).clear(filter)
        if isinstance(outcome, Stopped):
            return ReportList((), outcome)
        found = tuple(report for report in reports if all(word in _line(report) for word in words))
        return ReportList(found, came_in=_came_in(reports))

    def get(self, report_id: str) -> Report:
        """One report; raises ``NotFound``."""
        return self._vault.reports.get(report_id)

    def state(self, report_ids: Sequence[str], wanted: Wanted) -> Sequence[Report]:
        """State details of reports of one case, in the words typed; None takes back what was stated.

        All of it and its entries in the ledger, or nothing. Returns the reports that changed; raises ``DetailsInvalid``.
        """
        reports = [self._vault.reports.get(report_id) for report_id in report_ids]
        cases = {report.case_id for report in reports}
        if len(cases) != 1:
            raise DeskError("What is stated at once has to be of reports of one case.", "Choose them in one case.")
        found = checked(reports, wanted, self._vault.cases.get(cases.pop()).ceiling)
        return self._vault.reports.state({report.id: found for report in reports})

    def original(self, report_id: str) -> bytes:
        """The file as received; opening it stands in the ledger."""
        report = self._vault.reports.get(report_id)
        self._vault.ledger.append("report_opened", {"case": report.case_id, "report": report.id, "title": report.title})
        return self._vault.originals.read(report.sha256)

    def drawable(self, report_id: str) -> bytes:
        """A PDF that shows the report: the original where it is one, else its picture drawn anew in the jail."""
        report = self._vault.reports.get(report_id)
        data = self.original(report_id)
        return drawn(report.file_name, data) if report.format == "image" else data

    def boxes(self, report_id: str, page: int, start: int, end: int) -> Sequence[Box]:
        """Where the passages of a span stand on their page, in points."""
        passages = self._vault.reports.passages_on(report_id, page)
        return [box for each in passages if each.start < end and each.end > start for box in each.boxes]

    def page_text(self, report_id: str, page: int) -> str:
        """The text of one page (1-based) as citations count it."""
        return self._vault.reports.page_text(report_id, page)

    def pages(self, report_id: str) -> Sequence[str]:
        """The text of every page as citations count it, in order; opening it stands in the ledger."""
        report = self._vault.reports.get(report_id)
        self._vault.ledger.append("report_opened", {"case": report.case_id, "report": report.id, "title": report.title})
        texts: dict[int, str] = {}
        for passage in self._vault.reports.passages_of(report_id):
            texts[passage.page] = texts.get(passage.page, "") + passage.text
        return [texts.get(number, "") for number in range(1, max(texts, default=1) + 1)]

    def remove(self, report_id: str) -> None:
        """Take a report out of its case: text, vectors, index and, where nothing else uses it, the original."""
        report = self._vault.reports.get(report_id)
        self._engine.start()
        ids, _ = self._vault.vectors.of_reports(report.case_id, [report_id])
        removed = {"case": report.case_id, "report": report_id, "title": report.title}
        self._vault.ledger.append("report_removed", removed)
        self._vault.reports.remove(report_id)
        self._engine.index.remove(report.case_id, ids.tolist())
        self._vault.originals.remove_unused()


def _came_in(reports: Sequence[Report]) -> dict[str, str]:
    titles = {report.id: report.title for report in reports}
    gone = "a report that was removed"
    return {report.id: titles.get(report.parent, gone) for report in reports if report.parent is not None}


def _line(report: Report) -> str:
    marking = report.marking.banner() if report.marking else "unmarked"
    details = (report.title, report.says(Detail.NUMBER), report.says(Detail.ORIGINATOR), report.date or "")
    language = shown(Detail.LANGUAGE, report.says(Detail.LANGUAGE))
    said = (*details, report.file_name, marking, language, report.rating or "")
    return " ".join(map(str, said)).casefold()
