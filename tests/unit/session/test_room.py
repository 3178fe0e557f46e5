"""No two overlays cover each other on air: every pair, upright and lying, on every platform."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path

import pytest

from overlays import drawing, library
from overlays.brand import BrandKit
from overlays.canvas import Canvas, canvas
from overlays.looks import LOOKS
from overlays.safe_areas import profiles
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from studio.session import boards
from studio.session import events as e
from studio.session.air import Intent
from studio.session.air_look import AirLook
from studio.session.overlay import SLOTS, Overlay
from studio.session.overlay_artist import OverlayArtist
from studio.session.plan import Plan, PlannedProduct
from studio.session.room import Box, Room, at_rest, fills, swept
from studio.session.state import LiveState, Phase
from studio.session.wanted_layers import Drawn, WantedLayers
from studio.stage.layers import ALWAYS, Layer, Motion, Slot
from studio.stage.port import VideoProfile
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeArtist
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import longest, photo, usual, village

CARDS = sorted(look.template for look in LOOKS.values())
MUST = ("seller", "notice", "ai-label")
NAMES = [*CARDS, *SLOTS]
WHOLE = {
    (slot, board)
    for slot in set(Slot) - ALWAYS - {Slot.BOARD, Slot.PAGE}
    for board in ("opening", "closing")
}
"""Boards that are the whole picture: all else waits (a page of others has no template of ours)."""
LYING = {(Slot.CARD, "origin-card"), (Slot.BOARD, "correction")}
UPRIGHT = {
    *((Slot.CARD, each) for each in ("coupon", "lottery", "next-product", "price-drop")),
    *((slot, "lottery") for slot in (Slot.COUNTDOWN, Slot.LOWER_THIRD, Slot.TOAST)),
    *((slot, "origin-card") for slot in (Slot.CARD, Slot.COUNTDOWN, Slot.LOWER_THIRD, Slot.TOAST)),
    *((Slot.BOARD, each) for each in ("correction", "notice")),
}
"""Who waits for whom where a platform leaves little free: docs/overlays-on-air.md."""
STAYING = (*MUST, *CARDS, "correction", "countdown", "rolling-notice", "lower-third")
"""On air for minutes, or throughout; boards and toasts leave again soon."""
LIVE = LiveState(phase=Phase.LIVE, running_order=("A",), current_sku="A")


class Measured(FakeArtist):
    """Layers as large as the templates are, and moved as they are; nothing is painted."""

    def __init__(self, on: Canvas, samples: dict[str, Layer]) -> None:
        super().__init__()
        self._on, self._samples, self.look = on, samples, CARDS[0]

    def card(
        self,
        plan: Plan,
        sku: str,
        *,
        stale: bool = False,
        picture: bool = True,
        left: int | None = None,
    ) -> Layer:
        return self._samples[self.look]

    def overlay(self, plan: Plan, overlay: Overlay, ends_at: float | None) -> Layer:
        return self._samples[overlay.template]

    def free(self, video: VideoProfile) -> Box:
        safe = self._on.safe
        return Box(safe.left(), safe.top(), safe.right(), safe.bottom())


class Look(AirLook):
    """The village's, on one canvas."""

    def __init__(self, folder: Path, on: Canvas) -> None:
        super().__init__(folder, "")
        self._on = on

    def brand(self) -> BrandKit:
        return village()

    def canvas(self, video: VideoProfile) -> Canvas:
        return self._on


class WordsMeasured(Measured):
    """With the words of the frame where they stand."""

    def __init__(self, on: Canvas, samples: dict[str, Layer], words: Mapping[str, Box]) -> None:
        super().__init__(on, samples)
        self.frame_words = dict(words)


def measured(name: str, on: Canvas, picture: Path, *, long: bool) -> Layer:
    template = library.find(name)
    said = longest(template, picture) if long else usual(template, picture)
    made = drawing.compose(template, said, canvas=on, brand=village())
    moves = drawing.motion(template, on, 30)
    motion = Motion(moves.into, moves.out, moves.short_into, moves.short_out)
    place = (made.x, made.y, made.width, made.height)
    return Layer(Slot(template.slot), Path(name), name, *place, motion=motion)


def canvases() -> Iterator[Canvas]:
    """Of every platform, those that leave the same part free once."""
    found = {}
    for size in ((720, 1280), (1280, 720)):
        for profile in profiles().values():
            on = canvas(size, profile)
            found[size, on.safe.getRect()] = on
    return iter(found.values())


def on_air(artist: Measured, video: VideoProfile, names: tuple[str, ...]) -> Drawn:
    """What is asked of the stage for these, all of them asked for at once and seen before."""
    plan = Plan("专场", video=video, products=(PlannedProduct("A", "杨梅", price_fen=1),))
    must = tuple(Overlay(name, SLOTS[name], mandatory=True) for name in MUST if name in names)
    asked = tuple(Overlay(name, SLOTS[name]) for name in names if name not in (*CARDS, *MUST))
    cards = [name for name in names if name in CARDS]
    artist.look = cards[0] if cards else CARDS[0]
    seen = {each.slot.value: each.taken("") for each in asked}
    layers = WantedLayers(plan, artist, ManualClock(), must)
    intent = Intent(on_air=True, card=bool(cards), mandatory=True, overlays=asked)
    return layers.of(intent, replace(LIVE, layers=seen))


def must_not_meet(drawn: Drawn, video: VideoProfile) -> None:
    """But for the frame, below everything, and a board that is the whole picture."""
    shown = [each for each in drawn.layers if each.slot is not Slot.BRAND_FRAME]
    for one, other in permutations(shown, 2):
        if fills(one, video) or fills(other, video):
            assert {one.slot, other.slot} & ALWAYS, (one.sha256, other.sha256)
        elif one.sha256 not in MUST:
            reach = swept(one) if other.sha256 in MUST else at_rest(one)
            assert not reach.meets(at_rest(other)), (one.sha256, other.sha256)


def test_the_frames_words_are_whole_or_left_out_whatever_must_be_on_air_with_it(
    tmp_path: Path,
) -> None:
    """Each of what stays, and all that must be on air at once, usual and with its longest words."""
    gui()
    picture = photo(tmp_path)
    frame = Overlay.of("brand-frame", slogan="村里种的，村里发的，坏果包赔")
    brought = set()
    for on in canvases():
        video = VideoProfile(on.width, on.height, 30)
        words = OverlayArtist(tmp_path, Look(tmp_path, on)).words(Plan("专场", video=video), frame)
        assert set(words) == {"slogan", "plate"}
        for long in (False, True):
            samples = {
                name: measured(name, on, picture, long=long)
                for name in (*MUST, *STAYING, "brand-frame")
            }
            for names in (MUST, *((name,) for name in STAYING)):
                shown = WordsMeasured(on, samples, words)
                drawn = on_air(shown, video, ("brand-frame", *names))
                said = drawn.overlays[Slot.BRAND_FRAME]
                over = [at_rest(each) for each in drawn.layers if each.slot is not said.slot]
                cut = {name for name, box in words.items() if any(map(box.meets, over))}
                assert said.left_out == cut, (names, on.safe)
                brought |= {(on.upright, frozenset(names), each) for each in cut}
    assert (False, frozenset(MUST), "slogan") in brought, "a long seller's name covers it"
    assert (False, frozenset({"notice"}), "plate") in brought
    assert (False, frozenset({"notice"}), "slogan") not in brought


@pytest.mark.parametrize("name", ["notice", "correction", "rolling-notice"])
@pytest.mark.parametrize("word", ["slogan", "plate"])
def test_what_is_covered_of_the_frame_makes_room_and_comes_back(name: str, word: str) -> None:
    artist = FakeArtist()
    artist.frame_words = {"slogan": Box(0, 0, 9, 9), "plate": Box(0, 0, 9, 9)}
    artist.frame_words[word] = Box(0, 500, 9, 509)
    artist.places[name] = (0, 505, 10, 10)
    layers = WantedLayers(Plan("专场", video=PICTURE), artist, ManualClock(), ())
    frame, over = Overlay.of("brand-frame", slogan="好"), Overlay.of(name, text="包邮")
    alone, both = (Intent(on_air=True, overlays=each) for each in ((frame,), (frame, over)))
    came = [layers.of(each, LIVE).overlays[Slot.BRAND_FRAME] for each in (alone, both, alone)]
    assert [each.left_out for each in came] == [set(), {word}, set()]
    assert [each.taken("").under for each in came] == [(), (over.slot.value,), ()]
    # What had been on air before a crash is asked for as it is to be by now.
    left = Intent(on_air=True, overlays=(frame.with_room_for((word,)),))
    assert layers.of(left, LIVE).overlays[Slot.BRAND_FRAME] == frame


def test_a_frame_whose_words_cannot_be_measured_stays_and_takes_nothing_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its picture was drawn while the brand's logo was still there."""
    artist = FakeArtist()

    def lost(*_asked: object) -> Mapping[str, Box]:
        raise UserFacingError("picture_unreadable", file="logo.png")

    monkeypatch.setattr(artist, "words", lost)
    layers = WantedLayers(Plan("专场", video=PICTURE), artist, ManualClock(), ())
    frame, over = Overlay.of("brand-frame", slogan="好"), Overlay.of("notice", text="包邮")
    drawn = layers.of(Intent(on_air=True, overlays=(frame, over)), LIVE)
    assert set(drawn.overlays) == {Slot.BRAND_FRAME, over.slot}
    assert [each.error.code for each in drawn.refusals] == ["picture_unreadable"]


def test_a_frame_without_a_slogan_is_the_same_whatever_lies_over_it() -> None:
    artist = FakeArtist()
    artist.places["notice"] = (0, 0, 700, 1000)
    layers = WantedLayers(Plan("专场", video=PICTURE), artist, ManualClock(), ())
    frame, over = Overlay.of("brand-frame"), Overlay.of("notice", text="包邮")
    drawn = layers.of(Intent(on_air=True, overlays=(frame, over)), LIVE)
    assert drawn.overlays[Slot.BRAND_FRAME] == frame


def test_no_two_overlays_cover_each_other_on_air(tmp_path: Path) -> None:
    gui()
    picture = photo(tmp_path)
    waited: dict[bool, set[tuple[Slot, str]]] = {True: set(), False: set()}
    for on in canvases():
        video = VideoProfile(on.width, on.height, 30)
        for long in (False, True):
            samples = {name: measured(name, on, picture, long=long) for name in NAMES}
            artist = Measured(on, samples)
            for pair in combinations(NAMES, 2):
                if samples[pair[0]].slot is samples[pair[1]].slot:
                    continue
                drawn = on_air(artist, video, pair)
                must_not_meet(drawn, video)
                assert len(drawn.layers) + len(drawn.waiting) == 2
                if not long:
                    waited[on.upright] |= {
                        (slot, name)
                        for slot in drawn.waiting
                        for name in pair
                        if samples[name].slot is not slot
                    }
            for look in CARDS:
                must_not_meet(on_air(artist, video, (look, *SLOTS)), video)
    assert waited == {True: UPRIGHT | WHOLE, False: LYING | WHOLE}


def test_the_page_says_who_waits_for_whom() -> None:
    page = (Path(__file__).parents[3] / "docs" / "overlays-on-air.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| waits for \|(.*)\|(.*)\|$", page, re.MULTILINE)
    told = {
        (upright, Slot(slot), name)
        for slot, *cells in rows
        for upright, cell in zip((True, False), cells, strict=True)
        for name in re.findall(r"`([\w-]+)`", cell)
    }
    table = ((True, UPRIGHT), (False, LYING))
    assert told == {(upright, *each) for upright, waits in table for each in waits}


PICTURE = VideoProfile(720, 1280, 30)


def at(slot: Slot, y: int, height: int = 100, width: int = 700) -> Layer:
    return Layer(slot, Path("a.png"), "sha", 10, y, width, height)


def test_room_is_found_as_near_as_can_be_and_not_outside_of_what_is_free() -> None:
    room = Room(PICTURE, Box(0, 200, 720, 800), [at(Slot.SELLER, 750, 50)])
    assert room.place(at(Slot.CARD, 500, 200)) == at(Slot.CARD, 500, 200)
    assert room.place(at(Slot.COUNTDOWN, 480)) == at(Slot.COUNTDOWN, 392)
    assert room.place(at(Slot.LOWER_THIRD, 600)) == at(Slot.LOWER_THIRD, 284)
    assert room.place(at(Slot.TOAST, 600)) is None
    assert room.place(at(Slot.TOAST, 600, height=40)) == at(Slot.TOAST, 702, height=40)


def test_what_is_refused_for_want_of_room_names_what_is_to_be_taken_off() -> None:
    """请先收一样 left the person to try: it was the correction."""
    artist = FakeArtist()
    artist.places |= {"correction": (0, 0, 720, 700), "countdown": (0, 1200, 720, 80)}
    artist.places["coupon"] = (0, 600, 720, 600)
    layers = WantedLayers(Plan("专场", video=PICTURE), artist, ManualClock(), ())
    asked = tuple(
        Overlay.of(name, **said)
        for name, said in (("correction", {"right": "包邮"}), ("countdown", {}), ("coupon", {}))
    )
    (refused,) = layers.of(Intent(on_air=True, overlays=asked), LIVE).refusals
    assert refused.overlay == asked[2]
    assert "先收“更正”" in word_error(refused.error)
    assert 'Take "Correction" off' in word_error(refused.error, "en")


def test_where_one_alone_is_not_in_the_way_none_is_named() -> None:
    room = Room(PICTURE, Box(0, 0, 720, 1280), [])
    for slot, y in ((Slot.CORRECTION, 0), (Slot.BOARD, 640)):
        assert room.place(replace(at(slot, y, 600, 720), x=0)) is not None
    assert room.in_the_way(replace(at(Slot.COUNTDOWN, 0, 1270, 720), x=0)) is None
    small = room.in_the_way(replace(at(Slot.COUNTDOWN, 0, 500, 720), x=0))
    assert small is not None
    assert small.slot is Slot.BOARD


def test_under_the_whole_picture_all_but_what_the_law_asks_for_waits() -> None:
    room = Room(PICTURE, Box(0, 200, 720, 800), [])
    assert room.place(at(Slot.CORRECTION, 300)) is not None
    board = replace(at(Slot.BOARD, 0, 1280, 720), x=0)
    assert room.place(board) == board
    assert room.place(at(Slot.TOAST, 600)) is None
    assert room.place(at(Slot.BRAND_FRAME, 0, 1280, 720)) is None


def test_a_page_takes_no_room_and_lies_below_what_says_something() -> None:
    """Where on the whole picture it shows anything only a browser knows."""
    room = Room(PICTURE, Box(0, 200, 720, 800), [at(Slot.SELLER, 750, 50)])
    page = replace(at(Slot.PAGE, 0, 1280, 720), x=0)
    assert room.place(page) == page
    assert room.place(at(Slot.CARD, 500, 200)) == at(Slot.CARD, 500, 200)
    order = list(Slot)
    others = {*Slot} - {Slot.BRAND_FRAME, Slot.PAGE}
    assert all(order.index(Slot.PAGE) < order.index(each) for each in others)


def test_what_waits_does_not_come_back_for_another_once_it_is_no_longer_true() -> None:
    """A price drop that found no room, from a price that was changed meanwhile."""
    plan = Plan("专场", video=PICTURE, products=(PlannedProduct("A", "杨梅", price_fen=3990),))
    artist = FakeArtist(broken="coupon")
    artist.places |= dict.fromkeys(("price-drop", "correction"), (0, 0, 700, 1000))
    layers = WantedLayers(plan, artist, ManualClock(), ())
    drop = boards.price_drop(plan.products[0], 3500)
    over = Overlay.of("correction", right="包邮")
    sold = e.ProductChanged("A", "杨梅", "", "", 3500, None, "")
    seen = replace(LIVE, layers={"board": drop.taken("")}, changed={"A": sold})
    waits = layers.of(Intent(on_air=True, overlays=(over, drop)), seen)
    assert waits.waiting == {Slot.BOARD}
    now = {"A": replace(sold, price_fen=3000)}
    changed = replace(LIVE, waiting=seen.layers, changed=now)
    coupon = Overlay.of("coupon", amount=500)
    drawn = layers.of(Intent(on_air=True, overlays=(coupon,)), changed)
    assert (drawn.layers, [each.overlay for each in drawn.refusals]) == ((), [coupon])
