"""Probity Desk: reports in, answers out, every sentence with its source."""

__version__ = "0.1.0"
