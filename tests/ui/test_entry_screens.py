"""Home, plan, preflight and settings as widgets: keys, dragging, words that switch, nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QLabel,
    QPushButton,
    QStyleOptionButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.runtime.errors import UserFacingError
from studio.session.air_look import AirLook
from studio.session.light import CameraQuestion, Level, Light, fine, mind
from studio.session.plan import PlannedProduct
from studio.session.plan_library import PlanLibrary
from studio.session.preflight import PreflightParts, run
from studio.session.trial import TrialMoved
from studio.session.trial_lights import kept_light
from studio.stage import platforms
from studio.stage.platforms import Platforms
from studio.stage.port import (
    CameraOffer,
    Glance,
    Listener,
    MicrophoneMeasured,
    Scene,
    StageInfo,
    StageSetup,
)
from studio.training import sample
from tests.helpers.fake_stage import FakeArtist, FakeStage
from tests.helpers.screens import Calls, FakeSecrets, FakeSettings
from ui import i18n, sampling, screens
from ui.home.presenter import Interrupted, NextPlan
from ui.home.view import HomeScreen
from ui.live.sample import scene
from ui.plan.files import PlanFiles
from ui.plan.presenter import PlanPresenter
from ui.plan.view import PlanScreen
from ui.preflight.light_row import LightRow
from ui.preflight.presenter import TrialStep
from ui.preflight.screen import samples as preflight_samples
from ui.preflight.trial_row import TrialRow
from ui.preflight.view import PreflightScreen
from ui.settings.presenter import ObsCameras, SettingsParts, SettingsPresenter
from ui.settings.view import SettingsScreen
from ui.theme import style
from ui.widgets import Field, Tone
from ui.widgets.thumbnails import Thumbnails
from ui.widgets.tool_tip import plain_tip

LEFT = Qt.MouseButton.LeftButton
MINE = ("home", "plan", "preflight", "settings")


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[None]:
    style.apply(qapp)
    i18n.switch(qapp, "zh")
    yield
    i18n.switch(qapp, "zh")


def shown(qtbot: QtBot, view: QWidget) -> QWidget:
    qtbot.addWidget(view)
    view.resize(1366, 768)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.mark.parametrize("screen", MINE)
def test_no_chinese_is_left_where_english_is_spoken(
    qtbot: QtBot, qapp: QApplication, screen: str
) -> None:
    """Switched while shown: only data and the name of the language itself stay Chinese."""
    view = shown(qtbot, screens.samples(screen)[""]())
    before = words_of(view)
    i18n.switch(qapp, "en")
    QApplication.sendPostedEvents()
    after = words_of(view)
    assert before != after
    data = sampling.plan().title, sampling.WORKSHOP, sampling.plan().anchor, "中文"
    left = [text for text in after if any("一" <= sign <= "鿿" for sign in text)]
    own = [text for text in left if not any(known in text for known in data)]
    plans = {"端午黄酒专场", "小土豆试播"}
    looks = {"宣纸", "墨色", "价签"}
    assert [text for text in own if text not in plans and text not in looks] == []


def words_of(view: QWidget) -> list[str]:
    kinds = (QLabel, QPushButton)
    return [
        widget.text()
        for kind in kinds
        for widget in view.findChildren(kind)
        if widget.isVisible() and widget.text()
    ]


# -- home


def test_home_says_that_there_is_no_plan_once_it_has_looked(qtbot: QtBot) -> None:
    view = HomeScreen()
    qtbot.addWidget(view)
    view.show_stage("practice")
    assert "还没有排品" not in view.live.accessibleName()
    view.show_next_plan(None)
    assert "还没有排品" in view.live.accessibleName()
    view.show_next_plan(NextPlan("wangchao", 0, (), usable=False))
    assert "排品用不了" in view.live.accessibleName()
    assert "wangchao" in view.live.accessibleName()


def test_the_interrupted_broadcast_takes_the_colour_from_the_door(qtbot: QtBot) -> None:
    view = HomeScreen()
    shown(qtbot, view)
    view.show_interrupted(Interrupted("专场", "东魁杨梅", card_on=True, orders=3, last_at=0))
    assert view.banner.isVisible()
    words = " ".join(label.text() for label in view.banner.findChildren(QLabel))
    assert "正在讲东魁杨梅" in words
    assert "已记 3 单，一单没少" in words


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_pedal_goes_on_with_the_interrupted_broadcast(qtbot: QtBot, key: Qt.Key) -> None:
    view = HomeScreen()
    qtbot.addWidget(view)
    view.show()
    view.show_interrupted(Interrupted("专场", "", card_on=False, orders=0, last_at=0))
    view.setFocus()  # what the window does with every screen it opens
    focused = view.focusWidget()
    assert focused is view.banner.resume
    with qtbot.waitSignal(view.banner.resume_wanted):
        qtbot.keyClick(focused, key)


def test_giving_up_needs_a_second_press(qtbot: QtBot) -> None:
    view = HomeScreen()
    shown(qtbot, view)
    view.show_interrupted(Interrupted("专场", "", card_on=False, orders=0, last_at=0))
    asked: list[bool] = []
    view.banner.give_up_wanted.connect(lambda: asked.append(True))
    qtbot.mouseClick(view.banner.give_up, Qt.MouseButton.LeftButton)
    assert asked == []
    qtbot.mouseClick(view.banner.give_up, Qt.MouseButton.LeftButton)
    assert asked == [True]


def test_the_doors_open_by_number(qtbot: QtBot) -> None:
    view, presenter = HomeScreen(), Calls()
    view.start(presenter)  # type: ignore[arg-type]
    shown(qtbot, view)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        qtbot.keyClick(view, key)
    qtbot.waitUntil(lambda: presenter.was("on_training"))
    assert presenter.was("on_live")
    assert presenter.was("on_desk")


# -- plan


@pytest.fixture
def plan_screen(qtbot: QtBot, tmp_path: Path) -> PlanScreen:
    sample.copy_to(tmp_path)
    view = PlanScreen()
    files = PlanFiles(tmp_path, tmp_path / "previews", AirLook(tmp_path, "工坊"))
    presenter = PlanPresenter(
        view,
        PlanLibrary(tmp_path),
        files,
        sampling.at_once,
        sampling.then,
        lambda *names, **arguments: None,
        sampling.fail,
        lambda: sampling.answer({}),
    )
    view.start(presenter, Thumbnails(sampling.at_once, sampling.then, view.news_of_pictures))
    presenter.open()
    shown(qtbot, view)
    return view


def names(view: PlanScreen) -> list[str]:
    plan = view._plan
    assert plan is not None
    return [product.name for product in plan.products]


def test_alt_down_moves_the_product(qtbot: QtBot, plan_screen: PlanScreen) -> None:
    first, second, *_ = names(plan_screen)
    qtbot.keyClick(plan_screen.order, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(plan_screen)[:2] == [second, first]
    assert plan_screen.order.currentRow() == 1


def test_what_is_no_picture_never_takes_a_good_ones_place(
    plan_screen: PlanScreen, tmp_path: Path
) -> None:
    fake = tmp_path / "杨梅.png"
    fake.write_bytes(b"no picture at all")
    before = plan_screen._plan
    with pytest.raises(UserFacingError, match=r"杨梅\.png"):  # `sampling.fail` raises it
        plan_screen._presenter.on_picture(fake)  # type: ignore[union-attr]
    assert plan_screen._plan == before


def test_typing_a_price_changes_row_and_file(
    qtbot: QtBot, plan_screen: PlanScreen, tmp_path: Path
) -> None:
    price = plan_screen.form.fields["price"].input
    price.setFocus()
    price.selectAll()
    qtbot.keyClicks(price, "79.9")
    qtbot.keyClick(price, Qt.Key.Key_Return)
    (listing,) = PlanLibrary(tmp_path).list()
    assert PlanLibrary(tmp_path).load(listing.path).products[0].price_fen == 7990
    assert plan_screen.saved.tone is Tone.FINE


def test_a_wrong_price_stays_to_be_mended(qtbot: QtBot, plan_screen: PlanScreen) -> None:
    field = plan_screen.form.fields["price"]
    field.input.selectAll()
    qtbot.keyClicks(field.input, "abc")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert field.wrong == "只写数字，比如 89.90"
    assert field.input.text() == "abc"
    plan_screen.order.setCurrentRow(1)
    assert field.wrong == ""
    assert field.input.text() == "39.90"
    plan_screen.order.setCurrentRow(0)
    assert field.wrong == "只写数字，比如 89.90"
    assert field.input.text() == "abc"


def test_a_refused_price_is_not_passed_over_by_a_click(
    qtbot: QtBot, plan_screen: PlanScreen, tmp_path: Path
) -> None:
    """-5, a click on the next product, 开播检查: it went on air as 89.90 before."""
    presenter = plan_screen._presenter
    assert presenter is not None
    opened: list[str] = []
    presenter._navigate = lambda name, **_: opened.append(name)
    field = plan_screen.form.fields["price"]
    field.input.setFocus()
    field.input.selectAll()
    qtbot.keyClicks(field.input, "-5")
    second = plan_screen.order.visualItemRect(plan_screen.order.item(1)).center()
    qtbot.mouseClick(plan_screen.order.viewport(), LEFT, pos=second)
    assert plan_screen.order.currentRow() == 1
    assert (plan_screen.saved.tone, plan_screen.saved.word) == (Tone.MIND, "有 1 处没存")
    assert plan_screen.order.warning(_product(plan_screen, 0)) == "有 1 处没存"
    assert plan_screen.order.warning(_product(plan_screen, 1)) == ""
    qtbot.mouseClick(plan_screen.check, LEFT)
    assert opened == []
    assert plan_screen.order.currentRow() == 0
    assert (field.input.text(), field.wrong) == ("-5", "价钱要比 0 大，比如 89.90")
    qtbot.waitUntil(field.input.hasFocus)
    qtbot.keyClicks(field.input, "95")  # it lies selected, to be typed over
    qtbot.mouseClick(plan_screen.check, LEFT)
    assert opened == ["preflight"]
    (listing,) = PlanLibrary(tmp_path).list()
    assert PlanLibrary(tmp_path).load(listing.path).products[0].price_fen == 9500


def _product(view: PlanScreen, place: int) -> PlannedProduct:
    plan = view._plan
    assert plan is not None
    return plan.products[place]


def test_what_is_being_written_is_kept_when_the_screen_goes(
    qtbot: QtBot, plan_screen: PlanScreen, tmp_path: Path
) -> None:
    plan_screen.form.script.setFocus()
    qtbot.keyClicks(plan_screen.form.script, "X")
    plan_screen.leave()
    plan = PlanLibrary(tmp_path).load(PlanLibrary(tmp_path).list()[0].path)
    assert plan.products[0].script is not None
    assert "X" in plan.products[0].script.read_text("utf-8")


def test_taking_a_product_out_offers_to_bring_it_back(
    qtbot: QtBot, plan_screen: PlanScreen
) -> None:
    before = names(plan_screen)
    qtbot.keyClick(plan_screen.order, Qt.Key.Key_Delete)
    assert names(plan_screen) == before[1:]
    assert plan_screen.toast.isVisible()
    (undo,) = [b for b in plan_screen.toast.findChildren(QPushButton) if b.isVisible()]
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert names(plan_screen) == before


def test_a_drop_tells_the_new_sequence(plan_screen: PlanScreen) -> None:
    plan_screen.order.reordered.emit([2, 0, 1, 3, 4])
    assert plan_screen.order.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "五年陈黄酒"
    assert plan_screen.order.currentRow() == 1


# -- preflight


def picture(name: str) -> Callable[[], PreflightScreen]:
    return preflight_samples()[name]  # type: ignore[return-value]


def test_a_red_light_keeps_the_button_off_and_says_why(qtbot: QtBot) -> None:
    view = picture("broken")()
    shown(qtbot, view)
    assert not view.go.isEnabled()
    assert view.verdict.tone is Tone.BROKEN
    assert view.verdict.word == "有 2 处要先弄好"


def test_a_second_press_while_it_starts_leaves_nothing(qtbot: QtBot) -> None:
    view = picture("")()
    shown(qtbot, view)
    view.go.setFocus()
    view.show_starting(True)
    assert view.focusWidget() in (None, view)
    view.show_starting(False)
    assert view.focusWidget() is view.go


def test_amber_lets_one_go_live(qtbot: QtBot) -> None:
    view = picture("mind")()
    shown(qtbot, view)
    assert view.go.isEnabled()
    assert view.verdict.tone is Tone.MIND


def test_without_obs_it_can_be_opened_or_connected_from_its_light(qtbot: QtBot) -> None:
    view = picture("no-obs")()
    shown(qtbot, view)
    row = view.rows[0]
    assert row.open_obs.isVisible()
    assert row.open_obs.text() == "打开 OBS"
    with qtbot.waitSignal(row.open_obs_wanted):
        qtbot.mouseClick(row.open_obs, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(row.connect_obs_wanted):
        qtbot.mouseClick(row.connect_obs, Qt.MouseButton.LeftButton)


def offered(button: QWidget | None) -> bool:
    return button is not None and button.isVisible()


def test_a_light_without_trouble_makes_no_button(qtbot: QtBot) -> None:
    """All lights come at once, and a button costs what three labels do."""
    row = LightRow(fine("camera", "preflight_camera_fine", name="Logi C270"))
    shown(qtbot, row)
    assert row.findChildren(QPushButton) == []


@pytest.mark.parametrize(
    ("code", "opens"),
    [
        ("obs_silent", "重开 OBS"),
        ("obs_wrong_password", ""),
        ("obs_password_missing", ""),
        ("footage_missing", None),
    ],
)
def test_each_trouble_with_the_stage_offers_what_may_mend_it(
    qtbot: QtBot, code: str, opens: str | None
) -> None:
    """``opens``: empty, only connecting; None: nothing about OBS."""
    row = LightRow(
        Light("stage", Level.BROKEN, code, {"host": "h", "port": 1, "path": "p", "file": "f"})
    )
    shown(qtbot, row)
    assert offered(row.connect_obs) is (opens is not None)
    assert offered(row.open_obs) is bool(opens)
    if opens:
        assert row.open_obs.text() == opens


def test_a_camera_is_chosen_with_one_tap_also_where_another_one_works(qtbot: QtBot) -> None:
    question = CameraQuestion(
        (CameraOffer("device:c270", "Logi C270"), CameraOffer("device:front", "A<b> & C")),
        "device:c270",
    )
    row = LightRow(
        replace(fine("camera", "preflight_camera_fine", name="Logi C270"), question=question)
    )
    shown(qtbot, row)
    assert row.answers is not None
    assert not row.answers.isVisible()
    qtbot.mouseClick(row.another, Qt.MouseButton.LeftButton)
    assert row.answers.isVisible()
    assert [button.isChecked() for button in row.answers.cameras] == [True, False]
    with qtbot.waitSignal(row.camera_chosen) as told:
        qtbot.mouseClick(row.answers.cameras[1], Qt.MouseButton.LeftButton)
    assert told.args == ["device:front", "A<b> & C"]


def test_a_camera_without_a_picture_shows_its_answers_at_once(qtbot: QtBot) -> None:
    question = CameraQuestion((), "device:c270")
    row = LightRow(replace(mind("camera", "preflight_camera_gone", name="Logi"), question=question))
    shown(qtbot, row)
    assert row.answers is not None
    assert row.answers.isVisible()
    assert not row.another.isVisible()
    with qtbot.waitSignal(row.camera_chosen) as told:
        qtbot.mouseClick(row.answers.by_hand, Qt.MouseButton.LeftButton)
    assert told.args == ["", ""]


def test_a_trial_is_run_from_its_light_and_nothing_else_meanwhile(qtbot: QtBot) -> None:
    view = preflight_samples()["mind"]()
    assert isinstance(view, PreflightScreen)
    pressed: list[TrialStep] = []
    row = next(row for row in view.rows if isinstance(row, TrialRow))
    row.step_wanted.connect(pressed.append)
    shown(qtbot, view)
    assert [step for step, button in row.steps.items() if button.isVisible()] == [TrialStep.TRY]
    qtbot.mouseClick(row.steps[TrialStep.TRY], LEFT)
    assert pressed == [TrialStep.TRY]
    view.show_trial(frozenset({TrialStep.STOP}))
    view.show_lights([kept_light("obs", None, sampling.plan().video)])
    view.show_trial_moved(TrialMoved(720, 3, 20))
    (row,) = view.rows
    assert isinstance(row, TrialRow)
    words = " ".join(label.text() for label in row.findChildren(QLabel))
    assert "720p" in words
    assert "第 3 秒" in words
    assert not row.steps[TrialStep.STOP].isHidden()
    busy = [view.go, view.again, *view.stages.values()]
    assert not any(button.isEnabled() for button in busy)


# -- settings

PLATFORMS = platforms.load(Path(__file__).parent)


@pytest.fixture
def settings_screen(qtbot: QtBot) -> tuple[SettingsScreen, FakeSettings, FakeSecrets]:
    view, settings, secrets = SettingsScreen(), FakeSettings(), FakeSecrets()
    parts = SettingsParts(
        settings, secrets, sampling.at_once, sampling.then, lambda: 0.0, PLATFORMS
    )
    view.start(SettingsPresenter(view, parts, lambda language: None, lambda: None, sampling.fail))
    shown(qtbot, view)
    return view, settings, secrets


def test_a_trace_code_can_be_allowed_on_every_platform_a_workshop_s_own_too(qtbot: QtBot) -> None:
    ours = PLATFORMS.get("rtmp")
    own = replace(ours, id="xiaohongshu", zh="小红书", en="Xiaohongshu")
    known = Platforms({**PLATFORMS.profiles, own.id: own})
    view, settings = SettingsScreen(), FakeSettings()
    parts = SettingsParts(
        settings, FakeSecrets(), sampling.at_once, sampling.then, lambda: 0.0, known
    )
    view.start(SettingsPresenter(view, parts, lambda language: None, lambda: None, sampling.fail))
    shown(qtbot, view)
    assert list(view.traced.buttons) == [*known.profiles]
    assert view.traced.buttons["xiaohongshu"].text() == "小红书"
    view.traced.buttons["xiaohongshu"].click()
    assert settings.get("trace_platforms") == ["xiaohongshu"]
    view.texts["trace_address"].input.setFocus()
    for button in view.traced.buttons.values():
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button
    view.counts.buttons["off"].click()
    assert settings.get("card_stock") == "off"


def test_a_platform_s_long_name_pushes_nothing_out_of_the_settings(qtbot: QtBot) -> None:
    ours = PLATFORMS.get("rtmp")
    name = "浙里共富好物直播电商平台县域供销合作社&农合联"
    known = Platforms({**PLATFORMS.profiles, "own": replace(ours, id="own", zh=name * 3)})
    view = SettingsScreen()
    widths = []
    for platforms_known in (PLATFORMS, known):
        view.show_platforms([*platforms_known.profiles.values()], None)
        view.traced.layout().activate()
        widths.append(view.traced.minimumSizeHint().width())
    assert widths[1] == widths[0]
    button = view.traced.buttons["own"]
    shown(qtbot, view)
    option = QStyleOptionButton()
    button.initStyleOption(option)
    assert option.text.endswith("…")
    assert (button.text(), button.toolTip()) == (name * 3, plain_tip(name * 3))


def test_press_the_key_now(
    qtbot: QtBot, settings_screen: tuple[SettingsScreen, FakeSettings, FakeSecrets]
) -> None:
    view, settings, _ = settings_screen
    button = view.keys["key_card"].button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "按一下那个键…"
    qtbot.keyClick(button, Qt.Key.Key_PageUp)
    assert settings.get("key_card") == "PgUp"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert settings.get("key_card") == "PgUp"


def test_a_camera_is_chosen_by_its_name(
    settings_screen: tuple[SettingsScreen, FakeSettings, FakeSecrets],
) -> None:
    view, settings, _ = settings_screen
    view.show_cameras([CameraOffer("camera:2", "USB2.0 摄像头")])
    box = view.footage.box
    box.activated.emit(box.findText("USB2.0 摄像头"))
    assert settings.get("footage") == "camera:2"
    assert box.currentText() == "USB2.0 摄像头"


def test_a_phone_s_address_is_asked_for_and_a_cancelled_question_changes_nothing(
    settings_screen: tuple[SettingsScreen, FakeSettings, FakeSecrets],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view, settings, _ = settings_screen
    box = view.footage.box
    answers = iter([("", False), (" http://10.0.0.8:8080/video ", True)])
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: next(answers))
    box.activated.emit(box.findText("手机、网络摄像头…"))
    assert (settings.get("footage"), box.currentText()) == ("synthetic", "画出来的")
    box.activated.emit(box.findText("手机、网络摄像头…"))
    assert settings.get("footage") == "http://10.0.0.8:8080/video"
    assert box.currentText() == "http://10.0.0.8:8080/video"


def test_obs_s_camera_is_chosen_by_its_name_and_stands_there_while_obs_is_closed(
    settings_screen: tuple[SettingsScreen, FakeSettings, FakeSecrets],
) -> None:
    view, settings, _ = settings_screen
    box = view.obs_camera.box
    view.show_obs_cameras([CameraOffer("device:c270", "Logi C270")], ObsCameras.TOLD)
    box.activated.emit(box.findText("Logi C270"))
    assert settings.get("obs_camera") == ["device:c270", "Logi C270"]
    view.show_obs_cameras([], ObsCameras.NO_ANSWER)
    assert box.currentText() == "Logi C270"
    assert any("OBS 没答话" in words for words in words_of(view))
    box.activated.emit(box.findText("OBS 里自己摆的"))
    assert settings.get("obs_camera") == []


def test_a_secret_is_kept_and_no_longer_shown(
    qtbot: QtBot, settings_screen: tuple[SettingsScreen, FakeSettings, FakeSecrets]
) -> None:
    view, _, secrets = settings_screen
    field = view.secrets["stream_key"].input
    qtbot.keyClicks(field, "live_abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert secrets.kept == {"stream_key": "live_abc"}
    assert field.text() == ""
    assert view.kept.isVisible()


def test_a_wrong_number_is_refused_in_words(
    qtbot: QtBot, settings_screen: tuple[SettingsScreen, FakeSettings, FakeSecrets]
) -> None:
    view, settings, _ = settings_screen
    field = view.texts["target_kbps"]
    field.input.selectAll()
    qtbot.keyClicks(field.input, "many")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert field.wrong == "这个数不合适，没有改"
    assert settings.get("target_kbps") == 1300


def test_choosing_a_platform_says_what_it_needs(
    qtbot: QtBot, settings_screen: tuple[SettingsScreen, FakeSettings, FakeSecrets]
) -> None:
    view, settings, _ = settings_screen
    assert view.platform.box.currentText() == "自己的推流地址"
    assert "1.8" in view.platform.words.text()
    view.platform.box.setFocus()
    qtbot.keyClick(view.platform.box, Qt.Key.Key_Home)
    assert settings.get("platform") == "douyin"
    assert "直播伴侣" in view.platform.words.text()
    assert view.platform.problem.isHidden()


def test_a_mistake_in_the_list_of_platforms_is_said_there(qtbot: QtBot) -> None:
    view = SettingsScreen()
    problem = UserFacingError("platforms_syntax", path="platforms.toml", line=7)
    view.show_platforms(tuple(PLATFORMS.profiles.values()), problem)
    shown(qtbot, view)
    assert "第 7 行" in view.platform.problem.text()
    assert view.platform.problem.isVisible()


# -- shared widgets


def test_a_field_tells_only_what_changed(qtbot: QtBot) -> None:
    field, told = Field(), list[str]()
    shown(qtbot, field)
    field.left.connect(told.append)
    field.show_text("a")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert told == []
    qtbot.keyClicks(field.input, "b")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert told == ["ba"]


class SeenAndHeard(FakeStage):
    """A stage with a picture and a voice, for a check that finds all it looks for."""

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        listener(MicrophoneMeasured(-12.0))
        return StageInfo("practice", "", False, False)

    def programme(self, width: int) -> bytes:
        jpeg = scene().jpeg
        assert jpeg is not None
        return jpeg

    def glance(self, width: int) -> Glance:
        return Glance(self.programme(width), Scene.PROGRAMME, ("摄像头",))


def test_the_pictures_of_the_preflight_have_every_light_it_has(tmp_path: Path) -> None:
    plan = sampling.plan()
    setup = StageSetup(plan.video, tmp_path, tmp_path / "break.png")
    trial = kept_light("practice", None, plan.video)
    parts = PreflightParts(plan, SeenAndHeard(), "practice", setup, FakeArtist(), {}, trial=trial)
    lights = {light.key for light in run(parts)}
    assert {"microphone", "trial"} <= lights
    obs = lights | {"camera"}
    # Through a stage that is not there, and of a camera without a picture, less is seen and heard.
    there = {"": lights, "camera": obs - {"picture"}, "no-obs": lights - {"picture", "microphone"}}
    # No deal is known for a compared price.
    there["mind"] = there["trying"] = obs | {"price"}
    for name, factory in preflight_samples().items():
        keys = {row.light.key for row in factory().rows}  # type: ignore[attr-defined]
        assert keys - {"trial_network", "trial_ingest"} == there.get(name, obs), name
