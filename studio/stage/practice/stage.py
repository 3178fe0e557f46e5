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
from studio.camera.opencv import cv2
from studio.runtime.errors import UserFacingError
from studio.stage.port import (
    CameraOffer,
    Cameras,
    Glance,
    Listener,
    Observed,
    Scene,
    StageHealth,
    StageInfo,
    StageLost,
    StageRegained,
    StageSetup,
    StreamState,
    Wanted,
)
from studio.stage.practice.air import Air, with_loaded_card
from studio.stage.practice.faults import Fault, Faults
from studio.stage.practice.thread import RenderThread

log = logging.getLogger(__name__)
T = TypeVar("T")

JPEG_QUALITY = 80
MOTION_SECONDS = 1.0
"""How long `apply` waits for a card to arrive before it reads back; eight frames take 0.3 s."""
LOST_CHECK_SECONDS = 0.2


class PracticeStage:
    """A Stage for trainers, demos and machines without OBS. Threads as the port says.

    ``faults`` breaks things on purpose and may be used from any thread.
    """

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.faults = Faults(monotonic)
        self._monotonic = monotonic
        self._thread: RenderThread | None = None
        # From here on: touched by the render thread only.
        self._air: Air | None = None
        self._wanted = Wanted()
        self._lost = False

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        """As the port says; also ``camera_missing``, ``camera_silent``, ``footage_missing``."""
        if self._thread is not None:
            info = self._thread.call(lambda: self._keep(setup, listener))
            if info is not None:
                return info
            self.close()
        # Opened on the caller's thread, which may wait for a camera; nobody else knows it yet.
        self._air = Air(setup, listener, self._monotonic())
        self._wanted, self._lost = Wanted(), False
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
        self._call(lambda: self._restart_stream(None))

    def restart_stream(self, kbps: int) -> None:
        self._call(lambda: self._restart_stream(kbps))

    def use_key(self, key: str) -> None:
        self._call(lambda: self._on_air().use_key(key))

    def ingest_answers(self, timeout: float) -> bool:
        return not self.faults.active() & {Fault.DOWN, Fault.BOUNCE}

    def programme(self, width: int) -> bytes:
        picture = self._call(lambda: self._on_air().programme(self._monotonic()))
        height = max(1, round(picture.shape[0] * width / picture.shape[1]))
        small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        return bytes(np.asarray(jpeg).tobytes())

    def glance(self, width: int) -> Glance:
        return Glance(self.programme(width), *self._call(self._shown))

    def reopen_cameras(self) -> tuple[str, ...]:
        _, cameras = self._call(self._shown)
        if cameras:
            self.faults.clear(Fault.FROZEN)
            # Not on the thread that draws: letting go of a camera takes a while.
            self._call(lambda: self._on_air().footage).reopen()
        return cameras

    def cameras(self) -> Cameras:
        offered = tuple(CameraOffer(each.footage, each.name) for each in plugged_in())
        return Cameras(offered, self._call(lambda: self._on_air().footage.is_silent()))

    def close(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        thread.close()
        air, self._air = self._air, None
        if air is not None:
            # `close` never raises; a full disk may cost the recording's last moment.
            try:
                air.close(self._monotonic())
            except (OSError, UserFacingError) as error:
                log.warning("closing the practice stage: %s", error)

    def _call(self, work: Callable[[], T]) -> T:
        if self._thread is None:
            raise UserFacingError("stage_lost")
        return self._thread.call(work)

    def _wait_for_motion(self) -> None:
        """Until viewers see what was asked for, so that the journal's instant is the air's."""
        deadline = self._monotonic() + MOTION_SECONDS
        while self._call(self._moving) and self._monotonic() < deadline:
            time.sleep(0.02)

    # -- on the render thread --------------------------------------------------------------

    def _tick(self) -> float:
        now, faults = self._monotonic(), self.faults.active()
        if Fault.STAGE_LOST in faults:
            return self._be_lost(now)
        if self._lost:
            self._come_back(now)
        return self._open_air().tick(now, faults)

    def _be_lost(self, now: float) -> float:
        if not self._lost:
            self._lost = True
            self._open_air().drop(now)
            self._open_air().listener(StageLost("practice_stage_lost"))
        return LOST_CHECK_SECONDS

    def _come_back(self, now: float) -> None:
        self._lost = False
        air = self._open_air()
        info = self._info()
        error = air.apply(self._wanted, now, self.faults.active())
        if error is not None:
            log.warning("the practice stage is back, but not all of it: %s", error)
        air.listener(StageRegained(info))

    def _shown(self) -> tuple[Scene | None, tuple[str, ...]]:
        """The scene on air, and what is filmed in it."""
        air = self._on_air()
        scene, what = air.observe().scene, air.setup.footage
        name = what if what == "synthetic" else CameraSource.parse(what).name
        return scene, (name,) if scene is Scene.PROGRAMME else ()

    def _apply(self, wanted: Wanted) -> UserFacingError | None:
        self._wanted = wanted
        air = self._on_air()
        error = air.apply(wanted, self._monotonic(), self.faults.active())
        self._wanted = with_loaded_card(wanted, air)
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
        air.listener = listener
        return self._info()

    def _info(self) -> StageInfo:
        seen = self._open_air().observe()
        streaming = seen.stream is not StreamState.OFF
        return StageInfo("practice", version("gongfu-studio"), streaming, seen.recording)

    def _on_air(self) -> Air:
        if self._lost or Fault.STAGE_LOST in self.faults.active():
            raise UserFacingError("stage_lost")
        return self._open_air()

    def _open_air(self) -> Air:
        if self._air is None:
            raise UserFacingError("stage_lost")
        return self._air
