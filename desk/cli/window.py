"""``desk window`` and ``desk sample``: the window, or what stands in for it where there is no display."""

import os
import sys

import typer

from desk.cli import demo
from desk.cli.session import Session
from desk.cli.show import line


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(window)
    app.command()(sample)


def window(context: typer.Context) -> int:
    """Open the window (the same as no command)."""
    return open_window(context.obj)


def open_window(session: Session) -> int:
    """Open the window on the session's vault."""
    from desk.ui.application import run

    return run(session.vault, session.given_passphrase(), session.settings(), session.settings_file)


def sample(context: typer.Context) -> int:
    """Open the window on the bundled sample case; without a display, do the same job here."""
    if not has_display():
        line("There is no display, so the sample case is worked through here.")
        return demo.demo(context)
    from desk.services.sample import prepare
    from desk.ui.application import run

    prepared = prepare(context.obj.settings())
    return run(prepared.folder, prepared.passphrase, context.obj.settings(), context.obj.settings_file)


def has_display() -> bool:
    """Whether a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
