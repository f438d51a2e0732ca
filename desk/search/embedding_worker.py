"""One process with one embedding model on one core. Started by ``embedder``; speaks frames, never pickle.

First frame in: {"model": folder, "arithmetic": "int8" or "float32", "background": bool}; out: {"dimension": n}. Then for
each {"kind", "texts"} in, out a header {"count": n, "dimension": d} and n x d raw float32 in the machine's order. {"error":
"..."} where it went wrong.
Two threads in one model are slower than one on a busy machine (measured): a worker has one, and there are many workers.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from desk.processes import read_frame, write_frame
from desk.search.embedding_model import EmbeddingModel, load_model

# Background workers give way to the window and to the question.
_NICENESS = 5


def main() -> int:
    """Serve frames until standard input closes."""
    source, sink = _private_streams()
    start = _next(source)
    if start is None:
        return 0
    if start["background"] and hasattr(os, "nice"):
        os.nice(_NICENESS)
    try:
        model = load_model(Path(start["model"]), start["arithmetic"])
    except Exception as error:  # noqa: BLE001 - said to the desk, which knows the person
        _send(sink, {"error": f"{type(error).__name__}: {error}"})
        return 1
    _send(sink, {"dimension": model.dimension})
    while (request := _next(source)) is not None:
        _answer(model, request, sink)
    return 0


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for frames alone: what a library prints goes to standard error instead."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, sink


def _next(source: BinaryIO) -> dict[str, Any] | None:
    frame = read_frame(source)
    return None if frame is None else dict(json.loads(frame))


def _send(sink: BinaryIO, header: dict[str, object]) -> None:
    write_frame(sink, json.dumps(header).encode())


def _answer(model: EmbeddingModel, request: dict[str, Any], sink: BinaryIO) -> None:
    try:
        vectors = model.embed(request["kind"], request["texts"])
    except Exception as error:  # noqa: BLE001 - said to the desk; its text could quote a report
        _send(sink, {"error": type(error).__name__})
        return
    _send(sink, {"count": vectors.shape[0], "dimension": vectors.shape[1]})
    write_frame(sink, vectors.tobytes())
