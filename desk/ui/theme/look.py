"""Applying a palette to the application: Fusion, one style sheet, one family of fonts."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desk.resources import resource
from desk.settings import Theme
from desk.ui.theme.sheet import style_sheet
from desk.ui.theme.tokens import DARK, LIGHT, Tokens

_FAMILY = "Inter"
_KEY = "desk_dark"


def apply(application: QApplication, theme: Theme, text_size: int) -> None:
    """Set style, palette, font and style sheet of the whole application."""
    dark = _is_dark(application, theme)
    application.setProperty(_KEY, dark)
    colours = DARK if dark else LIGHT
    application.setStyle("Fusion")
    application.setPalette(_palette(colours))
    application.setFont(_font(text_size))
    application.setStyleSheet(style_sheet(colours, text_size))


def is_dark() -> bool:
    """Whether the dark palette is on."""
    application = QApplication.instance()
    return bool(isinstance(application, QObject) and application.property(_KEY))


def tokens() -> Tokens:
    """The palette that is on."""
    return DARK if is_dark() else LIGHT


def _is_dark(application: QApplication, theme: Theme) -> bool:
    if theme is Theme.SYSTEM:
        return application.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return theme is Theme.DARK


def _font(size: int) -> QFont:
    if _FAMILY not in QFontDatabase.families():
        for path in sorted(resource("fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
    font = QFont(_FAMILY, size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _palette(colours: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.ground,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.ground,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.faint,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return palette
