"""The lotteries' page for the desk, and its pictures. Imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from inventory.lottery import fair
from inventory.lottery.fair import Archive, Draw, Entry
from inventory.lottery.terms import Terms
from studio.runtime.clock import DAY_MS, HOUR_MS
from studio.session.lotteries import Lotteries
from ui.desk.frame import DeskFrame
from ui.desk.lottery.draft import Draft, MistypedError, terms_of
from ui.desk.lottery.page import LotteryPage
from ui.desk.lottery.presenter import Desk, LotteryPresenter
from ui.report.sample import LIVE_AT

if TYPE_CHECKING:
    from ui.shell import Shell


def page(shell: Shell, memory: QSettings, frame: QWidget) -> LotteryPage:
    made, studio = LotteryPage(memory, parent=frame), shell.studio

    def seller() -> str:
        return str(studio.settings.get("seller_name"))

    parts = (made, Lotteries(studio), studio.runtime.then, studio.clock, seller)
    made.start(LotteryPresenter(*parts, shell.show_problem))
    return made


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "lottery": _drawn,
        "lottery-open": _open,
        "lottery-new": _new,
        "lottery-wrong": _wrong,
        "lottery-look": _look,
        "lottery-checked": _checked,
        "lottery-empty": _empty,
    }


NOW = LIVE_AT + DAY_MS
TERMS = Terms(
    *("周五杨梅抽奖", "东魁杨梅一箱（5斤）", 8_990, 3, "在直播间下一单，得一个号"),
    *("七天内凭号领，包邮寄出", "后山村专业合作社 0580-0000000"),
    *(NOW - HOUR_MS, NOW + 2 * HOUR_MS, NOW + 2 * HOUR_MS, 200),
)
SEED = "5b" * 32


def _archive(number: str, terms: Terms, numbers: int, *, drawn: bool = False) -> Archive:
    entries = tuple(Entry(str(7 * n), terms.opens_ms + n) for n in range(1, numbers + 1))
    committed, word = fair.commitment(terms.sha256, SEED), "六六大顺"
    said = [entry.number for entry in entries]
    won = fair.winners(committed, SEED, word, said, terms.winners)
    draw = Draw(terms.draws_ms + 60_000, SEED, word, fair.entries_sha256(said), won)
    return Archive(
        *(number, fair.RULE, terms, terms.sha256, committed, terms.opens_ms, entries),
        draw if drawn else None,
    )


def _sample() -> list[Archive]:
    past = replace(
        TERMS,
        name="开渔抽奖",
        prize="厚壳贻贝 3 斤",
        opens_ms=LIVE_AT - 3 * HOUR_MS,
        closes_ms=LIVE_AT - HOUR_MS,
        draws_ms=LIVE_AT - HOUR_MS,
    )
    return [_archive("a1c9f2", TERMS, 46), _archive("77d0b8", past, 118, drawn=True)]


def _shown(row: int) -> LotteryPage:
    made = LotteryPage()
    made.show_desk(Desk(_sample(), NOW))
    made.table.selectRow(row)
    return made


def _drawn() -> QWidget:
    return DeskFrame("lottery", _shown(1))


def _open() -> QWidget:
    return DeskFrame("lottery", _shown(0))


def _new() -> QWidget:
    made = _shown(0)
    made.show_sponsor(TERMS.sponsor)
    made.begin.click()
    made.form.fields["name"].input.setText(TERMS.name)
    made.form.fields["prize"].input.setText(TERMS.prize)
    return DeskFrame("lottery", made)


def _wrong() -> QWidget:
    """Every mistake that can be made at once, in the longest words."""
    made = _shown(0)
    made.begin.click()
    wrong = Draft(
        *("", "", "五万零一块钱，连运费也都算在里面了", "想抽几个就抽几个，抽到大家都高兴"),
        *("", "", "", "村里的戏散场、大家都到了以后再说", "等人都到齐了，灯笼也点起来了再开"),
        "来多少个人就收多少个号，谁来都收",
    )
    try:
        terms_of(wrong, NOW)
    except MistypedError as error:
        made.show_mistakes(error.mistakes)
    return DeskFrame("lottery", made)


def _checked() -> QWidget:
    """Somebody's archive that was changed, beside one's own that was not."""
    made, strange = _shown(1), _sample()[1]
    changed = replace(strange.terms, name="九龙村抽奖", prize="一箱苹果")
    made.show_file_checked(Path("九龙村.json"), fair.check(replace(strange, terms=changed)))
    return DeskFrame("lottery", made)


def _look() -> QWidget:
    made = _shown(0)
    made.begin.click()
    made.show_terms(TERMS)
    return DeskFrame("lottery", made)


def _empty() -> QWidget:
    made = LotteryPage()
    made.show_desk(Desk([], NOW))
    return DeskFrame("lottery", made)
