"""Cases as people see them: name, purpose, ceiling, and what is in them."""

from dataclasses import dataclass

from desk.services.engine import Engine
from desk.vault import Vault
from desk.vocabulary.case import Case
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Level, Marking, counted, roll_up


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case with its counts. ``marking`` rolls up what its reports count as; ``unmarked`` is how many carry no marking."""

    case: Case
    reports: int
    passages: int
    marking: Marking
    unmarked: int


class Cases:
    """Make, list and remove cases."""

    def __init__(self, vault: Vault, engine: Engine) -> None:
        self._vault = vault
        self._engine = engine

    def create(self, name: str, purpose: str, authority: str, ceiling: Level) -> Case:
        """Make a case. Name, purpose and authority must say something: they are shown with every later question."""
        fields = {"name": name.strip(), "purpose": purpose.strip(), "authority": authority.strip()}
        for field, value in fields.items():
            if not value:
                raise DeskError(f"A case needs a {field}.", f"Fill in the {field}.")
        if self._vault.cases.by_name(fields["name"]) is not None:
            raise DeskError(f"There is already a case named “{fields['name']}”.", "Choose another name.")
        case = self._vault.cases.add(**fields, ceiling=ceiling)
        self._vault.ledger.append("case_created", {"case": case.id, **fields, "ceiling": ceiling.label})
        return case

    def list(self) -> list[CaseSummary]:
        """All cases, as the vault orders them."""
        return [self._summary(case) for case in self._vault.cases.list()]

    def get(self, case_id: str) -> CaseSummary:
        """One case; raises ``NotFound``."""
        return self._summary(self._vault.cases.get(case_id))

    def remove(self, case_id: str) -> None:
        """Remove a case with its reports and conversations. The ledger keeps that it existed."""
        case = self._vault.cases.get(case_id)
        self._vault.ledger.append("case_removed", {"case": case.id, "name": case.name})
        ids = self._vault.vectors.ids(case_id)
        self._engine.start()
        self._engine.index.remove(case_id, ids)
        self._vault.cases.remove(case_id)
        self._vault.originals.remove_unused()

    def _summary(self, case: Case) -> CaseSummary:
        reports = self._vault.reports.list(case.id)
        marking = roll_up(counted(report.marking, case.ceiling) for report in reports)
        unmarked = sum(report.marking is None for report in reports)
        return CaseSummary(case, len(reports), self._vault.reports.passage_count(case.id), marking, unmarked)
