"""How what is on air looks: the workshop's brand, and where the platform's controls lie.

Read anew whenever something is drawn.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from overlays import brand, brought
from overlays.brand import BrandKit
from overlays.brought import Brought
from overlays.canvas import Canvas, canvas
from overlays.pictures import can_be_read
from overlays.safe_areas import Profile, profile
from studio.runtime.errors import UserFacingError
from studio.stage.port import VideoProfile

Problems = tuple[UserFacingError, ...]


class AirLook:
    """Of one data folder. Any thread.

    ``workshop`` is the name where the brand has none; ``platform`` whose app viewers look through,
    empty where they may look through any.

    A damaged file keeps no price and no seller's name off the air: what cannot be read is done
    without, and `problems` are the sentences for it, where somebody can still mend it.
    """

    def __init__(self, folder: Path, workshop: str, platform: str = "") -> None:
        self._folder, self._workshop, self._platform = folder, workshop, platform

    def brand(self) -> BrandKit:
        """The kit as it is now; without what cannot be read."""
        return self._brand()[0]

    def problems(self) -> Problems:
        """What cannot be read: ``brand_unreadable``, ``brand_value_wrong``, …"""
        return self._brand()[1] + self._profile()[1]

    def stranger(self, template: str) -> Brought:
        """A template of others that was brought in. ``template_not_here``"""
        return brought.find(template, self._folder)

    def canvas(self, video: VideoProfile) -> Canvas:
        """The programme's picture, and the part of it that is free."""
        return canvas((video.width, video.height), self._profile()[0])

    def _profile(self) -> tuple[Profile, Problems]:
        try:
            return profile(self._platform, self._folder), ()
        except UserFacingError as error:
            return profile(self._platform), (error,)

    def _brand(self) -> tuple[BrandKit, Problems]:
        try:
            kit = brand.load(self._folder, self._workshop)
        except UserFacingError as error:
            return brand.default(self._workshop), (error,)
        pictures = (kit.logo, kit.mark_picture)
        logo, mark = (each if each and can_be_read(each) else None for each in pictures)
        lost = (each for each in pictures if each and each not in (logo, mark))
        problems = tuple(UserFacingError("brand_picture_unreadable", file=p.name) for p in lost)
        return replace(kit, logo=logo, mark_picture=mark), problems
