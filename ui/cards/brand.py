"""品牌: what makes every overlay of the workshop its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QColorDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from overlays.brand import COLOUR, LONGEST, BrandKit, too_alike
from ui.cards.files import name_of
from ui.choosing import ask_file
from ui.theme.style import dress
from ui.widgets import Retranslating
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label, LateLabel

COLOURS = ("primary", "accent")
PICTURES = ("logo", "mark_picture")
WORDS = ("name", "slogan", "mark", "seal")
SWATCH = 34


class BrandPage(Retranslating, QWidget):
    """`changed`: one value of `BrandKit`, to be kept at once."""

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = BrandKit()
        self.words = {key: Field(self) for key in WORDS}
        self.colours = {key: ColourRow(self) for key in COLOURS}
        self.pictures = {key: PictureRow(self) for key in PICTURES}
        self._weight_label = Label(self)
        dress(self._weight_label, role="small")
        self.weights = {weight: Button(self) for weight in ("bold", "regular")}
        self._alike = LateLabel(self._make_alike)
        self._lay_out()
        for key, field in self.words.items():
            field.left.connect(lambda text, key=key: self._on_word(key, text))
        for key, colour in self.colours.items():
            colour.chosen.connect(lambda code, key=key: self.changed.emit(key, code))
        for key, picture in self.pictures.items():
            picture.chosen.connect(lambda path, key=key: self.changed.emit(key, path))
        self.retranslate()

    def show_brand(self, kit: BrandKit) -> None:
        self._kit = kit
        for key, field in self.words.items():
            field.show_text(getattr(kit, key))
        for key, colour in self.colours.items():
            colour.show_colour(getattr(kit, key))
        for key, picture in self.pictures.items():
            picture.show_picture(getattr(kit, key))
        for weight, button in self.weights.items():
            button.setChecked(weight == kit.weight)
        self.retranslate()

    def retranslate(self) -> None:
        words = {
            "name": (self.tr("工坊名称"), ""),
            "slogan": (self.tr("一句话"), self.tr("山里人家，现摘现发")),
            "mark": (self.tr("区域公用品牌"), self.tr("丽水山耕")),
            "seal": (self.tr("没有标志时的印章字"), self.tr("共")),
        }
        for key, (label, hint) in words.items():
            self.words[key].show_label(label, hint)
        self.colours["primary"].show_words(self.tr("主色"), self.tr("挑颜色…"))
        self.colours["accent"].show_words(self.tr("点缀色"), self.tr("挑颜色…"))
        chosen, without = self.tr("选图片…"), self.tr("不用图片")
        self.pictures["logo"].show_words(self.tr("标志"), chosen, without)
        self.pictures["mark_picture"].show_words(self.tr("区域品牌的标志"), chosen, without)
        self._weight_label.setText(self.tr("标题的笔画"))
        self.weights["bold"].setText(self.tr("粗"))
        self.weights["regular"].setText(self.tr("细"))
        alike = too_alike(self._kit)
        self._alike.show_text(self.tr("◆ 两种颜色太像，贴片上分不出来") if alike else "")

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        weights = QHBoxLayout()
        weights.addWidget(self._weight_label)
        weights.addStretch(1)
        for weight, button in self.weights.items():
            button.setCheckable(True)
            button.clicked.connect(
                lambda _=False, weight=weight: self.changed.emit("weight", weight)
            )
            group.addButton(button)
            weights.addWidget(button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, field in enumerate(self.words.values()):
            grid.addWidget(field, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(grid)
        for row in (*self.colours.values(), *self.pictures.values()):
            column.addWidget(row)
        column.addLayout(weights)
        column.addStretch(1)

    def _make_alike(self) -> Label:
        label = Label(self)
        dress(label, tone="mind")
        label.setWordWrap(True)
        self.layout().insertWidget(3, label)
        return label

    def _on_word(self, key: str, text: str) -> None:
        cleaned = " ".join(text.split())
        most = LONGEST[key]
        if len(cleaned) > most:
            words = self.tr("最多 {most} 个字，没有改").format(most=most)
            self.words[key].show_wrong(words)
        else:
            self.words[key].show_wrong("")
            self.changed.emit(key, cleaned)


class ColourRow(QWidget):
    """A colour, its code, and the dialog to choose another."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label, self.button = Label(self), Button(self)
        dress(self.label, role="small")
        self._swatch = _Swatch(self)
        self.button.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        row.addStretch(1)
        row.addWidget(self._swatch)
        row.addWidget(self.button)

    def show_words(self, label: str, choose: str) -> None:
        self.label.setText(label)
        self.button.setText(choose)
        self.button.setAccessibleName(f"{label} {choose}")

    def show_colour(self, code: str) -> None:
        self._swatch.code = code
        self._swatch.update()

    def _ask(self) -> None:
        colour = QColorDialog.getColor(QColor(self._swatch.code), self, self.label.text())
        if colour.isValid() and COLOUR.fullmatch(colour.name()):
            self.chosen.emit(colour.name().upper())


class _Swatch(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.code = "#000000"
        self.setFixedSize(SWATCH * 2, SWATCH)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(self.code))
            painter.setPen(QColor(0, 0, 0, 60))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)


class PictureRow(QWidget):
    """A picture by its name; `chosen` carries its path, None for none."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label, self.name = Label(self), Label(self)
        self.button, self.without = Button(self), Button(self)
        dress(self.label, role="small")
        dress(self.name, role="muted")
        self.button.clicked.connect(self._ask)
        self.without.clicked.connect(lambda: self.chosen.emit(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        row.addWidget(self.name, 1)
        row.addWidget(self.without)
        row.addWidget(self.button)

    def show_words(self, label: str, choose: str, without: str) -> None:
        self.label.setText(label)
        self.button.setText(choose)
        self.button.setAccessibleName(f"{label} {choose}")
        self.without.setText(without)
        self.without.setAccessibleName(f"{label} {without}")

    def show_picture(self, path: Path | None) -> None:
        self.name.setText("" if path is None else name_of(path))
        self.without.setVisible(path is not None)

    def _ask(self) -> None:
        kinds = self.tr("图片") + " (*.png *.jpg *.jpeg)"
        chosen = ask_file(self, self.label.text(), kinds)
        if chosen is not None:
            self.chosen.emit(chosen)
