"""Colours and spaces by what they are for. Text on its ground has a contrast of 4.5:1 or more in both palettes."""

from dataclasses import dataclass

from desk.vocabulary.marking import Level

# One step of the grid, in pixels.
SPACE = 8
# Left, top, right, bottom of a number field's text: the padding of a style sheet does not reach it.
NUMBER_MARGINS = (6, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette. Each value is a colour as #rrggbb."""

    ground: str
    surface: str
    raised: str
    hover: str
    selected: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    good: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    lit: str


LIGHT = Tokens(
    ground="#f4f5f7",
    surface="#ffffff",
    raised="#ffffff",
    hover="#eceef2",
    selected="#e3e9f5",
    line="#dcdfe5",
    text="#1b1f27",
    muted="#545c6b",
    faint="#6b7280",
    accent="#2b58b8",
    accent_hover="#234a9d",
    on_accent="#ffffff",
    accent_soft="#e8eefb",
    good="#1f7a45",
    warning="#8a5300",
    warning_soft="#fdf3df",
    danger="#b3261e",
    danger_soft="#fdecea",
    lit="#ffd54a",
)

DARK = Tokens(
    ground="#15181e",
    surface="#1c2027",
    raised="#232831",
    hover="#2a303a",
    selected="#2a3853",
    line="#323946",
    text="#e8eaee",
    muted="#aab1be",
    faint="#8e96a5",
    accent="#7aa2f7",
    accent_hover="#92b4fa",
    on_accent="#10131a",
    accent_soft="#243049",
    good="#66c88b",
    warning="#f0b95a",
    warning_soft="#3a2e17",
    danger="#f28b82",
    danger_soft="#43211f",
    lit="#ffd54a",
)

# Ground and text of classification banners, after the SF 706-712 and SF 902 labels. The words carry the meaning.
BANNERS = {
    Level.UNCLASSIFIED: ("#007a33", "#ffffff"),
    Level.CUI: ("#502b85", "#ffffff"),
    Level.CONFIDENTIAL: ("#0033a0", "#ffffff"),
    Level.SECRET: ("#c8102e", "#ffffff"),
    Level.TOP_SECRET: ("#ff8c00", "#000000"),
}
# Top secret with compartments has a label of its own.
TOP_SECRET_SCI = ("#fce83a", "#000000")
