"""The rules as data: texts, doctrine, lexicon and gazetteers, read once and checked against digests.

``baseline.json`` names every other file with its SHA-256; its own digest is pinned below. A file that is missing or
differs means no answer (``SafeguardsFailed``), never a looser rule.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from desk import resources
from desk.safeguards.network import Network
from desk.safeguards.overlay import Overlay
from desk.safeguards.phrases import PhraseTable
from desk.vocabulary.decision import Rule
from desk.vocabulary.errors import DeskError, SafeguardsFailed

BASELINE_DIGEST = "6d0627d29031d7cf5af75f6f49fe16b681cbb6c90748ef9b9aa6efbf0e44a238"

_MODEL_FILES = ("screening.onnx", "tokenizer.json")
Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule says to the person stopped by it, and the text it rests on."""

    title: str
    reason: str
    remedy: str
    doctrine: str


@dataclass(frozen=True, eq=False)
class Policy:
    """An immutable rule set. ``files`` holds the checked text of every file the baseline names."""

    version: str
    digest: str
    rules: Mapping[Rule, RuleText]
    files: Mapping[str, str] = field(repr=False)
    overlay: Overlay | None = None

    @property
    def version_and_digest(self) -> str:
        """As written beside every decision: version and first 12 hexadecimal digits of the digest, an overlay's too."""
        baseline = f"{self.version} {self.digest[:12]}"
        return f"{baseline} + {self.overlay.name} {self.overlay.digest[:12]}" if self.overlay else baseline

    @cached_property
    def lexicon(self) -> PhraseTable:
        """Words and phrases with their tags, verbs and nouns in all their forms."""
        return PhraseTable.of_lexicon(json.loads(self.files["policy/lexicon.json"]))

    @cached_property
    def places(self) -> PhraseTable:
        """Place names tagged ``place.us``, ``place.world``, ``place.both``, ``place.county`` or ``place.country``."""
        table = PhraseTable()
        for tag, name in [
            ("place.us", "places_us"),
            ("place.world", "places_world"),
            ("place.both", "places_both"),
            ("place.county", "counties_us"),
            ("place.country", "countries"),
            ("demonym", "demonyms"),
            ("us.company", "companies_us"),
        ]:
            table.add(tag, self.lines(name))
        return table

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word the policy knows: ordinary words, names, places and the lexicon's."""
        lists = ("ordinary_words", "forenames", "surnames", "places_us", "countries", "demonyms", "counties_us")
        entries = [entry for name in lists for entry in self.lines(name)]
        framed = re.findall(r"[a-z]{4,}", self.files["policy/frames.json"] + self.files["policy/force.json"])
        listed = " ".join([*entries, *self.lexicon.words(), *framed]).replace("-", " ")
        return frozenset(word for word in listed.split() if len(word) > 1)

    @cached_property
    def thresholds(self) -> Mapping[str, float]:
        """From which probability on the screening model refers, blocks or marks."""
        return self.table("screening", _thresholds)

    @property
    def network(self) -> Network:
        """The screening model; raises ``SafeguardsFailed`` where its files are missing or changed."""
        return _network(self.digest)

    def lines(self, gazetteer: str) -> frozenset[str]:
        """The entries of one gazetteer."""
        return _lines(self, gazetteer)

    def table(self, name: str, parse: Callable[[Any], Parsed]) -> Parsed:
        """A JSON file of the policy as the caller reads it, parsed anew: who asks for it often keeps it."""
        return parse(json.loads(self.files[f"policy/{name}.json"]))


@lru_cache(maxsize=64)
def _cached_lines(text: str) -> frozenset[str]:
    return frozenset(text.splitlines())


def _lines(policy: Policy, gazetteer: str) -> frozenset[str]:
    return _cached_lines(policy.files[f"gazetteers/{gazetteer}.txt"])


@lru_cache(maxsize=1)
def load_policy() -> Policy:
    """Read and check the built-in policy; raises ``SafeguardsFailed`` where anything is missing or changed."""
    raw = _checked("policy/baseline.json", BASELINE_DIGEST)
    baseline = json.loads(raw)
    files = {name: _checked(name, digest) for name, digest in baseline["files"].items()}
    rules = {Rule(name): RuleText(**text) for name, text in baseline["rules"].items()}
    return Policy(baseline["version"], BASELINE_DIGEST, MappingProxyType(rules), MappingProxyType(files))


def _thresholds(document: Mapping[str, Any]) -> Mapping[str, float]:
    return MappingProxyType({name: float(value) for name, value in document["thresholds"].items()})


@lru_cache(maxsize=1)
def _network(digest: str) -> Network:
    models = json.loads(_checked("policy/baseline.json", digest))["models"]
    model, tokenizer = (_checked_bytes(f"models/{name}", models[f"models/{name}"]) for name in _MODEL_FILES)
    return Network(model, tokenizer.decode("utf-8"))


def _checked(name: str, digest: str) -> str:
    return _checked_bytes(name, digest).decode("utf-8")


def _checked_bytes(name: str, digest: str) -> bytes:
    try:
        data = resources.read_bytes(*name.split("/"))
    except (OSError, DeskError) as error:
        raise SafeguardsFailed(
            f"A part of the safeguards is missing ({name}); no question can be answered.", "Install the desk again."
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise SafeguardsFailed(
            f"A part of the safeguards was changed ({name}); no question can be answered.",
            "Install the desk again and report this to your administrator.",
        )
    return data
