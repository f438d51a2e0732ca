"""An overlay is installed under the administrator's signature, and one that was tampered with stops everything."""

import json
from pathlib import Path

import pytest

from desk.safeguards.overlay import OverlayInvalid, parse_overlay
from desk.safeguards.sealed import Cleared, Stopped
from desk.services import Desk
from desk.services.policies import changes, sign
from desk.settings import validated
from desk.signing import SigningKey, make_key
from desk.vocabulary.marking import Level
from tests.conftest import PASSPHRASE

SETTINGS = validated({"search": {"workers": 1}})
QUESTION = "When did Project Larch begin?"


def overlay(revision: int) -> dict[str, object]:
    term = {"text": "Project Larch", "verdict": "block", "rule": "D1", "why": "closed to this office"}
    return {"name": "Example Office", "revision": revision, "terms": [term]}


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return make_key(tmp_path / "administrator.pem", "an administrator's own words")


def test_an_overlay_is_in_force_from_the_next_opening_until_a_higher_revision(tmp_path: Path, key: SigningKey) -> None:
    folder = tmp_path / "vault"
    with Desk.create(folder, PASSPHRASE, SETTINGS) as desk:
        case = desk.cases.create("A case", "Testing", "Order 2", Level.SECRET).id
        signed = sign(parse_overlay(overlay(2)), key)
        with pytest.raises(OverlayInvalid, match="No administrator"):
            desk.policies.install(signed)
        desk.policies.name_administrator(key.public)
        desk.policies.install(signed)
        with pytest.raises(OverlayInvalid, match="not above revision 2"):
            desk.policies.install(signed)
    with Desk.open(folder, PASSPHRASE, SETTINGS) as desk:
        assert isinstance(desk.ask.screen(case, QUESTION), Stopped)
        assert isinstance(desk.ask.screen(case, "Which tariffs apply to drone parts?"), Cleared)
        stored = json.loads(desk._vault.meta.get("overlay") or "")
        stored["overlay"]["terms"] = []
        desk._vault.meta.set("overlay", json.dumps(stored))
    with Desk.open(folder, PASSPHRASE, SETTINGS) as desk:
        outcome = desk.ask.screen(case, "Which tariffs apply to drone parts?")
        assert isinstance(outcome, Stopped)
        assert "no longer holds" in outcome.decision.findings[0].reason


def test_a_stranger_s_signature_does_not_count(tmp_path: Path, key: SigningKey) -> None:
    stranger = make_key(tmp_path / "stranger.pem", "somebody else's words")
    with Desk.create(tmp_path / "vault", PASSPHRASE, SETTINGS) as desk:
        desk.policies.name_administrator(key.public)
        with pytest.raises(OverlayInvalid, match="did not sign"):
            desk.policies.install(sign(parse_overlay(overlay(1)), stranger))
        with pytest.raises(OverlayInvalid, match="by the present one"):
            desk.policies.name_administrator(stranger.public)
        desk.policies.name_administrator(stranger.public, by=key)
        assert desk.policies.administrator() == stranger.public


def test_what_an_overlay_would_change_is_shown_before_it_is_installed(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": QUESTION, "verdict": "allow"},
        {"id": "b", "text": "Which tariffs apply to drone parts?", "verdict": "allow"},
    ]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (change,) = changes(parse_overlay(overlay(1)), tmp_path)
    assert (change.id, change.before.value, change.after.value) == ("a", "allow", "block")
