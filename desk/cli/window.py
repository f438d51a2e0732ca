"""``desk window`` and ``desk sample``: the window, or what stands in for it where there is no display."""

import os
import sys

import typer

from desk.cli import demo
from desk.cli.session import Session
from desk.cli.show import line
from desk.settings import load_what_holds
from desk.vocabulary.errors import DeskError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(window)
    app.command()(sample)


def window(context: typer.Context) -> int:
    """Open the window (the same as no command)."""
    return open_window(context.obj)


def open_window(session: Session) -> int:
    """Open the window on the session's vault; raises ``DeskError`` where there is no display."""
    if not has_display():
        raise DeskError("There is no display, so the window cannot open.", "Use the commands instead: desk --help")
    from desk.ui.application import run

    settings, problem = load_what_holds(session.settings_file)
    return run(session.vault, session.given_passphrase(), settings, session.settings_file, problem=problem)


def sample(context: typer.Context) -> int:
    """Open the window on the bundled sample case; without a display, do the same job here."""
    if not has_display():
        line("There is no display, so the sample case is worked through here.")
        return demo.demo(context)
    from desk.services.sample import demo_questions, prepare
    from desk.ui.application import run

    prepared = prepare(context.obj.settings())
    examples = [each.question for each in demo_questions() if not each.follows]
    return run(prepared.folder, prepared.passphrase, context.obj.settings(), context.obj.settings_file, examples)


def has_display() -> bool:
    """Whether a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
