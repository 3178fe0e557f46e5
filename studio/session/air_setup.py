"""How a plan goes on air: its stage, and what that stage is told before it opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from studio.runtime.errors import UserFacingError
from studio.session import kept_trial
from studio.session.archive import SessionOptions
from studio.session.cards import CardArtist
from studio.session.mandatory import always_on_air
from studio.session.overlay import Overlay
from studio.session.plan import Plan
from studio.stage.platforms import Platforms, whose_controls
from studio.stage.port import Breakable, Faults, Ingest, Stage, StageSetup
from studio.store.secrets import Secrets
from studio.store.settings import Settings

RECORDINGS = "recordings"
"""Folder of the recordings and the black boxes, inside the data folder."""

StageFactory = Callable[[SessionOptions, Secrets], Stage]
ArtistFactory = Callable[[str, str], CardArtist]
"""Given the workshop's name, and whose controls lie over the picture (`whose_controls`)."""


@dataclass(frozen=True, slots=True)
class AirParts:
    """What a session goes on air with."""

    stage: Stage
    setup: StageSetup
    artist: CardArtist
    mandatory: tuple[Overlay, ...] = ()
    """What must be on air for the whole broadcast."""
    virtual_camera: bool = False
    """Viewers get the picture by the platform's own companion."""
    faults: Faults | None = None
    """What a trainer can break on purpose; None on a real stage."""
    cards_count: Callable[[], bool] = lambda: True
    """Whether cards say how many may still be ordered, as it is set now."""
    room_closes_after_s: int | None = None
    """Seconds without a stream after which the platform closes the room; None: never."""


class AirSetup:
    """Any thread. Opens nothing: whoever asked does."""

    def __init__(
        self,
        stages: Mapping[str, StageFactory],
        artist: ArtistFactory,
        settings: Settings,
        secrets: Secrets,
        platforms: Platforms,
        data_dir: Path,
    ) -> None:
        self._stages, self._settings, self._secrets = stages, settings, secrets
        self._platforms, self._data_dir = platforms, data_dir
        self._artist = cache(artist)
        """One artist for each: what the preflight drew, the broadcast shows."""

    def artist(self, options: SessionOptions) -> CardArtist:
        """Who draws what such a session shows."""
        # A rehearsal looks as the broadcast will.
        platform = "" if options.stage == "practice" else options.platform
        seen_in = whose_controls(self._settings, platform)
        return self._artist(self._settings.get("workshop_name"), seen_in)

    def stage_for(self, plan: Plan, options: SessionOptions) -> tuple[Stage, StageSetup]:
        """A stage that is not open yet, and its set-up for that plan."""
        parts = self.parts_for(plan, options)
        return parts.stage, parts.setup

    def parts_for(self, plan: Plan, options: SessionOptions, *, goes_on: bool = False) -> AirParts:
        """The same, with all that a session's keeper wants to know. ``folder_unwritable``.

        ``goes_on``: as `StageSetup.goes_on`.
        """
        stage, artist = self._stages[options.stage](options, self._secrets), self.artist(options)
        return AirParts(
            stage=stage,
            setup=replace(self._setup(plan, options, artist), goes_on=goes_on),
            artist=artist,
            mandatory=always_on_air(self._settings),
            virtual_camera=self._by_virtual_camera(options),
            faults=stage.faults if isinstance(stage, Breakable) else None,
            cards_count=self._cards_count,
            room_closes_after_s=self._room_closes_after_s(options),
        )

    def _cards_count(self) -> bool:
        return bool(self._settings.get("card_stock") == "on")

    def recordings(self, options: SessionOptions) -> Path:
        """Where that session's recordings and black box lie."""
        return Path(options.recordings or self._data_dir / RECORDINGS)

    def _room_closes_after_s(self, options: SessionOptions) -> int | None:
        """A rehearsal's clock is that of the platform the broadcast will go to."""
        rehearsed = self._settings.get("platform") if options.stage == "practice" else ""
        return self._platforms.get(rehearsed or options.platform).room_closes_after_s

    def _setup(self, plan: Plan, options: SessionOptions, artist: CardArtist) -> StageSetup:
        return StageSetup(
            video=plan.video,
            recordings=_made(self.recordings(options)),
            break_picture=artist.break_picture(plan.video),
            ingest=self._ingest(options),
            footage=options.footage,
            video_kbps=kept_trial.rate(self._settings, options.stage),
            camera=options.camera,
        )

    def _by_virtual_camera(self, options: SessionOptions) -> bool:
        """This account has no key: the platform's own companion sends OBS's picture."""
        keyless = options.stage == "obs" and not options.ingest_server
        return keyless and self._platforms.get(options.platform).companion is not None

    def _ingest(self, options: SessionOptions) -> Ingest | None:
        if options.stage == "practice":
            return Ingest("practice", "practice")  # its uplink is simulated, so that it can fail
        if not options.ingest_server:
            return None
        key = self._secrets.get(self._platforms.get(options.platform).secret)
        return Ingest(options.ingest_server, key or "")


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserFacingError("folder_unwritable", path=str(folder)) from error
    return folder
