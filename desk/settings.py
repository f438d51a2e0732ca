"""Settings: declared once, typed, described, validated.

The settings page, ``desk settings`` and the comments in the file all come from this declaration. The file is TOML and
written whole at each change; what it does not name has its default. Red lines are not settings: nothing here loosens a
safeguard.
"""

import contextlib
import enum
import os
import tempfile
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli_w
from platformdirs import user_config_path, user_data_path
from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from desk.plain_words import problem
from desk.vocabulary.errors import SettingsInvalid, StorageFailed

APPLICATION = "probity-desk"


class Theme(enum.StrEnum):
    """How the window looks."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class AnswerSource(enum.StrEnum):
    """Who writes answers."""

    QUOTES = "quotes"
    ENDPOINT = "endpoint"


class Arithmetic(enum.StrEnum):
    """The numbers an embedding model computes with."""

    INT8 = "int8"
    FLOAT32 = "float32"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Appearance(_Section):
    """How the window looks."""

    theme: Theme = Field(Theme.SYSTEM, title="Theme", description="Light, dark, or as the system has it.")
    text_size: int = Field(
        10, ge=8, le=20, title="Text size", description="Size of text in the window, in points. Takes effect at once."
    )


class Answering(_Section):
    """Who writes answers, and how long they are."""

    source: AnswerSource = Field(
        AnswerSource.QUOTES,
        title="Answers come from",
        description="Quotes: sentences of the reports themselves. Endpoint: a language model named under Model.",
    )
    passages: int = Field(
        8, ge=3, le=30, title="Passages per question", description="How many passages an answer may draw on."
    )
    sentences: int = Field(
        8, ge=2, le=20, title="Sentences quoted", description="The most sentences an answer made of quotes may have."
    )


class Model(_Section):
    """The language model, where answers come from an endpoint. Out of the box there is none."""

    base_url: AnyHttpUrl | None = Field(
        None,
        title="Endpoint",
        description="Address of an OpenAI-compatible server, such as http://127.0.0.1:8080/v1. Passages of your "
        "reports are sent there, masked; nothing is sent anywhere else.",
    )
    name: str = Field("", max_length=200, title="Model name", description="The name the endpoint knows the model by.")
    api_key: SecretStr = Field(
        SecretStr(""),
        title="Access key",
        description="Where the endpoint asks for one. It is kept in this settings file, readable by you alone.",
    )
    seconds: int = Field(
        60, ge=5, le=600, title="Time limit", description="Seconds the model may take before the desk gives up."
    )
    temperature: float = Field(
        0.0, ge=0.0, le=1.0, title="Temperature", description="0 gives the same answer each time; higher values vary."
    )
    answer_tokens: int = Field(
        800, ge=100, le=4000, title="Longest answer", description="The most tokens the model may write."
    )
    second_opinion: bool = Field(
        False,
        title="Second opinion",
        description="The model is asked about each question that the safeguards let through. It can only stop more; where "
        "it is absent or too slow, the safeguards' own decision stands and the ledger says so.",
    )
    second_opinion_seconds: int = Field(
        10, ge=1, le=120, title="Time limit of it", description="Seconds the model may take for a second opinion."
    )

    @property
    def missing(self) -> str:
        """What is missing before the model can be asked, as a sentence; empty where nothing is."""
        if self.base_url is not None and self.name:
            return ""
        what = "an endpoint" if self.base_url is None else "a model name"
        return f"A model is to be used, but {what} is not set."


class Search(_Section):
    """How reports are found."""

    model_folder: Path | None = Field(
        None,
        title="Embedding model folder",
        description="A local sentence-transformers folder (safetensors only). Empty: the packaged all-MiniLM-L6-v2. "
        "After a change the desk offers to embed the reports again.",
    )
    arithmetic: Arithmetic = Field(
        Arithmetic.INT8,
        title="Arithmetic",
        description="Int8 embeds the packaged model about three times as fast and finds as well; float32 is the model as it "
        "was trained. After a change the desk offers to embed the reports again.",
    )
    workers: int = Field(
        2, ge=1, le=16, title="Embedding processes", description="Processes that embed new reports; one for each core."
    )

    @field_validator("model_folder")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("this is not a folder on this machine")
        return value


class Reading(_Section):
    """Limits for reading one file. A file that exceeds one is listed with the reason; its original is kept."""

    seconds: int = Field(120, ge=5, le=3600, title="Time limit", description="Seconds one file may take to be read.")
    memory_mib: int = Field(
        1024, ge=256, le=16384, title="Memory limit", description="Mebibytes one file may take to be read."
    )
    max_mib: int = Field(512, ge=1, le=4096, title="Largest file", description="Mebibytes; larger files are not read.")
    max_pages: int = Field(
        10_000, ge=1, le=100_000, title="Most pages", description="Documents with more pages are not read."
    )


class Settings(_Section):
    """All settings of one desk."""

    appearance: Appearance = Field(Appearance(), title="Appearance", description="How the window looks.")
    answering: Answering = Field(Answering(), title="Answers", description="Who writes answers, and how long they are.")
    model: Model = Field(Model(), title="Model", description="The language model, where answers come from an endpoint.")
    search: Search = Field(Search(), title="Search", description="How reports are found.")
    reading: Reading = Field(Reading(), title="Reading", description="Limits for reading one file.")

    @property
    def asks_a_model(self) -> bool:
        """Whether a language model is asked for anything."""
        return self.answering.source is AnswerSource.ENDPOINT or self.model.second_opinion


def default_settings_file() -> Path:
    """``DESK_SETTINGS`` where set, else the platform's configuration folder."""
    named = os.environ.get("DESK_SETTINGS")
    return Path(named) if named else user_config_path(APPLICATION, appauthor=False) / "settings.toml"


def default_vault_folder() -> Path:
    """``DESK_VAULT`` where set, else the platform's data folder."""
    named = os.environ.get("DESK_VAULT")
    return Path(named) if named else user_data_path(APPLICATION, appauthor=False) / "vault"


def load(path: Path) -> Settings:
    """Settings from a TOML file; a missing file means defaults. Raises ``SettingsInvalid`` naming file and setting."""
    return validated(_as_written(path), where=f" in {path}")


def load_what_holds(path: Path) -> tuple[Settings, SettingsInvalid | None]:
    """What holds of a settings file and what is wrong with the rest: for the window, in which it can be put right."""
    try:
        return load(path), None
    except SettingsInvalid as error:
        return validated(_holding(path)), error


def change(path: Path, name: str, value: str) -> SettingsInvalid | None:
    """Set one setting in the file, the rest of which stays as it is; returns what is wrong with the rest.

    So a file with several mistakes is mended one by one, and none of them is lost by mending another. Raises
    ``SettingsInvalid`` for a name or a value that is wrong; the file is then unchanged.
    """
    section, _, field = name.partition(".")
    if not _is_declared(section, field):
        raise _unknown(name)
    values = _as_written(path)
    checked = validated({section: {field: value}}, remedy="See: desk settings list")
    kept = values.get(section)
    rest = {key: each for key, each in kept.items() if key != field} if isinstance(kept, dict) else {}
    return _rewrite({**values, section: {**rest, **as_values(checked).get(section, {})}}, path)


def reset(path: Path, name: str) -> SettingsInvalid | None:
    """Bring back the default of one setting, or of a whole section; what the file has no use for goes.

    Returns what is wrong with the rest, as ``change`` does.
    """
    section, _, field = name.partition(".")
    values = _as_written(path)
    kept = values.get(section)
    if not field:
        if section not in values and section not in Settings.model_fields:
            raise _unknown(name)
        values.pop(section, None)
        return _rewrite(values, path)
    if not _is_declared(section, field) and not (isinstance(kept, dict) and field in kept):
        raise _unknown(name)
    if isinstance(kept, dict):
        kept.pop(field, None)
    return _rewrite(values, path)


def _rewrite(values: Mapping[str, Any], path: Path) -> SettingsInvalid | None:
    _write(_toml(values), path)
    return load_what_holds(path)[1]


def _is_declared(section: str, field: str) -> bool:
    return section in Settings.model_fields and field in type(getattr(Settings(), section)).model_fields


def _unknown(name: str) -> SettingsInvalid:
    return SettingsInvalid(f"There is no setting {name}.", "See: desk settings list")


def _as_written(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise SettingsInvalid(
            f"The settings file {path} cannot be read: {why}.", "Mend it, or name another with --settings."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(
            f"The settings file {path} is not valid TOML: {error}.", "Correct the line, or remove the file."
        ) from error


def _holding(path: Path) -> dict[str, dict[str, Any]]:
    try:
        values = _as_written(path)
    except SettingsInvalid:
        return {}
    kept: dict[str, dict[str, Any]] = {}
    for section, entries in values.items():
        for name, value in entries.items() if isinstance(entries, dict) else ():
            with contextlib.suppress(SettingsInvalid):
                validated({section: {name: value}})
                kept.setdefault(section, {})[name] = value
    return kept


_REMEDY = "Correct or remove them, here or with: desk settings set NAME VALUE, desk settings reset NAME"


def validated(values: Mapping[str, Any], where: str = "", remedy: str = _REMEDY) -> Settings:
    """Settings from plain values; raises ``SettingsInvalid`` with one clause for each bad setting."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problems = "; ".join(problem(item) for item in error.errors(include_url=False))
        raise SettingsInvalid(f"Settings{where}: {problems}.", remedy) from error


def as_values(settings: Settings) -> dict[str, dict[str, Any]]:
    """Plain values for the file: only what differs from the default, secrets in clear."""
    plain: dict[str, dict[str, Any]] = {}
    for section in Settings.model_fields:
        model = getattr(settings, section)
        changed = {name: _plain(getattr(model, name)) for name in type(model).model_fields}
        default = type(model)()
        plain[section] = {n: v for n, v in changed.items() if getattr(model, n) != getattr(default, n)}
    return {section: values for section, values in plain.items() if values}


def _plain(value: object) -> object:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (Path, AnyHttpUrl)):
        return str(value)
    return value


def save(settings: Settings, path: Path) -> None:
    """Write the file atomically, readable by its owner alone. Raises ``StorageFailed``."""
    _write(_toml(as_values(settings)), path)


def _toml(values: Mapping[str, Any]) -> str:
    """The file's text: each setting below what it does; what is not declared stands as it was, without."""
    loose = {name: value for name, value in values.items() if not isinstance(value, dict)}
    text = tomli_w.dumps(loose)
    for section, entries in values.items():
        if isinstance(entries, dict) and entries:
            text += tomli_w.dumps({section: {}})
            # Below the head of a table of its own, what follows would belong to that table.
            flat_first = sorted(entries.items(), key=lambda entry: isinstance(entry[1], (dict, list)))
            text += "".join(_comment(section, name) + _line(section, name, value) for name, value in flat_first)
    return text


def _comment(section: str, name: str) -> str:
    if not _is_declared(section, name):
        return ""
    does = type(getattr(Settings(), section)).model_fields[name].description or ""
    return textwrap.fill(does, 100, initial_indent="# ", subsequent_indent="# ") + "\n"


def _line(section: str, name: str, value: object) -> str:
    """One setting; a table in a section's place is written with the section's name before its own."""
    head = tomli_w.dumps({section: {}})
    return tomli_w.dumps({section: {name: value}}).removeprefix(head)


def _write(text: str, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        raise StorageFailed(
            f"The settings could not be written to {path}: {error.strerror or error}.",
            "Check that the folder exists, is writable and has room; the old settings still hold.",
        ) from error


def described(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Name, value as text and description of every setting, secrets hidden."""
    for section in Settings.model_fields:
        model = getattr(settings, section)
        for name, field in type(model).model_fields.items():
            value = getattr(model, name)
            shown = value.value if isinstance(value, enum.Enum) else value
            yield f"{section}.{name}", "" if shown is None else str(shown), field.description or ""
