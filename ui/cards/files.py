"""The files around the cards: templates, the brand kit, safe areas, the plan. No Qt windows.

Every method reads or writes files: not the main thread.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from overlays import brand, brought, library, safe_areas
from overlays.brand import BrandKit
from overlays.brought import Brought
from overlays.pictures import read_within
from overlays.safe_areas import Profile
from studio.runtime.errors import UserFacingError
from studio.runtime.files import must_be_file
from studio.session.plan import Plan
from ui.cards import sketch
from ui.cards.presenter import Read
from ui.cards.sketch import Sketch, Wanted

SCREENSHOT, LOGO = QSize(1280, 1280), QSize(64, 64)
"""In which a chosen picture is looked at: one that cannot be drawn is not taken."""
PICTURES = "brand"
"""Below the data folder: the brand's pictures, copied so that they stay."""
COPIED = re.compile(r"^[0-9a-f]{12}-(?=.)")
"""What stands before a copy's name."""


@dataclass(frozen=True, slots=True)
class CardFiles:
    folder: Path
    """The data folder."""
    workshop: str
    plans: Any
    path: Path | None = None
    """The plan the cards are for."""
    to_order: Callable[[Plan], Mapping[str, int] | None] = lambda _plan: None
    """How many cards would say may still be ordered, by SKU; None: they do not count."""

    def read(self) -> Read:
        """Errors: those of the brand's, the safe areas' and the plan's files."""
        plan = None if self.path is None else self.plans.load(self.path, check_files=False)
        strangers, troubles = brought.brought_in(self.folder)
        return Read(
            templates={**library.shipped(), **strangers},
            profiles=safe_areas.profiles(self.folder),
            brand=brand.load(self.folder, self.workshop),
            plan=plan,
            troubles=troubles,
            to_order=None if plan is None else self.to_order(plan),
        )

    def bring_in(self, path: Path) -> Brought:
        """Errors: those of `overlays.brought.bring_in`."""
        return brought.bring_in(path, self.folder)

    def draw(self, wanted: Wanted) -> Sketch:
        """Errors: those of `overlays.drawing.compose`."""
        return sketch.draw(wanted)

    def give_pictures(self, of: Brought, data: Mapping[str, object]) -> Mapping[str, object]:
        """Errors: those of `overlays.brought.with_pictures`."""
        return brought.with_pictures(of, data)

    def save_plan(self, plan: Plan) -> Plan:
        saved: Plan = self.plans.save(plan)
        return saved

    def save_brand(self, kit: BrandKit) -> BrandKit:
        """Pictures are copied beside it.

        Errors: chosen_picture_unreadable, picture_not_copied, brand_value_wrong; then nothing is
        changed.
        """
        before = brand.load(self.folder, self.workshop)
        for picture in {kit.logo, kit.mark_picture} - {None, before.logo, before.mark_picture}:
            _looked_at(picture, LOGO)
        kept = replace(kit, logo=self._own(kit.logo), mark_picture=self._own(kit.mark_picture))
        brand.save(kept, self.folder)
        return kept

    def screenshot(self, path: Path) -> QImage:
        """No larger than is looked at. Errors: chosen_picture_unreadable."""
        return _looked_at(path, SCREENSHOT)

    def save_profile(self, profile: Profile) -> Mapping[str, Profile]:
        safe_areas.save(profile, self.folder)
        return safe_areas.profiles(self.folder)

    def forget_profile(self, name: str) -> Mapping[str, Profile]:
        safe_areas.forget(name, self.folder)
        return safe_areas.profiles(self.folder)

    def _own(self, picture: Path | None) -> Path | None:
        if picture is None or picture.is_relative_to(self.folder):
            return picture
        try:
            must_be_file(picture)
            with picture.open("rb") as file:  # two logos may have one name
                content = hashlib.file_digest(file, "sha256").hexdigest()[:12]
            target = self.folder / PICTURES / f"{content}-{name_of(picture)}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, target)
        except OSError as error:
            raise UserFacingError("picture_not_copied", picture=picture.name) from error
        return target


def name_of(picture: Path) -> str:
    """What a copied picture was called where it was chosen."""
    return COPIED.sub("", picture.name)


def _looked_at(path: Path, within: QSize) -> QImage:
    try:
        return read_within(path, within)
    except UserFacingError as error:
        raise UserFacingError("chosen_picture_unreadable", file=path.name) from error
