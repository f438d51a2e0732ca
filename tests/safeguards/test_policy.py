"""The policy is what was pinned, or nothing is answered."""

import shutil
from pathlib import Path

import pytest

from desk import resources
from desk.safeguards import policy as policies
from desk.safeguards.policy import Policy
from desk.vocabulary.decision import Rule
from desk.vocabulary.errors import SafeguardsFailed


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("policy", "gazetteers", "glossaries"):
        shutil.copytree(resources.resource(folder), tmp_path / folder)
    monkeypatch.setattr(resources, "read_bytes", lambda *parts: tmp_path.joinpath(*parts).read_bytes())
    policies.load_policy.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def _fresh() -> object:
    yield
    policies.load_policy.cache_clear()


def test_every_rule_has_its_text_and_its_doctrine(policy: Policy) -> None:
    assert set(policy.rules) == set(Rule)
    assert all(text.reason and text.remedy and text.doctrine for text in policy.rules.values())


def test_an_unchanged_copy_loads(copied: Path) -> None:
    assert policies.load_policy().digest == policies.BASELINE_DIGEST


@pytest.mark.parametrize(
    "name", ["policy/baseline.json", "policy/lexicon.json", "policy/frames.json", "gazetteers/countries.txt"]
)
def test_a_changed_file_means_no_policy(name: str, copied: Path) -> None:
    path = copied / name
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(SafeguardsFailed, match="changed"):
        policies.load_policy()


@pytest.mark.parametrize("name", ["policy/baseline.json", "policy/force.json", "gazetteers/surnames.txt"])
def test_a_missing_file_means_no_policy(name: str, copied: Path) -> None:
    (copied / name).unlink()
    with pytest.raises(SafeguardsFailed, match="missing"):
        policies.load_policy()


def test_a_policy_cannot_be_changed_in_place(policy: Policy) -> None:
    with pytest.raises(AttributeError):
        policy.version = "mine"  # type: ignore[misc]
    with pytest.raises(TypeError):
        policy.rules[Rule.D1] = policy.rules[Rule.F1]  # type: ignore[index]
