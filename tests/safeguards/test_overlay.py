"""An organisation's overlay: it is read strictly, and by construction it can only tighten."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.safeguards.decide import decide
from desk.safeguards.overlay import Overlay, OverlayInvalid, Term, as_document, parse_overlay
from desk.safeguards.policy import Policy, load_policy
from desk.vocabulary.decision import Rule, Verdict

# Thousands of decisions on the same lines: tracing them tells nothing new and costs half as much again.
pytestmark = pytest.mark.untraced

STRICTNESS = {Verdict.ALLOW: 0, Verdict.REFER: 1, Verdict.BLOCK: 2}
QUESTIONS = (
    "Where does the Syrian broker Idris Valek live?",
    "Where does Tamsin Orle live?",
    "Where does Daniel Whitfield, the U.S. citizen from Ohio, live?",
    "Which tariffs apply to drone parts?",
    "List the members of the Orchard Society in Karsa.",
    "What would a raid on the depot at Tesh need?",
)
OVERLAY = {
    "name": "Example Office",
    "revision": 3,
    "terms": [{"text": "Project Larch", "verdict": "block", "rule": "D1", "why": "closed to this office"}],
    "places": ["Karsa"],
    "groups": ["Orchard Society"],
}


def verdict(question: str, overlay: Overlay | None = None) -> Verdict:
    return decide(question, question, (), replace(load_policy(), overlay=overlay)).verdict


def test_a_term_stops_a_question_wherever_it_stands() -> None:
    overlay = parse_overlay(OVERLAY)
    assert verdict("When did project larch begin?") is Verdict.ALLOW
    assert verdict("When did project larch begin?", overlay) is Verdict.BLOCK
    assert verdict("Who funds projects of larch growers?", overlay) is Verdict.ALLOW


def test_a_protected_group_is_treated_as_u_s_persons() -> None:
    question = "Map the contacts of the Orchard Society members and list their phone numbers."
    assert verdict(question, parse_overlay(OVERLAY)) is Verdict.BLOCK


def test_the_decision_names_the_overlay() -> None:
    policy = replace(load_policy(), overlay=parse_overlay(OVERLAY))
    decision = decide("When did Project Larch begin?", "When did Project Larch begin?", (), policy)
    assert "Example Office" in decision.policy
    assert "closed to this office" in decision.findings[0].reason


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"allow": ["Ohio"]}, "has no allow"),
        ({"terms": [{"text": "tariff", "verdict": "allow", "rule": "D1"}]}, "would not stop"),
        ({"terms": [{"text": "tariff", "verdict": "block", "rule": "F1"}]}, "would not stop"),
        ({"terms": [{"text": "x", "verdict": "block", "rule": "D1"}]}, "too short"),
        ({"terms": [{"text": "tariff"}]}, "not of the form"),
        ({"revision": 0}, "revision of 1 or more"),
        ({"places": "Karsa"}, "must be a list"),
    ],
)
def test_what_is_no_overlay_is_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(OverlayInvalid, match=says):
        parse_overlay({**OVERLAY, **change})


def test_an_overlay_survives_being_written_and_read() -> None:
    overlay = parse_overlay(OVERLAY)
    assert parse_overlay(as_document(overlay)) == overlay


WORDS = st.sampled_from("Karsa raid tariffs Tesh Syrian broker Ohio members Orchard Society live".split())
TERMS = st.builds(
    Term,
    st.lists(WORDS, min_size=1, max_size=2).map(" ".join),
    st.sampled_from([Verdict.REFER, Verdict.BLOCK]),
    st.sampled_from([rule for rule in Rule if rule is not Rule.F1]),
    st.just("drawn"),
)
OVERLAYS = st.builds(
    Overlay,
    st.just("drawn"),
    st.just(1),
    st.lists(TERMS, max_size=3).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(overlay=OVERLAYS, question=st.sampled_from(QUESTIONS))
def test_no_overlay_ever_loosens(overlay: Overlay, question: str) -> None:
    policy: Policy = load_policy()
    before = decide(question, question, (), policy)
    after = decide(question, question, (), replace(policy, overlay=overlay))
    assert STRICTNESS[after.verdict] >= STRICTNESS[before.verdict]
    assert after.advisory >= before.advisory
