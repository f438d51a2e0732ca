"""Write the packaged MiniLM for ONNX Runtime in int8: ``python build/embedding/write.py``. Some seconds, no PyTorch.

The network is put together from the safetensors with ONNX Runtime's fused operators, for one text at a time: without padding
there is no mask to get wrong, and no text's vector depends on its neighbours. Weights get a scale for each channel and
seven bits, so that processors with and without VNNI compute the same (eight bits can overflow on the latter).
"""

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from desk import safe_start

safe_start.start()

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

from desk.search.model_files import check_model, packaged_model

OUT = ROOT / "resources" / "models" / "embedding.onnx"
LAYERS, HEADS, EPSILON = 6, 12, 1e-12
FUSED = "com.microsoft"


class Graph:
    """Nodes and weights as they are put together."""

    def __init__(self, weights: dict[str, numpy.ndarray]) -> None:
        self._weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def weight(self, *names: str, transposed: bool = False) -> str:
        """The weights of these names, side by side, as one tensor; linear layers are kept transposed."""
        parts = [self._weights[name].T if transposed else self._weights[name] for name in names]
        self.constant(names[0], numpy.concatenate(parts, axis=-1))
        return names[0]

    def constant(self, name: str, value: numpy.ndarray) -> str:
        """A tensor that belongs to the model."""
        self.tensors.append(numpy_helper.from_array(numpy.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, inputs: list[str], domain: str = "", **attributes: object) -> str:
        """A node with one output; returns the output's name."""
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def linear(self, states: str, prefix: str) -> str:
        """states x weight; the bias goes into the operator that follows."""
        return self.add("MatMul", [states, self.weight(f"{prefix}.weight", transposed=True)])

    def normalised(self, states: str, residual: str, bias: str, prefix: str) -> str:
        """LayerNorm(states + bias + residual)."""
        gamma, beta = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.add(
            "SkipLayerNormalization", [states, residual, gamma, beta, self.weight(bias)], FUSED, epsilon=EPSILON
        )


def embedded(graph: Graph) -> str:
    """Token ids become states: words, positions and the one segment added up and normalised."""
    words = graph.add("Gather", [graph.weight("embeddings.word_embeddings.weight"), "ids"])
    # [0] + [1, 1, ...] added up: positions 0, 1, ... without a range, whose fusion is invalid in some versions.
    ones = graph.add("ConstantOfShape", [graph.add("Shape", ["ids"])], value=helper.make_tensor("one", 7, [1], [1]))
    axis, one = graph.constant("axis", numpy.array(1, numpy.int64)), graph.constant("unit", numpy.array(1, numpy.int64))
    positions = graph.add("Sub", [graph.add("CumSum", [ones, axis]), one])
    places = graph.add("Gather", [graph.weight("embeddings.position_embeddings.weight"), positions])
    segment = graph.constant("segment", graph._weights["embeddings.token_type_embeddings.weight"][0])
    total = graph.add("Add", [graph.add("Add", [words, places]), segment])
    gamma, beta = graph.weight("embeddings.LayerNorm.weight"), graph.weight("embeddings.LayerNorm.bias")
    return graph.add("LayerNormalization", [total, gamma, beta], epsilon=EPSILON)


def layer(graph: Graph, states: str, number: int) -> str:
    """One transformer layer."""
    prefix = f"encoder.layer.{number}"
    own = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
    weight = graph.weight(*(f"{name}.weight" for name in own), transposed=True)
    bias = graph.weight(*(f"{name}.bias" for name in own))
    attended = graph.add("Attention", [states, weight, bias], FUSED, num_heads=HEADS)
    out = f"{prefix}.attention.output"
    states = graph.normalised(graph.linear(attended, f"{out}.dense"), states, f"{out}.dense.bias", f"{out}.LayerNorm")
    wide = graph.linear(states, f"{prefix}.intermediate.dense")
    wide = graph.add("BiasGelu", [wide, graph.weight(f"{prefix}.intermediate.dense.bias")], FUSED)
    narrow = graph.linear(wide, f"{prefix}.output.dense")
    return graph.normalised(narrow, states, f"{prefix}.output.dense.bias", f"{prefix}.output.LayerNorm")


def network(weights: dict[str, numpy.ndarray]) -> onnx.ModelProto:
    """ids [1, tokens] in, vector [1, 384] of length one out."""
    graph = Graph(weights)
    states = embedded(graph)
    for number in range(LAYERS):
        states = layer(graph, states, number)
    axes = graph.constant("tokens_axis", numpy.array([1], numpy.int64))
    pooled = graph.add("ReduceMean", [states, axes], keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [pooled], ["vector"], axis=1, p=2))
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, 384])],
        graph.tensors,
    )
    return helper.make_model(
        made, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)], ir_version=10
    )


def digests(*paths: Path) -> Iterator[str]:
    """SHA-256 of each file."""
    for path in paths:
        yield hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Write the model and say its digest, which ``desk/search/model_files.py`` pins."""
    check_model(packaged_model())
    model = network(load_file(packaged_model() / "model.safetensors"))
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "embedding.onnx"
        onnx.save(model, str(whole))
        quantize_dynamic(
            whole,
            OUT,
            per_channel=True,
            weight_type=QuantType.QInt8,
            reduce_range=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    print(*digests(OUT))


if __name__ == "__main__":
    main()
