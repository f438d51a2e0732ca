"""Make the screening model: ``make models``. About an hour on two cores.

The packaged MiniLM is fine-tuned on ``corpus/train``, with persons' names and places exchanged at every pass, and written as int8
ONNX beside its tokenizer. ``calibrate.py`` then sets the thresholds on ``corpus/develop``. ``corpus/test`` is never read here.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel, AutoTokenizer

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from corpus import AGENCY, Item, Span, Variation, read_authors

from desk.safeguards.learned import signals
from desk.safeguards.network import MOST_TOKENS, RULES, VERDICTS
from desk.safeguards.policy import Policy, load_policy
from desk.search.model_files import packaged_model

SEED, PASSES, BATCH, RATE, HEAD_RATE = 7, 3, 16, 5e-5, 1e-3
# The mean of the weights after the last passes generalises better than the last alone.
AVERAGED = 2
WIDTH, BESIDE, HIDDEN = 384, 48, 192
Say = Callable[[str], None]


class Network(nn.Module):
    """Token ids, their mask and the rules' signals in; out come the logits of verdicts, rules, force and orders to a
    machine, and for each token whether it belongs to the identity of a U.S. person.
    """

    def __init__(self, signal_count: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(packaged_model(), attn_implementation="eager")
        # The words' own vectors stay: they know words that no labelled question holds.
        self.encoder.embeddings.requires_grad_(False)
        self.beside = nn.Sequential(nn.Linear(signal_count, BESIDE), nn.GELU())
        outputs = len(VERDICTS) + len(RULES) + 2
        self.head = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(WIDTH + BESIDE, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, outputs)
        )
        self.words = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * WIDTH, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, beside: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits [n, verdicts + rules + 2] and [n, tokens]."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).float()
        pooled = (states * weight).sum(1) / weight.sum(1)
        around = pooled.unsqueeze(1).expand_as(states)
        words = self.words(torch.cat([states, around], 2)).squeeze(2)
        return self.head(torch.cat([pooled, self.beside(beside)], 1)), words


class Trainer:
    """Trains networks on items; the same from the same seed on the same machine."""

    def __init__(self, policy: Policy, say: Say = print) -> None:
        self._policy = policy
        self._say = say
        self._tokenizer = AutoTokenizer.from_pretrained(packaged_model())

    def train(self, items: Sequence[Item], passages: Sequence[str], passes: int = PASSES) -> Network:
        """A network trained on all items, words of reports also among ``passages`` of others."""
        torch.manual_seed(SEED)
        random.seed(SEED)
        network = Network(len(signals("Who?", self._policy)))
        variation = Variation(self._policy, SEED)
        weights = _weights(items)
        # What reports say is read without the rules' signals as often as with them, as the desk does.
        seeing = torch.tensor([[0.0 if item.blind else 0.75 if item.verdict is not None else 0.5] for item in items])
        optimiser = torch.optim.AdamW(
            [
                {"params": [p for p in network.encoder.parameters() if p.requires_grad], "lr": RATE},
                {"params": [*_heads(network)], "lr": HEAD_RATE},
            ],
            weight_decay=0.01,
            fused=True,
        )
        steps = passes * -(-len(items) // BATCH)
        averaged = torch.optim.swa_utils.AveragedModel(network)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [RATE, HEAD_RATE], total_steps=steps, pct_start=0.1)
        for number in range(passes):
            began, total = time.monotonic(), 0.0
            others = [item.text for item in items if item.verdict is not None and not item.talk]
            varied = [_varied(variation, item, others, passages) for item in items]
            texts = [text for text, _ in varied]
            beside = torch.tensor([signals(text, self._policy) for text in texts])
            network.train()
            for group in _batches(texts):
                ids, mask, places = self._encoded([texts[i] for i in group])
                # Now and then the rules say nothing, so that the words alone have to do.
                given = beside[group] * (torch.rand(len(group), 1) < seeing[group])
                # Half the digits in the multiplications: the same loss in three fifths of the time.
                with torch.autocast("cpu", torch.bfloat16):
                    logits, words = network(ids, mask, given)
                logits, words = logits.float(), words.float()
                loss = _loss(logits, [items[i] for i in group], weights)
                loss = loss + _words_loss(words, mask, places, [varied[i][1] for i in group])
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                total += loss.item() * len(group)
            self._say(f"  pass {number + 1}: loss {total / len(items):.3f}, {time.monotonic() - began:.0f} s")
            if number >= passes - AVERAGED:
                averaged.update_parameters(network)
        averaged.module.eval()
        return averaged.module

    def write(self, network: Network, folder: Path) -> None:
        """Write network and tokenizer for ONNX Runtime, weights in int8 with a scale for each channel."""
        folder.mkdir(parents=True, exist_ok=True)
        ids, _, _ = self._encoded(["Where does the Syrian broker live, and whom does he call?"])
        example = (ids, torch.tensor([signals("Who?", self._policy)]))
        with tempfile.TemporaryDirectory() as scratch:
            whole = Path(scratch) / "screening.onnx"
            torch.onnx.export(
                _One(network).eval(),
                example,
                str(whole),
                input_names=["ids", "signals"],
                output_names=["logits", "identifying"],
                dynamic_axes={"ids": {1: "tokens"}, "identifying": {1: "tokens"}},
                opset_version=17,
                dynamo=False,
            )
            quantize_dynamic(
                whole, folder / "screening.onnx", per_channel=True, weight_type=QuantType.QInt8, reduce_range=True
            )
        tokenizer = (packaged_model() / "tokenizer.json").read_text(encoding="utf-8")
        (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")

    def _encoded(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Ids and mask [n, tokens], and the characters of each token [n, tokens, 2]."""
        made = self._tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=MOST_TOKENS,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        return made["input_ids"], made["attention_mask"], made["offset_mapping"]


class _One(nn.Module):
    """A network for one text without padding: exported attention masks are not to be trusted."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, beside: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of one text and of its tokens."""
        return self.network(ids, torch.ones_like(ids), beside)


def _heads(network: Network) -> Iterator[nn.Parameter]:
    """Everything but the encoder, which learns more slowly."""
    for part in (network.beside, network.head, network.words):
        yield from part.parameters()


def _varied(
    variation: Variation, item: Item, others: Sequence[str], passages: Sequence[str]
) -> tuple[str, tuple[Span, ...] | None]:
    if item.marks is not None:
        return variation.of_marked(item.text, item.marks, passages)
    if item.talk:
        return variation.of_talk(item.text), None
    if item.verdict is None:
        return variation.of_report(item.text, passages), None
    return variation.after_others(variation.of(item.text), others), None


def _words_loss(
    words: torch.Tensor, mask: torch.Tensor, places: torch.Tensor, marks: Sequence[tuple[Span, ...] | None]
) -> torch.Tensor:
    """How far the tokens of texts with marks are from them; 0 where no text of a batch has any."""
    loss = words.sum() * 0
    for row, spans in enumerate(marks):
        if spans is None:
            continue
        here = mask[row].bool() & (places[row, :, 1] > 0)
        starts, ends = places[row, here, 0], places[row, here, 1]
        wanted = torch.zeros(int(here.sum()))
        for start, end in spans:
            wanted[(starts < end) & (ends > start)] = 1.0
        each = nn.functional.binary_cross_entropy_with_logits(words[row, here], wanted, pos_weight=torch.tensor(2.0))
        loss = loss + each * 3 / len(marks)
    return loss


def _weights(items: Sequence[Item]) -> torch.Tensor:
    counts = numpy.bincount([item.verdict for item in items if item.verdict is not None], minlength=len(VERDICTS))
    return torch.tensor((counts.mean() / counts) ** 0.5, dtype=torch.float32)


def _batches(texts: Sequence[str]) -> list[list[int]]:
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]) + random.random() * 20)
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    random.shuffle(groups)
    return groups


def _loss(logits: torch.Tensor, items: Sequence[Item], weights: torch.Tensor) -> torch.Tensor:
    """The sum over the labels that each text has."""
    n = len(VERDICTS)
    loss = logits.sum() * 0
    judged = [i for i, item in enumerate(items) if item.verdict is not None]
    if judged:
        verdict = torch.tensor([items[i].verdict for i in judged])
        rules = torch.tensor([items[i].rules for i in judged])
        loss = loss + nn.functional.cross_entropy(logits[judged, :n], verdict, weight=weights, label_smoothing=0.03)
        loss = loss + 0.5 * nn.functional.binary_cross_entropy_with_logits(logits[judged, n:-2], rules)
    for column, labels in ((-2, [item.advisory for item in items]), (-1, [item.injected for item in items])):
        known = [i for i, label in enumerate(labels) if label is not None]
        if known:
            wanted = torch.tensor([labels[i] for i in known])
            loss = loss + 0.7 * nn.functional.binary_cross_entropy_with_logits(logits[known, column], wanted)
    return loss


def main(arguments: Iterable[str]) -> None:
    """Train on all authors and write."""
    corpus, out = (Path(argument) for argument in arguments)
    trainer = Trainer(load_policy(), lambda said: print(said, flush=True))
    authors = read_authors(corpus / "train")
    items = [item for author in authors.values() for item in author]
    trainer.write(trainer.train(items, [item.text for item in authors[AGENCY]]), out / "models")


if __name__ == "__main__":
    main(sys.argv[1:])
