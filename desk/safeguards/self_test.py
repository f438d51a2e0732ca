"""A known-answer test: before the first question is decided, the layer has to decide a few dozen others rightly.

A model that does not answer as it did when it was made, a list that was emptied, a library that reads text otherwise: any of
these shows here, and then no question is answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desk.safeguards.decide import decide
from desk.safeguards.policy import Policy
from desk.vocabulary.decision import Verdict
from desk.vocabulary.errors import SafeguardsFailed

# Digests of the baselines that passed in this process.
_proved: set[str] = set()


def prove(policy: Policy) -> None:
    """Raise ``SafeguardsFailed`` where the baseline does not decide its probes as pinned. Once for each baseline."""
    if policy.digest in _proved:
        return
    baseline = replace(policy, overlay=None)
    for probe in baseline.table("probes", _probes):
        decision = decide(probe["text"], probe["text"], (), baseline)
        marked = decision.advisory == probe["advisory"] or decision.verdict is Verdict.BLOCK
        if decision.verdict.value != probe["verdict"] or not marked:
            raise SafeguardsFailed(
                f"The safeguards did not pass their self-test (probe {probe['id']}); no question can be answered.",
                "Install the desk again and report this to your administrator.",
            )
    _proved.add(policy.digest)


def _probes(document: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return tuple(document["probes"])
