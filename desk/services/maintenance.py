"""Keeping the vault whole: check it, mend the index, embed again after a change of model."""

from collections.abc import Callable

from desk.services.engine import Engine
from desk.vault import Vault


class Maintenance:
    """What an administrator does with a vault that is in doubt."""

    def __init__(self, vault: Vault, engine: Engine) -> None:
        self._vault = vault
        self._engine = engine

    def check(self) -> list[str]:
        """Every problem found in vault and index, a sentence each; empty where all is well."""
        self._engine.start()
        return [*self._vault.check(), *self._engine.index.check()]

    def repair(self, progress: Callable[[str], None] = lambda _: None) -> list[str]:
        """Rebuild the index from the vault, without embedding again; returns what is still wrong."""
        self._engine.start(progress)
        self._engine.index.rebuild(progress)
        self._vault.ledger.append("index_rebuilt", {})
        return self.check()

    def model_changed(self) -> bool:
        """Whether the vault's vectors were made by another model than the settings name."""
        made_by = self._vault.vectors.model()
        return made_by is not None and made_by != self._engine.model_name

    def reembed(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Embed every passage again with the model the settings name, exchange all vectors at once, rebuild the index.

        Until it is done the former vectors stay; stopped half-way, nothing has changed.
        """
        self._engine.start(progress)
        reports = [report for case in self._vault.cases.list() for report in self._vault.reports.list(case.id)]
        fresh = []
        for number, report in enumerate(reports, start=1):
            progress(f"Embedding report {number} of {len(reports)} again ...")
            texts = [passage.text.replace("\u00ad\n", "") for passage in self._vault.reports.passages_of(report.id)]
            fresh.append((report.id, self._engine.embed(texts, lambda *_: None, lambda: False)))
        self._vault.vectors.replace_all(self._engine.model_name, fresh)
        self._vault.ledger.append("embedded_again", {"model": self._engine.model_name, "reports": len(reports)})
        self._engine.index.rebuild(progress)
