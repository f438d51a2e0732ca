"""The bundled sample case: fictional reports, a vault of their own, questions that show each behaviour."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from desk.resources import read_text, resource
from desk.services.desk import Desk, vault_exists
from desk.settings import APPLICATION, Settings
from desk.vocabulary.case import Case
from desk.vocabulary.marking import Level


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """A question of the demonstration. ``expect``: answered, advisory, blocked, referred or nothing."""

    question: str
    expect: str
    shows: str
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where the sample's vault lies and what opens it. The passphrase is public: the sample holds no secret."""

    folder: Path
    passphrase: str


def sample_folder() -> Path:
    """Where the sample's vault lies."""
    return user_data_path(APPLICATION, appauthor=False) / "sample-vault"


def prepare(settings: Settings) -> Prepared:
    """The sample's vault, made at first use with its reports in the queue."""
    prepared = Prepared(sample_folder(), _description()["passphrase"])
    if not vault_exists(prepared.folder):
        with Desk.create(prepared.folder, prepared.passphrase, settings) as desk:
            fill(desk)
    return prepared


def fill(desk: Desk) -> Case:
    """Make the sample case in an open vault and queue its reports."""
    about = _description()
    ceiling = Level[about["ceiling"].replace(" ", "_")]
    case = desk.cases.create(about["name"], about["purpose"], about["authority"], ceiling)
    desk.ingest.add(case.id, [resource("sample", "reports")])
    return case


def demo_questions() -> list[DemoQuestion]:
    """The questions of the demonstration, in order."""
    return [
        DemoQuestion(each["question"], each["expect"], each.get("shows", ""), bool(each.get("follows", False)))
        for each in _description()["demo"]
    ]


def sample_passphrase() -> str:
    """What opens the sample's vault."""
    return str(_description()["passphrase"])


def _description() -> dict[str, Any]:
    return dict(json.loads(read_text("sample", "case.json")))
