"""Nothing in search opens a connection, whatever the environment and the current folder say."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
if sys.argv[3] == "with safe start":
    from desk import safe_start
    safe_start.start()
import numpy
from desk.search.chroma import ChromaFolder
from desk.search.embedder import EmbeddingPool
from desk.search.model_files import packaged_model

pool = EmbeddingPool(packaged_model(), 1)
vectors = pool.embed(["The ship left the harbour."])
chroma = ChromaFolder(Path(sys.argv[2]))
chroma.put("tests", [1], vectors)
print(chroma.query("tests", pool.embed_question("Which ship?"), 1)[0][0])
chroma.close()
pool.close()
"""


class Listener:
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
def _listening() -> Iterator[Listener]:
    listener = Listener()
    thread = threading.Thread(target=listener.serve)
    thread.start()
    try:
        yield listener
    finally:
        listener.close()
        thread.join()


def _hostile(port: int) -> dict[str, str]:
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
        "HTTPS_PROXY": here,
        "HTTP_PROXY": here,
        "ALL_PROXY": here,
    }


@pytest.mark.parametrize("start", ["with safe start", "without"])
def test_a_hostile_environment_and_a_hostile_env_file_open_no_connection(tmp_path: Path, start: str) -> None:
    trace = tmp_path / "trace"
    tracer = (
        ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto", "-o", str(trace)]
        if shutil.which("strace")
        else []
    )
    with _listening() as listener:
        hostile = _hostile(listener.port)
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in hostile.items()))
        done = subprocess.run(
            [*tracer, sys.executable, "-c", PROGRAM, str(ROOT), str(tmp_path / "index"), start],
            cwd=tmp_path,
            env={**os.environ, **hostile},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.stdout.strip() == "1", done.stderr
        assert listener.heard == 0
    if tracer:
        assert "AF_INET" not in trace.read_text()
