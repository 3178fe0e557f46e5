"""看板: what came in and when, by what and by whom, what goes off, and what to bring next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from inventory.figures.bring import LOOKED_AT_DAYS, Advice
from inventory.figures.goods import SOON_DAYS, ExpiringLot, Household, LotSold
from inventory.figures.sold import COUNTER, NOTED, PHONE, PLATFORM, SoldProduct
from inventory.losses import Cause
from inventory.supply import Supply, supply
from studio.runtime.clock import DAY_MS
from studio.runtime.wording import Count
from studio.session.dashboard import SPANS, Dashboard
from ui import i18n
from ui.desk.dashboard.presenter import DashboardPresenter
from ui.desk.page import DeskPage
from ui.formats import clock, day_and_clock, money
from ui.report import words as report
from ui.theme import tokens
from ui.theme.style import dress
from ui.widgets import Card, FigureTile, Tone
from ui.widgets.button import Button
from ui.widgets.charts import BarChart, Sold
from ui.widgets.column_chart import ColumnChart, Columns
from ui.widgets.figure_tile import row_of
from ui.widgets.label import Label
from ui.widgets.tool_tip import give_tip

MOST_BARS = 5
MOST_LINES = 4
TICKS = 8
REFRESH_MS = 10_000
"""A month's figures read a month's orders: not at every order of a broadcast."""


class DashboardPage(DeskPage):
    """Implements `DashboardView`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("review", parent)
        self._shown: Dashboard | None = None
        self.presenter: DashboardPresenter | None = None
        self._refresh_timer.setInterval(REFRESH_MS)
        self.spans = {span: Button(self) for span in SPANS}
        self._group = QButtonGroup(self)
        for button in self.spans.values():
            button.setCheckable(True)
            self._group.addButton(button)
            self.top.addWidget(button)
        self.plan = Button(self)
        dress(self.plan, role="primary")
        self.top.addSpacing(14)
        self.top.addWidget(self.plan)
        tiles = [FigureTile(parent=self.inside) for _ in range(4)]
        self.paid, self.orders, self.ways, self.lost = tiles
        self.body.addLayout(row_of(tiles))
        self.when, self.what, self.bring, self.who, self.off = (
            Card(margin=12, parent=self.inside) for _ in range(5)
        )
        self.by = {"household": Button(self.who), "lot": Button(self.who)}
        self._by_group = QButtonGroup(self)
        for button in self.by.values():
            button.setCheckable(True)
            button.toggled.connect(self._on_by)
            self._by_group.addButton(button)
        self.columns = ColumnChart(self.when)
        self.products, self.households = BarChart(self.what), BarChart(self.who)
        self._lay_out()
        self.by["household"].setChecked(True)
        self.setFocusProxy(self.spans[SPANS[0]])
        self.retranslate()

    def start(self, presenter: DashboardPresenter) -> None:
        self.presenter = presenter
        for span, button in self.spans.items():
            button.clicked.connect(lambda _checked, span=span: presenter.on_span(span))
        self.plan.clicked.connect(presenter.on_plan)
        presenter.open()

    def show_span(self, span: str) -> None:
        """Until its figures come, which takes a second after years, those of before stay."""
        self.spans[span].setChecked(True)
        if self._shown is None or self._shown.span != span:
            self.note.setText(self.tr("正在算……"))

    def show_dashboard(self, shown: Dashboard) -> None:
        self._shown = shown
        self._retell()

    def retranslate(self) -> None:
        self.title.setText(self.tr("看板"))
        words = (self.tr("今天"), self.tr("这一场"), self.tr("这个月"))
        for button, text in zip(self.spans.values(), words, strict=True):
            button.setText(text)
        self.when.show_words(self.tr("什么时候卖出去的"))
        self.what.show_words(self.tr("卖了什么"))
        self.bring.show_words(
            self.tr("下一场带什么"), self.tr("看最近 {days} 天").format(days=LOOKED_AT_DAYS)
        )
        self.who.show_words(self.tr("谁家的货"), self.tr("按标价算"))
        self.by["household"].setText(self.tr("按农户"))
        self.by["lot"].setText(self.tr("按批次"))
        self.off.show_words(self.tr("快到期的"), self.tr("{days} 天以内").format(days=SOON_DAYS))
        self.plan.setText(self.tr("去排品"))
        self._retell()

    # -- how it is laid out --------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.when.body.addWidget(self.columns, 1)
        self.what.body.addWidget(self.products)
        self.what.body.addStretch(1)
        choice = QHBoxLayout()
        choice.setSpacing(6)
        for button in self.by.values():
            choice.addWidget(button)
        choice.addStretch(1)
        self.who.body.addLayout(choice)
        self.who.body.addWidget(self.households)
        self.who.body.addStretch(1)
        self._no_goods, self._no_who = Label(self), Label(self)
        for card, label in ((self.what, self._no_goods), (self.who, self._no_who)):
            dress(label, role="muted")
            label.setWordWrap(True)
            card.body.insertWidget(1, label)
        self._advice, self._lots = QVBoxLayout(), QVBoxLayout()
        for lines in (self._advice, self._lots):
            lines.setSpacing(6)
        self.bring.body.addLayout(self._advice)
        self.bring.body.addStretch(1)
        self.off.body.addLayout(self._lots)
        self.off.body.addStretch(1)
        for parts in (
            ((self.when, 3), (self.what, 2)),
            ((self.bring, 7), (self.who, 6), (self.off, 6)),
        ):
            row = QHBoxLayout()
            row.setSpacing(14)
            for card, share in parts:
                card.body.setSpacing(8)
                row.addWidget(card, share)
            self.body.addLayout(row, 1)

    # -- how it is told ------------------------------------------------------------------------

    def _retell(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self.note.setText(self._span_words(shown))
        self._tell_figures(shown)
        self.columns.show_columns(self._columns(shown))
        self._tell_products(shown.sold.by_product, shown.left)
        self._tell_whose(shown)
        self._tell(self._advice, [self._advised(each) for each in shown.advice[:MOST_LINES]],
                   self.tr("还没有卖过，也没有货。排一场就知道了。"))  # fmt: skip
        self._tell(self._lots, [self._lot(each) for each in shown.expiring[:MOST_LINES + 1]],
                   self.tr("▲ 没有快到期的货"))  # fmt: skip

    def _span_words(self, shown: Dashboard) -> str:
        if shown.span == "session":
            when = day_and_clock(shown.since_ms)
            words = self.tr("{title}，{when} 开播")
            told = words.format(title=shown.title, when=when)
            return told if shown.title else self.tr("还没有播过，先看今天的")
        return ""

    def _tell_figures(self, shown: Dashboard) -> None:
        sold = shown.sold
        self.paid.show_figure(
            self.tr("收进来的"), money(sold.paid_fen), self.tr("付了的减去退了的")
        )
        self._tell_orders(shown)
        self._tell_ways(shown)
        fen, qty = sum(x.fen for x in shown.lost), sum(x.qty for x in shown.lost)
        if qty:
            words = self.tr("{count} 件，最多的是{why}")
            note = words.format(count=f"{qty:,}", why=self._why_lost(shown.lost[0].reason))
            self.lost.show_figure(self.tr("损耗"), money(fen), note, Tone.MIND)
        else:
            self.lost.show_figure(self.tr("损耗"), money(0), self.tr("没有损耗"), Tone.FINE)

    def _tell_orders(self, shown: Dashboard) -> None:
        """What ran out is told where the average stands; whole, with what to do, in the tip."""
        sold, gone = shown.sold, shown.ran_out
        each = money(round(sold.paid_fen / sold.orders)) if sold.orders else "—"
        note = self.tr("平均一单 {each}").format(each=each)
        if gone.orders:
            note = self.tr("{n} 单没对上平台，没算").format(n=Count(gone.orders))
        elif gone.partly:
            note = self.tr("{n} 单只对上一部分").format(n=Count(gone.partly))
        self.orders.show_figure(
            self.tr("单数"),
            self.tr("{count} 单").format(count=f"{sold.orders:,}"),
            note,
            Tone.MIND if gone.orders or gone.partly else Tone.IDLE,
        )
        give_tip(self.orders, report.ran_out(gone, i18n.current()))

    def _why_lost(self, reason: str) -> str:
        """The program's own reasons in words; what a person wrote stands as it is."""
        known = {
            "count": self.tr("盘亏"),
            "case_lost": self.tr("售后报损"),
            "by_hand": self.tr("手工报损"),
            Cause.ROTTEN: self.tr("烂了、坏了"),
            Cause.BROKEN: self.tr("碰坏、压坏"),
            Cause.EXPIRED: self.tr("过期了"),
            Cause.GIVEN: self.tr("送人、试吃"),
            Cause.MISSING: self.tr("不见了"),
            Cause.OTHER: self.tr("别的缘故"),
        }
        return known.get(reason, reason)

    def _tell_ways(self, shown: Dashboard) -> None:
        names = {
            PLATFORM: self.tr("平台"),
            NOTED: self.tr("直播记的"),
            PHONE: self.tr("电话聊天"),
            COUNTER: self.tr("门市"),
        }
        ways = [(names[way], fen) for way, fen in shown.sold.by_way if fen > 0]
        total = sum(fen for _, fen in ways)
        if not ways:
            self.ways.show_figure(self.tr("从哪里来"), "—", self.tr("还没有卖"))
            return
        words = self.tr("{way} {share}")
        rest = [words.format(way=way, share=f"{fen / total:.0%}") for way, fen in ways[1:3]]
        self.ways.show_figure(
            self.tr("从哪里来"),
            words.format(way=ways[0][0], share=f"{ways[0][1] / total:.0%}"),
            self.tr("，").join(rest),
        )

    def _columns(self, shown: Dashboard) -> Columns:
        values = shown.sold.columns
        most = max(values, default=0)
        names = [self._moment(shown, place) for place in range(len(values))]
        step = -(-len(values) // TICKS)
        words = self.tr("{when} {paid}")
        return Columns(
            values,
            [(place, names[place]) for place in range(0, len(values), step)],
            [
                words.format(when=name, paid=money(value))
                for name, value in zip(names, values, strict=True)
            ],
            (_yuan(most), _yuan(most // 2)),
            "" if most > 0 else self.tr("这段时间还没有卖出去的"),
        )

    def _moment(self, shown: Dashboard, place: int) -> str:
        at_ms = shown.since_ms + place * shown.bucket_ms
        if shown.bucket_ms >= DAY_MS:
            return self.tr("{day}日").format(day=place + 1)
        return clock(at_ms)

    def _tell_products(self, found: Sequence[SoldProduct], left: Mapping[str, int]) -> None:
        words = self.tr("{count} {unit}")
        self.products.show_rows(
            [
                Sold(
                    each.name or self.tr("还没对上商品的"),
                    tokens.JADE,
                    each.paid_fen,
                    money(each.paid_fen),
                    words.format(count=f"{each.qty:,}", unit=each.unit).strip(),
                    *self._left_of(left.get(each.sku)),
                )
                for each in found[:MOST_BARS]
            ]
        )
        self.products.setVisible(bool(found))
        self._no_goods.setText("" if found else self.tr("卖出一样，这里就有一条。"))
        self._no_goods.setVisible(not found)

    def _left_of(self, available: int | None) -> tuple[str, str]:
        """What may still be sold, and its tone."""
        if available is None:
            return "", ""
        if supply(available) is Supply.NONE:
            return self.tr("卖光了"), "mind"
        words = self.tr("还有 {left}").format(left=f"{available:,}")
        return words, "mind" if supply(available) is Supply.FEW else ""

    def _on_by(self, is_chosen: bool) -> None:
        if is_chosen:
            self._retell()

    def _tell_whose(self, shown: Dashboard) -> None:
        by_lot = self.by["lot"].isChecked()
        bars = [
            self._lot_bar(each) if by_lot else self._household_bar(each)
            for each in (shown.lots if by_lot else shown.households)
            if each.sold_fen > 0 or each.shelf_fen > 0
        ]
        self.households.show_rows(bars[:MOST_BARS])
        self.households.setVisible(bool(bars))
        self._no_who.setText("" if bars else self.tr("货进来时写上批次和农户，这里就能看到。"))
        self._no_who.setVisible(not bars)

    def _household_bar(self, each: Household) -> Sold:
        fen, left = max(0, each.sold_fen), _yuan(each.shelf_fen)
        name = each.name or self.tr("没写的")
        return Sold(
            name, tokens.INDIGO, fen, _yuan(fen), "", self.tr("还有 {left}").format(left=left)
        )

    def _lot_bar(self, each: LotSold) -> Sold:
        """Pieces of a lot are known, and its code says whose it is; that takes the money's room."""
        words = self.tr("{count} {unit}").format(count=f"{each.sold_qty:,}", unit=each.unit)
        left = self.tr("还有 {left}").format(left=f"{each.shelf_qty:,}")
        name = f"{each.lot or self._no_lot()} {each.name}"
        return Sold(name, tokens.INDIGO, max(0, each.sold_fen), words.strip(), "", left)

    def _no_lot(self) -> str:
        return self.tr("没写批次")

    def _advised(self, each: Advice) -> tuple[str, str]:
        """The sentence and its tone: what the rule saw, in its own numbers."""
        left = each.left
        words = {
            "goes_off": self.tr("◆ {name}：{lot_qty} {unit} 再 {days} 天到期，卖不完，先卖它"),
            "short": self.tr(
                "◆ {name}：一天卖 {rate} {unit}，只够 {lasts} 天，再备 {fetch} {unit}"
            ),
            "sells": self.tr("▲ {name}：一天卖 {rate} {unit}，够 {lasts} 天"),
            "lies": self.tr("{name}：还有 {left} {unit}，{looked} 天没卖动，换个讲法试试"),
        }[each.why]
        told = words.format(
            name=left.name,
            unit=left.unit,
            rate=f"{left.a_day:.1f}",
            lasts="" if each.lasts_days is None else each.lasts_days,
            fetch=each.fetch,
            left=left.available,
            looked=LOOKED_AT_DAYS,
            lot_qty=each.lot.qty if each.lot else 0,
            days=each.lot.days if each.lot else 0,
        )
        tone = {"goes_off": "mind", "short": "mind", "sells": "fine"}.get(each.why, "")
        return told, tone

    def _lot(self, each: ExpiringLot) -> tuple[str, str]:
        whose = f"{each.lot} {each.household}".strip()
        if each.days < 0:
            words = self.tr("■ {name} {lot}：{qty} {unit} 过期 {days} 天了，该报损")
        elif each.days == 0:
            words = self.tr("◆ {name} {lot}：{qty} {unit} 今天最后一天")
        else:
            words = self.tr("◆ {name} {lot}：{qty} {unit} 还能卖 {days} 天")
        days = abs(each.days) + (1 if each.days > 0 else 0)
        told = words.format(name=each.name, lot=whose, qty=each.qty, unit=each.unit, days=days)
        return told, "broken" if each.days < 0 else "mind"

    def _tell(self, lines: QVBoxLayout, found: Sequence[tuple[str, str]], none: str) -> None:
        while (item := lines.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()  # it is drawn until Qt has deleted it
                item.widget().deleteLater()
        for words, tone in found or [(none, "")]:
            label = Label(words, self)
            label.setWordWrap(True)
            dress(label, tone=tone) if found else dress(label, role="muted")
            lines.addWidget(label)


def _yuan(fen: int) -> str:
    """To the yuan: what a picture shows is looked at, not added up."""
    return f"¥{round(fen / 100):,}"
