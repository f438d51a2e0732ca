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
