"""The practice stage: the port of a session in one process, with no OBS, camera or network.

It promises what `studio.stage.port` promises, with one difference nothing can bridge: its air is
this process. `close` therefore ends the recording (finished, playable) and the simulated stream;
after a kill the recording up to that moment plays, and the next one gets a new name.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import TypeVar

import numpy as np

from studio.camera.capture import CameraSource
from studio.camera.devices import plugged_in
from studio.camera.handover import CameraHandover
from studio.camera.opencv import Picture, cv2
from studio.runtime.errors import UserFacingError
from studio.runtime.hard_end import end_hard
from studio.stage.faults import Fault
from studio.stage.layers import Layer, Part, Slot, hide_cameras, restless_parts
from studio.stage.port import (
    CameraOffer,
    Cameras,
    Glance,
    Listener,
    MicrophoneMeasured,
    Observed,
    Proof,
    Scene,
    StageEvent,
    StageHealth,
    StageInfo,
    StageLost,
    StageRegained,
    StageSetup,
    StreamState,
    VideoProfile,
    Wanted,
)
from studio.stage.practice.air import Air, Hold, with_loaded_layers
from studio.stage.practice.faults import CUT, DEAF, SWALLOWED, TURNED_AWAY, Faults
from studio.stage.practice.thread import RenderThread

log = logging.getLogger(__name__)
T = TypeVar("T")

JPEG_QUALITY = 80
MOTION_SECONDS = 1.0
"""How long `apply` waits for a card to arrive before it reads back; eight frames take 0.3 s."""
LOST_CHECK_SECONDS = 0.2
ANSWER_SECONDS = 3.0
"""How long a stage that hangs keeps whoever asks it waiting, as OBS does: until it is lost. A
connection that ended keeps nobody, and the loss is heard only after what waited before it."""
DEAF_SECONDS = 10.0
"""Of silence, until a connection counts as lost: two pings without an answer."""
LOST_AS = {Fault.OBS_KILLED: "practice_stage_lost", Fault.PASSWORD: "obs_wrong_password"}
"""What is told of a stage that is lost at once; of the others ``stage_lost``."""


class PracticeStage:
    """A Stage for trainers, demos and machines without OBS. Threads as the port says.

    ``faults`` breaks things on purpose and may be used from any thread. ``password``: what was
    typed last; there is nothing to open, so whatever is typed while one is asked for is right.
    """

    def __init__(
        self,
        handover: CameraHandover | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        password: Callable[[], str | None] = lambda: None,
        camera_address: Callable[[str], str] = str,
        end_program: Callable[[], None] = end_hard,
    ) -> None:
        """``handover``: who else may want the camera; None: nobody.

        ``camera_address``: a network camera's, with the user and password it asks for.
        ``end_program``: how the program's own end is played.
        """
        self._camera_address = camera_address
        self._handover = handover or CameraHandover()
        self.faults = Faults(monotonic, end_program)
        self._monotonic = monotonic
        self._password = password
        self._thread: RenderThread | None = None
        self._hold = Hold()
        self._listener: Listener = lambda event: None
        # From here on: touched by the render thread only.
        self._air: Air | None = None
        self._wanted = Wanted()
        self._lost = False
        self._hung = self._was_lost = self._harmed = False
        self._deaf_since: float | None = None
        self._late: list[StageEvent] = []
        self._typed: str | None = None
        self._asks_password = False

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        """As the port says; also ``camera_missing``, ``camera_no_answer``, ``camera_held``,
        ``camera_silent``, ``camera_at_obs``, ``footage_missing``."""
        if self._thread is not None:
            info = self._thread.call(lambda: self._keep(setup, listener))
            if info is not None:
                return info
            self._let_go()
        # Opened on the caller's thread, which may wait for a camera; nobody else knows it yet.
        self._listener = listener
        self._air = Air(
            *(setup, self._tell, self._monotonic(), self._handover, self._hold),
            self._camera_address,
        )
        self._wanted, self._lost, self._deaf_since = Wanted(), False, None
        self._thread = RenderThread("practice-stage", self._tick, self._monotonic)
        return self._thread.call(self._info)

    def apply(self, wanted: Wanted) -> Observed:
        error = self._call(lambda: self._apply(wanted))
        self._wait_for_motion()
        if error is not None:
            raise error
        return self.observe()

    def observe(self) -> Observed:
        return self._call(lambda: self._on_air().observe())

    def health(self) -> StageHealth:
        return self._call(lambda: self._on_air().health(self._monotonic()))

    def hold_stream(self) -> None:
        if self._wanted.streaming:
            self.keep_stream_off()
        self._call(lambda: self._restart_stream(None))

    def keep_stream_off(self) -> None:
        self._hold.on = True

    def restart_stream(self, kbps: int, *, step: bool = False) -> None:
        self._hold.on = False  # also while it is away: it comes back with its stream
        self._call(lambda: self._restart_stream(kbps))

    def use_key(self, key: str) -> None:
        self._call(lambda: self._on_air().use_key(key))

    def ingest_answers(self, timeout: float) -> bool:
        return not self.faults.active() & (SWALLOWED | TURNED_AWAY)

    def programme(self, width: int) -> bytes:
        return _jpeg(self._call(lambda: self._on_air().programme(self._monotonic())), width)

    def glance(self, width: int) -> Glance:
        jpeg, (scene, cameras, restless) = self.programme(width), self._call(self._shown)
        filmed = self._call(self._filmed_alone) if cameras else ()
        return Glance(jpeg, scene, cameras, restless, tuple(_jpeg(each, width) for each in filmed))

    def prove(self, slot: Slot) -> Proof:
        from studio.stage import proof

        shown, layers = self._call(self._picture_and_layers)
        return proof.find(shown, slot, layers)

    def plays_pages(self) -> bool:
        self._call(self._on_air)
        return False

    def reopen_cameras(self) -> tuple[str, ...]:
        _, cameras, _ = self._call(self._shown)
        if cameras:
            self.faults.clear(Fault.FROZEN)
            # Not on the thread that draws: letting go of a camera takes a while.
            self._call(lambda: self._on_air().footage).reopen()
        return cameras

    def cameras(self) -> Cameras:
        offered = tuple(CameraOffer(each.footage, each.name) for each in plugged_in())
        return Cameras(offered, self._call(lambda: self._on_air().footage.is_silent()))

    def begin_trial(self, video: VideoProfile, kbps: int) -> None:
        self._call(lambda: self._on_air().begin_trial(video, kbps, self._monotonic()))

    def end_trial(self) -> None:
        self._call(lambda: self._open_air().end_trial())

    def close(self) -> None:
        self._let_go()
        self._hold.on = False

    def _let_go(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        air = self._air
        thread.close(lambda: self._close_air(air))

    def _call(self, work: Callable[[], T]) -> T:
        if self._thread is None or self.faults.last(DEAF, ANSWER_SECONDS, lambda: self._lost):
            raise UserFacingError("stage_lost")
        return self._thread.call(work)

    def _wait_for_motion(self) -> None:
        """Until viewers see what was asked for, so that the journal's instant is the air's."""
        deadline = self._monotonic() + MOTION_SECONDS
        while self._call(self._moving) and self._monotonic() < deadline:
            time.sleep(0.02)

    # -- on the render thread --------------------------------------------------------------

    def _close_air(self, air: Air | None) -> None:
        if self._air is air:  # else another was opened before this thread came to it
            self._air = None
        if air is not None:
            # `close` never raises; a full disk may cost the recording's last moment.
            try:
                air.close(self._monotonic())
            except (OSError, UserFacingError) as error:
                log.warning("closing the practice stage: %s", error)

    def _tick(self) -> float:
        now, faults = self._monotonic(), self._faults_now()
        air = self._open_air()
        if Fault.OBS_KILLED in faults:
            air.drop(now)
            self._hung = False
        self._follow_connection(now, faults)
        if Fault.OBS_KILLED in faults:
            return LOST_CHECK_SECONDS
        if Fault.OBS_HANGS in faults:
            self._hung = True
            return LOST_CHECK_SECONDS
        if not self._lost:
            self._thaw(now)
            self._mend(now, faults)
            return air.tick(now, faults)
        if faults & (CUT | DEAF):
            return min(LOST_CHECK_SECONDS, air.tick(now, faults))
        self._come_back(now)
        self._thaw(now)
        return air.tick(now, faults)

    def _faults_now(self) -> frozenset[Fault]:
        """What acts now; a password that was typed opens a stage that asked for one."""
        faults = self.faults.active()
        asked, self._asks_password = self._asks_password, Fault.PASSWORD in faults
        if not self._asks_password:
            return faults
        typed = self._password()
        if not asked:
            self._typed = typed
        elif typed != self._typed:
            self.faults.clear(Fault.PASSWORD)
            return faults - {Fault.PASSWORD}
        return faults

    def _follow_connection(self, now: float, faults: frozenset[Fault]) -> None:
        """Lose the stage where it is cut off, or has not answered for long enough."""
        deaf = bool(faults & DEAF)
        if not deaf:
            self._deaf_since = None
        elif self._deaf_since is None:
            self._deaf_since = now
        if self._lost:
            self._late.clear()
            return
        if not deaf:
            self._tell_late()
        if cut := faults & CUT:
            reasons = [reason for fault, reason in LOST_AS.items() if fault in cut]
            self._be_lost(reasons[0] if reasons else "stage_lost")
        elif self._deaf_since is not None and now - self._deaf_since >= DEAF_SECONDS:
            self._be_lost("obs_stopped_answering")

    def _tell_late(self) -> None:
        late, self._late = self._late, []
        for event in late:
            self._listener(event)

    def _be_lost(self, reason: str) -> None:
        self._lost = True
        self._listener(StageLost(reason))

    def _come_back(self, now: float) -> None:
        self._lost, self._was_lost = False, True
        info = self._info()
        self._match_again(now)
        self._listener(StageRegained(info))

    def _mend(self, now: float, faults: frozenset[Fault]) -> None:
        """What a hand has deleted is made again once it lets go; nobody has to ask for it."""
        harmed, self._harmed = self._harmed, Fault.INPUT_DELETED in faults
        if harmed and not self._harmed:
            self._match_again(now)

    def _match_again(self, now: float) -> None:
        error = self._open_air().apply(self._wanted, now, self.faults.active())
        if error is not None:
            log.warning("not all that was asked for is on the practice stage again: %s", error)

    def _thaw(self, now: float) -> None:
        """It hung; for as long as it takes to be lost no platform waits."""
        if self._hung:
            self._hung = False
            self._open_air().thaw(now, broke_off=self._was_lost)
        self._was_lost = False

    def _tell(self, event: StageEvent) -> None:
        """What the air tells: heard late over a line that stands still, never over one that broke.

        How loud it is is not worth hearing late.
        """
        if self._lost:
            return
        if self._deaf_since is None:
            self._listener(event)
        elif not isinstance(event, MicrophoneMeasured):
            self._late.append(event)

    def _shown(self) -> tuple[Scene | None, tuple[str, ...], tuple[Part, ...]]:
        """The scene on air, what is filmed in it, and what moves over that by itself."""
        air = self._on_air()
        scene, what = air.observe().scene, air.setup.footage
        name = what if what == "synthetic" else CameraSource.parse(what).name
        if scene is not Scene.PROGRAMME:
            return scene, (), ()
        video = air.setup.video
        return scene, (name,), restless_parts(air.layers, video.width, video.height)

    def _filmed_alone(self) -> tuple[Picture, ...]:
        """What the camera gives, where a board hides it."""
        air = self._on_air()
        video = air.setup.video
        if not hide_cameras(air.layers, video.width, video.height):
            return ()
        return (air.filmed(self._monotonic()),)

    def _picture_and_layers(self) -> tuple[Picture, dict[Slot, Layer]]:
        air = self._on_air()
        seen = air.observe().layers
        return air.programme(self._monotonic()), {
            layer.slot: layer for layer in air.layers if layer.slot in seen
        }

    def _apply(self, wanted: Wanted) -> UserFacingError | None:
        self._wanted = wanted.whole
        air = self._on_air()
        error = air.apply(wanted, self._monotonic(), self.faults.active())
        self._wanted = with_loaded_layers(wanted.whole, air)
        return error

    def _restart_stream(self, kbps: int | None) -> None:
        air = self._on_air()
        if self._wanted.streaming and air.setup.ingest is not None:
            air.restart_stream(kbps, self._monotonic())

    def _moving(self) -> bool:
        return not self._lost and self._open_air().moving

    def _keep(self, setup: StageSetup, listener: Listener) -> StageInfo | None:
        """Opened again for the same setup: everything on air is left running."""
        air = self._open_air()
        if air.setup != setup:
            return None
        self._listener = listener
        return self._info()

    def _info(self) -> StageInfo:
        seen = self._open_air().observe()
        streaming = seen.stream is not StreamState.OFF
        return StageInfo("practice", version("gongfu-studio"), streaming, seen.recording)

    def _on_air(self) -> Air:
        faults = self.faults.active()
        if Fault.PASSWORD in faults:
            raise UserFacingError("obs_wrong_password")
        if self._lost or faults & CUT:
            raise UserFacingError("stage_lost")
        return self._open_air()

    def _open_air(self) -> Air:
        if self._air is None:
            raise UserFacingError("stage_lost")
        return self._air


def _jpeg(picture: Picture, width: int) -> bytes:
    height = max(1, round(picture.shape[0] * width / picture.shape[1]))
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return bytes(np.asarray(jpeg).tobytes())
