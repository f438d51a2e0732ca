"""Model folders: only what cannot carry code is loaded."""

import json
import shutil
from pathlib import Path

import pytest

from desk.search import model_files
from desk.search.model_files import check_model, model_name, packaged_model, tokenizer_file
from desk.vocabulary.errors import SearchFailed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model folder with the right names and small contents."""
    folder = tmp_path / "mine"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "tokenizer.json").write_text("{}")
    (folder / "1_Pooling" / "config.json").write_text("{}")
    return folder


def test_the_packaged_model_is_the_one_that_was_shipped() -> None:
    assert len(check_model(packaged_model())) == 64
    assert tokenizer_file(packaged_model()).is_file()


def test_a_changed_packaged_model_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "packaged_model", lambda: folder)
    with pytest.raises(SearchFailed, match="not the one that was shipped"):
        check_model(folder)


@pytest.mark.parametrize(
    "name",
    ["pytorch_model.bin", "model.pt", "weights.pkl", "modeling.py", "1_Pooling/evil.PY", "lib.so", "tf_model.h5"],
)
def test_a_file_that_can_carry_code_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"payload")
    with pytest.raises(SearchFailed, match="refused"):
        check_model(folder)


def test_a_model_that_asks_for_foreign_code_is_refused(folder: Path) -> None:
    (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": "subprocess.Popen"}]))
    with pytest.raises(SearchFailed, match=r"subprocess\.Popen"):
        check_model(folder)


@pytest.mark.parametrize("name", ["model.safetensors", "modules.json"])
def test_a_folder_without_the_files_of_a_model_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SearchFailed, match=f"{name} is missing"):
        check_model(folder)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(SearchFailed, match="no embedding model"):
        check_model(tmp_path / "nowhere")


def test_the_digest_changes_with_any_file_a_loader_reads(folder: Path) -> None:
    before = check_model(folder)
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    assert check_model(folder) != before


def test_a_readme_does_not_change_the_digest(folder: Path) -> None:
    before = check_model(folder)
    (folder / "README.md").write_text("About this model.")
    assert check_model(folder) == before


def test_another_model_is_named_after_its_folder(folder: Path) -> None:
    assert model_name(folder, "int8").startswith("mine ")


def test_a_model_with_a_code_file_is_refused_though_it_was_fine_a_moment_ago(folder: Path) -> None:
    check_model(folder)
    shutil.copy(folder / "tokenizer.json", folder / "late.py")
    with pytest.raises(SearchFailed, match=r"late\.py"):
        check_model(folder)
