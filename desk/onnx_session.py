"""ONNX Runtime as the desk runs its own models: on one thread, on the processor, without a word to the terminal."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime


def session(model: bytes) -> "onnxruntime.InferenceSession":
    """A session over a model's bytes. Two threads in one session are slower than two processes."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
