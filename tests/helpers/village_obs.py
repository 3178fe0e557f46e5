"""A broadcast on a real OBS, through a village's uplink, to a real nginx-rtmp."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from studio.bootstrap import DATABASE, MIGRATIONS
from studio.runtime.clock import SystemClock
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.live import LiveSession
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.session.plan_library import PlanLibrary
from studio.session.room import Box
from studio.session.stream_minder import HealthMeasured
from studio.session.studio import Studio, StudioParts
from studio.stage.layers import Layer
from studio.stage.obs.stage import ObsStage
from studio.stage.port import StreamState, VideoProfile
from studio.store.database import Store
from studio.store.secrets import KeyringSecrets
from studio.store.settings import Settings
from tests.helpers.obs_rig import RealObs
from tests.helpers.pictures import RED, YELLOW, make_card, write_png
from tests.helpers.rtmp import RtmpServer
from tests.helpers.stages import SMALL

KBPS = 1200
PLAN = Plan(
    "贻贝专场",
    "主播甲",
    video=SMALL,
    products=(PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, unit="箱", stock=1000),),
)


class PlainArtist:
    """Cards in one colour: what is on them is not what is tested here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def card(
        self,
        plan: Plan,
        sku: str,
        *,
        stale: bool = False,
        picture: bool = True,
        left: int | None = None,
    ) -> Layer:
        return make_card(self._folder, RED, sku)

    def overlay(self, plan: Plan, overlay: Overlay, ends_at: float | None) -> Layer:
        return replace(make_card(self._folder, RED, overlay.label, y=20), slot=overlay.slot)

    def words(self, plan: Plan, frame: Overlay) -> Mapping[str, Box]:
        return {}

    def free(self, video: VideoProfile) -> Box:
        return Box(0, 0, video.width, video.height)

    def drop(self, card: Layer) -> None:
        """They carry no number."""

    def remember(self, plan: Plan, sku: str, sha256: str, left: int | None) -> None:
        """It can always be drawn again."""

    def break_picture(self, video: VideoProfile) -> Path:
        return write_png(self._folder, YELLOW, video.width, video.height)

    def missing_letters(self, plan: Plan, sku: str) -> str:
        return ""

    def problems(self) -> tuple[UserFacingError, ...]:
        return ()


@dataclass
class Broadcast:
    """One session on air."""

    studio: Studio
    session: LiveSession
    rtmp: RtmpServer
    told: list[HealthMeasured]

    def arrives(self, seconds: float) -> float:
        """Until bytes arrive at the ingest again; how long it took."""
        return arrives(self.rtmp, seconds)

    def facts(self, *kinds: type) -> list[e.Fact]:
        entries = self.studio.entries(self.session.session_id).result(60)
        return [each.fact for each in entries if isinstance(each.fact, kinds)]

    def is_on(self) -> bool:
        return bool(self.told) and self.told[-1].stream is StreamState.ON


def received(rtmp: RtmpServer) -> int:
    """Bytes the ingest has taken of the stream being sent now; 0 while there is none."""
    return rtmp.bytes_received("") or 0


def arrives(rtmp: RtmpServer, seconds: float) -> float:
    """Until bytes arrive at the ingest; how long it took."""
    before = received(rtmp)

    def grows() -> bool:
        nonlocal before
        last, before = before, received(rtmp)
        return before > last > 0

    return wait_for(grows, "bytes at the ingest", seconds)


def wait_for(holds: Callable[[], bool], what: str, seconds: float = 60.0) -> float:
    """Until it holds; how long it took. AssertionError: it never did."""
    begin = time.monotonic()
    while not holds():
        assert time.monotonic() - begin < seconds, f"never within {seconds} s: {what}"
        time.sleep(0.05)
    return time.monotonic() - begin


@contextlib.contextmanager
def broadcast(
    folder: Path, obs: RealObs, rtmp: RtmpServer, *, kbps: int = KBPS, wait: bool = True
) -> Iterator[Broadcast]:
    """Go live through the whole core, and leave the air at the end."""
    runtime, clock = Runtime(), SystemClock()
    try:
        studio = Studio(
            StudioParts(
                runtime,
                Store.open(folder / DATABASE, runtime, MIGRATIONS, clock),
                Settings(folder),
                KeyringSecrets(),
                clock,
                folder,
                PlanLibrary(folder / "plans"),
                {"obs": lambda options, secrets: ObsStage(obs.url, obs.password)},
                lambda workshop, platform: PlainArtist(folder),
            )
        )
        studio.settings.set("target_kbps", kbps)
        told: list[HealthMeasured] = []
        runtime.dispatcher.subscribe(HealthMeasured, told.append)
        options = SessionOptions(stage="obs", obs_url=obs.url, ingest_server=rtmp.server)
        session = studio.start_session(PLAN, "obs", options).result(60)
        session.open_stage().result(30)
        session.go_live().result(60)
        made = Broadcast(studio, session, rtmp, told)
        if wait:
            wait_for(lambda: made.is_on() and received(rtmp) > 0, "on air")
        try:
            yield made
        finally:
            session.end().result(60)
            session.close()
    finally:
        runtime.close()
