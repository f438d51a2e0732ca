"""Classification markings: levels, banner grammar, roll-up."""

import enum


class Level(enum.IntEnum):
    """Classification levels, ordered."""

    UNCLASSIFIED = 0
    CUI = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4
