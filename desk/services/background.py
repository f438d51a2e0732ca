"""Work that goes on behind the desk, on a thread of its own, until the desk closes."""

import threading


class Background:
    """One such work; what it does stands in ``_work``, which has to end soon after ``_stopping`` is set."""

    def __init__(self, name: str) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        """Begin. Idempotent."""
        if not self._thread.is_alive() and not self._stopping.is_set():
            self._thread.start()

    def stop(self) -> None:
        """Stop after the step in hand."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        """What is done."""
        raise NotImplementedError
