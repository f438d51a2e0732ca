"""Set up the desk in a checkout: virtual environment, locked packages, the system libraries Qt needs.

    python3 build/setup_environment.py [--development]

Runs on a bare Python 3.11 or newer, on Linux, Windows and macOS. Run again it notices that nothing changed and does
nothing. Packages come from the locks beside this file, by hash, without following dependencies, so nothing that is
not named there can come along. PyTorch is the one exception to the hashes: its CPU build is another file on every
platform and index, so it is pinned by version and tried out after it is installed.
"""

import argparse
import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCKS = ROOT / "build" / "locks"
TORCH = "torch==2.13.0"
# Debian package -> the library Qt loads from it. Only these are not in the wheels.
QT_LIBRARIES = {
    "libegl1": "EGL",
    "libgl1": "GL",
    "libfontconfig1": "fontconfig",
    "libdbus-1-3": "dbus-1",
    "libxkbcommon0": "xkbcommon",
    "libxkbcommon-x11-0": "xkbcommon-x11",
    "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm",
    "libxcb-image0": "xcb-image",
    "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-render-util0": "xcb-render-util",
    "libxcb-shape0": "xcb-shape",
    "libxcb-xinerama0": "xcb-xinerama",
    "libxcb-xkb1": "xcb-xkb",
}


def main() -> int:
    """Set up what is missing; returns 0, or 1 after a sentence that says what to do."""
    parser = argparse.ArgumentParser(description="Set up Probity Desk in this checkout.")
    parser.add_argument("--development", action="store_true", help="also what the tests, checks and benchmarks need")
    arguments = parser.parse_args()
    if sys.version_info < (3, 11):
        return _stop(f"Probity Desk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    lock = LOCKS / ("development.txt" if arguments.development else "runtime.txt")
    if not _is_current(lock):
        problem = _install(lock)
        if problem:
            return _stop(problem)
        _recognition_data()
    return _qt_libraries()


def _stamp(lock: Path) -> Path:
    return ENVIRONMENT / f".installed-{lock.stem}"


def _digest(lock: Path) -> str:
    content = lock.read_bytes() + TORCH.encode() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(content + str(ROOT).encode()).hexdigest()


def _is_current(lock: Path) -> bool:
    # What the tests need includes what the desk needs.
    locks = {lock, LOCKS / "development.txt"}
    return any(_stamp(each).is_file() and _stamp(each).read_text() == _digest(each) for each in locks)


def _python() -> Path:
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _install(lock: Path) -> str:
    print("Setting up Probity Desk (once; a few minutes, about 2 GB of packages) ...", flush=True)
    try:
        if not _python().exists():
            venv.create(ENVIRONMENT, with_pip=True)
        # Compiling all packages at once takes minutes; Python compiles what is used at first use.
        pip = [str(_python()), "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps"]
        pip.append("--disable-pip-version-check")
        subprocess.run([*pip, TORCH], check=True)
        subprocess.run([*pip, "--require-hashes", "--requirement", str(lock)], check=True)
        if lock.stem == "development":
            subprocess.run([*pip, "--no-build-isolation", "--editable", str(ROOT)], check=True)
    except subprocess.CalledProcessError as error:
        return f"A package could not be installed (pip's own words are above; it ended with {error.returncode})."
    except OSError as error:
        return f"The virtual environment {ENVIRONMENT} could not be made: {error}. On Debian, install python3-venv."
    tried = subprocess.run([str(_python()), "-c", "import torch"], capture_output=True, text=True)
    if tried.returncode != 0:
        last = (tried.stderr.strip().splitlines() or ["no message"])[-1]
        return (
            f"PyTorch is installed but does not start: {last}\nYour package index probably offers its CUDA build. Point "
            "pip at a CPU build (PIP_FIND_LINKS or PIP_EXTRA_INDEX_URL), remove .venv and run this again."
        )
    _stamp(lock).write_text(_digest(lock))
    return ""


def _qt_libraries() -> int:
    if not sys.platform.startswith("linux"):
        return 0
    missing = [package for package, library in QT_LIBRARIES.items() if not ctypes.util.find_library(library)]
    if not missing:
        return 0
    print(f"Qt needs system libraries that are missing: {' '.join(missing)}", flush=True)
    command = _package_command()
    if command and _install_system(command, missing):
        return 0
    print(
        "The window will not open until they are there. Install them with\n"
        f"    sudo apt-get install {' '.join(missing)}\n"
        "or your distribution's packages of the same libraries. The command line works without a display.",
        file=sys.stderr,
    )
    return 0


def _recognition_data() -> None:
    """Tesseract's language data, for scans: tried once, beside the packages; without it the desk says what to install."""
    there = any(Path("/usr/share").glob("tesseract*/**/eng.traineddata"))
    command = None if there or not sys.platform.startswith("linux") else _package_command()
    if command:
        _install_system(command, ["tesseract-ocr-eng"])


def _package_command() -> list[str] | None:
    """How this user may install Debian packages without being asked, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n", "apt-get"] if may else None


def _install_system(command: list[str], packages: list[str]) -> bool:
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run([*command, "update", "-qq"], **quiet)
    return (
        subprocess.run([*command, "install", "-qq", "-y", "--no-install-recommends", *packages], **quiet).returncode
        == 0
    )


def _stop(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
