"""One object per use, composed of the rooms below: what the window and the commands both call."""

from desk.services.desk import Desk

__all__ = ["Desk"]
