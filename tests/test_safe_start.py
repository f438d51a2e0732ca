"""Safe start: what the surroundings may not tell the desk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.safe_start import scrub

ROOT = Path(__file__).resolve().parent.parent

HOSTILE = {
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_API_KEY": "secret-key",
    "LANGCHAIN_ENDPOINT": "http://127.0.0.1:9",
    "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
    "CHROMA_SERVER_HOST": "127.0.0.1",
    "ALLOW_RESET": "true",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
    "HF_ENDPOINT": "http://127.0.0.1:9",
    "HF_TOKEN": "secret-token",
    "HF_HUB_OFFLINE": "0",
    "OPENAI_BASE_URL": "http://127.0.0.1:9",
    "OPENAI_API_KEY": "secret-key",
    "ORT_DISABLE_TELEMETRY": "0",
    "http_proxy": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "all_proxy": "socks5://127.0.0.1:9",
    "SSLKEYLOGFILE": "keys.log",
    "LD_PRELOAD": "evil.so",
    "QT_PLUGIN_PATH": "evil",
    "PYTHONPATH": "evil",
    "PYTHONSTARTUP": "evil.py",
    "PYTHONINSPECT": "1",
    "PYTHON_KEYRING_BACKEND": "evil.Keyring",
}
HARMLESS = {
    "PATH": "bin",
    "HOME": "home",
    "DESK_VAULT": "vault",
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHONUTF8": "1",
    "LANG": "C.UTF-8",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_variable_that_steers_a_library_is_taken_out(name: str) -> None:
    report = scrub({name: HOSTILE[name]})
    assert report.removed == (name,)
    assert report.environment.get(name) != HOSTILE[name]


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_variable_stays(name: str) -> None:
    report = scrub(HARMLESS)
    assert report.environment[name] == HARMLESS[name]
    assert report.removed == ()


def test_the_switches_for_no_network_are_set() -> None:
    environment = scrub({}).environment
    assert environment["HF_HUB_OFFLINE"] == "1"
    assert environment["TRANSFORMERS_OFFLINE"] == "1"
    assert environment["HF_HUB_DISABLE_TELEMETRY"] == "1"
    assert environment["LANGSMITH_TRACING"] == "false"
    assert environment["LANGCHAIN_TRACING_V2"] == "false"
    assert environment["TOKENIZERS_PARALLELISM"] == "false"
    assert environment["ANONYMIZED_TELEMETRY"] == "False"
    assert environment["ORT_DISABLE_TELEMETRY"] == "1"


def test_scrubbing_twice_removes_nothing_more() -> None:
    once = scrub({**HOSTILE, **HARMLESS})
    twice = scrub(once.environment)
    assert twice.removed == ()
    assert twice.environment == once.environment


def test_scrubbing_leaves_what_it_was_given_as_it_was() -> None:
    given = dict(HOSTILE)
    scrub(given)
    assert given == HOSTILE


def test_the_report_names_what_was_removed_and_tells_no_value() -> None:
    said = str(scrub(HOSTILE)) + repr(scrub(HOSTILE))
    assert "LANGSMITH_API_KEY" in said
    assert "secret" not in said


def _child(program: str, **environment: str) -> str:
    """What a fresh interpreter prints for ``program``, run in the checkout."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_start_applies_the_scrub_to_the_process_and_says_so() -> None:
    program = (
        "import os; from desk import safe_start; report = safe_start.start();"
        "print('CHROMA_API_IMPL' in report.removed, 'CHROMA_API_IMPL' in os.environ, os.environ['HF_HUB_OFFLINE'],"
        "safe_start.start() is report)"
    )
    assert _child(program, CHROMA_API_IMPL="chromadb.api.fastapi.FastAPI") == "True False 1 True"


@pytest.mark.skipif(sys.platform == "win32", reason="core dumps are a POSIX matter")
def test_after_start_the_process_leaves_no_core_dump() -> None:
    program = (
        "import resource; from desk import safe_start; report = safe_start.start();"
        "print(report.core_dumps_off, resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert _child(program) == "True (0, 0)"


def test_safe_start_imports_nothing_but_the_standard_library() -> None:
    program = (
        "import sys; import desk.safe_start;"
        "print(sorted({name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)"
        " - {'desk', '__main__', 'sitecustomize', 'usercustomize'}))"
    )
    ours = _child(f"import site; {program}")
    before = _child(program.replace("import desk.safe_start;", ""))
    assert ours == before


@pytest.mark.parametrize("module", ["desk.safe_start", "desk.search", "desk.search.retriever", "desk.search.embedder"])
def test_importing_it_brings_in_no_heavy_library(module: str) -> None:
    heavy = "'torch', 'chromadb', 'sentence_transformers', 'transformers', 'langchain', 'langchain_core'"
    program = f"import sys; import {module}; print([name for name in ({heavy}) if name in sys.modules])"
    assert _child(program) == "[]"
