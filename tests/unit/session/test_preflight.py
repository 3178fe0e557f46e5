"""What the check before a broadcast says of the stock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inventory.ledger import StockLevel
from inventory.products import Product
from studio.health import probes
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import LANGUAGES, sentence
from studio.session import on_air_lights
from studio.session.light import CameraQuestion, Level, Light
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct
from studio.session.preflight import PreflightParts, run
from studio.session.truth import Compared
from studio.stage.port import (
    CameraOffer,
    Cameras,
    Glance,
    Listener,
    Scene,
    StageHealth,
    StageInfo,
    StageSetup,
)
from tests.helpers.fake_stage import FakeArtist, FakeStage

HONEY = PlannedProduct("FM-001", "土蜂蜜", price_fen=6800, unit="瓶", stock=200)
PLAN = Plan("蜂蜜专场", products=(HONEY,))


class NoStage(FakeStage):
    """Nobody waits for its pictures."""

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        raise UserFacingError("obs_silent")


def stock_lights(
    folder: Path,
    stock: dict[str, StockLevel],
    plan: Plan = PLAN,
    records: dict[str, Product] | None = None,
) -> list[Light]:
    setup = StageSetup(PLAN.video, folder, folder / "break.png")
    parts = PreflightParts(
        plan, NoStage(), "practice", setup, FakeArtist(), stock, records=records or {}
    )
    return [light for light in run(parts) if light.key == "stock"]


@pytest.mark.parametrize(
    ("available", "level", "code"),
    [
        (0, Level.BROKEN, "preflight_stock_none"),
        (9, Level.MIND, "preflight_stock_few"),
        (11, Level.FINE, "preflight_stock_fine"),
    ],
)
def test_few_is_what_the_desk_and_the_live_views_call_few(
    tmp_path: Path, available: int, level: Level, code: str
) -> None:
    known = {HONEY.sku: StockLevel(HONEY.sku, 200, 200 - available, available)}
    (light,) = stock_lights(tmp_path, known)
    assert (light.level, light.code) == (level, code)


@pytest.mark.parametrize(
    ("available", "code"),
    [
        (0, "preflight_stock_none"),
        (9, "preflight_stock_below_quota"),
        (49, "preflight_stock_below_quota"),
        (50, "preflight_stock_fine"),
    ],
)
def test_more_kept_for_the_broadcast_than_there_is_is_amber_and_says_how_many(
    tmp_path: Path, available: int, code: str
) -> None:
    plan = replace(PLAN, products=(replace(HONEY, quota=50),))
    (light,) = stock_lights(tmp_path, {HONEY.sku: StockLevel(HONEY.sku, 200, 0, available)}, plan)
    assert light.code == code
    if code == "preflight_stock_below_quota":
        assert light.level is Level.MIND
        assert (light.parameters["quota"], light.parameters["available"]) == (50, available)


def test_a_product_the_ledger_does_not_know_brings_its_stock(tmp_path: Path) -> None:
    (light,) = stock_lights(tmp_path, {})
    assert light.code == "preflight_stock_fine"


@pytest.mark.parametrize(
    ("stock", "code"), [(0, "preflight_stock_none_planned"), (4, "preflight_stock_few_planned")]
)
def test_of_goods_not_on_record_too_few_leads_to_the_plan_and_to_no_empty_stock(
    tmp_path: Path, stock: int, code: str
) -> None:
    plan = replace(PLAN, products=(replace(HONEY, stock=stock),))
    (light,) = stock_lights(tmp_path, {}, plan)
    assert light.code == code
    assert "sku" not in light.parameters  # 去补货 is offered for that


@pytest.mark.parametrize(
    ("free_gb", "kbps", "code", "hours"),
    [
        (0.9, 1300, "preflight_disk_full", "1.4"),
        (4.9, 1300, "preflight_disk_little", "7.8"),
        (5, 1300, "preflight_disk_fine", "7.9"),
        (5, 2500, "preflight_disk_fine", "4.2"),
        (5, 6000, "preflight_disk_little", "1.8"),
        (12, 6000, "preflight_disk_fine", "4.3"),
    ],
)
def test_how_long_the_recording_may_become_is_reckoned_with_its_own_rate(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    free_gb: float,
    kbps: int,
    code: str,
    hours: str,
) -> None:
    monkeypatch.setattr(probes, "disk_free", lambda _: round(free_gb * 1e9))
    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png", video_kbps=kbps)
    parts = PreflightParts(PLAN, NoStage(), "obs", setup, FakeArtist(), {})
    (light,) = (light for light in run(parts) if light.key == "disk")
    assert (light.code, light.parameters["hours"]) == (code, hours)


@pytest.mark.parametrize(
    ("name", "unit", "code"),
    [
        ("土蜂蜜", "瓶", "preflight_stock_fine"),
        ("  土 蜂蜜 500g", "瓶", "preflight_stock_fine"),  # it says more, and is the same
        ("蜂蜜", "瓶", "preflight_stock_fine"),
        ("厚壳贻贝", "瓶", "preflight_other_goods"),
        ("土蜂蜜", "箱", "preflight_other_goods"),
    ],
)
def test_a_code_that_is_something_else_in_the_warehouse_is_red(
    tmp_path: Path, name: str, unit: str, code: str
) -> None:
    record = Product(HONEY.sku, "土蜂蜜", "", "瓶", 6800, None, "", "", "")
    plan = replace(PLAN, products=(replace(HONEY, name=name, unit=unit),))
    known = {HONEY.sku: StockLevel(HONEY.sku, 200, 0, 200)}
    (light,) = stock_lights(tmp_path, known, plan, {HONEY.sku: record})
    assert light.code == code
    if code == "preflight_other_goods":
        assert light.level is Level.BROKEN
        for word in (light.code, light.remedy):
            assert all(sentence(word, each, **light.parameters) for each in LANGUAGES)


def jpeg(level: int) -> bytes:
    return cv2.imencode(".jpg", np.full((360, 640, 3), level, np.uint8))[1].tobytes()


def picture_lights(folder: Path, glance: Glance) -> list[str]:
    stage = FakeStage()
    stage.glance_now = glance
    setup = StageSetup(PLAN.video, folder, folder / "break.png")
    parts = PreflightParts(PLAN, stage, "practice", setup, FakeArtist(), {})
    return [light.code for light in run(parts) if light.key in ("camera", "picture")]


def test_a_still_ground_without_a_camera_is_told_as_that(tmp_path: Path) -> None:
    still = Glance(jpeg(120), Scene.PROGRAMME, ())
    assert picture_lights(tmp_path, still) == ["preflight_no_camera"]
    black = Glance(jpeg(0), Scene.PROGRAMME, ())
    assert picture_lights(tmp_path, black) == ["preflight_no_camera", "camera_black"]


def test_the_same_picture_of_a_camera_is_frozen(tmp_path: Path) -> None:
    stuck = Glance(jpeg(120), Scene.PROGRAMME, ("摄像头",))
    assert "camera_frozen" in picture_lights(tmp_path, stuck)


LOGI = CameraOffer("device:c270", "Logi C270")
GROUND = Glance(jpeg(120), Scene.PROGRAMME, ())
FILMED = Glance(jpeg(120), Scene.PROGRAMME, ("我的摄像头",))


def camera_light(
    folder: Path, glance: Glance, camera: str = "", name: str = "", **told: Any
) -> Light:
    stage = FakeStage()
    stage.glance_now, stage.cameras_now = glance, Cameras(**{"offered": (LOGI,), **told})
    setup = StageSetup(PLAN.video, folder, folder / "break.png", camera=camera)
    parts = PreflightParts(PLAN, stage, "obs", setup, FakeArtist(), {}, camera_name=name)
    (light,) = [light for light in run(parts) if light.key == "camera"]
    return light


def test_an_obs_without_a_camera_is_asked_which_by_the_names_it_offers(tmp_path: Path) -> None:
    light = camera_light(tmp_path, GROUND)
    assert (light.level, light.code) == (Level.MIND, "preflight_no_camera")
    assert light.remedy == "preflight_no_camera_choose"
    assert light.question == CameraQuestion((LOGI,))
    assert camera_light(tmp_path, GROUND, offered=()).remedy == "preflight_no_camera_remedy"


def test_a_camera_put_into_obs_by_hand_is_fine_and_another_can_be_chosen(tmp_path: Path) -> None:
    light = camera_light(tmp_path, FILMED)
    assert (light.level, light.code) == (Level.FINE, "preflight_camera_in_obs")
    assert light.question == CameraQuestion((LOGI,))


@pytest.mark.parametrize(
    ("camera", "told", "code", "name"),
    [
        ("device:c270", {}, "preflight_camera_fine", "Logi C270"),
        ("device:c270", {"no_picture": True}, "preflight_camera_held", "Logi C270"),
        ("device:old", {"no_picture": True}, "preflight_camera_gone", "旧的"),
        ("http://10.0.0.8/video", {"no_picture": True}, "preflight_camera_asleep", "旧的"),
        ("http://10.0.0.8/video", {}, "preflight_camera_fine", "旧的"),
    ],
)
def test_what_is_wrong_with_the_chosen_camera_is_told_by_its_name(
    tmp_path: Path, camera: str, told: dict[str, Any], code: str, name: str
) -> None:
    light = camera_light(tmp_path, FILMED, camera, "旧的", **told)
    assert (light.code, light.parameters["name"]) == (code, name)
    assert (light.level is Level.FINE) is (code == "preflight_camera_fine")
    assert light.question == CameraQuestion((LOGI,), camera)


def test_a_camera_without_a_picture_is_not_called_frozen_as_well(tmp_path: Path) -> None:
    stage = FakeStage()
    stage.glance_now, stage.cameras_now = FILMED, Cameras((LOGI,), no_picture=True)
    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png", camera=LOGI.source)
    lights = run(PreflightParts(PLAN, stage, "obs", setup, FakeArtist(), {}))
    assert not [light for light in lights if light.key == "picture"]


@pytest.mark.parametrize(
    ("kind", "browser", "planned", "told"),
    [
        ("obs", False, True, True),
        ("obs", True, True, False),
        ("obs", False, False, False),
        ("practice", False, True, False),
    ],
)
def test_templates_of_others_that_this_obs_cannot_play_are_told_before_the_broadcast(
    tmp_path: Path, kind: str, browser: bool, planned: bool, told: bool
) -> None:
    stage = FakeStage()
    stage.glance_now, stage.has_browser = FILMED, browser
    guest = PlannedOverlay("0123456789ab/guest.ograf.json", name="今晚的嘉宾")
    own = PlannedOverlay("countdown")
    plan = replace(PLAN, overlays=(own, guest, guest) if planned else (own,))
    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png")
    lights = run(PreflightParts(plan, stage, kind, setup, FakeArtist(), {}))
    pages = [each for each in lights if each.code == "preflight_pages_no_browser_source"]
    expected = [(Level.MIND, {"names": "今晚的嘉宾"})] if told else []
    assert [(each.level, each.parameters) for each in pages] == expected


@pytest.mark.parametrize(
    ("url", "host"),
    [("ws://192.168.1.9:4455", "192.168.1.9"), ("ws://127.0.0.1:4455", ""), ("", "")],
)
def test_an_obs_on_another_computer_is_told_to_have_neither_cards_nor_recording(
    tmp_path: Path, url: str, host: str
) -> None:
    stage = FakeStage()
    stage.glance_now = FILMED
    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png")
    lights = run(PreflightParts(PLAN, stage, "obs", setup, FakeArtist(), {}, obs_url=url))
    told = [each for each in lights if each.code == "preflight_obs_elsewhere"]
    expected = [(Level.MIND, {"host": host})] if host else []
    assert [(each.level, each.parameters) for each in told] == expected


def test_a_stage_that_makes_half_the_pictures_is_slow(tmp_path: Path) -> None:
    class SlowStage(FakeStage):
        def health(self) -> StageHealth:
            return replace(super().health(), fps=15.0)

    stage = SlowStage()
    stage.glance_now = Glance(jpeg(120), Scene.PROGRAMME, ("摄像头",))
    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png")
    lights = run(PreflightParts(PLAN, stage, "practice", setup, FakeArtist(), {}))
    assert "camera_slow" in [light.code for light in lights]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("picture_unreadable", "preflight_card_broken"),
        ("card_letter_missing", "card_letter_missing"),
    ],
)
def test_a_card_that_cannot_be_drawn_says_what_it_is_about(
    tmp_path: Path, code: str, told: str
) -> None:
    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png")
    pictured = replace(PLAN, products=(replace(HONEY, picture=tmp_path / "fm.png"),))
    artist = FakeArtist(HONEY.sku, code)
    lights = run(PreflightParts(pictured, NoStage(), "practice", setup, artist, {}))
    assert [(each.level, each.code) for each in lights if each.key == "card"] == [
        (Level.BROKEN, told)
    ]


def test_a_letter_that_cannot_be_drawn_is_told_and_the_card_is_shown(tmp_path: Path) -> None:
    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png")
    artist = FakeArtist()
    artist.unknown = "\U0002a700"
    pictured = replace(PLAN, products=(replace(HONEY, picture=tmp_path / "fm.png"),))
    lights = run(PreflightParts(pictured, NoStage(), "practice", setup, artist, {}))
    (light,) = [each for each in lights if each.key == "card"]
    assert (light.level, light.code) == (Level.MIND, "preflight_card_letters")
    assert light.parameters["letters"] == "\U0002a700"


@pytest.mark.parametrize(
    ("picture", "level", "code"),
    [
        ("damaged.png", Level.BROKEN, "preflight_card_broken"),
        (None, Level.MIND, "preflight_card_without_picture"),
    ],
)
def test_a_rare_letter_hides_nothing_else_that_is_wrong_with_a_card(
    tmp_path: Path, picture: str | None, level: Level, code: str
) -> None:
    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png")
    artist = FakeArtist(HONEY.sku)
    artist.unknown = "\U0002a700"
    shown = replace(HONEY, picture=tmp_path / picture if picture else None)
    plan = replace(PLAN, products=(shown,))
    lights = run(PreflightParts(plan, NoStage(), "practice", setup, artist, {}))
    assert [(each.level, each.code) for each in lights if each.key == "card"] == [
        (level, code),
        (Level.MIND, "preflight_card_letters"),
    ]


def test_a_brand_that_cannot_be_read_is_told_before_the_broadcast() -> None:
    artist = FakeArtist()
    artist.wrong = (UserFacingError("brand_unreadable", file="brand.json"),)
    (light,) = on_air_lights.lights(PLAN, Compared((), ()), {"always_on_air": []}, artist)
    assert (light.level, light.code) == (Level.MIND, "brand_unreadable")


@pytest.mark.parametrize(
    ("has_microphone", "code"),
    [(True, "preflight_microphone_silent"), (False, "preflight_no_microphone")],
)
def test_no_microphone_at_all_is_told_from_a_silent_one(
    tmp_path: Path, has_microphone: bool, code: str
) -> None:
    class Silent(FakeStage):
        def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
            return replace(super().open(setup, listener), has_microphone=has_microphone)

    setup = StageSetup(PLAN.video, tmp_path, tmp_path / "break.png")
    lights = run(PreflightParts(PLAN, Silent(), "obs", setup, FakeArtist(), {}))
    assert [each.code for each in lights if each.key == "microphone"] == [code]
