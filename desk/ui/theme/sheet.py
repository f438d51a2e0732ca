"""The one style sheet, made from a palette. Widgets choose a look by object name or the property ``look``."""

from desk.resources import resource
from desk.ui.theme.tokens import Tokens


def style_sheet(c: Tokens, size: int) -> str:
    """The style sheet of the whole application; ``size`` is that of plain text in points."""
    # A style sheet can colour no picture: these two arrows are of a grey that is seen on either palette.
    icons = resource("icons").as_posix()
    return f"""
* {{ outline: none; }}
QWidget {{ color: {c.text}; }}
QMainWindow, QDialog, #page {{ background: {c.ground}; }}
QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.line}; padding: 4px 6px; }}

QLabel[look="title"] {{ font-size: {size + 7}pt; font-weight: 600; }}
QLabel[look="heading"] {{ font-size: {size + 2}pt; font-weight: 600; }}
QLabel[look="strong"] {{ font-weight: 600; }}
QLabel[look="muted"] {{ color: {c.muted}; }}
QLabel[look="faint"] {{ color: {c.faint}; font-size: {size - 1}pt; }}
QLabel[look="danger"] {{ color: {c.danger}; }}
QLabel[look="good"] {{ color: {c.good}; }}
QLabel[look="question"] {{ font-size: {size + 3}pt; font-weight: 600; }}
QLabel[look="answer"] {{ font-size: {size + 1}pt; }}
QLabel[look="unsupported"] {{ font-size: {size + 1}pt; color: {c.muted}; }}

QPushButton {{
    background: {c.raised}; border: 1px solid {c.line}; border-radius: 6px; padding: 6px 14px; min-height: 20px;
}}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.selected}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {c.faint}; background: {c.ground}; }}
QPushButton[look="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; font-weight: 600; }}
QPushButton[look="primary"]:hover {{ background: {c.accent_hover}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[look="primary"]:disabled {{ background: {c.line}; color: {c.faint}; border-color: {c.line}; }}
QPushButton[look="quiet"], QToolButton[look="quiet"] {{ background: transparent; border: 1px solid transparent; }}
QPushButton[look="quiet"]:hover, QToolButton[look="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus {{ border: 2px solid {c.accent}; }}
QToolButton[look="quiet"] {{ border-radius: 6px; padding: 5px; }}
QPushButton[look="small"] {{
    background: transparent; border: 2px solid transparent; border-radius: 4px; padding: 0 4px; min-height: 0;
    color: {c.accent}; font-size: {size - 1}pt;
}}
QPushButton[look="small"]:hover {{ background: {c.hover}; }}
QPushButton[look="small"]:focus {{ border-color: {c.accent}; }}
QPushButton[look="danger"] {{ color: {c.danger}; }}
QToolButton[look="chip"] {{
    background: {c.accent_soft}; color: {c.accent}; border: 1px solid transparent; border-radius: 4px;
    padding: 1px 6px; font-size: {size - 1}pt; font-weight: 600;
}}
QToolButton[look="chip"]:hover {{ background: {c.accent}; color: {c.on_accent}; }}
QToolButton[look="chip"]:focus {{ border: 2px solid {c.accent}; padding: 0px 5px; }}
QToolButton[look="choice"] {{
    background: transparent; color: {c.muted}; border: 2px solid transparent; border-radius: 6px; padding: 3px 10px;
}}
QToolButton[look="choice"]:hover {{ background: {c.hover}; color: {c.text}; }}
QToolButton[look="choice"]:checked {{ background: {c.selected}; color: {c.text}; font-weight: 600; }}
QToolButton[look="choice"]:focus {{ border-color: {c.accent}; }}
QToolButton[look="quiet"]:checked {{ background: {c.selected}; }}
QPushButton[look="facet"] {{
    background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 1px 6px; text-align: left;
}}
QPushButton[look="facet"]:hover {{ background: {c.hover}; }}
QPushButton[look="facet"][state="kept"] {{ background: {c.selected}; font-weight: 600; }}
QPushButton[look="facet"][state="left_out"] {{ color: {c.muted}; text-decoration: line-through; }}
QPushButton[look="facet"]:focus {{ border-color: {c.accent}; }}

QLineEdit, QPlainTextEdit, QTextEdit {{
    background: {c.surface}; border: 1px solid {c.line}; border-radius: 6px; padding: 6px 8px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{
    border: 2px solid {c.accent}; padding: 5px 7px;
}}
QComboBox, QAbstractSpinBox {{
    background: {c.surface}; border: 1px solid {c.line}; border-radius: 6px; padding: 5px 8px; min-height: 20px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
QComboBox:focus, QAbstractSpinBox:focus {{ border: 2px solid {c.accent}; padding: 4px 7px; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit:focus {{
    border: none; background: transparent; padding: 0 0 0 6px;
}}
QComboBox::drop-down, QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    border: none; background: transparent; width: 22px;
}}
QComboBox::down-arrow {{ image: url("{icons}/chevron-down.svg"); width: 14px; height: 14px; }}
QAbstractSpinBox::down-arrow {{ image: url("{icons}/chevron-down.svg"); width: 11px; height: 11px; }}
QAbstractSpinBox::up-arrow {{ image: url("{icons}/chevron-up.svg"); width: 11px; height: 11px; }}
QLineEdit[wrong="true"] {{ border: 2px solid {c.danger}; }}
QComboBox QAbstractItemView {{ background: {c.raised}; border: 1px solid {c.line}; selection-background-color: {c.selected};
    selection-color: {c.text}; padding: 4px; }}
QCheckBox:focus {{ color: {c.accent}; }}

#rail {{ background: {c.surface}; border-right: 1px solid {c.line}; }}
#rail QToolButton {{
    background: transparent; border: 2px solid transparent; border-radius: 8px; color: {c.muted};
    padding: 8px 4px; font-size: {size - 1}pt;
}}
#rail QToolButton:hover {{ background: {c.hover}; color: {c.text}; }}
#rail QToolButton:checked {{ background: {c.selected}; color: {c.text}; font-weight: 600; }}
#rail QToolButton:disabled {{ color: {c.faint}; }}
#rail QToolButton:focus {{ border-color: {c.accent}; }}
#top {{ background: {c.surface}; border-bottom: 1px solid {c.line}; }}
#status {{ background: {c.surface}; border-top: 1px solid {c.line}; }}

QFrame[look="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 10px; }}
QFrame[look="card"][chosen="true"] {{ border: 2px solid {c.accent}; }}
QFrame[look="warning"] {{ background: {c.warning_soft}; border: 1px solid {c.warning}; border-radius: 10px; }}
QFrame[look="danger"] {{ background: {c.danger_soft}; border: 1px solid {c.danger}; border-radius: 10px; }}
QFrame[look="unsupported"] {{ border: none; border-left: 3px solid {c.warning}; }}
#advisory {{ background: {c.warning}; border-radius: 6px; }}
#advisory QLabel {{ color: {c.surface}; font-weight: 600; }}
#side {{ background: {c.surface}; border-right: 1px solid {c.line}; }}
#ask_box {{ background: {c.surface}; border-top: 1px solid {c.line}; }}

QTableView, QListView, QListWidget, QTreeView {{
    background: {c.surface}; border: 1px solid {c.line}; border-radius: 10px; gridline-color: transparent;
    selection-background-color: {c.selected}; selection-color: {c.text}; alternate-background-color: {c.surface};
}}
QTableView:focus, QListView:focus, QListWidget:focus {{ border: 2px solid {c.accent}; }}
QTableView::item {{ border-bottom: 1px solid {c.line}; padding: 0 8px; }}
QTableView::item:hover, QListWidget::item:hover {{ background: {c.hover}; }}
QTableView::item:selected, QListWidget::item:selected {{ background: {c.selected}; color: {c.text}; }}
#side QListWidget {{ border: 2px solid transparent; border-radius: 6px; }}
#side QListWidget:focus {{ border-color: {c.accent}; }}
QListWidget::item {{ padding: 8px; border-radius: 6px; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{
    background: {c.surface}; color: {c.muted}; border: none; border-bottom: 1px solid {c.line}; padding: 8px 11px;
    font-weight: 600; font-size: {size - 1}pt;
}}
QTableCornerButton::section {{ background: {c.surface}; border: none; }}

QProgressBar {{ background: {c.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {c.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {c.line}; }}
QMenu {{ background: {c.raised}; border: 1px solid {c.line}; padding: 4px; }}
QMenu::item {{ padding: 6px 20px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.selected}; }}
QGroupBox {{ border: none; margin-top: 8px; font-weight: 600; }}
"""
