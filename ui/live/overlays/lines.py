"""What is on air beside the product's card, line by line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.runtime.wording import sentence
from studio.session.overlay import PLATE, SLOGAN
from studio.session.telling import overlay_code
from ui import i18n
from ui.live.overlays.models import OverlayLine, Seen
from ui.live.overlays.pieces import remark
from ui.live.pieces import FittedText
from ui.theme.style import dress
from ui.widgets.button import Button
from ui.widgets.label import Label, LateLabel
from ui.widgets.retranslating import Retranslating
from ui.widgets.tool_tip import give_tip

NARROWEST_BUTTON = 52


class OnAir(Retranslating, QWidget):
    """The lines under their heading, with the press that has all of them looked for again.

    A line is made once there is something to stand in it: all at once they took a third of the
    column's making, which must not keep a running broadcast waiting.
    """

    off_asked = Signal(str)
    """The slot."""
    next_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.prove, self.none_yet = remark(self), Button(self), remark(self)
        self.lines: list[LineView] = []
        dress(self.prove, role="quiet", pad="head")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.prove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self._column.addWidget(self.none_yet)

    def show_lines(self, lines: tuple[OverlayLine, ...]) -> None:
        self.none_yet.setVisible(not lines)
        while len(self.lines) < len(lines):
            self._add_line()
        for place, view in enumerate(self.lines):
            if place >= len(lines) and view.isAncestorOf(self.focusWidget()):
                # Taken off with its own button: Qt would go on to the price, and be typed into.
                self.prove.setFocus()
            view.setVisible(place < len(lines))
            if place < len(lines):
                view.show_line(lines[place])

    def _add_line(self) -> None:
        line = LineView(self)
        line.off_asked.connect(self.off_asked)
        line.next_asked.connect(self.next_asked)
        self._column.addWidget(line)
        before = self.lines[-1].off if self.lines else self.prove
        for each in (line.next, line.off):  # the keyboard goes down as the eye does
            self.setTabOrder(before, each)
            before = each
        self.lines.append(line)

    def retranslate(self) -> None:
        self.title.setText(self.tr("放着的（不算商品卡）"))
        self.none_yet.setText(self.tr("除了商品卡，什么也没有放。"))
        self.prove.setText(self.tr("再核对一次"))


class LineView(Retranslating, QFrame):
    """One overlay on air, whether viewers were seen to get it, and the way off."""

    off_asked = Signal(str)
    next_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="row")
        self._line: OverlayLine | None = None
        self.words = FittedText(16, least=0.9, parent=self)
        self.left_out = LateLabel(self._make_left_out)
        self.seen = FittedText(15, ink="muted", parent=self)
        self.next, self.off = self._button(self._on_next), self._button(self._on_off)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.seen, 1, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.next)
        below.addWidget(self.off)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 6, 6, 6)
        self._column.setSpacing(0)
        self._column.addWidget(self.words)
        self._column.addLayout(below)

    def _make_left_out(self) -> Label:
        made = remark(self)
        dress(made, tone="mind")
        self._column.insertWidget(1, made)
        return made

    def _button(self, do: Callable[[], None]) -> Button:
        button = Button(self)
        dress(button, pad="line")
        button.setMinimumWidth(NARROWEST_BUTTON)
        button.clicked.connect(do)
        return button

    def show_line(self, line: OverlayLine) -> None:
        self._line = line
        name = line.name or sentence(overlay_code(line.template), i18n.current())
        words = f"  {line.words}" if line.words and SLOGAN not in line.left_out else ""
        self.words.show_parts((name, 1.0, True, "text"), (words, 1.0, False, "text"))
        give_tip(self.words, self.words.text())
        self.left_out.show_text(self._told_left_out(line))
        self.seen.show_text(*self._told(line))
        self.next.setText(self.tr("下一步"))
        self.next.setVisible(line.further is not None)
        self.next.setEnabled(bool(line.further))
        self.off.setText(self.tr("整场都在") if line.mandatory else self.tr("收"))
        self.off.setEnabled(not line.mandatory)

    def _told_left_out(self, line: OverlayLine) -> str:
        """Which of its words are not on air, and for what they make room."""
        if not line.left_out:
            return ""
        typed = self.tr("口号“{words}”").format(words=line.words)
        called = {
            SLOGAN: typed if line.words else self.tr("口号"),
            PLATE: self.tr("工坊名称"),
        }
        comma = self.tr("、")
        what = comma.join(called[each] for each in called if each in line.left_out)
        over = comma.join(sentence(each, i18n.current()) for each in line.under)
        if not over:
            return self.tr("◆ {what}给挡着它的让了地方，没有播出").format(what=what)
        return self.tr("◆ {what}现在让给{over}，没有播出").format(what=what, over=over)

    def _told(self, line: OverlayLine) -> tuple[str, str]:
        """What is known of it, and its ink."""
        rest = bool(line.left_out)
        return {
            Seen.UNKNOWN: (self.tr("正在核对"), "muted"),
            Seen.YES: (
                self.tr("✓ 其余的观众看得到") if rest else self.tr("✓ 观众看得到"),
                "good_text",
            ),
            Seen.CUT_OFF: (self.tr("◆ 现在播不出去"), "mind_text"),
            Seen.NO: (self.tr("◆ 画面里没找到"), "mind_text"),
            Seen.OTHER_SCENE: (self.tr("◆ 观众看不到"), "mind_text"),
            Seen.WAITS: (self.tr("先让一让"), "muted"),
            Seen.BY_EYE: (self.tr("请看一眼画面"), "muted"),
        }[line.seen]

    def _on_next(self) -> None:
        if self._line is not None:
            self.next_asked.emit(self._line.slot)

    def _on_off(self) -> None:
        if self._line is not None:
            self.off_asked.emit(self._line.slot)

    def retranslate(self) -> None:
        if self._line is not None:
            self.show_line(self._line)
