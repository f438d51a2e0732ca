"""A vault in doubt can be checked, mended and embedded again."""

import shutil
from pathlib import Path

import pytest

from desk.services import Desk
from desk.settings import Settings, validated
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Level
from tests.conftest import PASSPHRASE

SETTINGS = validated({"search": {"workers": 1}})
QUESTION = "When did the convoy leave the valley?"


def open_desk(folder: Path, settings: Settings = SETTINGS) -> Desk:
    return Desk.open(folder, PASSPHRASE, settings)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with one case of one report."""
    folder = tmp_path_factory.mktemp("maintenance")
    (folder / "convoy.txt").write_text("The convoy left the valley at dawn on 4 June 2031.\n")
    with Desk.create(folder / "vault", PASSPHRASE, SETTINGS) as desk:
        case = desk.cases.create("Convoy", "Testing", "Order 3", Level.CUI)
        desk.ingest.add(case.id, [folder / "convoy.txt"])
        desk.ingest.start()
        assert desk.ingest.wait(case.id, timeout=120)
    return folder / "vault"


def answer(desk: Desk) -> list[str]:
    case = desk.cases.list()[0].case
    outcome = desk.ask.ask(desk.ask.start(case.id).id, QUESTION)
    return [sentence.text for sentence in outcome.answer.sentences]  # type: ignore[union-attr]


def test_a_whole_vault_has_no_problems(vault: Path) -> None:
    with open_desk(vault) as desk:
        assert desk.maintenance.check() == []


def test_a_lost_index_is_noticed_said_and_rebuilt_without_embedding(vault: Path) -> None:
    shutil.rmtree(vault / "index")
    with open_desk(vault) as desk:
        report = desk.warm_up()
        assert report.message
        assert answer(desk) == ["The convoy left the valley at dawn on 4 June 2031."]


def test_repair_leaves_nothing_wrong(vault: Path) -> None:
    with open_desk(vault) as desk:
        assert desk.maintenance.repair() == []


def test_another_model_is_noticed_and_the_reports_embedded_again(vault: Path, tmp_path: Path) -> None:
    from desk.search.model_files import packaged_model

    other = tmp_path / "another-model"
    shutil.copytree(packaged_model(), other)
    settings = validated({"search": {"workers": 1, "model_folder": str(other)}})
    with open_desk(vault, settings) as desk:
        assert desk.maintenance.model_changed()
        with pytest.raises(DeskError, match="another-model"):
            answer(desk)
        desk.maintenance.reembed()
        assert not desk.maintenance.model_changed()
        assert answer(desk)


def test_a_damaged_original_is_named(vault: Path) -> None:
    original = next(path for path in (vault / "originals").rglob("*") if path.is_file())
    original.write_bytes(original.read_bytes()[:-1] + b"\0")
    with open_desk(vault) as desk:
        assert any("original" in problem and "convoy" in problem for problem in desk.maintenance.check())
