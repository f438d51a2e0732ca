"""Settings are declared once; a bad file is a sentence that names the setting."""

from pathlib import Path

import pytest

from desk import settings
from desk.vocabulary.errors import SettingsInvalid, StorageFailed


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    changed = settings.validated(
        {"model": {"base_url": "http://127.0.0.1:1/v1", "api_key": "k"}, "search": {"workers": 1}}
    )
    settings.save(changed, tmp_path / "new folder" / "settings.toml")
    assert settings.load(tmp_path / "new folder" / "settings.toml") == changed


def test_the_file_says_what_each_of_its_settings_does(tmp_path: Path) -> None:
    changed = settings.validated({"answering": {"passages": 12}, "model": {"name": 'a "quoted"\nname', "seconds": 30}})
    settings.save(changed, tmp_path / "settings.toml")
    written = (tmp_path / "settings.toml").read_text(encoding="utf-8")
    assert "# How many passages an answer may draw on.\npassages = 12\n" in written
    assert "# Seconds the model may take before the desk gives up.\nseconds = 30\n" in written
    assert settings.load(tmp_path / "settings.toml") == changed


def test_only_what_differs_from_the_default_is_written() -> None:
    assert settings.as_values(settings.Settings()) == {}


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.toml") == settings.Settings()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("appearance = 3", "appearance"),
        ("[appearance]\ntext_size = 400", "text_size"),
        ("[appearance]\ntheme = 'pink'", "theme"),
        ("[nothing]\nx = 1", "there is no setting nothing"),
        ("[model]\nbase_url = 'gopher'", "base_url"),
        ("[search]\nmodel_folder = '/no/such/folder'", "not a folder"),
        ("[appearance", "not valid TOML"),
    ],
)
def test_a_bad_value_is_named_in_a_sentence(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(content)
    with pytest.raises(SettingsInvalid, match=says):
        settings.load(file)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("reading.seconds", "soon", "whole number"),
        ("reading.seconds", "1.5", "whole number"),
        ("reading.seconds", "1", "5 or more"),
        ("appearance.text_size", "99", "20 or less"),
        ("appearance.theme", "pink", "one of these: system, light or dark"),
        ("model.base_url", "foo", "an address such as"),
        ("model.base_url", "ftp://host/v1", "begins with http"),
        ("model.temperature", "warm", "must be a number"),
        ("model.temperature", "nan", "1.0 or less"),
        ("model.second_opinion", "maybe", "true or false"),
        ("model.name", "x" * 300, "200 letters or fewer"),
        ("search.model_folder", "/no/such/folder", "not a folder on this machine"),
        ("model.nothing", "1", "no setting model.nothing"),
        ("nothing.seconds", "1", "no setting nothing.seconds"),
        ("reading", "1", "no setting reading"),
    ],
)
def test_a_value_that_cannot_be_set_is_refused_in_plain_words(tmp_path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says) as caught:
        settings.change(tmp_path / "settings.toml", name, value)
    assert "Input" not in str(caught.value)
    assert "value error" not in str(caught.value).lower()
    assert not (tmp_path / "settings.toml").exists()


WRONG = """loose = 3

[reading]
seconds = "soon"
memory_mib = 300

[nothing]
table = { x = 1 }
y = 2

[search]
model_folder = "/no/such/folder"
"""


def test_a_wrong_file_is_mended_setting_by_setting_and_keeps_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(WRONG)
    left = settings.change(file, "reading.seconds", "30")
    assert left is not None
    assert "reading.seconds" not in left.message
    for name in ("loose", "nothing.y", "nothing"):
        left = settings.reset(file, name)
        assert left is not None
        assert "model_folder" in left.message
    assert settings.reset(file, "search.model_folder") is None
    assert settings.load(file) == settings.validated({"reading": {"seconds": 30, "memory_mib": 300}})


def test_what_is_no_setting_can_neither_be_set_nor_reset(tmp_path: Path) -> None:
    for name in ("model.nothing", "nothing", "nothing.x"):
        with pytest.raises(SettingsInvalid, match="There is no setting"):
            settings.reset(tmp_path / "settings.toml", name)


def test_a_default_that_is_set_leaves_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    settings.change(file, "reading.seconds", "30")
    settings.change(file, "reading.seconds", "120")
    assert file.read_text() == ""


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsInvalid, match=r"settings\.toml"):
        settings.load(file)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(StorageFailed, match="could not be written"):
        settings.save(settings.Settings(), blocker / "settings.toml")


def test_the_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    settings.save(settings.Settings(), tmp_path / "settings.toml")
    assert (tmp_path / "settings.toml").stat().st_mode & 0o077 == 0


def test_every_setting_has_a_title_and_says_what_it_does() -> None:
    sections = [type(getattr(settings.Settings(), name)).model_fields for name in settings.Settings.model_fields]
    assert all(field.title for section in sections for field in section.values())
    texts = [text for _, _, text in settings.described(settings.Settings())]
    assert all(texts)
    assert len(set(texts)) == len(texts) == sum(map(len, sections))


def test_a_key_is_never_shown() -> None:
    held = settings.validated({"model": {"api_key": "top secret key"}})
    assert not any("top secret key" in value for _, value, _ in settings.described(held))
