"""Passages are read by the screening model while nothing else is to do, so that questions need not wait for it."""

import logging

from desk.safeguards import readings
from desk.safeguards.policy import Policy
from desk.services.background import Background
from desk.vault import Vault
from desk.vocabulary.errors import DeskError

log = logging.getLogger(__name__)
# Passages at a time: some tenths of a second, for so long a question may find the processors taken.
_BATCH = 16
# Seconds between two looks for work.
_PAUSE = 2.0


class ReadAhead(Background):
    """One thread that works while no file comes in; a question reads for itself what it did not get to."""

    def __init__(self, vault: Vault, policy: Policy) -> None:
        super().__init__("read-ahead")
        self._vault = vault
        self._policy = policy
        self._last = 0

    def finish(self) -> int:
        """Read what is left, now; returns how many passages were read."""
        read = 0
        while not self._stopping.is_set() and (some := self._some()):
            read += some
        return read

    def _work(self) -> None:
        try:
            while not self._stopping.wait(_PAUSE):
                while not self._stopping.is_set() and not self._vault.items.unfinished() and self._some():
                    pass
        except DeskError as error:
            # Questions meet the same error and say it; reading ahead only saves time.
            log.warning("reading ahead ended: %s", type(error).__name__)

    def _some(self) -> int:
        model = self._policy.network.digest
        passages = self._vault.readings.missing(model, self._last, _BATCH)
        if passages:
            read = readings.read_all(list(passages.values()), self._policy)
            self._vault.readings.keep(model, dict(zip(passages, read, strict=True)))
            self._last = max(passages)
        return len(passages)
