"""An embedding model as a worker holds it: the packaged one in int8 without PyTorch, any other through sentence-transformers."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy

from desk.onnx_session import session
from desk.search.model_files import check_model, is_packaged, packaged_int8, tokenizer_file
from desk.vocabulary.errors import SearchFailed

Vectors = numpy.ndarray[Any, numpy.dtype[numpy.float32]]

# What the packaged model was made for; passages are cut to fewer tokens.
_MOST_TOKENS = 256
# Larger batches are slower on a CPU and take three times the memory (measured: 18.1 texts a second at 8, 14.5 at 128).
_BATCH = 8


class EmbeddingModel(Protocol):
    """Texts in, vectors out, on one thread."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    def embed(self, kind: str, texts: Sequence[str]) -> Vectors:
        """L2-normalised float32 vectors [n, dimension] in the order of ``texts``; ``kind`` is "question" or "passage"."""
        ...


def load_model(folder: Path, arithmetic: str) -> EmbeddingModel:
    """The model in ``folder`` computing in ``arithmetic``; raises ``SearchFailed`` for files that are not safe to load."""
    check_model(folder)
    if arithmetic == "int8" and is_packaged(folder):
        return _PackagedInt8(folder)
    return _Transformer(folder, arithmetic)


class _PackagedInt8:
    """The packaged MiniLM in ONNX Runtime, one text at a time: no padding, so no text's vector hangs on its neighbours.

    About three times as many texts a second as sentence-transformers in float32, cosine between the two .99
    (``build/embedding/compare.py``), and ready in less than a second.
    """

    dimension = 384

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._session = session(packaged_int8())
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer_file(folder)))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)

    def embed(self, kind: str, texts: Sequence[str]) -> Vectors:  # noqa: ARG002
        """MiniLM was trained without prompts: questions and passages are embedded alike."""
        found = numpy.empty((len(texts), self.dimension), dtype=numpy.float32)
        for row, text in enumerate(texts):
            ids = numpy.asarray([self._tokenizer.encode(text).ids], dtype=numpy.int64)
            found[row] = self._session.run(None, {"ids": ids})[0][0]
        return found


class _Transformer:
    """Any model of sentence-transformers."""

    def __init__(self, folder: Path, arithmetic: str) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(1)
        model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
        )
        self._model: Any = _in_int8(model) if arithmetic == "int8" else model
        self.dimension = int(model.get_embedding_dimension())

    def embed(self, kind: str, texts: Sequence[str]) -> Vectors:
        """Models that were trained with a prompt for questions and one for passages get it."""
        encode = self._model.encode_query if kind == "question" else self._model.encode_document
        vectors = encode(list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return numpy.ascontiguousarray(vectors, dtype=numpy.float32)


def _in_int8(model: Any) -> Any:
    """The model with its linear layers in int8, a scale for each channel, activations scaled as they come.

    One scale for a whole layer, PyTorch's default, is unusable (cosine to float32 .93). Vectors of one text differ a little
    by the batch it is in. Raises ``SearchFailed`` where this machine's PyTorch has no such kernels.
    """
    import torch
    from torch.ao.quantization import per_channel_dynamic_qconfig, quantize_dynamic

    if "onednn" not in torch.backends.quantized.supported_engines:
        raise SearchFailed("this machine cannot embed in int8", "Choose float32 under Settings, Search, Arithmetic.")
    torch.backends.quantized.engine = "onednn"
    with warnings.catch_warnings():
        # PyTorch is moving this to another package; the version is pinned.
        warnings.simplefilter("ignore")
        layers = {torch.nn.Linear: per_channel_dynamic_qconfig}
        return quantize_dynamic(model, layers)  # type: ignore[no-untyped-call]
