"""Follow-ups over the sample case: a question that leans on what was said finds the same matter, another topic its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.safeguards.sealed import Released
from desk.services import Desk
from desk.services.sample import fill
from desk.settings import validated
from tests.conftest import PASSPHRASE

# Thousands of decisions on the same lines: tracing them tells nothing new and costs half as much again.
pytestmark = pytest.mark.untraced

TALKS = [
    json.loads(line) for line in Path(__file__).with_name("data").joinpath("follow_ups.jsonl").read_text().splitlines()
]
FOLLOW_UPS = [talk for talk in TALKS if talk["follows"]]
CHANGES = [talk for talk in TALKS if not talk["follows"]]
# Measured: 38 of 42; 30 where only persons are filled in and nothing is carried.
LEAST = 0.85


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    folder = tmp_path_factory.mktemp("sample") / "vault"
    with Desk.create(folder, PASSPHRASE, validated({"search": {"workers": 1}})) as desk:
        case = fill(desk)
        desk.ingest.start()
        assert desk.ingest.wait(case.id, timeout=240)
        yield desk, case.id


def first_cited(desk: Desk, case_id: str, turns: list[str]) -> str:
    """The number of the report that the answer to the last question cites first; empty where there is none."""
    talk = desk.ask.start(case_id)
    for question in turns:
        outcome = desk.ask.ask(talk.id, question)
    cited = outcome.answer.citations if isinstance(outcome, Released) else ()
    return desk.reports.get(cited[0].report_id).file_name[:2] if cited else ""


@pytest.mark.timeout(300)
def test_follow_ups_cite_the_report_they_are_about_first(sample: tuple[Desk, str]) -> None:
    wrong = [talk["turns"] for talk in FOLLOW_UPS if first_cited(*sample, talk["turns"]) not in talk["expect"]]
    assert len(wrong) <= (1 - LEAST) * len(FOLLOW_UPS), wrong


@pytest.mark.parametrize("talk", CHANGES, ids=lambda talk: talk["turns"][-1][:40])
def test_another_topic_is_found_as_if_nothing_had_been_said_before(talk: dict, sample: tuple[Desk, str]) -> None:
    assert first_cited(*sample, talk["turns"]) in talk["expect"]
    assert first_cited(*sample, talk["turns"]) == first_cited(*sample, talk["turns"][-1:])
