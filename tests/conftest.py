"""What every room's tests share."""

import os
from pathlib import Path

import pytest

# Before anything of Qt is imported: no test needs a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Tests use models without the desk's safe start, and ONNX Runtime would tell its makers.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "a passphrase for tests"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked ``untraced`` run without coverage, where it is measured at all."""
    if not config.getoption("cov_source", default=None):
        return
    for item in items:
        if item.get_closest_marker("untraced"):
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real reports, labelled questions and hostile files, which are no part of the checkout: see CONTRIBUTING.md."""
    folder = Path(os.environ.get("DESK_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"There is no test data in {folder}: name its folder in the environment variable DESK_TEST_DATA.")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep tests out of the settings and vaults of whoever runs them."""
    home = tmp_path_factory.mktemp("home")
    for variable, name in {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config"}.items():
        os.environ[variable] = str(home / name)
    for variable in ("DESK_VAULT", "DESK_SETTINGS", "DESK_PASSPHRASE", "DESK_PASSPHRASE_FILE"):
        os.environ.pop(variable, None)
