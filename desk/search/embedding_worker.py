"""One process with one embedding model on one core. Started by ``embedder``; speaks frames, never pickle.

First frame in: {"model": folder, "background": bool}; out: {"dimension": n}. Then for each {"kind", "texts"} in, out a
header {"count": n, "dimension": d} and n x d raw float32 in the machine's order. {"error": "..."} where it went wrong.
Two threads in one model are slower than one on a busy machine (measured): a worker has one, and there are many workers.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from desk.processes import read_frame, write_frame
from desk.search.model_files import check_model

if TYPE_CHECKING:
    import numpy

# Larger batches are slower on a CPU and take three times the memory (measured: 18.1 texts a second at 8, 14.5 at 128).
BATCH = 8
# Background workers give way to the window and to the question.
_NICENESS = 5


def main() -> int:
    """Serve frames until standard input closes."""
    source, sink = _private_streams()
    start = _next(source)
    if start is None:
        return 0
    try:
        model = load_model(Path(start["model"]), background=start["background"])
    except Exception as error:  # noqa: BLE001 - said to the desk, which knows the person
        _send(sink, {"error": f"{type(error).__name__}: {error}"})
        return 1
    _send(sink, {"dimension": model.get_embedding_dimension()})
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


def _answer(model: Any, request: dict[str, Any], sink: BinaryIO) -> None:
    try:
        vectors = embed(model, request["kind"], request["texts"])
    except Exception as error:  # noqa: BLE001 - said to the desk; its text could quote a report
        _send(sink, {"error": type(error).__name__})
        return
    _send(sink, {"count": vectors.shape[0], "dimension": vectors.shape[1]})
    write_frame(sink, vectors.tobytes())


def load_model(folder: Path, *, background: bool = False) -> Any:
    """The model in ``folder`` on one thread; raises ``SearchFailed`` for files that are not safe to load."""
    if background and hasattr(os, "nice"):
        os.nice(_NICENESS)
    check_model(folder)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(1)
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True})


def embed(model: Any, kind: str, texts: Sequence[str]) -> "numpy.ndarray[Any, numpy.dtype[numpy.float32]]":
    """L2-normalised vectors, one row for each text, in the order of ``texts``.

    ``kind`` is "question" or "passage": models that were trained with a prompt for each get it; MiniLM has none.
    """
    import numpy

    encode = model.encode_query if kind == "question" else model.encode_document
    vectors = encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
    return numpy.ascontiguousarray(vectors, dtype=numpy.float32)
