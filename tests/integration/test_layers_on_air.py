"""Layers on air: what the port promises on both stages, and what arrives from a real OBS."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno

from overlays import drawing, library, parts
from overlays.canvas import canvas
from overlays.contrast import luminance
from studio.camera.glimpse import Glimpses
from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.stage.faults import Fault
from studio.stage.layers import Layer, Motion, Roll, Slot
from studio.stage.obs.client import Execution, ObsClient
from studio.stage.obs.look import Item
from studio.stage.obs.picture import canvas as obs_canvas
from studio.stage.obs.scenes import OVERLAY
from studio.stage.obs.stage import ObsStage
from studio.stage.port import Ingest, Proof, Scene, Stage, StreamState, Wanted
from studio.stage.practice.stage import PracticeStage
from tests.helpers import motions, received
from tests.helpers.gui import gui
from tests.helpers.obs_rig import RealObs
from tests.helpers.overlay_samples import usual, village
from tests.helpers.pictures import BLUE, GREEN, RED, YELLOW, decode, make_card, shows_card
from tests.helpers.rtmp import rtmp_server
from tests.helpers.stages import PATIENCE, WIDE, Heard, make_setup, wait_for

pytestmark = pytest.mark.usefixtures("patient_obs")


@pytest.fixture(params=["practice", pytest.param("obs", marks=pytest.mark.obs)])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """An open stage; nothing is left on air after the test."""
    if request.param == "practice":
        made: Stage = PracticeStage()
    else:
        obs: RealObs = request.getfixturevalue("obs")
        made = ObsStage(obs.url, obs.password)
    made.open(make_setup(tmp_path, video=WIDE), Heard())
    yield made
    made.apply(Wanted())
    made.close()


def picture(stage: Stage) -> np.ndarray:
    return decode(stage.programme(WIDE.width))


def layer(folder: Path, slot: Slot, colour: tuple[int, int, int], **place: int) -> Layer:
    there = {"x": 40, "y": 200, "size": 100} | place
    return replace(make_card(folder, colour, slot.value, **there), slot=slot)


def test_layers_lie_in_the_order_of_their_slots_whenever_they_came(
    stage: Stage, tmp_path: Path
) -> None:
    notice = layer(tmp_path, Slot.NOTICE, RED, x=100)
    card = layer(tmp_path, Slot.CARD, GREEN, x=100)
    frame = layer(tmp_path, Slot.BRAND_FRAME, BLUE, x=240)
    for wanted in ((notice,), (card, notice), (notice, frame, card)):
        seen = stage.apply(Wanted(layers=wanted))
        assert seen.layers == {each.slot: each.sha256 for each in wanted}
        wait_for(lambda: shows_card(picture(stage), notice, RED), "the notice on top")
    right = replace(frame, x=300)  # where only the frame reaches
    assert shows_card(picture(stage), right, BLUE)
    assert set(stage.apply(Wanted(layers=(frame, card))).layers) == {Slot.BRAND_FRAME, Slot.CARD}
    wait_for(lambda: shows_card(picture(stage), card, GREEN), "the card above the frame")


def test_only_what_the_law_asks_for_is_seen_over_the_break(stage: Stage, tmp_path: Path) -> None:
    notice, card = layer(tmp_path, Slot.NOTICE, RED), layer(tmp_path, Slot.CARD, GREEN, x=300)
    stage.apply(Wanted(layers=(notice, card)))
    seen = stage.apply(Wanted(Scene.BREAK, layers=(notice, card)))
    assert (seen.scene, seen.layers) == (Scene.BREAK, {Slot.NOTICE: notice.sha256})
    wait_for(lambda: shows_card(picture(stage), notice, RED), "the notice over the break")
    assert shows_card(picture(stage), card, YELLOW)
    assert stage.prove(Slot.NOTICE).shows
    assert stage.apply(Wanted(Scene.BREAK)).layers == {}


def test_a_layer_that_does_not_load_leaves_the_last_good_one_and_the_others(
    stage: Stage, tmp_path: Path
) -> None:
    good = layer(tmp_path, Slot.SELLER, RED)
    stage.apply(Wanted(layers=(good,)))
    bad = replace(good, path=tmp_path / "missing.png", sha256="bad")
    clock = received.countdown(tmp_path, time.monotonic() + 60)
    assert clock.digits is not None
    blank = replace(clock, digits=replace(clock.digits, path=tmp_path / "missing.png"))
    card = layer(tmp_path, Slot.CARD, BLUE, x=300)
    with pytest.raises(UserFacingError) as refused:
        stage.apply(Wanted(layers=(bad, blank, card)))
    assert refused.value.code == "layer_not_loaded"
    assert stage.observe().layers == {Slot.SELLER: good.sha256, Slot.CARD: card.sha256}
    assert shows_card(picture(stage), good, RED)


def seconds_shown(stage: Stage) -> int:
    return received.read_frame(0, np.ascontiguousarray(picture(stage)[:, :, ::-1])).seconds


def test_digits_count_down_to_zero_and_stay(stage: Stage, tmp_path: Path) -> None:
    stage.apply(Wanted(layers=(received.countdown(tmp_path, time.monotonic() + 61.5),)))
    wait_for(lambda: 20 < seconds_shown(stage) <= 60, "a minute left")
    sooner = received.countdown(tmp_path, ends_at := time.monotonic() + 1.2)
    before = stage.apply(Wanted(layers=(sooner,)))  # only the end moves: nothing is loaded again
    assert before.layers == {Slot.COUNTDOWN: sooner.sha256}
    wait_for(lambda: seconds_shown(stage) == 0, "the end")
    assert time.monotonic() >= ends_at - 0.1


def notice_that_rolls(folder: Path) -> Layer:
    strip = np.full((40, 900, 4), 255, np.uint8)
    strip[:, :, :3] = np.linspace(0, 250, 900)[None, :, None]
    roll = Roll(*received.write_png(folder, strip), 10, 0, 200, 40, 200.0)
    band = layer(folder, Slot.ROLLING_NOTICE, RED, x=100, y=300, size=40)
    return replace(band, width=220, height=40, roll=roll)


def test_a_camera_that_stands_still_is_seen_under_what_moves_by_itself(
    stage: Stage, tmp_path: Path
) -> None:
    if isinstance(stage, PracticeStage):
        stage.faults.inject(Fault.FROZEN)  # OBS has no camera here: nothing moves
    clock = received.countdown(tmp_path, time.monotonic() + 600)
    stage.apply(Wanted(layers=(clock, notice_that_rolls(tmp_path))))
    camera, all_of_it = Glimpses(), Glimpses()
    seen: list[bool] = []

    def look() -> bool:
        glance = stage.glance(policy.LOOK_WIDTH)
        whole = all_of_it.take(glance.jpeg)
        filmed = camera.take(glance.jpeg, glance.restless)
        assert whole is not None
        assert filmed is not None
        seen.append(whole.moved)
        return filmed.moved

    wait_for(lambda: not look(), "the layers are there")
    seen.clear()
    while seen.count(True) < 3:
        assert not look()
        assert len(seen) < 200
    stage.apply(Wanted())
    assert stage.glance(policy.LOOK_WIDTH).restless == ()


def test_a_notice_rolls_through_its_window(stage: Stage, tmp_path: Path) -> None:
    stage.apply(Wanted(layers=(notice_that_rolls(tmp_path),)))

    def shade() -> float:
        return float(picture(stage)[310:330, 200:220].mean())

    first = shade()
    wait_for(lambda: abs(shade() - first) > 25, "it moves on")
    beside = picture(stage)[310:330, 60:80]
    stage.apply(Wanted())
    wait_for(lambda: abs(shade() - float(beside.mean())) < 12, "it is gone")


def test_a_layer_that_ends_goes_by_itself(stage: Stage, tmp_path: Path) -> None:
    """Nobody asks for anything: a program that is dead could not."""
    seller = layer(tmp_path, Slot.SELLER, BLUE, x=20)
    coupon = layer(tmp_path, Slot.BOARD, RED, x=300)
    begin = time.monotonic()
    stage.apply(Wanted(layers=(seller, replace(coupon, until=begin + 600))))
    wait_for(lambda: shows_card(picture(stage), coupon, RED), "the offer")
    took = time.monotonic() - begin  # a busy computer takes seconds for what follows
    clock = received.countdown(tmp_path, ends_at := time.monotonic() + 3.0 + 5 * took)
    ending = (seller, replace(coupon, until=ends_at), replace(clock, until=ends_at + 0.3))
    seen = stage.apply(Wanted(layers=ending))
    assert set(seen.layers) == {Slot.SELLER, Slot.BOARD, Slot.COUNTDOWN}
    assert stage.apply(Wanted(layers=ending)) == seen
    assert shows_card(picture(stage), coupon, RED)
    wait_for(
        lambda: not shows_card(picture(stage), coupon, RED), "the offer gone", PATIENCE + 5 * took
    )
    assert time.monotonic() >= ends_at - 0.1
    wait_for(lambda: set(stage.observe().layers) == {Slot.SELLER}, "the clock gone too")
    assert shows_card(picture(stage), seller, BLUE)
    assert set(stage.apply(Wanted(layers=ending)).layers) == {Slot.SELLER}
    assert set(stage.apply(Wanted(layers=(seller, coupon))).layers) == {Slot.SELLER, Slot.BOARD}
    wait_for(lambda: shows_card(picture(stage), coupon, RED), "one without an end in its place")


def test_a_layer_and_its_code_are_found_in_the_programme(stage: Stage, tmp_path: Path) -> None:
    modules = np.array([list(row) for row in segno.make("https://a.cn/t/0618").matrix], np.uint8)
    code = cv2.resize((1 - modules) * 255, (200, 200), interpolation=cv2.INTER_NEAREST)
    drawn = np.full((240, 240, 4), 255, np.uint8)
    drawn[20:220, 20:220, :3] = code[:, :, None]
    path, sha = received.write_png(tmp_path, drawn)
    board = Layer(Slot.BOARD, path, sha, 300, 60, 240, 240, "溯源")
    seller = layer(tmp_path, Slot.SELLER, RED, x=20)
    assert stage.prove(Slot.BOARD) == Proof(None)
    stage.apply(Wanted(layers=(board, seller)))
    found = Proof(sha, shows=True, codes=frozenset({"https://a.cn/t/0618"}))
    wait_for(lambda: stage.prove(Slot.BOARD) == found, "the code read in the programme")
    assert stage.prove(Slot.SELLER) == Proof(seller.sha256, shows=True)
    over = layer(tmp_path, Slot.NOTICE, GREEN, x=300, y=60, size=200)
    stage.apply(Wanted(layers=(board, over)))
    covered = Proof(sha, shows=False, codes=frozenset())
    wait_for(lambda: stage.prove(Slot.BOARD) == covered, "nobody sees it")
    stage.apply(Wanted(Scene.BREAK, layers=(board,)))
    assert stage.prove(Slot.BOARD) == Proof(None)


@pytest.mark.obs
def test_letters_on_a_panel_the_camera_shines_through_reach_in_obs_what_was_computed(
    obs: RealObs, hand: ObsClient, tmp_path: Path
) -> None:
    """Over a bright camera the panel is lighter than a browser would blend it: letters fit that."""
    gui()
    template, on = library.find("seller"), canvas((1280, 720))
    said = usual(template, None)
    drawn = drawing.draw(template, said, canvas=on, brand=village(), fps=20, folder=tmp_path)
    made = drawing.compose(template, said, canvas=on, brand=village())
    picture = drawn.picture
    place = (20, 20, picture.width, picture.height)
    seller = Layer(Slot.SELLER, picture.path, picture.sha256, *place)
    (letters, *_) = (each for each in made.parts() if isinstance(each, parts.Letters))
    x, y, width, height = (int(side) for side in letters.box.getRect())
    stage = ObsStage(obs.url, obs.password)
    stage.open(make_setup(tmp_path, video=WIDE), Heard())
    try:
        for camera, grey in ((0.0, 0), (1.0, 255)):
            behind = make_card(tmp_path, (grey,) * 3, "camera", x=0, y=0, size=360)
            behind = replace(behind, slot=Slot.BRAND_FRAME, width=WIDE.width, height=WIDE.height)
            stage.apply(Wanted(layers=(behind, seller)))
            seen = cv2.imdecode(np.frombuffer(obs_canvas(hand), np.uint8), cv2.IMREAD_COLOR)
            assert seen is not None
            box = seen[20 + y : 20 + y + height, 20 + x : 20 + x + width].reshape(-1, 3)
            lights = sorted(luminance(f"#{r:02X}{g:02X}{b:02X}") for b, g, r in box.tolist())
            measured = (lights[-3] + 0.05) / (lights[len(lights) // 20] + 0.05)
            panel = luminance(made.root.fill[0]) * made.root.opacity
            ground = panel + camera * (1 - made.root.opacity)
            computed = (luminance(letters.runs[0].colour) + 0.05) / (ground + 0.05)
            assert measured == pytest.approx(computed, rel=0.08), camera
    finally:
        stage.apply(Wanted())
        stage.close()


def overlay_items(hand: ObsClient) -> list[Item]:
    return list(hand.request("GetSceneItemList", {"sceneName": OVERLAY})["sceneItems"])


@pytest.mark.obs
def test_a_take_waits_for_two_answers_before_obs_has_all_of_it(
    obs: RealObs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is waited for in turn with OBS's own drawing: ten of them took a frame and more."""
    asked: list[dict[str, object]] = []
    ask = ObsClient._ask

    def counted(
        self: ObsClient, op: int, content: dict[str, object], name: str, end: float
    ) -> dict[str, object]:
        asked.append(content)
        return ask(self, op, content, name, end)

    stage = ObsStage(obs.url, obs.password)
    stage.open(make_setup(tmp_path, video=WIDE), Heard())
    try:
        for colour in (RED, GREEN):  # both sides have been used
            stage.apply(Wanted(layers=(layer(tmp_path, Slot.CARD, colour),)))
        monkeypatch.setattr(ObsClient, "_ask", counted)
        stage.apply(Wanted(layers=(layer(tmp_path, Slot.CARD, BLUE),)))
    finally:
        monkeypatch.undo()
        stage.apply(Wanted())
        stage.close()
    ways = [each.get("executionType", each.get("requestType")) for each in asked]
    before = ways[: ways.index(int(Execution.SERIAL_FRAME))]
    # Once more for each look at a file that OBS loads with its next frame only.
    assert [each for each in before if each != "GetSourceScreenshot"] == [Execution.SERIAL] * 2


@pytest.mark.obs
def test_layers_come_back_and_nothing_doubles(
    obs: RealObs, hand: ObsClient, tmp_path: Path
) -> None:
    stage = ObsStage(obs.url, obs.password)
    stage.open(make_setup(tmp_path, video=WIDE), Heard())
    clock = received.countdown(tmp_path, time.monotonic() + 600)
    card = layer(tmp_path, Slot.CARD, RED)
    wanted = Wanted(layers=(clock, card))
    before = stage.apply(wanted)

    def items() -> list[str]:
        return sorted(i["sourceName"] for i in overlay_items(hand) if i["sceneItemEnabled"])

    shown = items()
    assert len(shown) == 6
    assert (stage.apply(wanted), items()) == (before, shown)
    (moved,) = (i for i in overlay_items(hand) if i["sourceName"] == "贴片A")
    where = {"sceneName": OVERLAY, "sceneItemId": moved["sceneItemId"]}
    aside = {"positionX": 300.0}  # as an OBS that died in a slide comes back
    hand.request("SetSceneItemTransform", where | {"sceneItemTransform": aside})
    assert stage.apply(wanted) == before
    wait_for(lambda: shows_card(picture(stage), card, RED), "the card in its place")
    stage.close()
    assert [name[:2] for name in items()] == ["贴片"], "a clock that nobody counts does not stay"
    stage.open(make_setup(tmp_path, video=WIDE), Heard())
    hand.request("RemoveInput", {"inputName": "倒计时A数字"})
    wait_for(lambda: stage.apply(wanted) == before and len(items()) == 6, "all of it again")
    wait_for(lambda: 300 < seconds_shown(stage) <= 600, "the clock goes on")
    stage.apply(Wanted())
    stage.close()


@pytest.fixture
def film(
    obs: RealObs, hand: ObsClient, tmp_path: Path
) -> Iterator[tuple[list[received.Seen], list[str], int]]:
    """A few takes and a countdown as they arrive, the cards in the order they were taken, and how
    many pictures OBS left out because the computer was too busy."""
    before = obs.skipped_frames()
    stage = ObsStage(obs.url, obs.password)
    fading = Motion(motions.fade_in(5), motions.fade_out(3))
    with rtmp_server() as server:
        stage.open(make_setup(tmp_path, ingest=Ingest(server.server, "takes"), video=WIDE), Heard())
        clock = received.countdown(tmp_path, time.monotonic() + 6.0)
        first = received.card(tmp_path, "A")
        on = Wanted(streaming=True, layers=(first, clock))
        stage.apply(on)
        wait_for(lambda: stage.observe().stream is StreamState.ON, "a stream")
        order = "BABABA"
        for number, name in enumerate(order):
            motion = fading if number >= 4 else received.SLIDE
            card = received.card(tmp_path, name, motion, number=number)
            stage.apply(replace(on, layers=(card, clock)))
        assert clock.digits is not None
        wait_for(lambda: seconds_shown(stage) == 0, "the end")
        time.sleep(0.5)  # some frames of the end
        stage.apply(replace(on, layers=(card, clock), streaming=False))
        stage.apply(Wanted())
        stage.close()
        (path,) = server.received()
        yield list(received.read_film(path)), ["A", *order], obs.skipped_frames() - before


@pytest.mark.obs
def test_every_frame_received_shows_one_of_the_cards_and_every_second(
    film: tuple[list[received.Seen], list[str], int],
) -> None:
    frames, order, skipped = film
    assert not [frame.number for frame in frames if frame.ground], "neither card"
    shown = [frame.card for frame in frames]
    assert [shown[0], *(b for a, b in pairwise(shown) if a != b)] == order
    steps = [frame.step for frame in frames]
    jumps = [
        a - b for a, b in pairwise(steps) if a != b and not (a == 0 and b == received.SLIDE_STEPS)
    ]
    assert min(jumps, default=1) >= 1, f"a slide that goes back: {steps}"
    assert sum(jump - 1 for jump in jumps) <= skipped, f"a slide that jumps: {steps}"
    seconds = [frame.seconds for frame in frames]
    told = [seconds[0], *(b for a, b in pairwise(seconds) if a != b)]
    assert told == sorted(set(told), reverse=True), "a second told twice"
    assert told[-1] == 0
    assert told[0] + 1 - len(told) <= skipped // WIDE.fps, "a second skipped"
