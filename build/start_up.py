"""How long the window takes to start, on the sample case: ``.venv/bin/python build/start_up.py [RUNS]`` on a display.

Seconds from the start of the process until the window is painted, until the vault is open (keys derived from the passphrase),
and until a question can be answered. The first run, from cold, is told apart; the others are given as medians.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
STEPS = ("painted", "open", "ready")


def watched(begun: float) -> dict[str, float]:
    """Open the window in this process and note when each step is reached, in seconds since ``begun``."""
    from desk import safe_start

    safe_start.start()
    import desk.cli.main  # noqa: F401 - what ``main.py`` imports before it opens the window
    from desk.interpreter import keep_none
    from desk.services.sample import prepare
    from desk.settings import Settings, default_settings_file

    settings = Settings()
    prepared = prepare(settings)
    keep_none()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desk.ui import theme
    from desk.ui.main_window import MainWindow

    application = QApplication(sys.argv[:1])
    theme.apply(application, settings.appearance.theme, settings.appearance.text_size)
    window = MainWindow(prepared.folder, settings, default_settings_file())
    window.show()
    application.processEvents()
    found = {"painted": time.time() - begun}
    window.unlock.opened.connect(lambda _: found.setdefault("open", time.time() - begun))

    def ready() -> None:
        found["ready"] = time.time() - begun
        window.close()
        application.quit()

    window.search_started.connect(ready)
    QTimer.singleShot(0, window, lambda: window.unlock.unlock(prepared.passphrase))
    application.exec()
    return found


def main() -> int:
    """Start the window a few times and print the medians."""
    if os.environ.get("START_UP_BEGUN"):
        print(json.dumps(watched(float(os.environ["START_UP_BEGUN"]))))
        return 0
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, __file__]
        places = {"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
        found = []
        for _ in range(runs + 1):
            environment = {**os.environ, **places, "START_UP_BEGUN": str(time.time())}
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
            found.append(json.loads(done.stdout.splitlines()[-1]))
    print("first:", ", ".join(f"{step} {found[0][step]:.1f} s" for step in STEPS))
    print("then: ", ", ".join(f"{step} {statistics.median(each[step] for each in found[1:]):.1f} s" for step in STEPS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
