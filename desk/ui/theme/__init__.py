"""How the window looks: tokens, style sheet, fonts, icons."""

from desk.ui.theme.icons import icon
from desk.ui.theme.look import apply, is_dark, tokens
from desk.ui.theme.tokens import BANNERS, NUMBER_MARGINS, SPACE, Tokens

__all__ = ["BANNERS", "NUMBER_MARGINS", "SPACE", "Tokens", "apply", "icon", "is_dark", "tokens"]
