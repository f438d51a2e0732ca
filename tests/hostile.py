"""Hostile surroundings: variables and a ``.env`` that lead libraries to a listening port, and proof that none goes there.

Three witnesses: the port counts who calls; where there is ``strace``, no process of the run ever makes a socket for the
internet; and the home folder of the run stays empty, for what is to be sent later is kept there first (ONNX Runtime's reports
are, and sent some seconds after, when a short run has ended). Sockets and not connections, because the address of a
connection cannot be read in a process that has forbidden core dumps, as the desk's have; a tracer without root would see
nothing and the test would prove nothing.
"""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# With one of these ONNX Runtime sends nothing, or keeps it elsewhere, and the test would prove nothing.
_SILENCING = {"CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "TRAVIS", "JENKINS_URL", "BUILDKITE", "TEAMCITY_VERSION"}
_SILENCING |= {"ORT_RUNNING_UNIT_TESTS", "XDG_CACHE_HOME"}
_TRACER = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket", "-o"]


@dataclass(frozen=True)
class Run:
    """A run that has ended: its exit code, what it said, every sign of a connection, and the files it left at home."""

    code: int
    out: str
    problems: str
    connections: tuple[str, ...]
    left_at_home: tuple[str, ...]


class _Listener:
    """A loopback port that must stay silent; ``heard`` counts who called."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.heard = 0

    def serve(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.heard += 1
            caller.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def _listening() -> Iterator[_Listener]:
    listener = _Listener()
    thread = threading.Thread(target=listener.serve)
    thread.start()
    try:
        yield listener
    finally:
        listener.close()
        thread.join()


def _variables(port: int) -> dict[str, str]:
    here = f"http://127.0.0.1:{port}"
    return {
        "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
        "CHROMA_SERVER_HOST": "127.0.0.1",
        "CHROMA_SERVER_HTTP_PORT": str(port),
        "CHROMA_OTEL_COLLECTION_ENDPOINT": here,
        "CHROMA_OTEL_GRANULARITY": "all",
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_ENDPOINT": here,
        "LANGSMITH_API_KEY": "key",
        "HF_ENDPOINT": here,
        "ORT_DISABLE_TELEMETRY": "0",
        "HTTPS_PROXY": here,
        "HTTP_PROXY": here,
        "ALL_PROXY": here,
    }


def run_in_hostile_surroundings(command: Sequence[str], folder: Path, seconds: int = 240) -> Run:
    """Run a command in ``folder``, which gets the hostile ``.env``."""
    trace, home = folder / "trace", folder / "home"
    home.mkdir()
    traced = [*_TRACER, str(trace)] if shutil.which("strace") else []
    with _listening() as listener:
        hostile = _variables(listener.port)
        inherited = {name: value for name, value in os.environ.items() if name not in _SILENCING}
        (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in hostile.items()))
        done = subprocess.run(
            [*traced, *command],
            cwd=folder,
            env={**inherited, **hostile, "HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    calls = ["a call on the listening port"] * listener.heard
    sockets = [line for line in trace.read_text().splitlines() if "AF_INET" in line] if traced else []
    left = tuple(str(path) for path in home.rglob("*") if path.is_file())
    return Run(done.returncode, done.stdout, done.stderr, (*calls, *sockets), left)
