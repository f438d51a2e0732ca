"""What an organisation adds to the baseline. Its grammar has no word for "allow": by construction it can only tighten.

An overlay names further terms that stop a question, places to be treated as the United States, and groups to be treated
as U.S. persons. It is applied by judging more readings of a question and adding what they give; nothing is ever taken away.
Form (JSON): {"name", "revision", "terms": [{"text", "verdict": "refer" or "block", "rule", "why"}], "places", "groups"}.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from desk.safeguards.ruling import Ruling
from desk.vocabulary.decision import Rule, Verdict
from desk.vocabulary.errors import DeskError

# What a protected place or group is read as, so that every rule for the United States applies to it.
_AS_PLACE, _AS_GROUP = "Ohio", "U.S. citizens"
_STOPS = (Verdict.REFER, Verdict.BLOCK)
_KEYS = {"name", "revision", "terms", "places", "groups"}


class OverlayInvalid(DeskError):
    """The overlay is not of the form, or its signature does not hold."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stop a question wherever they stand in it."""

    text: str
    verdict: Verdict
    rule: Rule
    why: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """An organisation's additions. ``revision`` only ever rises. ``damaged`` says why nothing may be answered under it."""

    name: str
    revision: int
    terms: tuple[Term, ...] = ()
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    damaged: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form, in hexadecimal digits."""
        return hashlib.sha256(json.dumps(as_document(self), sort_keys=True).encode()).hexdigest()

    def rulings(self, text: str) -> Iterator[Ruling]:
        """A ruling for every term that stands in a text; a damaged overlay stops every text."""
        if self.damaged:
            yield Ruling(Rule.D4, Verdict.BLOCK, ((0, len(text)),), self.name, self.damaged)
        for term in self.terms:
            found = _words(term.text).search(text)
            if found:
                yield Ruling(term.rule, term.verdict, (found.span(),), found.group(), f"{self.name}: {term.why}")

    def read_as_domestic(self, text: str) -> str | None:
        """The text with protected places and groups read as American ones; None where it names none."""
        read = text
        for names, meant in ((self.places, _AS_PLACE), (self.groups, _AS_GROUP)):
            for name in names:
                read = _words(name).sub(meant, read)
        return read if read != text else None


def parse_overlay(document: Mapping[str, Any]) -> Overlay:
    """Read an overlay; raises ``OverlayInvalid`` that names what is wrong."""
    if not isinstance(document, Mapping):
        raise OverlayInvalid("An overlay is an object with a name and a revision.", "Mend the file.")
    unknown = document.keys() - _KEYS
    if unknown:
        raise OverlayInvalid(
            f"An overlay has no {', '.join(sorted(unknown))}.", "It can add and tighten, nothing else."
        )
    name, revision = document.get("name"), document.get("revision")
    if not isinstance(name, str) or not name.strip() or not isinstance(revision, int) or revision < 1:
        raise OverlayInvalid("An overlay needs a name and a revision of 1 or more.", "Add both.")
    listed = document.get("terms", ())
    if not isinstance(listed, list | tuple):
        raise OverlayInvalid("Terms must be a list.", "Mend the list.")
    terms = tuple(_term(each) for each in listed)
    return Overlay(name.strip(), revision, terms, _names(document, "places"), _names(document, "groups"))


def as_document(overlay: Overlay) -> dict[str, Any]:
    """The overlay in its form, as it is signed."""
    return {name: value for name, value in asdict(overlay).items() if name != "damaged"}


def _term(entry: Mapping[str, Any]) -> Term:
    try:
        text, verdict, rule = str(entry["text"]).strip(), Verdict(entry["verdict"]), Rule(entry["rule"])
    except (KeyError, ValueError, TypeError) as error:
        raise OverlayInvalid(
            f"The term {entry!r} is not of the form.", "It needs text, verdict (refer or block) and rule."
        ) from error
    if verdict not in _STOPS or rule is Rule.F1:
        raise OverlayInvalid(
            f"The term “{text}” would not stop anything.", "Use refer or block, and a rule that stops."
        )
    if len(text) < 3:
        raise OverlayInvalid(f"The term “{text}” is too short to be told apart.", "Use three letters or more.")
    return Term(text, verdict, rule, str(entry.get("why", "")).strip() or "named by the organisation")


def _names(document: Mapping[str, Any], key: str) -> tuple[str, ...]:
    names = document.get(key, ())
    if not isinstance(names, list | tuple) or not all(
        isinstance(name, str) and len(name.strip()) >= 3 for name in names
    ):
        raise OverlayInvalid(f"{key.capitalize()} must be a list of names of three letters or more.", "Mend the list.")
    return tuple(name.strip() for name in names)


def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
