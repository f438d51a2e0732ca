"""Passages, a guard that records to a list, and a chat server process."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.safeguards.guard import Guard
from desk.safeguards.policy import load_policy
from desk.safeguards.sealed import Cleared
from desk.search.retriever import Found, Hit
from desk.vocabulary.report import Passage
from desk.vocabulary.words import stems

TEXTS = (
    "The freighter Amal docked at Port Karsa on 3 May 2031. Customs inspectors found 412 crates of drone engines in hold "
    "two. The captain denied knowing of them.",
    "The harbour master of Port Karsa was paid by the Red Lantern network. He was not seen after 9 May 2031.",
    "Customs Inspectors Found Crates of Drone Engines at Port Karsa\n\n"
    "The weather over the strait stayed calm in the first week of May.",
)


class Room:
    """A guard over one case and what it recorded."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts or TEXTS
        self.entries: list[tuple[str, object]] = []
        self.guard = Guard(load_policy(), lambda kind, body: self.entries.append((kind, body)), "case")

    def cleared(self, question: str) -> Cleared:
        outcome = self.guard.clear(question)
        assert isinstance(outcome, Cleared), outcome
        return outcome

    def found(self, question: str, cosines: tuple[float, ...] = (0.6, 0.5, 0.2)) -> Found:
        hits = tuple(
            Hit(_passage(number, text), 1.0 / (number + 1), cosine)
            for number, (text, cosine) in enumerate(zip(self.texts, cosines, strict=True))
        )
        return Found(hits, dict.fromkeys(stems(question), 1.0))


def _passage(number: int, text: str) -> Passage:
    return Passage(number + 1, f"report-{number}", "case", f"Report {number}", 1, 0, len(text), text)


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def chat_server(tmp_path: Path) -> Iterator[Callable[[str, str], str]]:
    """Start a server that behaves as named; gives its base URL. Requests land in ``tmp_path/requests``."""
    running: list[subprocess.Popen[str]] = []

    def start(mode: str, reply: str = "") -> str:
        (tmp_path / "reply").write_text(reply)
        script = Path(__file__).with_name("chat_server.py")
        command = [sys.executable, str(script), mode, str(tmp_path / "reply"), str(tmp_path / "requests")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        return f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"

    yield start
    for process in running:
        process.kill()
        process.wait()
