"""A studio whose stage and artist do nothing, so that only what is measured is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from studio.bootstrap import DATABASE, MIGRATIONS
from studio.runtime.clock import SystemClock
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session.overlay import Overlay
from studio.session.plan import Plan
from studio.session.plan_library import PlanLibrary
from studio.session.room import Box
from studio.session.studio import Studio, StudioParts
from studio.stage.layers import Layer, Slot
from studio.stage.port import (
    Cameras,
    Glance,
    Listener,
    Observed,
    Proof,
    Scene,
    StageHealth,
    StageInfo,
    StageSetup,
    StreamState,
    VideoProfile,
    Wanted,
)
from studio.store.database import Store
from studio.store.secrets import KeyringSecrets
from studio.store.settings import Settings


class QuietStage:
    """Implements `studio.stage.port.Stage`: agrees with everything."""

    def __init__(self) -> None:
        self._wanted = Wanted()

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        return StageInfo("practice", "quiet", already_streaming=False, already_recording=False)

    def apply(self, wanted: Wanted) -> Observed:
        self._wanted = wanted
        return self.observe()

    def observe(self) -> Observed:
        layers = {layer.slot: layer.sha256 for layer in self._wanted.layers}
        scene = Scene(self._wanted.scene)
        return Observed(scene, layers, StreamState.OFF, self._wanted.recording, None, False)

    def health(self) -> StageHealth:
        return StageHealth(0.0, StreamState.OFF, 0, 0, 0, 30.0)

    def hold_stream(self) -> None:
        pass

    def keep_stream_off(self) -> None:
        pass

    def restart_stream(self, kbps: int, *, step: bool = False) -> None:
        pass

    def use_key(self, key: str) -> None:
        """Nobody is sent to."""

    def ingest_answers(self, timeout: float) -> bool:
        return True

    def glance(self, width: int) -> Glance:
        return Glance(b"", Scene.PROGRAMME, ())

    def cameras(self) -> Cameras:
        return Cameras(())

    def prove(self, slot: Slot) -> Proof:
        return Proof(self.observe().layers.get(slot))

    def plays_pages(self) -> bool:
        return False

    def reopen_cameras(self) -> tuple[str, ...]:
        return ()

    def programme(self, width: int) -> bytes:
        return b""

    def begin_trial(self, video: VideoProfile, kbps: int) -> None:
        pass

    def end_trial(self) -> None:
        pass

    def close(self) -> None:
        pass


class QuietArtist:
    """Implements `studio.session.cards.CardArtist`: draws nothing."""

    def card(
        self,
        plan: Plan,
        sku: str,
        *,
        stale: bool = False,
        picture: bool = True,
        left: int | None = None,
    ) -> Layer:
        return Layer(Slot.CARD, Path(f"{sku}.png"), sku, 0, 0, 1, 1, label=sku)

    def overlay(self, plan: Plan, overlay: Overlay, ends_at: float | None) -> Layer:
        path = Path(f"{overlay.template}.png")
        return Layer(overlay.slot, path, overlay.template, 0, 0, 1, 1, label=overlay.label)

    def words(self, plan: Plan, frame: Overlay) -> Mapping[str, Box]:
        return {}

    def free(self, video: VideoProfile) -> Box:
        return Box(0, 0, video.width, video.height)

    def drop(self, card: Layer) -> None:
        pass

    def remember(self, plan: Plan, sku: str, sha256: str, left: int | None) -> None:
        pass

    def break_picture(self, video: VideoProfile) -> Path:
        return Path("break.png")

    def missing_letters(self, plan: Plan, sku: str) -> str:
        return ""

    def problems(self) -> tuple[UserFacingError, ...]:
        return ()


@contextmanager
def quiet_studio(data_dir: Path) -> Iterator[Studio]:
    """The real studio and store on ``data_dir``, with nothing on air."""
    runtime = Runtime()
    clock = SystemClock()
    try:
        yield Studio(
            StudioParts(
                runtime=runtime,
                store=Store.open(data_dir / DATABASE, runtime, MIGRATIONS, clock),
                settings=Settings(data_dir),
                secrets=KeyringSecrets(),
                clock=clock,
                data_dir=data_dir,
                plans=PlanLibrary(data_dir / "plans"),
                stages=dict.fromkeys(("practice", "obs"), lambda *_: QuietStage()),
                artist=lambda workshop, platform: QuietArtist(),
            )
        )
    finally:
        runtime.close()
