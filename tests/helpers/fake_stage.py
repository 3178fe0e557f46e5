"""A stage that does what it is told at once, and what a test wants it to refuse."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from studio.runtime.errors import UserFacingError
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.session.room import Box
from studio.stage.layers import ALWAYS, Layer, Page, Slot
from studio.stage.port import (
    Cameras,
    Glance,
    Listener,
    Observed,
    Proof,
    RecordingChanged,
    Scene,
    StageHealth,
    StageInfo,
    StageSetup,
    StreamState,
    VideoProfile,
    Wanted,
)


class FakeStage:
    """Implements the Stage port in memory. ``refuse`` is raised by the next `apply`."""

    def __init__(self, *, already_on_air: bool = False) -> None:
        self.applied: list[Wanted] = []
        self.holds = 0
        self.kept_off = False
        """The stream is not to be started before its restart."""
        self.keys: list[str] = []
        self.restarts: list[int] = []
        """Rates the stream was restarted at."""
        self.answers = False
        """Whether the ingest answers a knock."""
        self.refuse: UserFacingError | None = None
        self.gate = threading.Event()
        """Cleared: `apply` waits, as it would for a frozen OBS."""
        self.gate.set()
        self.listener: Listener = lambda event: None
        self.opened = 0
        self.closed = False
        self.recordings = 0
        self.records = True
        """False: a recording does not begin, as on a full disk."""
        self.begins = 0
        """How often a recording was to be begun."""
        self.glance_now: Glance | None = None
        """What viewers see; None: a picture nobody can read."""
        self.no_glance: UserFacingError | None = None
        self.glances = self.reopened = 0
        self.unseen: set[Slot] = set()
        self.codes: frozenset[str] = frozenset()
        """What the QR codes in the programme say."""
        """Slots whose layer no look at the programme finds."""
        self.cameras_now = Cameras(())
        self.has_browser = False
        """Whether it plays templates of others."""
        self.muted_by_hand = self.opened_by_hand = False
        self.trials: list[tuple[VideoProfile, int]] = []
        """Sizes and rates that were tried."""
        self.on_trial = False
        self.refuse_trial: UserFacingError | None = None
        self._recorded = already_on_air
        self._already = already_on_air
        self._wanted = Wanted(streaming=already_on_air, recording=already_on_air)
        self._other_scene = False
        self.setup: StageSetup | None = None

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        self.opened += 1
        self.setup = setup
        self.listener = listener
        return StageInfo("practice", "fake", self._already, self._already)

    def apply(self, wanted: Wanted) -> Observed:
        assert self.gate.wait(60), "nobody opened the gate"
        self.applied.append(wanted)
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error
        if wanted.layers_alone:
            wanted = replace(self._wanted, layers=wanted.layers)
        # As on OBS: one that is not ours stays until another of ours is wanted.
        self._other_scene &= wanted.scene_and_sound_stay or wanted.scene is self._wanted.scene
        if wanted.scene_and_sound_stay:
            wanted = replace(wanted, scene=self._wanted.scene, muted=self._wanted.muted)
        refused = not self._record(wanted)
        self._wanted = replace(wanted, recording=wanted.recording and self._recorded)
        if refused:
            raise UserFacingError("recording_not_started", folder="/recordings")
        return self.observe()

    def _record(self, wanted: Wanted) -> bool:
        """False: it was to be begun, and did not."""
        if self._wanted.recording or not wanted.recording or wanted.recording_waits:
            self._recorded = self._wanted.recording
            return True
        self.begins += 1
        self._recorded = self.records
        self.recordings += self.records
        return self.records

    def choose_by_hand(self, scene: Scene | None, *, muted: bool = False) -> None:
        """Somebody chooses it in OBS, which tells nothing of it; None: one that is not ours."""
        self._other_scene = scene is None
        self._wanted = replace(self._wanted, scene=scene or self._wanted.scene, muted=muted)

    def end_recording(self) -> None:
        """A hand in OBS, or a full disk, ends it; told as OBS tells it."""
        ended = self.observe().recording_path
        self._wanted = replace(self._wanted, recording=False)
        self.listener(RecordingChanged(False, ended))

    def begin_by_hand(self) -> None:
        """Somebody begins it in OBS."""
        self.recordings += 1
        self._wanted = replace(self._wanted, recording=True)
        self.listener(RecordingChanged(True, self.observe().recording_path))

    def observe(self) -> Observed:
        want = self._wanted
        shown = ALWAYS if want.scene is Scene.BREAK else frozenset(Slot)
        shown = frozenset() if self._other_scene else shown
        return Observed(
            scene=None if self._other_scene else want.scene,
            layers={each.slot: each.sha256 for each in want.layers if each.slot in shown},
            stream=StreamState.ON if want.streaming else StreamState.OFF,
            recording=want.recording,
            recording_path=Path(f"take-{self.recordings}.mkv") if want.recording else None,
            muted=want.muted and not self.opened_by_hand,
            microphone_off=self.muted_by_hand or (want.muted and not self.opened_by_hand),
            virtual_camera=want.virtual_camera,
        )

    def health(self) -> StageHealth:
        state = self.observe().stream
        return StageHealth(0.0, state, 0, 0, 0, 30.0)

    def hold_stream(self) -> None:
        self.holds += 1

    def keep_stream_off(self) -> None:
        self.kept_off = True

    def restart_stream(self, kbps: int, *, step: bool = False) -> None:
        self.kept_off = False
        self.restarts.append(kbps)

    def use_key(self, key: str) -> None:
        self.keys.append(key)

    def ingest_answers(self, timeout: float) -> bool:
        return self.answers

    def programme(self, width: int) -> bytes:
        return b"\xff\xd8"

    def glance(self, width: int) -> Glance:
        self.glances += 1
        if self.no_glance is not None:
            raise self.no_glance
        return self.glance_now if self.glance_now else Glance(b"", self.observe().scene, ())

    def prove(self, slot: Slot) -> Proof:
        sha = self.observe().layers.get(slot)
        return Proof(sha, sha is not None and slot not in self.unseen, self.codes)

    def plays_pages(self) -> bool:
        return self.has_browser

    def reopen_cameras(self) -> tuple[str, ...]:
        self.reopened += 1
        return self.glance_now.cameras if self.glance_now else ()

    def cameras(self) -> Cameras:
        return self.cameras_now

    def begin_trial(self, video: VideoProfile, kbps: int) -> None:
        if self.refuse_trial is not None:
            raise self.refuse_trial
        self.trials.append((video, kbps))
        self.on_trial = True

    def end_trial(self) -> None:
        self.on_trial = False

    def close(self) -> None:
        self.closed = True


class FakeArtist:
    """Cards without pixels; one SKU can be made unpaintable."""

    def __init__(self, broken: str = "", code: str = "picture_unreadable") -> None:
        self.broken, self.code = broken, code
        self.wrong: tuple[UserFacingError, ...] = ()
        self.gone: set[str] = set()
        """SKUs whose picture is no longer there."""
        self.remembered: list[tuple[str, str, int | None]] = []
        self.dropped: list[str] = []
        self.said: dict[str, PlannedProduct] = {}
        """What each card was last asked to say."""
        self.places: dict[str, tuple[int, int, int, int]] = {}
        """Templates that stand elsewhere: left, top, width, height."""
        self.frame_words: dict[str, Box] = {}
        """Where those of the brand frame stand."""
        self.steps = 1
        """Of each template of others."""
        self.unpaintable: int | None = None
        """A number no card can be drawn with."""
        self.unknown = ""
        """Letters of every product that cannot be drawn."""

    def card(
        self,
        plan: Plan,
        sku: str,
        *,
        stale: bool = False,
        picture: bool = True,
        left: int | None = None,
    ) -> Layer:
        unpaintable = left is not None and left == self.unpaintable
        if sku == self.broken or unpaintable or (picture and sku in self.gone):
            raise UserFacingError(self.code, file="broken.png")
        product = self.said[sku] = plan.product(sku)
        sha = f"sha-of-{sku}" + ("-grey" if stale else "") + ("" if picture else "-plain")
        sha += f"-{product.price_fen}" if product.picture else ""
        sha += "" if left is None else f"-{left}-left"
        path = Path(f"{sku}.png" if left is None else f"{sku}-{left}.png")
        return Layer(Slot.CARD, path, sha, 0, 0, 10, 10, label=sku)

    def drop(self, card: Layer) -> None:
        self.dropped.append(card.sha256)

    def overlay(self, plan: Plan, overlay: Overlay, ends_at: float | None) -> Layer:
        """Each template at a height of its own, so that none lies over another."""
        if overlay.template == self.broken:
            raise UserFacingError("picture_unreadable", file="broken.png")
        said = f"{overlay.template}-{overlay.label}-{overlay.data}-{overlay.stale}"
        said += f"-{overlay.step}" if overlay.step else ""
        said += "-bare" if overlay.bare else ""
        said += "-unnamed" if overlay.unnamed else ""
        page = Page(Path(), "main.mjs", "{}", step=overlay.step, steps=self.steps)
        place = self.places.get(overlay.template, (0, 20 * list(Slot).index(overlay.slot), 10, 10))
        of_others = page if overlay.slot is Slot.PAGE else None
        path = Path(f"{said}.png")
        return Layer(overlay.slot, path, said, *place, label=overlay.label, page=of_others)

    def words(self, plan: Plan, frame: Overlay) -> Mapping[str, Box]:
        return self.frame_words

    def free(self, video: VideoProfile) -> Box:
        return Box(0, 0, video.width, video.height)

    def remember(self, plan: Plan, sku: str, sha256: str, left: int | None) -> None:
        self.remembered.append((sku, sha256, left))

    def break_picture(self, video: VideoProfile) -> Path:
        return Path("break.png")

    def missing_letters(self, plan: Plan, sku: str) -> str:
        return self.unknown

    def problems(self) -> tuple[UserFacingError, ...]:
        return self.wrong
