"""What is on air on the practice stage. Belongs to the render thread alone: no locks in here."""

from __future__ import annotations

import logging
import math
from collections import deque
from collections.abc import Callable, Set
from dataclasses import replace
from pathlib import Path

import numpy as np

from studio.camera.handover import CameraHandover
from studio.camera.opencv import Picture, cover, read_picture
from studio.runtime.errors import UserFacingError, together
from studio.stage.faults import Fault
from studio.stage.layers import ALWAYS, Layer, MotionBudget, Slot, by_slot
from studio.stage.motion import MotionWatch
from studio.stage.port import (
    ChangedByHand,
    ConnectFailed,
    Listener,
    MicrophoneMeasured,
    Observed,
    RecordingChanged,
    Scene,
    SoundSwitched,
    StageHealth,
    StageSetup,
    StreamChanged,
    StreamState,
    VideoProfile,
    Wanted,
)
from studio.stage.practice.footage import Footage, open_footage
from studio.stage.practice.layers import Layers
from studio.stage.practice.load import BUSY_KEEPS, SimulatedLoad, SimulatedTrial
from studio.stage.practice.recorder import Recorder
from studio.stage.practice.uplink import SimulatedUplink

log = logging.getLogger(__name__)

RESTING_FPS = 2.0
"""Pictures a second while nothing is sent, recorded or moving."""
METER_SECONDS = 0.1
"""Between two microphone readings: the port allows ten a second."""
FPS_WINDOW = 2.0
SILENCE_DBFS, LOUDEST_DBFS = -90.0, 0.0
FLOOD_A_TICK = 4
"""News nobody asked for, with every picture, while `Fault.FLOOD` is played."""
FOREIGN_GREY = 90
"""What another scene collection shows."""
STALE_SECONDS = 0.1
"""A picture older than this is drawn anew for who asks to see the programme."""


class Hold:
    """Whether nobody starts the stream before its restart. Any thread: one flag, and the latest
    word counts."""

    on = False


class Air:
    """Scene, card, stream and recording of an open practice stage."""

    def __init__(
        self,
        setup: StageSetup,
        listener: Listener,
        now: float,
        handover: CameraHandover,
        hold: Hold,
        camera_address: Callable[[str], str] = str,
    ) -> None:
        """Raises what `open_footage` raises, and ``break_picture_unreadable`` (file)."""
        self.setup = setup
        self.listener = listener
        self._video = setup.video
        self._break = _break_picture(setup)
        self._footage = open_footage(setup.footage, setup.video, handover, camera_address)
        self._opened = now
        self._scene = Scene.PROGRAMME
        self._layers = Layers()
        self._motion = MotionWatch()
        self._muted = False
        self._faults: Set[Fault] = frozenset()
        self._stuck: Picture | None = None
        """The picture a camera hangs on while `Fault.FROZEN` is played."""
        self._virtual_camera = False
        self._uplink = SimulatedUplink(setup.video_kbps, setup.video.fps)
        self._hold = hold
        self._load = SimulatedLoad(setup.video, now)
        self._trial: SimulatedTrial | None = None
        self._recorder: Recorder | None = None
        self._picture, self._drawn_at = self._break, -math.inf
        self._meter_due = now
        self._drawn: deque[float] = deque()

    # -- what is asked of it ---------------------------------------------------------------

    def use_key(self, key: str) -> None:
        """Nobody asks for it here; the setup is that of the next opening all the same."""
        if self.setup.ingest is not None:
            self.setup = replace(self.setup, ingest=replace(self.setup.ingest, key=key))

    def apply(self, wanted: Wanted, now: float, faults: Set[Fault]) -> UserFacingError | None:
        """Match ``wanted`` as far as possible; what was not, or None.

        Everything that can be done is done: a card that cannot be loaded does not keep the
        recording from starting.
        """
        self._faults = faults
        steps: list[Callable[[], None]] = [lambda: self._show(wanted, now)]
        if not wanted.layers_alone:
            if not wanted.scene_and_sound_stay:
                self._scene = wanted.scene
                self._mute(wanted.muted)
            self._virtual_camera = wanted.virtual_camera
            steps.append(lambda: self._record(wanted, now))
            steps.append(lambda: self._stream(wanted.streaming, now, faults))
        errors = [error for step in steps if (error := _attempt(step)) is not None]
        self._draw(now)
        return together(errors) if errors else None

    @property
    def footage(self) -> Footage:
        """Where the pictures come from."""
        return self._footage

    @property
    def moving(self) -> bool:
        """A layer is still on its way in or out."""
        return self._layers.moving

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Those that are up: always ones that were loaded."""
        return self._layers.current

    def observe(self) -> Observed:
        # Under the break picture layers wait; viewers do not see them, so they are not on air.
        covered = self._scene is Scene.BREAK
        layers = [each for each in self.layers if not covered or each.slot in ALWAYS]
        recorder = self._recorder
        ours = Fault.COLLECTION not in self._faults
        return Observed(
            scene=self._scene if ours else None,
            layers={layer.slot: layer.sha256 for layer in layers} if ours else {},
            stream=self._uplink.state,
            recording=recorder is not None,
            recording_path=recorder.path if recorder else None,
            muted=self._muted,
            microphone_off=self._muted,
            virtual_camera=self._virtual_camera,
        )

    def health(self, now: float) -> StageHealth:
        if self._trial is not None:
            return self._trial.health(now, self._faults)
        uplink, load = self._uplink, self._load.now(now, self._faults)
        return StageHealth(
            at_monotonic=now,
            stream=uplink.state,
            bytes_sent=uplink.bytes_sent,
            frames_total=uplink.frames_total,
            frames_dropped=uplink.frames_dropped,
            fps=self._measured_fps(now),
            congestion=uplink.congestion,
            load=load,
            motion=self._motion.sample(now, load),
        )

    def restart_stream(self, kbps: int | None, now: float) -> None:
        """Stop the stream and bring it up again at another rate; None: hold it."""
        before = self._uplink.state
        if kbps is None:
            self._hold.on = True  # one that still ran took it for over
            self._uplink.hold()
        else:
            self._uplink.restart(now, kbps)
        self._tell_stream(before)

    def begin_trial(self, video: VideoProfile, kbps: int, now: float) -> None:
        """Pretend to stream in that size, to nowhere; ``trial_on_air`` while anything is."""
        if self._recorder is not None or self._uplink.state is not StreamState.OFF:
            raise UserFacingError("trial_on_air")
        self._trial = SimulatedTrial(video, kbps, now)

    def end_trial(self) -> None:
        self._trial = None

    def programme(self, now: float) -> Picture:
        """The picture on air now; not to be changed."""
        if now - self._drawn_at > STALE_SECONDS:
            self._draw(now)
        return self._picture

    def filmed(self, now: float) -> Picture:
        """What the camera gives by itself; the caller may draw on it."""
        if Fault.FROZEN not in self._faults:
            self._stuck = None
        elif self._stuck is not None:
            return self._stuck.copy()
        picture = self._footage.picture(now - self._opened)
        if Fault.BLACK in self._faults:
            picture = np.zeros_like(picture)
        if Fault.FROZEN in self._faults:
            self._stuck = picture.copy()
        return picture

    # -- what time does to it --------------------------------------------------------------

    def tick(self, now: float, faults: Set[Fault]) -> float:
        """Let it be ``now``; seconds until it wants to be told again."""
        self._take_on(faults)
        self._layers.end(now)
        self._send(now, faults)
        self._measure_sound(now)
        period = 1 / (self._rate if self._working else RESTING_FPS)
        due = self._drawn_at + period
        # On a fixed grid while working, else the rounding of every wait would add up.
        if now >= due - 0.001:
            self._draw(now, due if now - due < period else now)
            due = self._drawn_at + period
        return max(0.0, min(due, self._meter_due) - now)

    def thaw(self, now: float, *, broke_off: bool) -> None:
        """It hung and sent nothing; ``broke_off``: the platform did not wait for it."""
        before = self._uplink.state
        self._uplink.stood_still(now, broke_off=broke_off)
        self._tell_stream(before)

    def drop(self, now: float) -> None:
        """The stage dies: stream and recording end without a word, as when OBS is killed."""
        self._uplink.stop()
        if self._recorder is not None:
            self._recorder.close(self._picture, now)
            self._recorder = None

    def close(self, now: float) -> None:
        """Finish the recording, let go of the camera."""
        self.drop(now)
        self._footage.close()

    def _take_on(self, faults: Set[Fault]) -> None:
        fresh, self._faults = faults - self._faults, faults
        if Fault.INPUT_DELETED in fresh:
            self._layers.drop(Slot.CARD)
            self.listener(ChangedByHand("input"))
        if Fault.COLLECTION in fresh:
            self.listener(ChangedByHand("collection"))
        if Fault.FLOOD in faults:
            for _ in range(FLOOD_A_TICK):
                self.listener(SoundSwitched())

    @property
    def _working(self) -> bool:
        on_air = self._recorder is not None or self._uplink.state is not StreamState.OFF
        return on_air or self._layers.moving

    @property
    def _rate(self) -> float:
        """Pictures a second that the computer manages."""
        return self._video.fps * (BUSY_KEEPS if Fault.SLOW in self._faults else 1)

    def _draw(self, now: float, at: float | None = None) -> None:
        if Fault.COLLECTION in self._faults:
            picture = np.full_like(self._break, FOREIGN_GREY)
        elif self._scene is Scene.BREAK:
            picture = self._break.copy()
            self._layers.draw(picture, now, ALWAYS)
        else:
            picture = self.filmed(now)
            self._layers.draw(picture, now)
        self._picture, self._drawn_at = picture, now if at is None else at
        self._drawn.append(now)
        if self._recorder is not None:
            self._recorder.write(picture, now)
            if self._recorder.failure is not None:
                self.stop_recording(now)

    def _mute(self, muted: bool) -> None:
        if muted is not self._muted:
            self._muted = muted
            self.listener(SoundSwitched())

    def _show(self, wanted: Wanted, now: float) -> None:
        # Motion is for viewers; with nobody watching, or under the break picture, it is a cut.
        watched = self._working or self._virtual_camera
        seen = watched and self._scene is Scene.PROGRAMME
        budget = self._motion.budget if seen else MotionBudget.CUT
        refusals = self._layers.match(by_slot(wanted.layers), budget, now)
        if refusals:
            raise together(refusals)

    def _record(self, wanted: Wanted, now: float) -> None:
        if wanted.recording and not wanted.recording_waits and self._recorder is None:
            self._recorder = Recorder(self.setup.recordings, self._video, now)
            self.listener(RecordingChanged(True, self._recorder.path))
        elif not wanted.recording:
            self.stop_recording(now)

    def stop_recording(self, now: float) -> None:
        """It ends, and its file is finished; one that does not run is left alone."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.close(self._picture, now)
            self.listener(RecordingChanged(False, recorder.path))

    def _stream(self, wanted: bool, now: float, faults: Set[Fault]) -> None:
        running = self._uplink.state is not StreamState.OFF
        if not wanted:
            self._hold.on = False
        if wanted and not running and self.setup.ingest is not None:
            self._start_stream(now, faults)
        elif not wanted and running:
            self._uplink.stop()
            self.listener(StreamChanged(StreamState.OFF))

    def _start_stream(self, now: float, faults: Set[Fault]) -> None:
        if self._hold.on:
            self._uplink.hold()
            return
        self.listener(StreamChanged(StreamState.STARTING))
        self._uplink.start(now, faults)
        self._tell_stream(StreamState.STARTING)

    def _send(self, now: float, faults: Set[Fault]) -> None:
        before = self._uplink.state
        if self._hold.on and before is StreamState.STARTING:
            self._uplink.hold()  # it does not get in, and is tried no more
        if self._uplink.step(now, faults) is StreamState.ON:
            self._hold.on = False
        self._tell_stream(before)

    def _tell_stream(self, before: StreamState) -> None:
        if self._uplink.state is not before:
            self.listener(StreamChanged(self._uplink.state))
        if (tries_left := self._uplink.take_failure()) is not None:
            self.listener(ConnectFailed(tries_left))

    def _measure_sound(self, now: float) -> None:
        if now < self._meter_due:
            return
        self._meter_due = max(self._meter_due + METER_SECONDS, now)
        silent = self._muted or Fault.SILENT in self._faults
        loud = LOUDEST_DBFS if Fault.CLIPPING in self._faults else speech_level(now - self._opened)
        level = SILENCE_DBFS if silent else loud
        self.listener(MicrophoneMeasured(level))

    def _measured_fps(self, now: float) -> float:
        """New pictures a second; while the stage rests on purpose, what it would make."""
        filmed = self._footage.rate()
        drawn = self._drawn_fps(now)
        return drawn if filmed is None else min(drawn, filmed)

    def _drawn_fps(self, now: float) -> float:
        while self._drawn and now - self._drawn[0] > FPS_WINDOW:
            self._drawn.popleft()
        if not self._working or not self._drawn:
            return float(self._video.fps)
        span = max(now - self._drawn[0], 1 / self._video.fps)
        return min(float(self._video.fps), len(self._drawn) / span)


def with_loaded_layers(wanted: Wanted, air: Air) -> Wanted:
    """``wanted`` with the layers that really are on air: what is applied again after a loss."""
    return replace(wanted, layers=air.layers)


def speech_level(seconds: float) -> float:
    """Loudness of somebody talking: syllables within phrases, a breath between them; dBFS."""
    phrase = math.sin(seconds * 1.1) + 0.6 * math.sin(seconds * 0.37 + 1)
    if phrase < -0.75:
        return -52.0 + 3 * math.sin(seconds * 7)
    syllable = abs(math.sin(seconds * 2 * math.pi * 1.9)) + 0.4 * math.sin(seconds * 9.3)
    return -26.0 + 5 * phrase + 8 * syllable


def _attempt(step: Callable[[], None]) -> UserFacingError | None:
    try:
        step()
    except UserFacingError as error:
        return error
    return None


def _break_picture(setup: StageSetup) -> Picture:
    picture = read_picture(Path(setup.break_picture))
    if picture is None:
        raise UserFacingError("break_picture_unreadable", file=str(setup.break_picture))
    fitted = cover(picture, setup.video.width, setup.video.height)
    if fitted.shape[2] == 4:
        alpha = fitted[:, :, 3:].astype(np.uint16)
        fitted = (fitted[:, :, :3] * alpha // 255).astype(np.uint8)
    return np.ascontiguousarray(fitted)
