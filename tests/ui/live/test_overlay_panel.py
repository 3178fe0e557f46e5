"""The overlays' panel on a real session: asked for by hand, shown once on air, refused aloud."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from inventory.lottery import fair
from inventory.lottery.terms import Terms
from overlays import library
from studio.runtime import durations
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.boards import Wish
from studio.session.live import LiveSession
from studio.session.lotteries import Lotteries
from studio.session.overlay import Overlay
from studio.session.plan import PlannedOverlay
from studio.session.room import Box, at_rest
from studio.stage.layers import Slot
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.desk import ImmediateRuntime
from tests.integration.test_live_session import PLAN, Room, wait_until
from ui import i18n
from ui.app import make_application
from ui.live.chronicle import fact_sentence
from ui.live.overlays.desk import OverlayDesk, seen
from ui.live.overlays.models import LotteryChoice, OverlayLine, Seen
from ui.live.overlays.panel import OverlayPanel


class Bench:
    """A live session, its panel, and whoever presses the buttons."""

    def __init__(self, qtbot: QtBot, room: Room, session: LiveSession | None = None) -> None:
        make_application([])
        room.studio.settings.update({"seller_name": "合作社", "always_on_air": ["seller"]})
        self.room, self.session = room, session or room.live()
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.host.resize(1366, 768)
        self.panel = OverlayPanel(self.host)
        runtime: Any = ImmediateRuntime()
        self.desk = OverlayDesk(self.session, runtime, room.studio.settings, lambda: "zh")
        self.panel.opened.connect(self.desk.on_opened)
        self.panel.wished.connect(self.desk.on_wish)
        self.panel.prepared_asked.connect(self.desk.on_prepared)
        self.panel.off_asked.connect(self.desk.on_off)
        self.panel.next_asked.connect(self.desk.on_next)
        self.panel.price_asked.connect(self.desk.on_price)
        self.panel.price.toasts_asked.connect(self.desk.on_toasts)
        self.panel.lottery_asked.connect(self.desk.on_show_lottery)
        self.panel.number_asked.connect(self.desk.on_number)
        self.panel.draw_asked.connect(self.desk.on_draw)
        self.desk.start(self.panel)
        self.panel.open()

    def shown(self) -> list[str]:
        self.desk.show()
        return [line.words.text() for line in self.panel.on_air.lines if not line.isHidden()]

    def put(self, template: str, **typed: str) -> None:
        form = self.panel.form
        form.choose(template)
        for name, text in typed.items():
            getattr(form, name).input.setText(text)
        form.put.click()


@pytest.fixture
def bench(
    qtbot: QtBot, store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> Bench:
    return Bench(qtbot, Room(store, runtime, clock, tmp_path))


def test_letters_viewers_will_not_see_are_told_while_they_are_typed(bench: Bench) -> None:
    form = bench.panel.form
    form.choose("rolling-notice")
    typed = form.words.input.setText
    typed("李\U0002a700家的杨梅")
    assert "\U0002a700" in form.letters.text()
    assert not form.letters.isHidden()
    typed("李家的杨梅🍓")
    assert form.letters.text() == "◆ 表情符号不会上画面"
    form.choose("next-product")  # it has no words
    assert form.letters.isHidden()
    form.choose("rolling-notice")
    assert not form.letters.isHidden()
    typed("李家的杨梅，5 斤一箱")
    assert form.letters.isHidden()
    form.put.click()
    assert bench.session.state.layers["rolling_notice"].data["text"] == "李家的杨梅，5 斤一箱"


@pytest.mark.parametrize(
    ("code", "words"),
    [("layer_would_cover_seller", "必须一直在画面上"), ("layer_not_loaded", "画面没动")],
)
def test_the_journal_says_why_an_overlay_was_refused(code: str, words: str) -> None:
    entry = e.Entry(1, "1", "s", 0, 0, e.LayerRefused("board", "coupon", "", code))
    told = fact_sentence(entry, {}, "zh")
    assert "优惠券" in told
    assert words in told


@pytest.mark.parametrize(("left", "words"), [(7, "还可订 7"), (None, "不再写还可订多少")])
def test_a_number_that_leaves_the_card_is_told_without_one(left: int | None, words: str) -> None:
    entry = e.Entry(1, "1", "s", 0, 0, e.CardRecounted("YM", "sha", left))
    told = fact_sentence(entry, {"YM": "东魁杨梅"}, "zh")
    assert ("东魁杨梅" in told, words in told) == (True, True)
    assert "None" not in fact_sentence(entry, {}, "en")


def test_what_is_typed_goes_on_air_and_off_again(bench: Bench) -> None:
    assert bench.shown() == ["商家信息  合作社"]
    bench.put("countdown", words="开抢还有", minutes="0.5")
    countdown = bench.session.state.layers["countdown"]
    assert countdown.data == {"label": "开抢还有", "left": 30_000}
    assert bench.shown() == ["倒计时  开抢还有", "商家信息  合作社"]
    first, second = bench.panel.on_air.lines[:2]
    assert (first.off.isEnabled(), second.off.isEnabled()) == (True, False)
    first.off.click()
    assert bench.shown() == ["商家信息  合作社"]


def said_of_the_frame(bench: Bench) -> tuple[str, str, str]:
    """Its line: name and words, what is said of those left out, what viewers see."""
    bench.desk.show()
    line = next(each for each in bench.panel.on_air.lines if "品牌边框" in each.words.text())
    return line.words.text(), line.left_out.text(), line.seen.text()


def test_words_of_the_frame_that_are_covered_are_not_told_as_on_air(bench: Bench) -> None:
    """By the seller's bar all evening; and meanwhile by what comes and goes."""
    artist = bench.room.artist
    seller = artist.overlay(PLAN, Overlay.of("seller"), None)
    artist.frame_words = {"slogan": at_rest(seller), "plate": Box(0, 600, 9, 609)}
    artist.places["rolling-notice"] = (0, 600, 10, 10)
    bench.put("brand-frame", words="村里发的")
    bench.session.prove().result(60)
    wait_until(lambda: bench.desk.model().lines[0].seen is Seen.YES)
    covered = "◆ 口号“村里发的”现在让给商家信息，没有播出"
    assert said_of_the_frame(bench) == ("品牌边框", covered, "✓ 其余的观众看得到")
    bench.put("rolling-notice", words="今天包邮")
    both = "◆ 口号“村里发的”、工坊名称现在让给滚动通知、商家信息，没有播出"
    assert said_of_the_frame(bench)[1] == both
    bench.desk.on_off("rolling_notice")
    assert said_of_the_frame(bench)[1] == covered
    artist.frame_words = {"slogan": Box(0, 600, 9, 609)}
    bench.put("brand-frame", words="村里种的")
    assert said_of_the_frame(bench)[:2] == ("品牌边框  村里种的", "")


def test_a_board_that_covers_the_frames_words_is_told_by_its_own_name(bench: Bench) -> None:
    bench.room.artist.places["coupon"] = (0, 600, 10, 10)
    bench.room.artist.frame_words = {"slogan": Box(0, 600, 9, 609)}
    bench.put("brand-frame", words="")
    bench.put("coupon", words="立减", minutes="5", yuan="10")
    assert said_of_the_frame(bench)[:2] == ("品牌边框", "◆ 口号现在让给优惠券，没有播出")
    bench.desk.on_off("board")
    assert said_of_the_frame(bench)[:2] == ("品牌边框", "")


def test_words_left_out_before_it_was_noted_for_what_are_told_too(bench: Bench) -> None:
    """In a broadcast that an older version began."""
    bench.put("brand-frame", words="村里发的")
    bench.session.state.layers["brand_frame"] = replace(  # type: ignore[index]
        bench.session.state.layers["brand_frame"], bare=True
    )
    assert said_of_the_frame(bench)[1] == "◆ 口号“村里发的”给挡着它的让了地方，没有播出"


def test_what_is_missing_is_said_in_a_sentence_and_nothing_changes(bench: Bench) -> None:
    for template, typed in (
        ("rolling-notice", {"words": " "}),
        ("countdown", {"words": "开抢", "minutes": "nan"}),
        ("coupon", {"words": "减", "minutes": "5", "yuan": "十元"}),
        ("price-drop", {"minutes": "", "yuan": "39.90"}),
    ):
        bench.panel.show_done()
        bench.put(template, **typed)
        assert bench.panel.problem.text().endswith("。"), template
    assert set(bench.session.state.layers) == {"seller"}


def test_a_price_is_changed_by_hand_and_toasts_are_switched(bench: Bench) -> None:
    bench.panel.price.price.input.setText("35.90")
    bench.panel.price.change.click()
    assert bench.session.plan.product("YB-001").price_fen == 3590
    assert bench.panel.price.price.input.text() == ""
    bench.panel.price.price.input.setText("三十")
    bench.panel.price.change.click()
    assert bench.panel.problem.text()
    bench.panel.price.toasts.click()
    assert bench.room.studio.settings.get("order_toasts") == "on"


def test_everything_that_is_on_has_its_line(bench: Bench) -> None:
    bench.panel.resize(300, 560)
    bench.host.show()
    lines = tuple(
        OverlayLine(slot.value, "coupon", "", False, Seen.YES)
        for slot in Slot
        if slot is not Slot.CARD
    )
    bench.panel.show_overlays(replace(bench.desk.model(), lines=lines))
    told = [each for each in bench.panel.on_air.lines if not each.isHidden()]
    assert [each._line for each in told] == list(lines)
    (area,) = bench.panel.findChildren(QScrollArea)
    area.ensureWidgetVisible(told[-1], 0, 0)
    corner = told[-1].mapTo(area.viewport(), told[-1].rect().bottomRight())
    assert area.viewport().rect().contains(corner)


@pytest.mark.parametrize(
    ("minutes", "seconds"),
    [
        ("5", 300),
        ("0.5", 30),
        ("5分钟", 300),
        ("半小时", 1800),
        ("30 秒", 30),
        ("1 个小时", 3600),
        ("５", 300),
        ("０．５分", 30),
        ("5分半", 330),
        ("一个半小时", 5400),
        ("两个半钟头", 9000),
        ("十分钟", 600),
        ("2:30", 150),
        ("1分30秒", 90),
        ("半", 30),
        ("半个小时", 1800),
        ("", 0),
    ],
)
def test_how_long_is_understood_as_people_write_it(
    bench: Bench, minutes: str, seconds: int
) -> None:
    asked: list[Wish] = []
    bench.panel.wished.connect(asked.append)
    bench.put("coupon", words="新客立减", minutes=minutes, yuan="29.9元")
    assert [(each.seconds, each.fen) for each in asked] == [(seconds, 2990)]


@pytest.mark.parametrize(
    "typed",
    [
        {"minutes": "一会儿", "yuan": "10"},
        {"minutes": "0", "yuan": "10"},
        {"minutes": "1.5.5", "yuan": "10"},
        {"minutes": "99999", "yuan": "10"},
        {"minutes": "1半", "yuan": "10"},
        {"minutes": "10半", "yuan": "10"},
        {"minutes": "1.5分半", "yuan": "10"},
        {"minutes": "半分半", "yuan": "10"},
        {"minutes": "5", "yuan": "9.999"},
        {"minutes": "5", "yuan": "一百"},
    ],
)
def test_what_cannot_be_read_is_told_and_puts_nothing_on(
    bench: Bench, typed: dict[str, str]
) -> None:
    asked: list[Wish] = []
    bench.panel.wished.connect(asked.append)
    bench.put("coupon", words="新客立减", **typed)
    assert "没看懂" in bench.panel.problem.text()
    bench.put("coupon", words="新客立减", minutes="5", yuan="999999999999")
    assert "太大了" in bench.panel.problem.text()
    assert not asked
    assert "board" not in bench.session.state.layers


def test_a_price_drop_is_the_price_from_then_on(bench: Bench) -> None:
    bench.room.stage.refuse = UserFacingError("layer_not_loaded", slot="board", label="YB-001")
    bench.put("price-drop", minutes="5", yuan="36.90")
    assert bench.panel.problem.text()
    assert bench.session.plan.product("YB-001").price_fen == 3990  # refused: nothing changed
    bench.put("price-drop", minutes="5", yuan="35.90")
    assert bench.session.plan.product("YB-001").price_fen == 3590
    drop = bench.session.state.layers["board"].data
    assert (drop["before"], drop["price"], drop["saved"]) == (3990, 3590, 400)
    bench.panel.price.price.input.setText("38")
    bench.panel.price.change.click()
    assert "board" not in bench.session.state.layers


def test_a_prepared_coupon_leaves_when_it_is_over(bench: Bench) -> None:
    coupon = PlannedOverlay("coupon", (("amount", 500), ("until", "今晚 9 点前")))
    plan = replace(
        bench.session.plan, overlays=(coupon, PlannedOverlay("lower-third", (("name", "阿梅"),)))
    )
    bench.session._plan = plan
    bench.desk.on_opened()
    form = bench.panel.form
    form.kinds.setCurrentIndex(form.kinds.count() - 1)
    assert form.minutes.isHidden()  # nothing about a name is ever over
    form.kinds.setCurrentIndex(form.kinds.count() - 2)
    assert not form.minutes.isHidden()
    form.minutes.input.setText("3")
    form.put.click()
    board = bench.session.state.layers["board"]
    assert board.ends_at == bench.session.clock.now_ms() + 180_000


def test_a_guest_is_named_instead_of_the_anchor(bench: Bench) -> None:
    bench.put("lower-third", who="阿梅", words="种杨梅三十年")
    said = bench.session.state.layers["lower_third"].data
    assert (said["name"], said["topic"]) == ("阿梅", "种杨梅三十年")
    bench.put("lower-third", who="", words="")
    assert bench.session.state.layers["lower_third"].data["name"] == bench.session.plan.anchor
    bench.panel.form.choose("coupon")
    assert bench.panel.form.who.isHidden()


def test_a_lottery_is_shown_entered_and_drawn(bench: Bench) -> None:
    now = bench.room.clock.now_ms()
    terms = Terms(*("周五抽奖", "杨梅", 8990, 1, "下单", "七天", "白枫"), now, now + 9, now + 9)
    made = Lotteries(bench.room.studio).publish(terms).result(60)
    form = bench.panel.form
    form.choose("lottery")
    assert not form.lottery.none_yet.isHidden()  # where one is made
    bench.desk.on_opened()
    assert form.lottery.none_yet.isHidden()
    form.put.click()
    assert bench.session.state.layers["board"].label == made.id
    form.lottery.number.input.setText("12 15")
    form.lottery.take_number.click()
    assert form.lottery.choice.currentText() == "周五抽奖 · 2 个号"
    form.lottery.take_number.click()  # the next free one, which the buyer has to be told
    assert bench.panel.problem.text() == "记下了：3 号"
    assert form.lottery.seal.isHidden()
    bench.room.clock.advance(1)
    bench.desk.on_opened()
    code = fair.entries_sha256(["12", "15", "3"])[:4].upper()
    assert code in form.lottery.seal.text()
    form.lottery.draw.click()  # for good, so it asks
    assert form.lottery.draw.text() == "真的开奖"
    assert "3 个号" in form.lottery.seal.text()
    form.lottery.word.input.setText("六六大顺")  # another question
    assert form.lottery.draw.text() == "开奖"
    form.lottery.draw.click()
    assert "六六大顺" in form.lottery.seal.text()
    assert "已开奖" not in form.lottery.choice.currentText()
    form.lottery.draw.click()
    assert form.lottery.choice.currentText() == "周五抽奖 · 已开奖"
    (archive,) = Lotteries(bench.room.studio).listed().result(60)
    assert archive.draw is not None
    told = "、".join(each.number for each in archive.draw.winners)
    assert form.lottery.seal.text() == f"开出来的：{told} 号"
    drawn = e.LotteryDrawn(made.id, "", "", "", "", ("3", "12"))
    said = [
        fact_sentence(e.Entry(1, "1", "s", 1, 1, replace(drawn, winners=winners)), {}, language)
        for winners, language in ((("3", "12"), "zh"), ((), "zh"), (("3", "12"), "en"))
    ]
    assert said[0] == "开奖了，开出来的是 3、12 号"
    assert "谁也没中" in said[1]
    assert said[2].endswith("3, 12")


def test_a_draw_before_its_time_says_from_when_at_the_first_press(bench: Bench) -> None:
    now = bench.room.clock.now_ms()
    terms = Terms(*("周五抽奖", "杨梅", 8990, 1, "下单", "七天", "白枫"), now, now + 9, now + 9)
    Lotteries(bench.room.studio).publish(terms).result(60)
    bench.desk.on_opened()
    form = bench.panel.form
    form.choose("lottery")
    form.lottery.number.input.setText("12 12a x" * 20)
    form.lottery.take_number.click()
    assert bench.panel.problem.text()
    assert (
        form.lottery.number.input.text() == "12 12a x" * 20
    )  # refused: to be mended, not typed anew
    form.lottery.draw.click()
    assert "还没到开奖的时候" in bench.panel.problem.text()
    assert "T" not in bench.panel.problem.text()  # no machine's time
    assert form.lottery.draw.text() == "开奖"
    bench.room.clock.advance(1)
    form.lottery.draw.click()
    assert form.lottery.draw.text() == "真的开奖"
    assert not bench.panel.problem.text()


def test_a_refusal_names_what_stands_on_the_panel(bench: Bench) -> None:
    refused = UserFacingError("card_text_too_long", field="减多少（分）", most=1, count=2)
    bench.room.stage.refuse = refused
    bench.put("coupon", words="新客", minutes="", yuan="5")
    assert "“减多少元”" in bench.panel.problem.text()
    text = library.find("rolling-notice").fields
    titles = [each.zh for each in text if each.key == "text"]
    bench.room.stage.refuse = UserFacingError(refused.code, field=titles[0], most=1, count=2)
    bench.put("rolling-notice", words="今天包邮")
    assert "“写什么”" in bench.panel.problem.text()


def test_words_that_are_too_long_are_told_beside_their_field_alone(bench: Bench) -> None:
    """The broadcast's bar called the field by another name, and the journal said that the picture
    was not drawn."""
    bench.put("countdown", words="抢" * 500, minutes="5")
    assert "“写什么”最多 200 个字，现在有 500 个" in bench.panel.problem.text()
    assert bench.panel.form.words.input.text() == "抢" * 500  # to be mended, not typed anew
    told = [change.entry.fact for change in bench.room.changes]
    assert not bench.room.failures
    assert not [fact for fact in told if isinstance(fact, e.LayerRefused)]
    bench.put("countdown", words="开抢还有", minutes="5")
    assert not bench.panel.problem.text()
    assert "countdown" in bench.session.state.layers


def test_a_new_price_that_is_being_typed_and_another_refusal_stay(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.panel.price.price.input.setText("35.")
    bench.put("rolling-notice", words="今天包邮")
    assert bench.panel.price.price.input.text() == "35."
    answers: list[Any] = []
    with monkeypatch.context() as slow:
        slow.setattr(bench.desk._runtime, "then", lambda *asked: answers.append(asked[1]))
        bench.put("rolling-notice", words="后天包邮")
        assert bench.panel.problem.text() == "正在放…"
    bench.put("rolling-notice", words="")
    assert bench.panel.problem.text()
    answers[0](None)
    assert bench.panel.problem.text(), "of another wish, and not read yet"
    bench.put("rolling-notice", words="明天包邮")
    assert not bench.panel.problem.text()


def test_a_price_drop_says_that_the_price_stays(bench: Bench) -> None:
    form = bench.panel.form
    form.choose("price-drop")
    assert "价不会自己涨回去" in form.stays.text()
    assert not form.stays.isHidden()
    form.choose("coupon")
    assert form.stays.isHidden()


def test_a_price_drop_without_a_price_is_told_what_is_missing(bench: Bench) -> None:
    bench.put("price-drop", minutes="5", yuan="")
    assert "还没有写多少钱" in bench.panel.problem.text()
    bench.put("countdown", words="开抢", minutes="")
    assert "还没有写多久" in bench.panel.problem.text()


def test_lotteries_are_told_in_the_language_that_was_switched_to(bench: Bench) -> None:
    drawn = LotteryChoice("a", "周五抽奖", 3, drawn=True)
    choices = (drawn, LotteryChoice("b", "周六抽奖", 2, drawn=False))
    bench.panel.show_overlays(replace(bench.desk.model(), lotteries=choices))
    lotteries = bench.panel.form.lottery.choice
    lotteries.setCurrentIndex(1)
    app = make_application([])
    i18n.switch(app, "en")
    QApplication.sendPostedEvents()
    try:
        told = [lotteries.itemText(place) for place in range(lotteries.count())]
        assert told == ["周五抽奖 · drawn", "周六抽奖 · 2 numbers"]
        assert lotteries.currentData() == "b"
    finally:
        i18n.switch(app, "zh")


def test_a_line_says_whether_viewers_were_seen_to_get_it(bench: Bench) -> None:
    assert [line.seen for line in bench.desk.model().lines] == [Seen.UNKNOWN]
    bench.session.prove().result(60)
    wait_until(lambda: bench.desk.model().lines[0].seen is Seen.YES)
    bench.shown()
    assert bench.panel.on_air.lines[0].seen.text() == "✓ 观众看得到"
    down = replace(bench.session.state, streaming_wanted=True, uplink="down")
    line = bench.desk.model().lines[0]
    cut = replace(line, seen=seen(down, Slot(line.slot)))
    bench.panel.show_overlays(replace(bench.desk.model(), lines=(cut,)))
    assert bench.panel.on_air.lines[0].seen.text() == "◆ 现在播不出去"


def test_what_lies_in_the_plan_is_put_on_as_it_was_filled_in(bench: Bench) -> None:
    plan = bench.session.plan
    countdown = PlannedOverlay("countdown", (("label", "开抢还有"), ("left", 90_000)))
    bench.session._plan = replace(plan, overlays=(countdown,))
    bench.desk.show()
    kinds = bench.panel.form.kinds
    kinds.setCurrentIndex(kinds.count() - 1)
    assert kinds.currentText() == "备好的：倒计时 开抢还有"
    assert bench.panel.form.words.isHidden()
    bench.panel.form.put.click()
    on = bench.session.state.layers["countdown"]
    assert on.data == {"label": "开抢还有", "left": 90_000}
    assert on.ends_at == bench.session.clock.now_ms() + 90_000


def test_what_lies_in_the_plan_is_there_and_put_on_after_a_restart(
    qtbot: QtBot, store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> None:
    room = Room(store, runtime, clock, tmp_path)
    coupon = PlannedOverlay("coupon", (("amount", 500), ("title", "满减")))
    before = room.live(replace(PLAN, overlays=(coupon,)))
    before.close()  # as good as kill -9: closing writes nothing
    left = room.studio.interrupted().result(60)
    assert left is not None
    session = room.studio.resume_session(left.session_id).result(60)
    session.resume(left.interrupted_at).result(60)
    bench = Bench(qtbot, room, session)
    kinds = bench.panel.form.kinds
    kinds.setCurrentIndex(kinds.count() - 1)
    assert kinds.currentText() == "备好的：优惠券 满减"
    bench.panel.form.put.click()
    assert session.state.layers["board"].data == {"amount": 500, "title": "满减"}
    assert any(each.slot is Slot.BOARD for each in room.stage.applied[-1].layers)
    session.close()


PAGE = PlannedOverlay("5b0c5b0c5b0c/weather.ograf.json", (("place", "枸杞岛"),), "天气条")


def prepare(bench: Bench, *, browser: bool) -> None:
    bench.room.stage.has_browser = browser
    bench.session._plan = replace(bench.session._plan, overlays=(PAGE,))
    bench.panel.open()
    bench.panel.form.kinds.setCurrentIndex(bench.panel.form.kinds.count() - 1)


def test_a_stranger_s_template_is_put_on_and_only_an_eye_can_tell(bench: Bench) -> None:
    prepare(bench, browser=True)
    form = bench.panel.form
    assert form.kinds.currentText() == "备好的：天气条 枸杞岛"
    assert form.no_page.isHidden()
    form.put.click()
    assert bench.session.state.layers["page"].data == {"place": "枸杞岛"}
    assert bench.shown() == ["天气条  枸杞岛", "商家信息  合作社"]
    assert bench.panel.on_air.lines[0].seen.text() == "请看一眼画面"
    told = e.Entry(1, "1", "s", 0, 0, bench.session.state.layers["page"])
    assert "天气条" in fact_sentence(told, {}, "zh")


@pytest.mark.parametrize(("steps", "last"), [(2, 1), (-1, None), (1, 0)])
def test_one_in_steps_goes_on_step_by_step(bench: Bench, steps: int, last: int | None) -> None:
    """-1: it does not say how many it has."""
    prepare(bench, browser=True)
    bench.room.artist.steps = steps
    bench.panel.form.put.click()
    bench.shown()
    line, layers = bench.panel.on_air.lines[0], bench.session.state.layers
    assert line.next.isHidden() is (steps == 1)
    assert layers["page"].step == 0
    for step in () if last == 0 else (1, 2):
        line.next.click()
        bench.shown()
        on = bench.session.state.layers["page"]
        assert on.step == (step if last is None else min(step, last))
        assert line.next.isEnabled() is (last is None)
        told = fact_sentence(e.Entry(1, "1", "s", 0, 0, on), {}, "zh")
        assert told == "天气条：走到下一步"
    assert bench.panel.on_air.lines[1].next.isHidden(), "what the program draws has none"


@pytest.mark.parametrize(("stage", "words"), [("practice", "练习台"), ("obs", "“浏览器”来源")])
def test_where_it_cannot_be_played_the_panel_and_its_button_say_why(
    bench: Bench, stage: str, words: str
) -> None:
    bench.session.options = replace(bench.session.options, stage=stage)
    prepare(bench, browser=False)
    form = bench.panel.form
    assert not form.put.isEnabled()
    assert words in form.no_page.text()
    assert words in form.put.toolTip()
    assert not form.no_page.isHidden()
    form.choose("coupon")
    assert form.put.isEnabled()
    assert form.no_page.isHidden()
    assert "page" not in bench.session.state.layers


def test_of_a_stage_that_is_away_the_panel_says_no_remedy_of_its_own(bench: Bench) -> None:
    happened = replace(bench.session.state, stage_lost=True)
    bench.session._recorder._state = happened
    bench.desk._refused(UserFacingError("obs_wrong_password"))
    assert "连上就照做" in bench.panel.problem.text()
    assert "设置" not in bench.panel.problem.text()


def test_the_english_examples_of_a_time_are_english_and_understood(bench: Bench) -> None:
    i18n.switch(make_application([]), "en")
    bench.panel.form.choose("countdown")
    bench.panel.form.retranslate()
    example = bench.panel.form.minutes.input.placeholderText()
    i18n.switch(make_application([]), "zh")
    assert [durations.seconds(each) for each in example.partition(": ")[2].split(", ")] == [
        300,
        150,
        90,
    ]
    assert example.isascii()
