"""贴片: a template is picked, filled in, seen on a phone, and lies in the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from overlays import brand, safe_areas
from studio.runtime.errors import UserFacingError
from studio.session.air_look import AirLook
from studio.session.overlay_artist import OverlayArtist
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct
from studio.session.plan_library import PlanLibrary
from studio.stage.port import VideoProfile
from tests.helpers.delta_e import difference
from tests.unit.overlays.test_form import PAGE
from ui import i18n, sampling
from ui.app import make_application
from ui.cards.files import CardFiles
from ui.cards.presenter import CardsPresenter
from ui.cards.sketch import FPS, STANDS_FRAMES
from ui.cards.typed import text_of
from ui.cards.view import CardsScreen

MUSSELS = PlannedProduct("YB", "厚壳贻贝", "2.5kg/箱", 3990, unit="箱", stock=20, origin="枸杞乡")
TITLE = "贻贝专场"


class Bench:
    """The screen on real files, whose workers answer at once."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.library = PlanLibrary(folder / "plans")
        (folder / "plans").mkdir()
        saved = self.library.save(Plan(TITLE, "主播甲", products=(MUSSELS,)))
        self.folder, self.path = folder, saved.path
        self.troubles: list[BaseException] = []
        self.view = CardsScreen()
        qtbot.addWidget(self.view)
        self.view.resize(1366, 768)
        self.view.show()
        files = CardFiles(folder, "后山村共富工坊", self.library, self.path)
        self.presenter = CardsPresenter(
            self.view,
            files,
            sampling.at_once,
            sampling.then,
            self.troubles.append,
            platform="douyin",
        )
        self.view.start(self.presenter)
        self.presenter.open()

    def choose(self, name: str) -> None:
        names = [each.id for each in self.view._templates]
        self.view.templates.setCurrentRow(names.index(name))

    def type_in(self, key: str, text: str) -> None:
        row = self.view.form.rows[key]
        row.input.clear()
        row.changed.emit("")
        row.input.setText(text)
        row.changed.emit(text)

    def on_disk(self) -> Plan:
        assert self.path is not None
        return self.library.load(self.path, check_files=False)

    def picture(self) -> QImage:
        made = self.view.phone.phone.made
        assert made is not None
        return made.image


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    app = make_application([])
    i18n.switch(app, "zh")
    made = Bench(qtbot, tmp_path)
    yield made
    made.view.leave()
    i18n.switch(app, "zh")


def test_a_coupon_is_filled_in_seen_and_put_into_the_plan(bench: Bench) -> None:
    bench.choose("coupon")
    before = bench.picture()
    bench.type_in("amount", "5.5")
    assert bench.picture() != before
    bench.view.put.click()
    (overlay,) = bench.on_disk().overlays
    assert (overlay.template, dict(overlay.data)["amount"]) == ("coupon", 550)
    bench.type_in("amount", "8")
    bench.view.put.click()  # the same one again, changed
    assert [dict(each.data)["amount"] for each in bench.on_disk().overlays] == [800]
    bench.view.toast._button.click()  # 撤销
    assert [dict(each.data)["amount"] for each in bench.on_disk().overlays] == [550]


@pytest.mark.parametrize("name", ["coupon", "notice", "correction", "lottery", "price-drop"])
def test_an_example_s_promise_is_a_hint_and_no_text(bench: Bench, name: str) -> None:
    bench.choose(name)
    template = bench.presenter.template
    for field in template.fields:
        row = bench.view.form.rows[field.key]
        assert row.input.text() == text_of(field, field.default)
        example = text_of(field, template.examples.get(field.key))
        assert row.input.placeholderText() == (f"比如：{example}" if example else "")
    made = bench.view.phone.phone.made
    assert made is not None
    assert made.sample, "the example is seen, and marked as one"


def test_nothing_of_an_example_gets_into_the_plan(bench: Bench) -> None:
    """放进排品 at once put 满 99 元可用 and 今晚 24 点前有效 there, which nobody had promised."""
    bench.choose("coupon")
    assert "样子" in bench.view._why.text()
    bench.view.put.click()
    assert not bench.on_disk().overlays
    row = bench.view.form.rows["amount"]
    assert row.wrong
    assert bench.view.focusWidget() is row.input
    bench.type_in("amount", "5")
    made = bench.view.phone.phone.made
    assert made is not None
    assert not made.sample
    bench.view.put.click()
    (overlay,) = bench.on_disk().overlays
    assert dict(overlay.data) == {"amount": 500, "title": "直播间专享券"}


def test_the_phone_is_seen_large_over_the_page(bench: Bench, qtbot: QtBot) -> None:
    view = bench.view
    small, large = view.phone.phone, view.large
    qtbot.mouseClick(small, Qt.MouseButton.LeftButton)
    assert large.isVisible()
    assert large.geometry() == view.rect()
    assert large.phone.screen_box().width() > 2 * small.screen_box().width()
    view.phone.ghosts.click()
    assert large.phone.grab().toImage() != QImage()
    assert large.phone.made is small.made
    qtbot.keyClick(large.close_button, Qt.Key.Key_Escape)
    assert not large.isVisible()
    view.phone.enlarge.click()
    bench.type_in("name", "大贻贝")
    assert large.phone.made is small.made, "it shows what is drawn meanwhile"
    qtbot.mouseClick(large, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not large.isVisible()
    view.phone.upright.click()
    view.phone.enlarge.click()
    assert large.phone.screen_box().height() > small.screen_box().height()


def test_the_first_picture_is_waited_for_without_a_reproach(qtbot: QtBot) -> None:
    view = CardsScreen()
    qtbot.addWidget(view)
    view.show()
    drawn: list[str] = []
    phone = view.phone.phone
    phone.tr = lambda words: drawn.append(words) or words  # type: ignore[method-assign,func-returns-value]
    phone.grab()
    assert drawn == ["正在画…"]
    phone.show_sketch(None)
    drawn.clear()
    phone.grab()
    assert drawn == ["这里现在画不出来，左边写着为什么"]


def test_playing_has_a_stop_and_an_empty_plan_says_how_it_is_filled(bench: Bench) -> None:
    view = bench.view
    stands = view.phone.play.icon().cacheKey()
    assert view._none_planned.isVisible()
    view.phone.play.click()
    assert view.phone.play.text() == "停"
    assert view.phone.play.icon().cacheKey() != stands
    bench.choose("coupon")
    bench.type_in("amount", "5")
    view.put.click()
    assert not view._none_planned.isVisible()
    assert view.planned.isVisible()


def test_a_countdown_of_nothing_is_refused_at_its_field(bench: Bench) -> None:
    bench.choose("countdown")
    bench.type_in("left", "0")
    assert "00:00:01" in bench.view.form.rows["left"].wrong
    bench.view.put.click()
    assert not bench.on_disk().overlays
    bench.type_in("left", "99999")
    assert "99:59:59" in bench.view.form.rows["left"].wrong
    bench.type_in("left", "一会儿")
    assert "1分30秒" in bench.view.form.rows["left"].wrong
    bench.type_in("left", "十五分钟")
    bench.view.put.click()
    (overlay,) = bench.on_disk().overlays
    assert dict(overlay.data)["left"] == 900_000


def test_letters_viewers_will_not_see_are_told_and_keep_nothing_off(bench: Bench) -> None:
    """As in the live panel: one rule, before the broadcast and in it."""
    bench.choose("rolling-notice")
    row = bench.view.form.rows["text"]
    bench.type_in("text", "李家的杨梅")
    plain = bench.picture()
    bench.type_in("text", "李家的杨梅🍓")
    assert bench.picture() == plain
    assert (row.letters.text(), row.wrong) == ("◆ 表情符号不会上画面", "")
    bench.type_in("text", "李\U0002a700家的杨梅")
    assert "\U0002a700" in row.letters.text()
    assert bench.picture() != plain
    bench.view.put.click()
    (overlay,) = bench.on_disk().overlays
    assert dict(overlay.data)["text"] == "李\U0002a700家的杨梅"
    bench.type_in("text", "李家的杨梅")
    assert row.letters.isHidden()


def test_undo_takes_back_only_what_is_seen(bench: Bench, qtbot: QtBot) -> None:
    bench.choose("coupon")
    bench.type_in("amount", "5.5")
    for tab in ("brand", "covered"):
        bench.view.tabs[tab].click()
        qtbot.keyClick(bench.view.tabs[tab], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.view.form.rows["amount"].input.text() == "5.5"
    bench.view.tabs["cards"].click()
    qtbot.keyClick(bench.view.tabs["cards"], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.view.form.rows["amount"].input.text() != "5.5"


def test_what_is_emptied_says_nothing(bench: Bench) -> None:
    bench.choose("closing")
    before = bench.picture()
    bench.type_in("title", "")
    assert bench.picture() != before
    bench.view.put.click()
    (overlay,) = bench.on_disk().overlays
    assert dict(overlay.data)["title"] == ""
    bench.choose("countdown")
    bench.view.planned.setCurrentRow(0)
    bench.view._take_up()
    assert bench.view.form.rows["title"].input.text() == ""


def test_what_lies_in_the_plan_is_taken_up_and_taken_out(bench: Bench) -> None:
    bench.choose("rolling-notice")
    bench.type_in("text", "今天下单都包邮")
    bench.view.put.click()
    bench.choose("coupon")
    bench.presenter.on_planned(0)
    assert bench.view.form.rows["text"].input.text() == "今天下单都包邮"
    assert bench.view.planned.currentRow() == 0
    lay = bench.on_disk()
    bench.view.take_out.click()
    assert bench.on_disk().overlays == ()
    assert bench.view.toast.words == "从排品里拿掉了"
    bench.view.toast._button.click()
    assert bench.on_disk() == lay


@pytest.mark.parametrize(
    ("template", "look"), [("product-card-ink", "ink"), ("product-card-sign", "sign")]
)
def test_a_product_s_card_shows_the_product_and_gives_it_its_look(
    bench: Bench, template: str, look: str
) -> None:
    bench.choose(template)
    texts = {key: row.input.text() for key, row in bench.view.form.rows.items()}
    assert (texts["name"], texts["price"], texts["origin"]) == ("厚壳贻贝", "39.90", "枸杞乡")
    assert "只用来看样子" in bench.view._why.text()
    bench.view.put.click()
    assert [product.card for product in bench.on_disk().products] == [look]
    assert bench.on_disk().overlays == ()
    assert "没有存" not in bench.view.toast.words
    bench.type_in("price", "79.9")
    bench.view.put.click()
    assert "没有存" in bench.view.toast.words
    assert bench.on_disk().products[0].price_fen == MUSSELS.price_fen


@pytest.mark.parametrize(("basis", "compared"), [("门店日常价", "59.90"), ("", "")])
def test_a_card_s_compared_price_has_the_basis_of_the_plan_or_is_not_there(
    bench: Bench, basis: str, compared: str
) -> None:
    priced = replace(MUSSELS, compared_price_fen=5990, compared_basis=basis)
    bench.library.save(replace(bench.on_disk(), products=(priced,)))
    bench.presenter.open()
    for template in ("product-card-ink", "product-card-sign", "product-card"):
        bench.choose(template)
        rows = bench.view.form.rows
        assert (rows["basis"].input.text(), rows["compared"].input.text()) == (basis, compared)


def test_what_cannot_be_used_is_said_at_its_field_and_the_picture_stays(bench: Bench) -> None:
    bench.choose("coupon")
    before = bench.picture()
    bench.type_in("amount", "五块")
    wrong = bench.view.form.rows["amount"].wrong
    assert "五块" in wrong
    assert "减多少（元）" in wrong
    assert bench.picture() is not None
    bench.view.put.click()
    assert bench.on_disk().overlays == ()
    bench.type_in("amount", "5")
    assert bench.view.form.rows["amount"].wrong == ""
    assert bench.picture() != before
    assert bench.troubles == []


def test_undo_goes_back_over_another_template_and_every_letter(bench: Bench) -> None:
    bench.choose("lower-third")
    bench.type_in("name", "王阿婆")
    bench.choose("coupon")
    bench.view.undo.click()
    assert bench.view.form.rows["name"].input.text() == "王阿婆"
    bench.view.undo.click()
    assert bench.view.form.rows["name"].input.text() == ""
    bench.view.redo.click()
    assert bench.view.form.rows["name"].input.text() == "王阿婆"


def test_what_the_program_fills_in_is_seen_but_not_put(bench: Bench) -> None:
    bench.choose("seller")
    assert not bench.view.put.isEnabled()
    assert "由软件来填" in bench.view._why.text()
    assert not bench.picture().isNull()


def test_it_is_seen_coming_standing_and_going(bench: Bench) -> None:
    bench.choose("lower-third")
    stands = bench.picture()
    bench.view.phone.play.click()
    assert bench.picture() != stands  # its first frame
    bench.presenter.on_tick(20)
    assert bench.picture() == stands
    bench.presenter.on_tick(STANDS_FRAMES - 6)
    assert bench.picture() != stands  # on its way out
    bench.presenter.on_tick(round(FPS * 3))
    assert bench.picture() == stands
    assert bench.view.phone.play.text() == "看它动"


def test_another_platform_covers_other_parts_and_lying_is_another_shape(bench: Bench) -> None:
    made = bench.view.phone.phone.made
    assert made is not None
    assert made.safe == safe_areas.profile("douyin").landscape.safe  # as the plan's picture lies
    bench.view.phone.upright.click()
    made = bench.view.phone.phone.made
    assert made is not None
    assert (made.image.width(), made.image.height()) == (720, 1280)
    assert {ghost.zh for ghost in made.ghosts} >= {"评论"}


def test_the_preview_is_the_picture_on_air_at_its_real_size_on_a_phone(bench: Bench) -> None:
    """The same pixels as viewers get, and as much of the phone's screen as of the programme."""
    bench.choose("product-card")
    bench.view.phone.upright.click()
    plan = replace(bench.on_disk(), video=VideoProfile(720, 1280, 30))
    look = AirLook(bench.folder, "后山村共富工坊", "douyin")
    card = OverlayArtist(bench.folder / "cards", look).card(plan, "YB")
    made = bench.picture()
    assert (made.width(), made.height()) == (720, 1280)
    there = made.copy(card.x, card.y, card.width, card.height)
    assert difference(there, QImage(str(card.path))).max() < 1
    phone = bench.view.phone.phone
    phone.show_ghosts(False)
    box, full = phone.screen_box(), phone.grab().toImage()
    assert box.width() / box.height() == pytest.approx(720 / 1280)
    assert phone.made is not None
    bare = QImage(made.size(), made.format())
    bare.fill(0)
    phone.show_sketch(replace(phone.made, image=bare))
    apart = difference(full, phone.grab().toImage()) > 3
    rows, columns = np.nonzero(apart.any(axis=1))[0], np.nonzero(apart.any(axis=0))[0]
    scale, slack = box.width() / 720, 2.0
    assert columns[0] == pytest.approx(box.x() + card.x * scale, abs=slack + 8 * scale)
    assert columns[-1] - columns[0] == pytest.approx(card.width * scale, abs=slack + 16 * scale)
    assert rows[0] == pytest.approx(box.y() + card.y * scale, abs=slack + 8 * scale)
    assert rows[-1] - rows[0] == pytest.approx(card.height * scale, abs=slack + 16 * scale)


def test_the_brand_is_kept_and_every_card_follows(bench: Bench) -> None:
    bench.choose("lower-third")
    before = bench.picture()
    bench.view.show_tab("brand")
    bench.view.brand.changed.emit("primary", "#7A1F3D")
    assert bench.picture() != before
    name = bench.view.brand.words["name"]
    name.input.setText("李家" * 300)
    name.left.emit(name.input.text())
    assert "没有改" in name.wrong
    kept = brand.load(bench.folder)
    assert (kept.primary, kept.name) == ("#7A1F3D", "后山村共富工坊")


def test_what_is_changed_while_a_logo_is_copied_is_kept_with_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[tuple[Future[Any], Callable[[], Any]]] = []

    def later(each: Callable[[], Any]) -> Future[Any]:
        work.append((Future(), each))
        return work[-1][0]

    def answer(future: Future[Any], done: Callable[[Any], None], _failed: object) -> None:
        future.add_done_callback(lambda each: done(each.result()))

    monkeypatch.setattr(bench.presenter, "_background", later)
    monkeypatch.setattr(bench.presenter._asking, "_then", answer)
    bench.presenter.on_brand(name="张家")
    bench.presenter.on_brand(primary="#7A1F3D")
    assert len(work) == 1  # one at a time
    while work:
        future, each = work.pop(0)
        future.set_result(each())
    kept = brand.load(bench.folder)
    assert (kept.name, kept.primary) == ("张家", "#7A1F3D")


def test_a_logo_is_copied_so_that_it_stays(
    bench: Bench, tmp_path_factory: pytest.TempPathFactory
) -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    stick = tmp_path_factory.mktemp("stick")
    assert picture.save(str(stick / "logo.png"))
    bench.view.brand.changed.emit("logo", stick / "logo.png")
    (stick / "logo.png").unlink()
    logo = brand.load(bench.folder).logo
    assert logo is not None
    assert logo.exists()
    assert bench.view.brand.pictures["logo"].name.text() == "logo.png"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nbroken", b"<svg><!ENTITY a 'b'></svg>"])
def test_a_chosen_picture_that_cannot_be_drawn_changes_nothing(
    bench: Bench, tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    picture = tmp_path_factory.mktemp("stick") / "logo.png"
    picture.write_bytes(content)
    bench.view.brand.changed.emit("logo", picture)
    bench.presenter.on_screenshot(picture)
    told = [(each.code, each.parameters["file"]) for each in bench.troubles]  # type: ignore[attr-defined]
    assert told == [("chosen_picture_unreadable", "logo.png")] * 2
    assert brand.load(bench.folder).logo is None
    assert bench.view.toast.words == ""
    assert not bench.view.phone.board.has_screenshot


def test_what_a_phone_covers_is_dragged_over_its_screenshot(bench: Bench, qtbot: QtBot) -> None:
    view, board = bench.view, bench.view.phone.board
    view.phone.upright.click()
    view.show_tab("covered")
    qtbot.waitUntil(board.isVisible)
    assert not view.covered.save.isEnabled()  # one press would have freed the whole picture
    board.show_screenshot(QImage(1080, 1920, QImage.Format.Format_RGB32))
    box = board.picture_box()
    top_left, bottom_right = box.topLeft().toPoint(), box.bottomRight().toPoint()
    quarter = QPoint(bottom_right.x(), top_left.y() + round(box.height() / 4))
    qtbot.mousePress(board, Qt.MouseButton.LeftButton, pos=top_left)
    qtbot.mouseMove(board, quarter)
    qtbot.mouseRelease(board, Qt.MouseButton.LeftButton, pos=quarter)
    assert len(board.marks) == 1
    qtbot.keyClick(board, Qt.Key.Key_Return)  # and one by the keyboard, taken away again
    qtbot.keyClick(board, Qt.Key.Key_Delete)
    view.covered.save.click()
    kept = safe_areas.profile("douyin", bench.folder).portrait
    assert kept.safe[1] == pytest.approx(0.25, abs=0.02)
    assert len(kept.ghosts) == 1
    assert view.covered.own.isVisible()
    view.covered.own.click()
    assert safe_areas.profile("douyin", bench.folder) == safe_areas.profile("douyin")
    assert not view.covered.own.isVisible()
    assert bench.troubles == []


def test_what_a_longer_phone_cuts_off_is_covered(bench: Bench) -> None:
    view, board = bench.view, bench.view.phone.board
    view.phone.upright.click()
    board.show_screenshot(QImage(390, 844, QImage.Format.Format_RGB32))
    view.covered.save.click()
    left, top, right, bottom = safe_areas.profile("douyin", bench.folder).portrait.safe
    assert (left, right) == (pytest.approx(0.089, abs=2e-3), pytest.approx(0.911, abs=2e-3))
    assert (top, bottom) == (0.0, 1.0)


def test_on_a_phone_held_the_other_way_the_picture_is_framed_first(
    bench: Bench, qtbot: QtBot
) -> None:
    view, board, steps = bench.view, bench.view.phone.board, bench.view.covered
    view.phone.lying.click()
    view.show_tab("covered")
    qtbot.waitUntil(board.isVisible)
    board.show_screenshot(QImage(1080, 2400, QImage.Format.Format_RGB32))
    assert (steps.following, steps.save.isEnabled()) == (1, False)
    steps.frame.click()
    box = board.picture_box()
    corner = box.topLeft().toPoint()
    end = QPoint(round(box.right()), round(box.top() + box.width() * 9 / 16))
    qtbot.mousePress(board, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.mouseMove(board, end)
    qtbot.mouseRelease(board, Qt.MouseButton.LeftButton, pos=end)
    assert (steps.following, steps.save.isEnabled(), board.marks) == (2, True, [])
    board.add((0.0, 0.0, 1.0, 0.05))
    ((left, top, right, bottom), *_cut) = board.covered
    assert (left, top, right) == pytest.approx((0.0, 0.0, 1.0), abs=1e-3)
    assert bottom == pytest.approx(0.05 * 2400 / (1080 * 9 / 16), abs=0.03)
    steps.frame.click()  # and with the keyboard
    qtbot.keyClick(board, Qt.Key.Key_Down)
    qtbot.keyClick(board, Qt.Key.Key_Return)
    assert (board.is_framing, len(board.marks)) == (False, 1)


def test_one_step_of_marking_is_the_next_and_only_it_is_coloured(bench: Bench) -> None:
    steps, board = bench.view.covered, bench.view.phone.board

    def coloured() -> list[bool]:
        return [button.property("role") == "primary" for button in (steps.screenshot, steps.save)]

    bench.view.phone.upright.click()
    assert (steps.following, coloured()) == (0, [True, False])
    board.show_screenshot(QImage(390, 844, QImage.Format.Format_RGB32))
    assert (steps.following, coloured()) == (2, [False, False])
    board.add((0.1, 0.1, 0.5, 0.2))
    assert (steps.following, coloured()) == (3, [False, True])
    assert not steps.forget.isHidden()
    steps.forget.click()
    assert (steps.following, board.marks) == (2, [])


def test_where_everything_is_covered_a_sentence_says_so_and_nothing_is_kept(bench: Bench) -> None:
    bench.presenter.on_marked([(0.0, 0.0, 1.0, 1.0)])
    (trouble,) = bench.troubles
    assert isinstance(trouble, UserFacingError)
    assert trouble.code == "safe_area_too_small"
    assert not (bench.folder / safe_areas.FILE).exists()


def test_all_of_it_is_reached_with_the_keyboard(bench: Bench, qtbot: QtBot) -> None:
    view = bench.view
    view.activateWindow()
    view.templates.setFocus()
    qtbot.keyClick(view.templates, Qt.Key.Key_Down)
    assert bench.presenter.draft is not None
    assert bench.presenter.draft.template == view._templates[1].id
    reached = set()
    for _ in range(60):
        focused = QApplication.focusWidget()
        if focused is None or focused in reached:
            break
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    wanted = {view.put, view.templates, view.take_out, view.phone.play, view.phone.platforms}
    wanted |= {view.tabs["cards"], view.form.rows["name"].input}
    assert {each for each in wanted if each.isEnabled()} <= reached
    view.tabs["cards"].setFocus()
    qtbot.keyClick(view.tabs["cards"], Qt.Key.Key_Right)  # as between things one of which is on
    assert view.brand.isVisible()


def test_without_a_plan_it_says_where_one_comes_from(qtbot: QtBot, bench: Bench) -> None:
    plain = replace(bench.presenter._read, plan=None)  # type: ignore[type-var]
    bench.presenter._opened(plain)
    bench.choose("coupon")
    assert not bench.view.put.isEnabled()
    assert "从“排品”里打开" in bench.view._why.text()


def test_a_plan_s_overlay_is_told_in_words(bench: Bench) -> None:
    countdown = PlannedOverlay("countdown", (("label", "开抢还有"), ("left", 60_000)))
    bench.view.show_planned(Plan("x", overlays=(countdown,)), None)
    assert bench.view.planned.item(0).text() == "倒计时  开抢还有"


def bring_page(bench: Bench, tmp_path: Path) -> None:
    page = tmp_path / "stick" / "name.html"
    page.parent.mkdir()
    page.write_text(PAGE, "utf-8")
    bench.presenter.on_bring_in(page)


def test_what_is_typed_into_a_stranger_s_form_lies_in_the_plan(
    bench: Bench, tmp_path: Path
) -> None:
    bring_page(bench, tmp_path)
    logo = tmp_path / "标志.png"
    logo.write_bytes(b"png")
    bench.type_in("f0", "王阿姨 🌞")  # its page has letters of its own
    bench.type_in("f5", "12.5")
    bench.type_in("f3", str(logo))
    bench.view.put.click()
    (overlay,) = bench.on_disk().overlays
    data = dict(overlay.data)
    assert (overlay.name, data["f0"], data["f5"]) == ("Name 条", "王阿姨 🌞", 12.5)
    kept = bench.folder / "templates" / overlay.template.split("/")[0] / str(data["f3"])
    assert kept.read_bytes() == b"png"  # beside the template: it sees no other file
    assert bench.view.planned.item(0).text() == "Name 条  王阿姨 🌞"
    bench.choose("coupon")
    bench.presenter.on_planned(0)
    assert bench.view.form.rows["f0"].input.text() == "王阿姨 🌞"
    bench.type_in("f3", str(logo.with_suffix(".txt")))
    logo.with_suffix(".txt").touch()
    bench.view.put.click()
    assert "标志.txt" in bench.view.form.rows["f3"].wrong
    assert bench.on_disk().overlays == (overlay,)
    assert bench.troubles == []


def test_a_template_that_is_not_here_is_told_and_stays_in_the_plan(bench: Bench) -> None:
    other = PlannedOverlay("0123456789ab/bar.html", (("f0", "晴"),), "天气条")
    bench.library.save(replace(bench.on_disk(), overlays=(other,)))
    bench.presenter.open()
    assert bench.view.planned.item(0).text() == "天气条  晴"
    bench.presenter.on_planned(0)
    (trouble,) = bench.troubles
    assert isinstance(trouble, UserFacingError)
    assert (trouble.code, trouble.parameters["name"]) == ("template_not_here", "天气条")
    assert bench.on_disk().overlays == (other,)


def test_a_stranger_s_template_is_a_form_and_says_where_it_can_be_shown(
    bench: Bench, tmp_path: Path
) -> None:
    bring_page(bench, tmp_path)
    bench.type_in("f0", "王阿姨")
    assert bench.view._template is not None
    assert bench.view._template.zh in bench.view._why.text()
    assert bench.view.phone.phone.made is None
    bench.type_in("f5", "许多")
    assert "许多" in bench.view.form.rows["f5"].wrong
    bench.presenter.on_undo()
    bench.presenter.on_play()  # nothing moves that is not drawn
    bench.choose("coupon")
    assert not bench.picture().isNull()
    assert bench.troubles == []
    bench.presenter.on_bring_in(tmp_path / "none.html")
    (trouble,) = bench.troubles
    assert isinstance(trouble, UserFacingError)
    assert trouble.code == "template_unreadable"
