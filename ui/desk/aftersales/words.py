"""How far a case is and until when it must be answered, as the page and an order's card say it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from inventory.aftersales.cases import Case
from studio.runtime.clock import HOUR_MS
from ui.formats import day_and_clock, money
from ui.widgets.table import Cell

FAR = 1 << 62


class CaseWords(QObject):
    """Asked in the language of the moment."""

    def clock(self, case: Case, now_ms: int) -> str:
        """How long there is still to answer."""
        if case.due_at is None:
            return self.tr("没有期限")
        left = case.due_at - now_ms
        if left < 0:
            return self.tr("超了 {hours} 小时").format(hours=-left // HOUR_MS + 1)
        if left < HOUR_MS:
            return self.tr("不到 1 小时")
        return self.tr("还有 {hours} 小时").format(hours=left // HOUR_MS)

    def state(self, case: Case, now_ms: int) -> Cell:
        last = case.steps[-1].at if case.steps else case.opened_at
        if case.state == "open":
            tone = "broken" if case.overdue(now_ms) else "mind"
            shape = "■" if tone == "broken" else "◆"
            words = self.tr("{shape} 等答复，{left}")
            # The most urgent first; a case without an hour to answer by can wait longest.
            due = FAR if case.due_at is None else case.due_at
            left = self.clock(case, now_ms)
            return Cell(words.format(shape=shape, left=left), tone, order=(0, due))
        if case.state == "answered":
            return Cell(self.tr("▲ 在办"), "fine", order=(1, last))
        if case.state == "refused":
            return Cell(self.tr("没有同意"), "muted", order=(3, last))
        words = self.tr("办完了 {when}").format(when=day_and_clock(last))
        return Cell(words, "muted", order=(2, last))

    def whole(self, case: Case, now_ms: int) -> str:
        """Of what, since when, how far it is and what became of it: some lines."""
        wants = self.tr("要退") if case.wants == "refund" else self.tr("要补发")
        head = self.tr("售后 {number}：{wants} {name} × {qty} {unit}")
        since = self.tr("{when} 开的").format(when=day_and_clock(case.opened_at))
        about = {"number": case.number, "name": case.name, "qty": case.qty, "unit": case.unit}
        told = [head.format(wants=wants, **about), since, self.state(case, now_ms).text]
        return "\n  ".join([*told, *self._became(case)])

    def _became(self, case: Case) -> list[str]:
        said = {
            "refunded": self.tr("退了 {paid}"),
            "returned": self.tr("退回上架 {qty} {unit}"),
            "lost": self.tr("坏了报损 {qty} {unit}"),
            "resent": self.tr("补发了 {qty} {unit}"),
        }
        return [
            said[what].format(qty=count, unit=case.unit, paid=money(count))
            for what, count in case.became
        ]
