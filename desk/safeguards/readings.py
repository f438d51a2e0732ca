"""What the screening model makes of words of reports and answers: who is identified in them, whether they bear on force, and
whether they give orders to software.

It reads them without the rules' signals, which are made for questions. A passage costs some 20 milliseconds, so what was
read is remembered while the desk is open, and beyond that where a ``Keeper`` is at hand.
"""

import os
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import NamedTuple, Protocol

from desk.safeguards import force
from desk.safeguards.gloss import readings
from desk.safeguards.network import Identifying
from desk.safeguards.policy import Policy


class Read(NamedTuple):
    """How likely a text bears on force and gives orders to a machine, and which pieces of its words identify a U.S. person,
    in order.
    """

    advisory: float
    injected: float
    identifying: tuple[Identifying, ...]


class Keeper(Protocol):
    """Keeps what was read of passages; ``model`` names the network, whose readings no other may use."""

    def find(self, model: str, passages: Sequence[int], /) -> Mapping[int, Read]:
        """What is kept of passages, by their ids; those that are not kept are left out."""
        ...

    def keep(self, model: str, read: Mapping[int, Read], /) -> None:
        """Keep what was read of passages, by their ids."""
        ...


class _Remembered:
    """The latest readings by model and text; safe to use from many threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[tuple[str, str], Read] = OrderedDict()
        self._lock = Lock()

    def get(self, model: str, text: str) -> Read | None:
        with self._lock:
            found = self._found.get((model, text))
            if found is not None:
                self._found.move_to_end((model, text))
            return found

    def put(self, model: str, text: str, read: Read) -> None:
        with self._lock:
            self._found[model, text] = read
            while len(self._found) > self._most:
                self._found.popitem(last=False)


# Where a passage stands, "page 12" or "rows 4-9": no name, no number long enough to be anybody's.
_NOTHING = re.compile(r"[a-z]{0,9}\W{0,3}\d{0,4}(?:\W\d{1,4})?\W?")
_remembered = _Remembered(most=4096)


def read(text: str, policy: Policy) -> Read:
    """What the model makes of words of a report."""
    if _NOTHING.fullmatch(text):
        return Read(0.0, 0.0, ())
    network = policy.network
    found = _remembered.get(network.digest, text)
    if found is None:
        seen = network.read(text)
        # Words in another language are read by what they mean; who is identified in them, where they stand.
        meant = [network.read(reading.text) for reading in readings(text, policy) if reading.glossed]
        found = Read(
            max(each.advisory for each in (seen, *meant)),
            max(each.injected for each in (seen, *meant)),
            seen.identifying,
        )
        _remembered.put(network.digest, text, found)
    return found


def read_all(texts: Sequence[str], policy: Policy) -> list[Read]:
    """What the model makes of texts, read side by side."""
    if len(texts) < 2:
        return [read(text, policy) for text in texts]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda text: read(text, policy), texts))


def read_ahead(passages: Mapping[int, str], policy: Policy, keeper: Keeper | None = None) -> None:
    """Have passages remembered before they are asked for one by one: from ``keeper``, and what it lacks by reading it."""
    model = policy.network.digest
    kept = keeper.find(model, list(passages)) if keeper and passages else {}
    for number, found in kept.items():
        _remembered.put(model, passages[number], found)
    lacking = {number: text for number, text in passages.items() if number not in kept}
    if lacking:
        new = read_all(list(lacking.values()), policy)
        if keeper:
            keeper.keep(model, dict(zip(lacking, new, strict=True)))


def identifying(text: str, policy: Policy) -> Callable[[int, int], bool]:
    """Whether characters of a text, from ``start`` to ``end``, belong to a U.S. person's identity as the model reads it."""
    seen, bound = read(text, policy).identifying, policy.thresholds["identifying"]
    likely = [(piece.start, piece.end) for piece in seen if piece.chance >= bound]
    return lambda start, end: any(a < end and start < b for a, b in likely)


def bears_on_force(text: str, policy: Policy) -> bool:
    """Whether a sentence of an answer bears on force, by the rules or the model."""
    return force.bears_on_force(text, lambda: read(text, policy).advisory, policy)


def gives_orders(text: str, policy: Policy) -> float:
    """How likely the model takes a text to give orders to a machine."""
    return read(text, policy).injected
