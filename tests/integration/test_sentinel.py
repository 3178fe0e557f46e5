"""The sentinel on a session: what it writes, when it looks, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.runtime.wording import Language, sentence
from studio.session import events as e
from studio.session import stage_keeper
from studio.session.live import LiveSession
from studio.session.state import fold
from studio.session.stream_minder import HealthMeasured
from studio.stage.layers import Part
from studio.stage.port import (
    Glance,
    MicrophoneMeasured,
    Observed,
    Scene,
    SoundSwitched,
    StageInfo,
    StageLost,
    StageRegained,
    StreamState,
)
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.integration.test_live_session import Room, wait_until

HEALTHY = HealthMeasured(2400, "good", 0.0, 30.0, StreamState.ON)


def jpeg(level: int, seed: int | None = None) -> bytes:
    picture = np.full((180, 320), level, np.uint8)
    if seed is not None:
        picture += np.random.default_rng(seed).integers(0, 40, picture.shape, np.uint8)
    return cv2.imencode(".jpg", picture)[1].tobytes()


BLACK, STILL = jpeg(0), jpeg(120)
MOVES_AGAIN = round(policy.REOPENED_PICTURE_SECONDS) + 1
"""Looks that differ, until a camera that was opened again counts as good."""


class Watched(Room):
    """A live session of which the test says each second what is seen and heard."""

    def __init__(self, store: Store, runtime: Runtime, clock: ManualClock, folder: Path) -> None:
        super().__init__(store, runtime, clock, folder)
        self.runtime = runtime
        self.on: LiveSession
        self.seconds = 0

    def second(
        self,
        picture: bytes | None = None,
        cameras: tuple[str, ...] = ("摄像头",),
        restless: tuple[Part, ...] = (),
        bare: tuple[bytes, ...] = (),
    ) -> None:
        """One second passes; None: a picture that moves."""
        self.seconds += 1
        self.clock.advance(1)
        shown = jpeg(90, self.seconds) if picture is None else picture
        self.stage.glance_now = Glance(shown, self.stage.observe().scene, cameras, restless, bare)
        self.runtime.dispatcher.publish(HEALTHY)
        self.settle(self.on)

    def hears(self, peak: float, seconds: float = 1.0) -> None:
        for _ in range(round(seconds * 10)):
            self.clock.advance(0.1)
            self.runtime.dispatcher.publish(MicrophoneMeasured(peak))
        self.store_settles()

    def store_settles(self) -> None:
        self.studio.store.write(lambda db: None).result(60)

    @property
    def told(self) -> list[e.Fact]:
        kinds = (
            e.PictureWentBad, e.PictureCameBack, e.CamerasReopened, e.SoundWentBad,
            e.SoundCameBack, e.MicrophoneMuted, e.MicrophoneOpened,
        )  # fmt: skip
        return [c.entry.fact for c in self.changes if isinstance(c.entry.fact, kinds)]


@pytest.fixture
def room(
    store: Store,
    runtime: Runtime,
    clock: ManualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Watched]:
    monkeypatch.setattr(
        stage_keeper, "SAMPLE_SECONDS", 3600.0
    )  # the test says when a second is over
    made = Watched(store, runtime, clock, tmp_path)
    made.on = made.live()
    yield made
    made.on.close()


def test_a_frozen_camera_is_told_reopened_once_and_told_when_it_is_back(room: Watched) -> None:
    room.second()
    for _ in range(4):
        room.second(STILL)
    assert room.told == [e.PictureWentBad("frozen"), e.CamerasReopened(("摄像头",))]
    assert (room.on.state.picture, room.on.state.cameras_reopened) == ("frozen", True)
    for _ in range(10):
        room.second(STILL)
    assert room.stage.reopened == 1
    for _ in range(MOVES_AGAIN):
        room.second()
    assert room.told[2:] == [e.PictureCameBack("frozen")]
    assert (room.on.state.picture, room.on.state.cameras_reopened) == ("good", False)


def test_a_scene_chosen_by_hand_raises_no_alarm_and_reopens_no_camera(room: Watched) -> None:
    room.second()
    for _ in range(2):
        room.stage.choose_by_hand(None)
        for _ in range(6):
            room.second(BLACK, cameras=())
        assert room.on.state.scene_by_hand
        room.stage.choose_by_hand(Scene.PROGRAMME)
        for _ in range(3):
            room.second()
        assert not room.on.state.scene_by_hand
    assert room.told == []
    assert room.stage.reopened == 0
    by_hand = [c.entry.fact for c in room.changes if isinstance(c.entry.fact, e.ChangedByHand)]
    assert by_hand == [e.ChangedByHand(e.OTHER_SCENE), e.ChangedByHand(e.OUR_SCENE)] * 2


def test_a_scene_chosen_by_hand_ends_the_trouble_the_camera_was_in(room: Watched) -> None:
    room.second()
    for _ in range(6):
        room.second(BLACK)
    assert room.on.state.picture == "black"
    room.stage.choose_by_hand(None)
    room.second(BLACK, cameras=())
    assert (room.on.state.picture, room.on.state.cameras_reopened) == ("good", False)
    room.stage.choose_by_hand(Scene.PROGRAMME)
    for _ in range(6):
        room.second(BLACK)
    assert room.on.state.picture == "black", "it is so still, and found again"


def test_a_break_pressed_over_a_scene_chosen_by_hand_ends_it(room: Watched) -> None:
    room.stage.choose_by_hand(None)
    room.second()
    assert room.on.state.scene_by_hand
    room.on.break_on().result(60)
    assert (room.on.state.scene_by_hand, room.on.state.on_break) == (False, True)


def test_a_camera_that_stays_stuck_is_one_trouble_and_opened_again_once(room: Watched) -> None:
    """Each opening moves the picture: black, the picture, and the picture stands still again."""
    room.second()
    opened = 0
    for _ in range(round(4 * policy.REOPEN_AGAIN_SECONDS)):
        if room.stage.reopened > opened:
            opened = room.stage.reopened
            for picture in (BLACK, BLACK, BLACK, BLACK, None, None):
                room.second(picture)
        room.second(STILL)
    assert room.told == [e.PictureWentBad("frozen"), e.CamerasReopened(("摄像头",))]
    assert room.stage.reopened == 1
    room.on.end().result(60)
    summary = room.studio.summary(room.on.session_id).result(60)
    codes = [row["code"] for row in summary["incidents"]]
    assert codes.count("incident_picture_frozen") == 1


def test_black_that_turns_into_still_is_one_trouble(room: Watched) -> None:
    room.second()
    for picture in [BLACK] * 10 + [STILL] * 10:
        room.second(picture)
    assert room.told == [
        e.PictureWentBad("black"), e.CamerasReopened(("摄像头",)), e.PictureWentBad("frozen")
    ]  # fmt: skip
    assert room.on.state.cameras_reopened


def test_a_frozen_camera_is_told_while_a_countdown_is_on_air(room: Watched) -> None:
    room.second()
    for second in range(5):
        picture = np.full((180, 320), 120, np.uint8)
        picture[10:42, 20:52] = 20 * second
        shown = cv2.imencode(".jpg", picture)[1].tobytes()
        room.second(shown, restless=((20 / 320, 10 / 180, 32 / 320, 32 / 180),))
    assert room.told == [e.PictureWentBad("frozen"), e.CamerasReopened(("摄像头",))]


def test_a_frozen_camera_is_told_while_a_page_moves_over_it(room: Watched) -> None:
    room.second()
    for _ in range(5):
        room.second(bare=(STILL,))
    assert room.told == [e.PictureWentBad("frozen"), e.CamerasReopened(("摄像头",))]
    for seed in range(MOVES_AGAIN + 1):
        room.second(STILL, bare=(jpeg(90, seed),))  # it moves again, under a page that covers all
    assert room.told[2:] == [e.PictureCameBack("frozen")]


def test_a_page_that_comes_is_no_movement_of_a_frozen_camera(room: Watched) -> None:
    room.second()
    for _ in range(4):
        room.second(STILL)
    for _ in range(4):
        room.second(bare=(STILL,))
    assert room.told == [e.PictureWentBad("frozen"), e.CamerasReopened(("摄像头",))]


def test_one_of_two_cameras_under_a_page_that_moves_is_movement(room: Watched) -> None:
    for second in range(6):
        room.second(STILL, ("大摄像头", "小摄像头"), bare=(b"", jpeg(90, second)))
    assert room.told == []


def test_the_same_trouble_soon_after_is_left_to_a_person_and_later_tried_again(
    room: Watched,
) -> None:
    def freeze() -> None:
        for picture in [None] + [STILL] * 4 + [None] * MOVES_AGAIN:
            room.second(picture)

    freeze()
    freeze()
    assert room.stage.reopened == 1
    room.clock.advance(policy.REOPEN_AGAIN_SECONDS)
    freeze()
    assert room.stage.reopened == 2


def test_what_is_frozen_soon_after_it_was_reopened_is_tried_again_when_the_time_is_over(
    room: Watched,
) -> None:
    for picture in [None] + [STILL] * 4 + [None] * MOVES_AGAIN:
        room.second(picture)
    for _ in range(round(policy.REOPEN_AGAIN_SECONDS / 2)):
        room.second(STILL)
    assert room.stage.reopened == 1
    for _ in range(round(policy.REOPEN_AGAIN_SECONDS)):
        room.second(STILL)
    assert room.stage.reopened == 2


def test_a_camera_that_freezes_soon_after_it_was_black_is_reopened_for_that_too(
    room: Watched,
) -> None:
    for picture in [None] + [BLACK] * 4 + [None] * MOVES_AGAIN:
        room.second(picture)
    assert room.stage.reopened == 1
    for _ in range(5):
        room.second(STILL)
    assert room.stage.reopened == 2


def test_a_black_picture_is_told_also_where_no_camera_is_in_it(room: Watched) -> None:
    for _ in range(5):
        room.second(BLACK, cameras=())
    assert room.told == [e.PictureWentBad("black")]
    assert room.stage.reopened == 0


def test_a_card_that_stands_still_is_not_told(room: Watched) -> None:
    for _ in range(30):
        room.second(STILL, cameras=())
    assert room.told == []


def test_during_a_break_nothing_is_looked_at_and_afterwards_it_begins_afresh(room: Watched) -> None:
    for picture in (None, STILL, STILL):
        room.second(picture)
    room.on.break_on().result(60)
    looked = room.stage.glances
    for _ in range(20):
        room.second(BLACK)
    assert room.stage.glances == looked
    room.on.break_off().result(60)
    for _ in range(3):
        room.second(STILL)
    assert room.told == []
    room.second(STILL)
    assert room.told == [e.PictureWentBad("frozen"), e.CamerasReopened(("摄像头",))]


def test_a_break_ends_what_was_told(room: Watched) -> None:
    for _ in range(5):
        room.second(BLACK)
    room.on.break_on().result(60)
    assert room.on.state.picture == "good"


def test_a_break_picture_that_comes_before_its_fact_is_not_told(room: Watched) -> None:
    room.second()
    for _ in range(20):
        room.seconds += 1
        room.clock.advance(1)
        room.stage.glance_now = Glance(STILL, Scene.BREAK, ())
        room.runtime.dispatcher.publish(HEALTHY)
        room.settle(room.on)
    assert room.told == []


def test_looks_never_pile_up_behind_a_stage_that_is_busy(room: Watched) -> None:
    room.second()
    room.stage.gate.clear()
    busy = room.on.card_on()
    for _ in range(20):
        room.clock.advance(1)
        room.runtime.dispatcher.publish(HEALTHY)
    looked = room.stage.glances
    room.stage.gate.set()
    busy.result(60)
    room.settle(room.on)
    assert room.stage.glances == looked + 1


def test_who_presses_does_not_wait_behind_a_flood_of_sound_news(
    room: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, observe = [0], room.stage.observe

    def counted() -> Observed:
        read[0] += 1
        return observe()

    monkeypatch.setattr(room.stage, "observe", counted)
    room.settle(room.on)
    before = read[0]
    room.stage.gate.clear()
    busy = room.on.card_on()
    for _ in range(200):
        room.runtime.dispatcher.publish(SoundSwitched())
    room.stage.gate.set()
    busy.result(60)
    room.settle(room.on)
    assert 0 < read[0] - before < 10
    room.stage.muted_by_hand = True
    room.runtime.dispatcher.publish(SoundSwitched())  # the next one is read all the same
    room.settle(room.on)
    assert room.on.state.muted_by_hand


def test_a_stage_that_does_not_show_itself_is_left_in_peace_for_a_while(room: Watched) -> None:
    room.stage.no_glance = UserFacingError("obs_silent", host="127.0.0.1", port=4455)
    for _ in range(round(policy.LOOK_REST_SECONDS)):
        room.second()
    assert room.stage.glances == 1
    room.second()
    assert room.stage.glances == 2


def test_a_look_that_was_cut_off_by_a_loss_costs_no_rest(room: Watched) -> None:
    """Found again a second later, and black: told within 5 s all the same."""
    room.stage.no_glance = UserFacingError("stage_lost")
    room.second()
    room.stage.no_glance = None
    for _ in range(4):
        room.second(BLACK)
    assert room.on.state.picture == "black"


def test_silence_is_told_and_taken_back(room: Watched) -> None:
    room.hears(-20)
    room.hears(-60, policy.SILENT_SECONDS + 0.2)
    assert room.told == [e.SoundWentBad("silent")]
    assert room.on.state.sound == "silent"
    room.hears(-20)
    assert room.told[1:] == [e.SoundCameBack("silent")]


def test_a_stage_that_was_lost_is_not_silence(room: Watched) -> None:
    """Nothing was read meanwhile: the first quiet moment afterwards is not half a minute of it."""
    room.hears(-20)
    room.stage.listener(StageLost("stage_lost"))
    wait_until(lambda: room.on.state.stage_lost)
    room.clock.advance(policy.SILENT_SECONDS * 3)
    room.stage.listener(StageRegained(StageInfo("practice", "", True, True)))
    wait_until(lambda: not room.on.state.stage_lost)
    room.hears(-60)
    assert room.told == []
    room.hears(-60, policy.SILENT_SECONDS)
    assert room.told == [e.SoundWentBad("silent")]


def test_clipping_is_told(room: Watched) -> None:
    room.hears(0.0)
    assert room.told == [e.SoundWentBad("clipping")]
    room.hears(-20, policy.CLIPPING_OVER_SECONDS + 0.5)
    assert room.told[1:] == [e.SoundCameBack("clipping")]


def test_nobody_is_told_of_silence_while_held_muted_or_on_a_break(room: Watched) -> None:
    room.on.hold().result(60)
    room.hears(-60, 30)
    room.on.go_on().result(60)
    room.on.toggle_mute().result(60)
    room.hears(-60, 30)
    room.on.toggle_mute().result(60)
    room.on.break_on().result(60)
    room.hears(-60, 30)
    assert room.told == [e.MicrophoneMuted(by_hand=False), e.MicrophoneOpened()]


def test_muting_here_is_asked_of_the_stage_and_told(room: Watched) -> None:
    room.on.toggle_mute().result(60)
    assert room.stage.applied[-1].muted
    assert (room.on.state.muted, room.on.state.muted_by_hand) == (True, False)
    room.on.toggle_mute().result(60)
    assert not room.stage.applied[-1].muted
    assert not room.on.state.muted


def switched(room: Watched) -> None:
    """What the stage tells when somebody touched a microphone in OBS."""
    room.stage.listener(SoundSwitched())
    room.settle(room.on)


def test_a_mute_by_hand_is_told_with_who_did_it_and_not_undone(room: Watched) -> None:
    room.stage.muted_by_hand = True
    switched(room)
    assert room.told == [e.MicrophoneMuted(by_hand=True)]
    room.on.card_on().result(60)
    assert not room.stage.applied[-1].muted
    assert room.on.state.muted_by_hand
    room.stage.muted_by_hand = False
    switched(room)
    assert room.told[1:] == [e.MicrophoneOpened()]


def test_a_microphone_opened_by_hand_stays_open(room: Watched) -> None:
    room.on.toggle_mute().result(60)
    room.stage.opened_by_hand = True
    switched(room)
    assert room.told[-1] == e.MicrophoneOpened()
    room.on.card_on().result(60)
    assert not room.stage.applied[-1].muted


def test_a_muted_microphone_stays_so_until_the_stream_has_stopped(room: Watched) -> None:
    room.on.toggle_mute().result(60)
    room.on.end().result(60)
    off = [each for each in room.stage.applied if not each.streaming]
    assert [each.muted for each in off] == [True, False]


def test_a_restart_still_wants_it_muted_and_begins_with_a_good_picture(room: Watched) -> None:
    for _ in range(5):
        room.second(BLACK)
    room.on.toggle_mute().result(60)
    room.on.close()
    left = room.studio.interrupted().result(60)
    assert left is not None
    room.on = room.studio.resume_session(left.session_id).result(60)
    room.on.resume(left.interrupted_at).result(60)
    assert room.stage.applied[-1].muted
    assert (room.on.state.picture, room.on.state.muted) == ("good", True)


def test_a_microphone_silent_before_a_restart_is_not_told_mended_by_it(room: Watched) -> None:
    """OBS says what it hears as soon as it is connected, before the session is resumed."""
    room.hears(-20)
    room.hears(-60, policy.SILENT_SECONDS + 0.2)
    room.on.close()
    left = room.studio.interrupted().result(60)
    assert left is not None
    room.on = room.studio.resume_session(left.session_id).result(60)
    room.hears(-60)
    room.on.resume(left.interrupted_at).result(60)
    room.hears(-60, policy.SILENT_SECONDS + 0.2)
    assert room.told == [e.SoundWentBad("silent")] * 2


def test_after_the_session_is_closed_nothing_is_looked_at(room: Watched) -> None:
    room.second()
    room.on.close()
    looked = room.stage.glances
    room.runtime.dispatcher.publish(HEALTHY)
    assert room.stage.glances == looked


def test_the_review_tells_how_long_it_was_bad(room: Watched) -> None:
    room.second()
    for _ in range(10):
        room.second(STILL)
    for _ in range(MOVES_AGAIN):
        room.second()
    room.hears(-60, 10)
    room.hears(-20)
    room.on.end().result(60)
    summary = room.studio.summary(room.on.session_id).result(60)
    lasting = {row["code"]: row["lasted_ms"] for row in summary["incidents"]}
    assert lasting["incident_picture_frozen"] == 8000 + 1000 * (MOVES_AGAIN - 2)
    assert lasting["incident_sound_silent"] == pytest.approx(2000, abs=400)
    codes = [row["code"] for row in summary["timeline"]]
    for code in ("told_frozen", "told_cameras_reopened", "told_picture_came_back", "told_silent"):
        assert code in codes


@pytest.mark.parametrize(("speak", "language"), [("on", "zh"), ("on", "en"), ("off", "zh")])
def test_warnings_are_spoken_where_the_settings_say_so(
    room: Watched, speak: str, language: Language
) -> None:
    room.on.end().result(60)
    room.on.close()
    room.studio.settings.set("speak_warnings", speak)
    room.studio.settings.set("language", language)
    room.on = room.live()
    for _ in range(5):
        room.second(BLACK)
    expected = [(sentence("spoken_black", language), language)] if speak == "on" else []
    assert room.voice.said == expected


def test_a_lost_stage_ends_what_was_told_of_its_picture(room: Watched) -> None:
    for _ in range(5):
        room.second(BLACK)
    room.stage.listener(StageLost("stage_lost"))
    wait_until(lambda: room.on.state.stage_lost)
    assert room.on.state.picture == "good"
    entries = room.studio.entries(room.on.session_id).result(60)
    assert replace(fold(entries), last_at=None) == replace(room.on.state, last_at=None)
