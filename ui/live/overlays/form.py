"""What to put on air, and what it should say."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from overlays.fields import Field as TemplateField
from studio.runtime import durations
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence, word_error
from studio.session.boards import LONGEST_S, NEEDS_MONEY, NEEDS_TIME, Wish
from studio.session.telling import overlay_code
from ui import i18n, reading
from ui.cards.words import about_letters, called
from ui.live.overlays.lottery import LotteryPart
from ui.live.overlays.models import OverlaysModel, Prepared
from ui.live.overlays.pieces import Choice, field, remark
from ui.theme.style import dress
from ui.widgets import Field
from ui.widgets.button import Button
from ui.widgets.retranslating import Retranslating
from ui.widgets.tool_tip import give_tip

CHOICES = (
    *("countdown", "coupon", "price-drop", "rolling-notice", "next-product", "correction"),
    *("origin-card", "lottery", "lower-third", "opening", "closing", "brand-frame"),
)
TIMED = NEEDS_TIME | {"coupon", "price-drop"}
WORDLESS = frozenset({"price-drop", "next-product", "lottery", "origin-card"})
NAMED = "lower-third"
ENDLESS = frozenset({"coupon"})
"""Of those that lie in a plan: what is true for a while, and does not say itself for how long."""


class WishForm(Retranslating, QWidget):
    """Only what the chosen one asks for stands here. Each kind keeps what was typed for it, until
    it is chosen again: a coupon's ten yuan must not stand there as a product's new price."""

    wished = Signal(object)
    refused = Signal(str)
    """A sentence: what was typed cannot be read, and nothing is asked for."""
    prepared_asked = Signal(int, int)
    lottery_asked = Signal(str)
    chosen_other = Signal()
    """Another kind is chosen: what was said of the one before is said no more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prepared: tuple[Prepared, ...] = ()
        self._no_pages = ""
        self._typed: dict[tuple[str, int | None], tuple[str, ...]] = {}
        """By the kind it was typed for."""
        self._make_kinds()
        self._make_fields()
        self.lottery = LotteryPart(self)
        self.no_page, self.put = remark(self), Button(self)
        dress(self.put, role="primary")
        self._lay_out()
        self._kind = self._kind_now
        self._connect()
        self.retranslate()

    def _make_kinds(self) -> None:
        self.kinds = Choice(self)
        for template in CHOICES:
            self.kinds.addItem("", template)

    def _make_fields(self) -> None:
        self.who, self.words = field(self), field(self)
        self.letters = remark(self)
        dress(self.letters, tone="mind")
        self.minutes, self.yuan = field(self), field(self)
        self.stays = remark(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.kinds, self.who, self.words, self.letters, self.minutes, self.yuan):
            column.addWidget(widget)
        for widget in (self.stays, self.lottery, self.no_page, self.put):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.kinds.currentIndexChanged.connect(self._on_kind)
        self.words.input.textChanged.connect(self._tell_letters)
        for each in self._fields:
            each.input.returnPressed.connect(self._on_put)
        self.put.clicked.connect(self._on_put)

    @property
    def chosen(self) -> str:
        return str(self.kinds.currentData())

    def choose(self, template: str) -> None:
        self.kinds.setCurrentIndex(CHOICES.index(template))

    @property
    def prepared(self) -> int | None:
        """The place of the plan's overlay that is chosen; those follow the kinds."""
        place = self.kinds.currentIndex() - len(CHOICES)
        return place if place >= 0 else None

    def show_overlays(self, model: OverlaysModel) -> None:
        """What there is to choose from."""
        self._show_prepared(model.prepared, model.no_pages)
        self.lottery.show_lotteries(model.lotteries)
        self._fit()

    def _show_prepared(self, prepared: tuple[Prepared, ...], no_pages: str) -> None:
        """``no_pages``: why templates of others cannot be played here."""
        self._no_pages = no_pages
        if prepared == self._prepared:
            return
        self._prepared = prepared
        while self.kinds.count() > len(CHOICES):
            self.kinds.removeItem(self.kinds.count() - 1)
        for each in prepared:
            self.kinds.addItem("", each.template)
        self._name_kinds()

    def _name_kinds(self) -> None:
        for place, template in enumerate(CHOICES):
            self.kinds.setItemText(place, sentence(overlay_code(template), i18n.current()))
        for place, each in enumerate(self._prepared, len(CHOICES)):
            name = each.name or sentence(overlay_code(each.template), i18n.current())
            words = self.tr("备好的：{name} {words}").format(name=name, words=each.words)
            self.kinds.setItemText(place, words)

    @property
    def _fields(self) -> tuple[Field, ...]:
        return self.who, self.words, self.minutes, self.yuan

    @property
    def _kind_now(self) -> tuple[str, int | None]:
        return self.chosen, self.prepared

    def _on_kind(self) -> None:
        before, self._kind = self._kind, self._kind_now
        if before == self._kind:
            return
        self._typed[before] = tuple(each.input.text() for each in self._fields)
        typed = self._typed.get(self._kind, ("",) * len(self._fields))
        for each, text in zip(self._fields, typed, strict=True):
            each.input.setText(text)
        self._fit()
        self.chosen_other.emit()

    # ---- what the chosen one asks for --------------------------------------------------------

    def _fit(self) -> None:
        template, asks = self.chosen, self.prepared is None
        self._tell_fields()
        self.who.setVisible(asks and template == NAMED)
        self.words.setVisible(asks and template not in WORDLESS)
        self.minutes.setVisible(template in (TIMED if asks else ENDLESS))
        self.yuan.setVisible(asks and template in NEEDS_MONEY)
        self.stays.setVisible(asks and template == "price-drop")
        self.lottery.setVisible(template == "lottery")
        self._tell_letters()
        self._tell_whether()

    def _tell_whether(self) -> None:
        """Why it cannot be put on, where it cannot."""
        why = self._why_not()
        self.no_page.setText(why)
        self.no_page.setVisible(bool(why))
        give_tip(self.put, why)
        missing = self.chosen == "lottery" and self.lottery.chosen is None
        self.put.setEnabled(not missing and not why)

    def _why_not(self) -> str:
        place = self.prepared
        chosen = () if place is None else self._prepared[place : place + 1]
        if not self._no_pages or not any(each.name for each in chosen):
            return ""
        return sentence(self._no_pages, i18n.current(), label=chosen[0].name)

    def _tell_letters(self) -> None:
        """While it is typed: what of it viewers will not see as it is written."""
        told = about_letters(self.words.input.text())
        self.letters.setText(told)
        self.letters.setVisible(bool(told) and not self.words.isHidden())

    def _tell_fields(self) -> None:
        self.who.show_label(self.tr("谁（空着就是主播）"), self.tr("比如：阿梅"))
        self.words.show_label(self.tr("写什么"), self._example(self.chosen))
        self.minutes.show_label(
            self.tr("多久（只写数就是分钟）"), self.tr("比如：5、2:30、1分30秒")
        )
        drop = self.chosen == "price-drop"
        yuan = self.tr("降到多少元") if drop else self.tr("减多少元")
        self.yuan.show_label(yuan, self.tr("比如：29.9") if drop else self.tr("比如：10"))

    def _example(self, template: str) -> str:
        """What such an overlay may say; called an example, for nothing of it is put on air."""
        return {
            "countdown": self.tr("比如：开抢还有"),
            "coupon": self.tr("比如：新客立减"),
            "rolling-notice": self.tr("比如：下午四点前下单，今天就发"),
            "correction": self.tr("比如：刚才说错了，是 5 斤一箱"),
            "lower-third": self.tr("比如：种杨梅三十年"),
            "opening": self.tr("比如：七点准时开播"),
            "closing": self.tr("比如：明天下午三点再见"),
        }.get(template, "")

    def called(self, asked: TemplateField) -> str:
        """As it is called here; what was filled in for the plan, as the cards' screen calls it."""
        typed = {"amount": self.yuan, "price": self.yuan, "left": self.minutes, "name": self.who}
        here = typed.get(asked.key, self.words)
        return called(asked) if here.isHidden() else here.label.text()

    # ---- asked for ---------------------------------------------------------------------------

    def _on_put(self) -> None:
        seconds = 0 if self.minutes.isHidden() else _seconds(self.minutes.input.text())
        fen = 0 if self.yuan.isHidden() else _fen(self.yuan.input.text())
        if seconds is None:
            self.refused.emit(
                self.tr("时间没看懂，没有放上去。请写 5（分钟）、2:30 或 1分30秒，最长 24 小时。")
            )
        elif isinstance(fen, UserFacingError):
            self.refused.emit(self._about_money(fen))
        elif self.prepared is not None:
            self.prepared_asked.emit(self.prepared, seconds)
        elif self.chosen == "lottery":
            self.lottery_asked.emit(self.lottery.chosen)
        else:
            self.wished.emit(self._wish(seconds, fen))

    def _about_money(self, why: UserFacingError) -> str:
        if why.code == "price_too_much":
            return word_error(why, i18n.current())
        return self.tr("价钱没看懂，没有放上去。请写几元，比如 29.9。")

    def _wish(self, seconds: int, fen: int) -> Wish:
        who = self.who.input.text() if self.chosen == NAMED else ""
        return Wish(self.chosen, self.words.input.text(), seconds=seconds, fen=fen, who=who)

    def retranslate(self) -> None:
        self.kinds.setAccessibleName(self.tr("放哪一种"))
        self._name_kinds()
        self.put.setText(self.tr("放上去"))
        self.stays.setText(self.tr("到点的只是牌子自己收，价不会自己涨回去；要涨回去，用“改价”。"))
        self._fit()


def _seconds(text: str) -> int | None:
    """0: nothing was written; None: no time, or more than a day."""
    if not text.strip():
        return 0
    found = durations.seconds(text)
    return int(found) if found is not None and 1 <= found <= LONGEST_S else None


def _fen(text: str) -> int | UserFacingError:
    """0: nothing was written; what is wrong with it, where it is no price."""
    try:
        return reading.fen(text) if text.strip() else 0
    except UserFacingError as error:
        return error
