"""The policy in force over a vault: the baseline, and an organisation's overlay signed by its administrator."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desk.safeguards.decide import decide
from desk.safeguards.evaluate import evaluate
from desk.safeguards.labelled import PARTS, cases, none_in
from desk.safeguards.overlay import Overlay, OverlayInvalid, as_document, parse_overlay
from desk.safeguards.policy import Policy, load_policy
from desk.signing import SigningKey, verify
from desk.vault import Vault
from desk.vocabulary.decision import Verdict
from desk.vocabulary.errors import DeskError

_ADMINISTRATOR, _OVERLAY = "administrator", "overlay"
_PURPOSE, _HANDOVER = "policy overlay", "administrator"


@dataclass(frozen=True, slots=True)
class Change:
    """A question that an overlay decides otherwise than the policy in force."""

    id: str
    text: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Rate:
    """One figure of the measure with its 95 % Wilson bounds, over ``n`` cases."""

    part: str
    name: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A labelled question that was judged otherwise."""

    text: str
    expected: str
    got: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """How the policy does on labelled cases, and every question it got wrong."""

    rates: tuple[Rate, ...]
    wrong: tuple[Wrong, ...]
    policy: str


class Policies:
    """Whose signature counts in a vault, and what it has installed."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def in_force(self) -> Policy:
        """The baseline with the overlay installed. One whose signature no longer holds stops every question."""
        kept = self._vault.meta.get(_OVERLAY)
        if kept is None:
            return load_policy()
        try:
            overlay = self._checked(json.loads(kept))
        except (DeskError, ValueError, TypeError, KeyError) as error:
            why = f"the overlay installed in this vault no longer holds ({error}); have it installed again"
            overlay = Overlay("damaged overlay", 1, damaged=why)
        return replace(load_policy(), overlay=overlay)

    def measure(self, directory: Path, overlay: Overlay | None = None) -> Measured:
        """Measure the policy in force, or with another overlay in place of its own, on labelled cases."""
        policy = self.in_force() if overlay is None else replace(load_policy(), overlay=overlay)
        found = evaluate(directory, policy)
        texts = {item["id"]: item["text"] for item in cases(directory, "queries")}
        wrong = tuple(
            Wrong(texts.get(each["id"], each["id"]), each["expected"], each["got"], tuple(each["rules"]))
            for each in found["queries"]["wrong"]
        )
        rates = tuple(
            Rate(part, name.replace("_", " "), rate["value"], rate["low"], rate["high"], rate["n"])
            for part in PARTS
            for name, rate in found[part].items()
            if isinstance(rate, dict) and rate.get("n")
        )
        return Measured(rates, wrong, found["policy"])

    def administrator(self) -> str | None:
        """The public key whose signature counts, or None while nobody is named."""
        return self._vault.meta.get(_ADMINISTRATOR)

    def name_administrator(self, public: str, by: SigningKey | None = None) -> None:
        """Say whose signature counts. The first is named by whoever has the vault, the next by the one before."""
        public, current = public.strip().lower(), self.administrator()
        if len(public) != 64 or any(digit not in "0123456789abcdef" for digit in public):
            raise OverlayInvalid("A public key has 64 hexadecimal digits.", "See: desk oversight key")
        if current is not None and (by is None or by.public != current):
            raise OverlayInvalid("Another administrator is named by the present one.", "Name that key with --by.")
        document = {"public": public}
        signature = by.sign(_HANDOVER, document) if by else ""
        self._vault.ledger.append("administrator_named", {**document, "signature": signature})
        self._vault.meta.set(_ADMINISTRATOR, public)

    def install(self, signed: Mapping[str, Any]) -> Overlay:
        """Put a signed overlay in force; its revision has to be higher than the one before. Raises ``OverlayInvalid``."""
        overlay = self._checked(signed)
        kept = self._vault.meta.get(_OVERLAY)
        before = int(json.loads(kept)["overlay"]["revision"]) if kept else 0
        if overlay.revision <= before:
            raise OverlayInvalid(
                f"Revision {overlay.revision} is not above revision {before}, which is in force.", "Raise the revision."
            )
        self._vault.ledger.append("overlay_installed", dict(signed))
        self._vault.meta.set(_OVERLAY, json.dumps(dict(signed)))
        return overlay

    def _checked(self, signed: Mapping[str, Any]) -> Overlay:
        administrator = self.administrator()
        if administrator is None:
            raise OverlayInvalid("No administrator is named for this vault.", "See: desk policy administrator")
        overlay = overlay_in(signed)
        if not verify(administrator, str(signed.get("signature", "")), _PURPOSE, as_document(overlay)):
            raise OverlayInvalid("The administrator of this vault did not sign this overlay.", "Have it signed again.")
        return overlay


def sign(overlay: Overlay, key: SigningKey) -> dict[str, Any]:
    """The overlay with its signature, as ``install`` takes it."""
    return {"overlay": as_document(overlay), "signature": key.sign(_PURPOSE, as_document(overlay))}


def read_document(path: Path) -> dict[str, Any]:
    """A JSON object from a file; raises ``OverlayInvalid``."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OverlayInvalid(f"{path} cannot be read as JSON: {error}.", "Mend the file.") from error
    if not isinstance(document, dict):
        raise OverlayInvalid(f"{path} does not hold a JSON object.", "Mend the file.")
    return document


def overlay_in(document: Mapping[str, Any]) -> Overlay:
    """The overlay of a document, signed or not yet signed."""
    return parse_overlay(document.get("overlay", document))


def changes(overlay: Overlay, directory: Path, policy: Policy | None = None) -> list[Change]:
    """The questions of a labelled folder that the overlay would decide otherwise than the policy without it.

    Raises ``CasesInvalid`` where the folder holds no labelled question.
    """
    questions = cases(directory, "queries")
    if not questions:
        raise none_in(directory)
    before = policy or load_policy()
    after = replace(before, overlay=overlay)
    found = []
    for item in questions:
        text = item["text"]
        one, two = (decide(text, text, (), each).verdict for each in (before, after))
        if one is not two:
            found.append(Change(item["id"], text, one, two))
    return found
