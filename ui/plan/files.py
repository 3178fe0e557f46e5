"""The files around a plan: pictures and scripts lie beside it, so that a USB stick takes all.

Every function reads or writes files: not the main thread. No Qt windows.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSize

from overlays import drawing, library
from overlays.looks import LOOKS
from overlays.pictures import read_picture
from overlays.png import Drawn
from scripts_library.text_file import decode
from studio.runtime.errors import UserFacingError
from studio.runtime.files import is_device, put_in_place, read_at_most
from studio.session.air_look import AirLook
from studio.session.card_words import said_of
from studio.session.plan import Plan, PlannedProduct
from studio.stage.port import VideoProfile

LARGEST_SCRIPT_BYTES = 200_000
PREVIEW = VideoProfile()
GLANCE = QSize(32, 32)
"""So large is a picture read to see that it is one."""


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """Where the pictures and scripts of plans go. ``folder`` is the plan library's."""

    folder: Path
    cards: Path
    """Where previews of cards are drawn."""
    look: AirLook
    to_order: Callable[[PlannedProduct], int | None] = lambda _product: None
    """How many its card would say may still be ordered; None: cards do not count."""

    def take_picture(self, chosen: Path, plan: Plan) -> Path:
        """Copy a chosen picture beside the plan; returns the copy.

        Named by its content, so choosing it twice keeps one file. What is no picture, whatever its
        name says, never takes a good one's place. Errors: picture_not_copied.
        """
        target_folder = self._beside(plan) / "pictures"
        try:
            read_picture(chosen, GLANCE)
            digest = hashlib.sha256(chosen.read_bytes()).hexdigest()[:12]
            target = target_folder / f"{digest}{chosen.suffix.lower()}"
            if not target.exists():
                target_folder.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(chosen, target)
        except (OSError, UserFacingError) as error:
            raise UserFacingError("picture_not_copied", picture=chosen.name) from error
        return target

    def read_script(self, path: Path) -> str:
        """A script's text, in any coding a broadcast reads. Errors: script_not_read."""
        try:
            data = read_at_most(path, LARGEST_SCRIPT_BYTES)
            text = decode(data) if len(data) <= LARGEST_SCRIPT_BYTES else None
        except OSError as error:
            raise UserFacingError("script_not_read", script=path.name) from error
        if text is None or "\0" in text:
            raise UserFacingError("script_not_read", script=path.name)
        return text

    def write_script(self, text: str, product: PlannedProduct, plan: Plan) -> Path:
        """Keep a product's script; returns its file, a new one where the words are others.

        It is ``scripts/<SKU>.md`` beside the plan, or the next number that is free: what the file
        of before says stays, for the plans that have it and for undo. Errors: script_not_saved.
        """
        content = text.encode("utf-8", "replace")  # a half character, cut in pasting
        if product.script is not None and _holds(product.script, content):
            return product.script
        folder = self._beside(plan) / "scripts"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = _free(folder, product)
            try:
                _replace(path, content)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise UserFacingError("script_not_saved", script=f"{product.sku}.md") from error
        return path

    def drop_scripts(self, written: Collection[Path], *plans: Plan) -> None:
        """Take away those of the ``written`` files that none of the ``plans`` has."""
        kept = {product.script for plan in plans for product in plan.products}
        for path in written:
            if path not in kept:
                path.unlink(missing_ok=True)

    def copy_scripts(self, plan: Plan, copy: Plan) -> Plan:
        """``copy`` with scripts of its own, as ``plan`` has them: what is written into one is not
        said in the other.

        A file that is not there stays as it is named: there is nothing to share. Errors:
        script_not_read, script_not_saved.
        """
        return replace(copy, products=tuple(self._copied(each, copy) for each in plan.products))

    def _copied(self, product: PlannedProduct, copy: Plan) -> PlannedProduct:
        if product.script is None or not product.script.exists():
            return product
        text = self.read_script(product.script)
        return replace(product, script=self.take_text(text, product, copy))

    def take_script(self, chosen: Path, product: PlannedProduct, plan: Plan) -> Path:
        """Copy a chosen script to be this product's own. Errors as reading and writing."""
        return self.take_text(self.read_script(chosen), product, plan)

    def take_text(self, text: str, product: PlannedProduct, plan: Plan) -> Path:
        """In a file of its own, whatever the product has. Errors as `write_script`."""
        return self.write_script(text, replace(product, script=None), plan)

    def draw_card(self, product: PlannedProduct, number: int) -> Drawn | None:
        """The product's card as viewers will see it; None while it has no name or no price.

        Errors: picture_unreadable, card_letter_missing.
        """
        if not product.name.strip() or not product.price_fen:
            return None
        return drawing.draw(
            library.find(LOOKS[product.card].template),
            said_of(product, number, self.to_order(product)),
            canvas=self.look.canvas(PREVIEW),
            brand=self.look.brand(),
            fps=PREVIEW.fps,
            folder=self.cards,
        ).picture

    def _beside(self, plan: Plan) -> Path:
        return plan.path.parent if plan.path is not None else self.folder


def _free(folder: Path, product: PlannedProduct) -> Path:
    """A file that was not there, made empty: no other thread can choose it, too."""
    stem = re.sub(r"[^\w.-]+", "-", product.sku).strip(".-") or "script"
    stem = f"script-{stem}" if is_device(stem) else stem
    path, number = folder / f"{stem}.md", 2
    while not _made(path):
        path, number = folder / f"{stem}-{number}.md", number + 1
    return path


def _made(path: Path) -> bool:
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _holds(path: Path, content: bytes) -> bool:
    try:
        return read_at_most(path, LARGEST_SCRIPT_BYTES) == content
    except OSError:  # whatever it said: what is said now goes into another
        return False


def _replace(path: Path, content: bytes) -> None:
    """Write beside, flush to disk, then put in place: a power cut leaves the old or the new."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
