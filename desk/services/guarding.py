"""The guard of one case over one vault: it flags reports that give orders to software, and keeps what the model read."""

from desk.safeguards.guard import Guard, Recorder
from desk.safeguards.mask import Masker
from desk.safeguards.policy import Policy
from desk.services.informant import CaseInformant
from desk.vault import Vault


def guard_of(
    vault: Vault, policy: Policy, case_id: str, masker: Masker, informant: CaseInformant, record: Recorder
) -> Guard:
    """A guard that records with ``record``."""

    def flag(report_id: str, page: int) -> None:
        vault.reports.warn(report_id, f"Page {page} holds words addressed to software; they are never followed.")

    return Guard(policy, record, case_id, masker, informant, flag, vault.readings)
