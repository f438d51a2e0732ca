"""The classification banner: full width, standard colours, nothing else in the bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desk.ui.theme.tokens import BANNERS, TOP_SECRET_SCI
from desk.vocabulary.marking import Level, Marking


class Banner(QLabel):
    """Shows one marking. The words carry the meaning; the colour only repeats it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(24)
        self.show_marking(Marking.of(Level.UNCLASSIFIED))

    def show_marking(self, marking: Marking, *, unmarked: bool = False) -> None:
        """Show this marking; ``unmarked`` says that it is the case's ceiling, for want of one of its own."""
        ground, text = BANNERS[marking.level]
        if marking.level is Level.TOP_SECRET and marking.sci:
            ground, text = TOP_SECRET_SCI
        words = f"{marking.banner()}{' (unmarked)' if unmarked else ''}"
        self.setText(words)
        self.setAccessibleName(f"Classification: {words}")
        self.setStyleSheet(f"background: {ground}; color: {text}; font-weight: 600; letter-spacing: 1px;")
