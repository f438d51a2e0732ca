"""First import of every process of the desk: what the surroundings may say to the libraries inside, and what not.

Measured: one variable (``CHROMA_API_IMPL``) turns the local index into a network client, another
(``LANGSMITH_TRACING``) sends questions to a tracing service, a model *name* where a folder is meant costs 73 seconds
of retries, and ONNX Runtime reports on its use to its makers within seconds unless it is told not to. So every
variable that steers a library of ours is taken out before that library is imported, and the switches for "no network"
are set. Proxies go too, on purpose: a question for the model endpoint in the settings goes to that endpoint and
nowhere else.

Standard library only: this runs before anything else may be imported.
"""

import ctypes
import functools
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

# Compared in capitals, since proxies are written both ways and Windows does not tell case.
_REMOVED_PREFIXES = (
    "LANGSMITH_",
    "LANGCHAIN_",
    "LANGGRAPH_",
    "CHROMA_",
    "OTEL_",
    "POSTHOG_",
    "HF_",
    "HUGGINGFACE_",
    "HUGGING_FACE_",
    "TRANSFORMERS_",
    "SENTENCE_TRANSFORMERS_",
    "OPENAI_",
    "ORT_",
    "PYTHON",
    "PYTORCH_",
    "TORCH_",
)
_REMOVED = frozenset(
    {
        # Proxies and key logs.
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "FTP_PROXY",
        "NO_PROXY",
        "SSLKEYLOGFILE",
        # Foreign code in our processes. LD_LIBRARY_PATH stays: frozen builds and some systems need it to start at all.
        "LD_PRELOAD",
        "LD_AUDIT",
        "DYLD_INSERT_LIBRARIES",
        "GTK_MODULES",
        "GIO_EXTRA_MODULES",
        "QT_PLUGIN_PATH",
        "QT_QPA_PLATFORM_PLUGIN_PATH",
        "QML_IMPORT_PATH",
        "QML2_IMPORT_PATH",
        "QTWEBENGINEPROCESS_PATH",
        # Chroma's settings have no common prefix.
        "ALLOW_RESET",
        "ANONYMIZED_TELEMETRY",
        "IS_PERSISTENT",
        "MIGRATIONS",
        "MIGRATIONS_HASH_ALGORITHM",
        "PERSIST_DIRECTORY",
        "TENANT_ID",
        "TOPIC_NAMESPACE",
        "WORKER_MEMBERLIST_NAME",
        "ENVIRONMENT",
    }
)
# Of the interpreter's own variables only those that cannot bring in code.
_KEPT = frozenset({"PYTHONUTF8", "PYTHONIOENCODING", "PYTHONHASHSEED", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"})

_SET = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "OTEL_SDK_DISABLED": "true",
    "DO_NOT_TRACK": "1",
    # On in the wheels from 1.29; its call to switch it off comes too late for the first report.
    "ORT_DISABLE_TELEMETRY": "1",
    # An accelerator's add-on would be loaded into the worker by its mere presence.
    "TORCH_DEVICE_BACKEND_AUTOLOAD": "0",
}

_PR_SET_DUMPABLE = 4


@dataclass(frozen=True, slots=True)
class Report:
    """What safe start did. ``removed`` holds names alone: the values may be secrets."""

    environment: Mapping[str, str]
    removed: tuple[str, ...]
    switches: tuple[str, ...]
    core_dumps_off: bool = False

    def __str__(self) -> str:
        dumps = "Core dumps are off." if self.core_dumps_off else "Core dumps could not be turned off here."
        removed = f"Taken out of the environment: {', '.join(self.removed)}." if self.removed else ""
        return f"{dumps} {removed}".strip()


def scrub(environment: Mapping[str, str]) -> Report:
    """The environment the desk may run in, made from ``environment``, which stays as it is."""
    ours = {name: value for name, value in environment.items() if name in _SET and value == _SET[name]}
    removed = tuple(sorted(name for name in environment if _is_unwanted(name) and name not in ours))
    kept = {name: value for name, value in environment.items() if name not in removed}
    return Report(environment={**kept, **_SET}, removed=removed, switches=tuple(_SET))


def _is_unwanted(name: str) -> bool:
    capitals = name.upper()
    if capitals in _KEPT or capitals.startswith("DESK_"):
        return False
    return capitals in _REMOVED or capitals.startswith(_REMOVED_PREFIXES)


@functools.cache
def start() -> Report:
    """Scrub this process's environment and forbid core dumps; a second call does nothing and says the same."""
    report = scrub(os.environ)
    for name in report.removed:
        del os.environ[name]
    os.environ.update(_SET)
    return Report(report.environment, report.removed, report.switches, core_dumps_off=_forbid_core_dumps())


def _forbid_core_dumps() -> bool:
    """A crash must not write reports and keys to the disk in clear. Only POSIX knows how; False elsewhere."""
    if sys.platform == "win32":
        return False
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        return False
    return sys.platform != "linux" or bool(ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
