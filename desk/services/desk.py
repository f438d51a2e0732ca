"""An open desk: one vault, its engine and the services over them."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from desk.ingest.queue import Queue
from desk.safeguards.decide import decide
from desk.safeguards.gloss import load_lists
from desk.search.vector_index import IndexReport
from desk.services.ahead import ReadAhead
from desk.services.ask import Ask
from desk.services.cases import Cases
from desk.services.engine import Engine
from desk.services.ingest import Ingest
from desk.services.ledger import Ledger
from desk.services.maintenance import Maintenance
from desk.services.oversight import Oversight
from desk.services.policies import Policies
from desk.services.reading_limits import reading_limits
from desk.services.reports import Reports
from desk.services.search import Search
from desk.services.watching import Watching
from desk.settings import Settings
from desk.vault import Vault


class Desk:
    """Everything a person can do with one vault. Methods block and are safe to call from any thread."""

    def __init__(self, vault: Vault, settings: Settings) -> None:
        self.policies = Policies(vault)
        policy = self._policy = self.policies.in_force()
        self._vault = vault
        self._engine = Engine(vault, settings)
        # One thread more than embedding processes, so that a file is read while others are embedded.
        self._queue = Queue(vault, self._engine, reading_limits(settings), threads=settings.search.workers + 1)
        self.cases = Cases(vault, self._engine)
        self.ingest = Ingest(vault, self._queue, self._engine)
        self.watching = Watching(vault, self._queue)
        self.reports = Reports(vault, self._engine, policy)
        self.ask = Ask(vault, self._engine, policy, settings)
        self.search = Search(vault, policy, self.ask.second_opinion)
        self.ahead = ReadAhead(vault, policy)
        self.oversight = Oversight(vault)
        self.ledger = Ledger(vault)
        self.maintenance = Maintenance(vault, self._engine)

    @classmethod
    def create(cls, folder: Path, passphrase: str, settings: Settings) -> "Desk":
        """Make a new vault and open it."""
        return cls._over(Vault.create(folder, passphrase), settings)

    @classmethod
    def open(cls, folder: Path, passphrase: str, settings: Settings) -> "Desk":
        """Open a vault; raises the ``VaultError`` that says why not."""
        return cls._over(Vault.open(folder, passphrase), settings)

    @classmethod
    def _over(cls, vault: Vault, settings: Settings) -> "Desk":
        try:
            return cls(vault, settings)
        except BaseException:
            vault.close()
            raise

    @property
    def vault_folder(self) -> Path:
        """Where the vault lies."""
        return self._vault.folder

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with the vault although it opens: sentences that whoever opened it must see."""
        return self._vault.warnings

    def warm_up(self, progress: Callable[[str], None] | None = None) -> IndexReport:
        """Start the engine behind the window. Idempotent; blocks until a question can be answered."""
        # The first decision builds the safeguards' tables, a third of a second that no question should wait for.
        load_lists(self._policy)
        decide("", "", (), self._policy)
        return self._engine.start(progress or (lambda _: None))

    def close(self) -> None:
        """Stop the work in order; unfinished files wait for the next start."""
        self.ahead.stop()
        self.watching.stop()
        self._queue.stop()
        self._engine.close()
        self._vault.close()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def vault_exists(folder: Path) -> bool:
    """Whether a vault lies in this folder; raises ``StorageFailed`` where that cannot be known."""
    return Vault.exists(folder)
