"""A card that was on air is shown again after a restart, whatever became of its picture."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from overlays import brand, brought, drawing, library, paint, pictures, safe_areas
from overlays.canvas import canvas
from overlays.looks import LOOKS
from overlays.safe_areas import calibrated, profile, profiles
from studio.runtime.errors import UserFacingError
from studio.session import boards
from studio.session import overlay_policy as policy
from studio.session.air_look import AirLook
from studio.session.air_setup import AirSetup
from studio.session.archive import SessionOptions
from studio.session.card_words import said_of
from studio.session.mandatory import clear_of
from studio.session.overlay import Overlay
from studio.session.overlay_artist import OverlayArtist
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct
from studio.session.room import at_rest, swept
from studio.session.state import LiveState
from studio.session.wanted_card import KEPT_COUNTS, WantedCard
from studio.stage import platforms, proof
from studio.stage.layers import Layer, Slot
from studio.stage.port import VideoProfile
from studio.stage.practice.layers import REST, LoadedLayer
from studio.store.secrets import MemorySecrets
from studio.store.settings import Settings
from tests.helpers import strangers
from tests.helpers.fake_stage import FakeArtist
from tests.helpers.gui import gui
from tests.helpers.pictures import BLUE, RED, write_png
from tests.helpers.stages import SMALL


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    picture = write_png(tmp_path, RED, 400, 300)
    product = PlannedProduct("YM-001", "东魁杨梅", price_fen=8990, unit="箱", picture=picture)
    return Plan("丰收专场", products=(product,))


def artist(tmp_path: Path) -> OverlayArtist:
    """One of a program that was just started: it remembers no picture."""
    paint._read.cache_clear()
    pictures._shape.cache_clear()
    return OverlayArtist(tmp_path / "cards", AirLook(tmp_path, "东海湾共富工坊"))


def pull_stick(plan: Plan) -> None:
    picture = plan.products[0].picture
    assert picture is not None
    picture.unlink()


def test_the_card_that_was_on_air_is_found_by_its_hash(tmp_path: Path, plan: Plan) -> None:
    shown = artist(tmp_path).card(plan, "YM-001")
    pull_stick(plan)
    restarted = artist(tmp_path)
    restarted.remember(plan, "YM-001", shown.sha256, None)
    assert restarted.card(plan, "YM-001") == shown


def test_a_card_with_its_number_is_found_by_its_hash_and_no_other_number(
    tmp_path: Path, plan: Plan
) -> None:
    shown = artist(tmp_path).card(plan, "YM-001", left=37)
    pull_stick(plan)
    restarted = artist(tmp_path)
    restarted.remember(plan, "YM-001", shown.sha256, 37)
    assert restarted.card(plan, "YM-001", left=37) == shown
    with pytest.raises(UserFacingError, match="picture_unreadable"):
        restarted.card(plan, "YM-001", left=36)
    assert restarted.card(plan, "YM-001", left=36, picture=False) != shown


def test_an_order_costs_no_card_its_picture_when_a_stick_was_pulled(
    tmp_path: Path, plan: Plan
) -> None:
    drawn = artist(tmp_path)
    before = drawn.card(plan, "YM-001", left=37)
    pull_stick(plan)
    after = drawn.card(plan, "YM-001", left=36)
    assert (after.width, after.height) == (before.width, before.height)
    picture = plan.products[0].picture
    assert picture is not None
    write_png(picture.parent, RED, 400, 300)  # the stick is back
    assert artist(tmp_path).card(plan, "YM-001", left=36).sha256 == after.sha256


@pytest.mark.parametrize(
    ("left", "words"), [(37, "工坊还可订 37 箱"), (0, "工坊暂时没有可订的"), (None, None)]
)
def test_a_card_says_how_many_are_left_to_order_in_every_look(
    left: int | None, words: str | None, plan: Plan
) -> None:
    for name, look in LOOKS.items():
        product = replace(plan.products[0], card=name)
        said = said_of(product, 1, left)
        assert said.get("stock") == words
        for size in ((720, 1280), (1280, 720)):
            made = drawing.compose(
                library.find(look.template), said, canvas=canvas(size), brand=brand.default("工坊")
            )
            lines = [run.text for run in made.runs]
            assert [line for line in lines if line.startswith("工坊") and line != "工坊"] == (
                [words] if words else []
            ), lines


def test_a_unit_that_would_be_cut_is_left_out_behind_the_number(plan: Plan) -> None:
    told = {
        "箱（10斤）": "工坊还可订 37 箱（10斤）",
        "箱，每箱12只": "工坊还可订 37 箱，每箱12只",
        "箱，每箱12只，每只约150克": "工坊还可订 37",
    }
    for unit, words in told.items():
        assert said_of(replace(plan.products[0], unit=unit), 1, 37)["stock"] == words


def test_a_number_gone_by_leaves_no_picture_behind_and_can_come_again(
    tmp_path: Path, plan: Plan
) -> None:
    drawn = artist(tmp_path)
    first = drawn.card(plan, "YM-001", left=37)
    drawn.drop(first)
    assert not first.path.exists()
    assert drawn.card(plan, "YM-001", left=37) == first
    assert first.path.exists()


def followed(drawn: OverlayArtist, plan: Plan, *steps: tuple[int | None, bool]) -> list[Layer]:
    """What the stage showed, one after the other, of ``(left, stale)``; no number: card off."""
    card, seen = WantedCard(drawn), []
    for left, stale in steps:
        sku = None if left is None else "YM-001"
        layer, _ = card.of(plan, sku, stale=stale, left=lambda _sku, left=left: left)
        card.showed(layer)
        seen += [layer] if layer else []
    return seen


def lying(tmp_path: Path) -> set[Path]:
    return set((tmp_path / "cards").glob("*.png"))


def test_of_files_gone_by_only_the_latest_are_remembered(tmp_path: Path) -> None:
    for number in range(pictures.KEEP + 3):
        path = tmp_path / f"{number}.jpg"
        path.touch()
        assert pictures.stamp(path) == (path.stat().st_mtime_ns, 0)
    path.unlink()
    assert pictures.stamp(path) is None
    with pictures.from_memory():
        assert pictures.stamp(path) is not None
        (tmp_path / "0.jpg").unlink()
        assert pictures.stamp(tmp_path / "0.jpg") is None
    assert len(pictures._last) == pictures.KEEP


def test_numbers_gone_by_leave_no_grey_pictures_either(tmp_path: Path, plan: Plan) -> None:
    followed(artist(tmp_path), plan, *((100 - sold, True) for sold in range(9)))
    # The take's own, the one on air and two of a moment ago, each with the one it was made from.
    assert len(lying(tmp_path)) == 2 * (2 + KEPT_COUNTS)


@pytest.mark.parametrize("ground", [12, 235])
def test_a_grey_picture_is_found_in_the_programme_and_no_other_price_for_it(
    tmp_path: Path, ground: int
) -> None:
    """The light panel of a card and the dark one of a board: pale as they are, a figure counts."""
    drawn, slots = artist(tmp_path), (Slot.CARD, Slot.BOARD)

    def greyed(fen: int) -> dict[Slot, Layer]:
        plan = Plan("专场", products=(PlannedProduct("A", "东魁杨梅", price_fen=fen, unit="箱"),))
        board = replace(boards.next_product(plan.products[0]), stale=True)
        card = drawn.card(plan, "A", stale=True)
        return {each.slot: each for each in (card, drawn.overlay(plan, board, None))}

    on_air, other = greyed(8990), greyed(8690)
    canvas = np.full((720, 1280, 3), ground, np.uint8)
    for layer in on_air.values():
        LoadedLayer.load(layer).lay_on(canvas, REST, 0, 0)
    assert all(proof.find(canvas, slot, on_air).shows for slot in slots)
    assert not any(proof.find(canvas, slot, other).shows for slot in slots)


def test_a_card_that_is_taken_off_leaves_only_what_it_came_with(tmp_path: Path, plan: Plan) -> None:
    steps: list[tuple[int | None, bool]] = []
    for take in range(4):
        steps += [(500 - 2 * take, False), (499 - 2 * take, False), (None, False)]
    seen = followed(artist(tmp_path), plan, *steps)
    assert lying(tmp_path) == {each.path for each in (*seen[::2], *seen[-2 * KEPT_COUNTS + 1 :: 2])}


def test_the_picture_a_report_names_stays(tmp_path: Path, plan: Plan) -> None:
    """That of a take whose number came back meanwhile, and that of an earlier broadcast."""
    (earlier,) = followed(artist(tmp_path), plan, (8, False))
    seen = followed(artist(tmp_path), plan, *((left, False) for left in (9, 8, 9, 7, 6, 5, 4)))
    assert {earlier.path, seen[0].path} < lying(tmp_path)
    assert len(lying(tmp_path)) == 2 + 1 + KEPT_COUNTS


@pytest.mark.parametrize("harm", ["unknown", "overwritten", "gone"])
def test_no_other_picture_is_taken_for_it(tmp_path: Path, plan: Plan, harm: str) -> None:
    shown = artist(tmp_path).card(plan, "YM-001")
    pull_stick(plan)
    if harm == "overwritten":
        shown.path.write_bytes(b"half a card")
    elif harm == "gone":
        shown.path.unlink()
    restarted = artist(tmp_path)
    restarted.remember(plan, "YM-001", "0" * 64 if harm == "unknown" else shown.sha256, None)
    with pytest.raises(UserFacingError) as refused:
        restarted.card(plan, "YM-001")
    assert refused.value.code == "picture_unreadable"


def test_a_card_can_be_drawn_without_its_picture(tmp_path: Path, plan: Plan) -> None:
    drawn = artist(tmp_path)
    pictured = drawn.card(plan, "YM-001")
    pull_stick(plan)
    plain = drawn.card(plan, "YM-001", picture=False)
    bare = replace(plan, products=(replace(plan.products[0], picture=None),))
    assert plain == drawn.card(bare, "YM-001") != pictured
    assert drawn.card(plan, "YM-001") == pictured


def test_a_picture_that_is_there_is_drawn(tmp_path: Path, plan: Plan) -> None:
    shown = artist(tmp_path).card(plan, "YM-001")
    picture = plan.products[0].picture
    assert picture is not None
    write_png(tmp_path, BLUE, 300, 500).replace(picture)
    restarted = artist(tmp_path)
    restarted.remember(plan, "YM-001", shown.sha256, None)
    assert restarted.card(plan, "YM-001").sha256 != shown.sha256


def test_a_product_the_plan_does_not_have_is_passed_over(tmp_path: Path, plan: Plan) -> None:
    artist(tmp_path).remember(plan, "XX-001", "0" * 64, None)


@pytest.mark.parametrize(
    ("wish", "zero_s"),
    [
        (boards.Wish("countdown", "秒杀", seconds=60), policy.COUNTDOWN_ZERO_S),
        (boards.Wish("coupon", "满减", seconds=60, fen=500), 0),
    ],
)
def test_what_ends_is_left_to_the_program_before_the_stage_takes_it_off(
    tmp_path: Path, plan: Plan, wish: boards.Wish, zero_s: int
) -> None:
    """A countdown's zero is seen, and a board leaves with its motion, while the program lives."""
    wished = boards.overlay(wish, plan, LiveState(), 0)
    layer = artist(tmp_path).overlay(plan, wished, 100.0)
    assert layer.until == 100.0 + zero_s + policy.LEAVES_S
    assert policy.LEAVES_S > policy.TICK_S, "the program looks once a tick"


def test_a_card_is_the_template_of_its_look_in_the_workshops_brand(
    tmp_path: Path, plan: Plan
) -> None:
    kit = brand.BrandKit(primary="#7A1FA0", accent="#20B0F0", mark="慈农优品")
    brand.save(kit, tmp_path)
    seen = set()
    for name, look in LOOKS.items():
        said = replace(plan.products[0], card=name, compared_price_fen=12900, origin="后山村")
        shown = artist(tmp_path).card(replace(plan, products=(said,)), "YM-001")
        template = library.find(look.template)
        made = drawing.draw(
            template,
            {
                "name": "东魁杨梅",
                "price": 8990,
                "unit": "箱",
                "compared": 12900,
                "link": 1,
                "origin": "后山村",
                "picture": str(said.picture),
            },
            canvas=canvas((1280, 720)),
            brand=replace(kit, name="东海湾共富工坊"),
            fps=30,
            folder=tmp_path,
        )
        assert (shown.sha256, shown.x, shown.y) == (
            *(made.picture.sha256, made.picture.x),
            made.picture.y,
        )
        assert len(shown.motion.into) == len(made.moves.into) > 1
        seen.add(shown.sha256)
    assert len(seen) == len(LOOKS)


@pytest.mark.parametrize("own", ["", "村里种的"])
def test_a_frame_without_its_slogan_says_neither_its_own_nor_the_brand_s(
    tmp_path: Path, plan: Plan, own: str
) -> None:
    brand.save(brand.BrandKit(slogan="一年一季"), tmp_path)
    frame, drawn = Overlay.of("brand-frame", slogan=own), artist(tmp_path)
    whole, bare = (
        drawn.overlay(plan, replace(frame, bare=each), None).sha256 for each in (False, True)
    )
    brand.save(brand.BrandKit(), tmp_path)
    without = artist(tmp_path).overlay(plan, Overlay.of("brand-frame"), None).sha256
    assert (bare == without, bare == whole) == (True, False)


def test_what_is_left_of_a_frames_words_stands_where_it_stood(tmp_path: Path, plan: Plan) -> None:
    brand.save(brand.BrandKit(slogan="一年一季"), tmp_path)
    frame, drawn = Overlay.of("brand-frame"), artist(tmp_path)
    words = drawn.words(plan, frame)
    whole, bare, unnamed, plain = (
        QImage(str(drawn.overlay(plan, frame.with_room_for(out), None).path))
        for out in ((), ("slogan",), ("plate",), ("slogan", "plate"))
    )
    area = {
        name: QRect(
            int(box.left), int(box.top), int(box.right - box.left), int(box.bottom - box.top)
        )
        for name, box in words.items()
    }
    for name, without in (("slogan", bare), ("plate", unnamed)):
        (other,) = set(area) - {name}
        assert without.copy(area[other]) == whole.copy(area[other])
        assert without.copy(area[name]) == plain.copy(area[name]) != whole.copy(area[name])


def test_what_viewers_see_in_a_break_is_the_template_in_the_brand(tmp_path: Path) -> None:
    plain = QImage(str(artist(tmp_path).break_picture(SMALL)))
    assert (plain.width(), plain.height()) == (SMALL.width, SMALL.height)
    assert all(
        plain.pixelColor(x, y).alpha() == 255
        for x in range(0, SMALL.width, 7)
        for y in range(0, SMALL.height, 7)
    )
    brand.save(brand.BrandKit(primary="#7A1FA0"), tmp_path)
    assert QImage(str(artist(tmp_path).break_picture(SMALL))) != plain


@pytest.mark.parametrize("harm", ["damaged", "logo gone"])
def test_a_brand_that_cannot_be_read_keeps_no_price_off_the_air(
    tmp_path: Path, plan: Plan, harm: str
) -> None:
    without = artist(tmp_path).card(plan, "YM-001")
    if harm == "damaged":
        (tmp_path / brand.FILE).write_text("{")
    else:
        brand.save(replace(brand.default(), name="", logo=tmp_path / "gone.png"), tmp_path)
    drawn = artist(tmp_path)
    assert drawn.card(plan, "YM-001") == without
    codes = [each.code for each in drawn.problems()]
    assert codes == ["brand_unreadable" if harm == "damaged" else "brand_picture_unreadable"]


def test_no_letter_of_a_name_keeps_a_card_or_a_board_off_the_air(
    tmp_path: Path, plan: Plan
) -> None:
    """An emoji is left out; a letter that no bundled face has is seen to be missing."""

    def named(name: str) -> Plan:
        return replace(plan, products=(replace(plan.products[0], name=name, origin=name),))

    def drawn(name: str) -> list[str]:
        now = named(name)
        product = now.products[0]
        asked = [
            boards.order_toast(product, 2, 5),
            boards.next_product(product),
            boards.price_drop(product, 1),
            boards.overlay(boards.Wish("rolling-notice", name), now, LiveState(), 0),
        ]
        made = artist(tmp_path)
        return [
            made.card(now, "YM-001").sha256,
            *(made.overlay(now, each, None).sha256 for each in asked),
        ]

    assert drawn("东魁\U0001f347\ufe0f杨梅") == drawn("东魁杨梅")
    assert drawn("东魁\U0002a700杨梅") == drawn("东魁□杨梅")


UPRIGHT = VideoProfile(720, 1280, 30)


def inside(layer: Layer, free: QRect) -> bool:
    return free.contains(QRect(layer.x, layer.y, layer.width, layer.height))


def test_what_a_trainer_marked_on_a_phone_is_kept_clear_on_air(tmp_path: Path, plan: Plan) -> None:
    upright = replace(plan, video=UPRIGHT)
    toast = Overlay.of("order-toast", "YM-001", place="后山村", name="东魁杨梅", count=1, unit="箱")
    covered = [(0.0, 0.0, 1.0, 0.3), (0.0, 0.9, 1.0, 1.0), (0.7, 0.0, 1.0, 1.0)]
    marked = calibrated(profile("douyin"), upright=True, covered=covered)
    look = AirLook(tmp_path, "东海湾共富工坊", "douyin")
    drawn = OverlayArtist(tmp_path / "cards", look)
    before = drawn.card(upright, "YM-001")
    assert inside(before, profile("douyin").area((720, 1280)))
    safe_areas.save(marked, tmp_path)
    free = marked.area((720, 1280))
    assert not inside(before, free)
    assert inside(drawn.card(upright, "YM-001"), free)
    assert inside(drawn.overlay(upright, toast, None), free)
    (tmp_path / safe_areas.FILE).write_text("[douyin")
    assert drawn.card(upright, "YM-001") == before
    assert [each.code for each in drawn.problems()] == ["safe_areas_wrong"]


@pytest.mark.parametrize(
    ("stage", "places", "seen_in"),
    [("obs", 1, "douyin"), ("obs", 2, ""), ("practice", 1, "tiktok")],
)
def test_the_platform_of_the_session_decides_whose_controls_are_kept_clear(
    tmp_path: Path, stage: str, places: int, seen_in: str
) -> None:
    """A rehearsal looks as the broadcast will; of several places nothing is known but all."""
    settings, asked = Settings(tmp_path), []
    settings.set("platform", "tiktok")
    settings.set("destinations", places)

    def factory(workshop: str, platform: str) -> FakeArtist:
        asked.append(platform)
        return FakeArtist()

    setup = AirSetup({}, factory, settings, MemorySecrets(), platforms.load(tmp_path), tmp_path)
    setup.artist(SessionOptions(stage=stage, platform="douyin"))
    assert asked == [seen_in]


MUST = (
    Overlay.of(
        "seller", seller="后山村专业合作社", address="慈溪市后山村 12 号", contact="0574-1234"
    ),
    Overlay.of("notice", text="保健食品不是药物，不能代替药物治疗疾病。"),
    Overlay.of("ai-label", text="人物由人工智能生成"),
)
CORRECTION = Overlay.of("correction", right="是 5 斤装，每箱 ¥89.90")


@pytest.mark.parametrize("size", [(360, 640), (640, 360)])
def test_a_correction_and_the_card_stand_clear_of_all_that_must_be_seen(
    size: tuple[int, int], tmp_path: Path, plan: Plan
) -> None:
    video = VideoProfile(*size, 20)
    shown = replace(plan, video=video)
    for platform in profiles():
        drawn = OverlayArtist(tmp_path / "cards", AirLook(tmp_path, "工坊", platform))
        kept: list[Layer] = []
        for overlay in MUST:
            kept.append(clear_of(drawn.overlay(shown, overlay, None), kept, video))
        asked = [drawn.overlay(shown, CORRECTION, None), drawn.card(shown, "YM-001")]
        free = profile(platform).area(size).adjusted(0, 0, 1, 1)
        for layer in [*kept, *(clear_of(each, kept, video) for each in asked)]:
            others = [each for each in kept if each.slot is not layer.slot]
            assert not any(at_rest(each).meets(swept(layer)) for each in others), layer.slot
            assert inside(layer, free), (platform, layer.slot)


def test_a_template_of_others_is_handed_on_as_a_page_and_not_drawn(
    plan: Plan, tmp_path: Path
) -> None:
    made = brought.bring_in(strangers.spx(tmp_path / "stick"), tmp_path)
    asked = boards.prepared(PlannedOverlay(made.id, (("f0", "晴"), ("f2", 30.0)), "天气条"), 0)
    layer = artist(tmp_path).overlay(plan, asked, None)
    assert (layer.slot, layer.label) == (Slot.PAGE, "天气条")
    assert (layer.width, layer.height) == (plan.video.width, plan.video.height)
    page = layer.page
    assert page is not None
    assert (page.folder, page.main, page.spx) == (made.path.parent, "band.html", True)
    said = json.loads(page.data)
    assert said == {"f0": "晴", "f1": "#000000", "f2": "30", "f3": "0", "f99": "theme"}
    other = replace(asked, data=(("f0", "雨"),))
    assert artist(tmp_path).overlay(plan, other, None).sha256 != layer.sha256
    further = artist(tmp_path).overlay(plan, replace(asked, step=1), None)
    assert further.sha256 != layer.sha256
    assert further.page == replace(page, step=1)
    shutil.rmtree(made.path.parent)
    for template in (made.id, "../../secret/a.html", f"0123456789ab/{'x' * 99}.html"):
        with pytest.raises(UserFacingError, match="template_not_here"):
            artist(tmp_path).overlay(plan, replace(asked, template=template), None)
