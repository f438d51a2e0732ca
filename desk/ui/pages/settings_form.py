"""Editors for settings, made from their declaration: one for each kind of field, none left out."""

import enum
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotated_types import Ge, Le
from pydantic import AnyHttpUrl, SecretStr
from pydantic.fields import FieldInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from desk.ui.theme import NUMBER_MARGINS
from desk.ui.widgets.text import button

Changed = Callable[[], object]


def editor(field: FieldInfo, value: Any, changed: Changed) -> QWidget:
    """The editor of one setting, showing ``value``. Raises ``TypeError`` for a kind of field it does not know."""
    kind = _kind(field)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _choice(kind, value, changed)
    if kind is bool:
        return _check(value, changed)
    if kind is int:
        return _whole(field, value, changed)
    if kind is float:
        return _decimal(field, value, changed)
    if kind is Path:
        return FolderEditor(value, changed)
    if kind in (str, SecretStr, AnyHttpUrl):
        return _line(kind, value, changed)
    raise TypeError(f"there is no editor for {kind}")


def value_of(made: QWidget) -> Any:
    """What the person has set, as the settings file has it; None for nothing."""
    if isinstance(made, QComboBox):
        return made.currentData()
    if isinstance(made, QCheckBox):
        return made.isChecked()
    if isinstance(made, (QSpinBox, QDoubleSpinBox)):
        return made.value()
    if isinstance(made, FolderEditor):
        return made.line.text().strip() or None
    if isinstance(made, QLineEdit):
        return made.text().strip() or None
    raise TypeError(f"{type(made).__name__} is no editor of a setting")


def _kind(field: FieldInfo) -> Any:
    """The type of a field; of an optional one, the type it may have."""
    kinds = typing.get_args(field.annotation) if isinstance(field.annotation, types.UnionType) else (field.annotation,)
    return next(kind for kind in kinds if kind is not type(None))


def _choice(kind: type[enum.Enum], value: Any, changed: Changed) -> QComboBox:
    box = QComboBox()
    for choice in kind:
        box.addItem(str(choice.value).capitalize(), choice.value)
    box.setCurrentIndex(list(kind).index(value))
    box.currentIndexChanged.connect(lambda _: changed())
    return box


def _bounds(field: FieldInfo) -> tuple[Any, Any]:
    low = next((each.ge for each in field.metadata if isinstance(each, Ge)), 0)
    high = next((each.le for each in field.metadata if isinstance(each, Le)), 1_000_000)
    return low, high


def _check(value: bool, changed: Changed) -> QCheckBox:
    box = QCheckBox("On")
    box.setChecked(value)
    box.toggled.connect(lambda _: changed())
    return box


def _whole(field: FieldInfo, value: int, changed: Changed) -> QSpinBox:
    box = QSpinBox()
    box.lineEdit().setTextMargins(*NUMBER_MARGINS)
    box.setRange(*_bounds(field))
    box.setValue(value)
    box.setMaximumWidth(160)
    box.valueChanged.connect(lambda _: changed())
    return box


def _decimal(field: FieldInfo, value: float, changed: Changed) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.lineEdit().setTextMargins(*NUMBER_MARGINS)
    box.setRange(*_bounds(field))
    box.setSingleStep(0.1)
    box.setValue(value)
    box.setMaximumWidth(160)
    box.valueChanged.connect(lambda _: changed())
    return box


def _line(kind: Any, value: Any, changed: Changed) -> QLineEdit:
    shown = value.get_secret_value() if isinstance(value, SecretStr) else value
    line = QLineEdit("" if shown is None else str(shown))
    if kind is SecretStr:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    line.textChanged.connect(lambda _: changed())
    return line


class FolderEditor(QWidget):
    """A line for a folder and a button to choose one."""

    def __init__(self, value: Path | None, changed: Changed) -> None:
        super().__init__()
        self.line = QLineEdit(str(value) if value else "")
        self.line.textChanged.connect(lambda _: changed())
        self.setFocusProxy(self.line)
        choose = button("Choose", "folder-open")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(choose)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Choose a folder", self.line.text())
        if name:
            self.line.setText(name)
