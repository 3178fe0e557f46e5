"""The artist of the program: `overlays` draws with Qt's raster engine.

Apart from `studio.session.cards` because Qt is most of the program's weight, and a command that
only reads orders should answer at once.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Collection, Hashable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from overlays import brought, drawing, library, pictures, png, retouch
from overlays.fields import Kind, unknown_letters, without_emoji
from overlays.fitting import drawable
from overlays.looks import LOOKS
from overlays.parts import Composition, Part
from overlays.template import Template
from studio.session import overlay_policy as policy
from studio.session.air_look import AirLook, Problems
from studio.session.card_words import said_of
from studio.session.overlay import PLATE, SLOGAN, Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.session.room import Box
from studio.stage.layers import DigitStrip, Layer, Motion, Page, Roll, Slot
from studio.stage.port import VideoProfile

log = logging.getLogger(__name__)

BREAK = "be-right-back"
"""The template of the picture that covers everything in a break."""


class OverlayArtist:
    """Draws into one folder. Any thread, fonts loaded."""

    def __init__(self, folder: Path, look: AirLook) -> None:
        self._folder, self._look = folder, look
        self._drawn: dict[Hashable, tuple[object, drawing.Overlay]] = {}
        self._plain: dict[Path, Path] = {}
        """Of a grey picture the one it was made from."""
        self._given: set[Path] = set()
        """Pictures that somebody was given, and did not drop."""
        self._earlier: frozenset[Path] | None = None
        """What lay in the folder before the first card with a number: reports may name it."""

    def card(
        self,
        plan: Plan,
        sku: str,
        *,
        stale: bool = False,
        picture: bool = True,
        left: int | None = None,
    ) -> Layer:
        """A card that was drawn once is used again, also when its picture's stick was pulled."""
        if left is not None and self._earlier is None:
            self._earlier = frozenset(self._folder.glob("*.png"))
        product = plan.product(sku)
        template, said = _said(plan, product, left)
        if not picture:
            said.pop("picture", None)
        key = self._key(template, said, plan)
        stamp = pictures.stamp(product.picture) if product.picture else None
        kept = self._drawn.get(key)
        if kept is None or stamp not in (None, kept[0]) or not kept[1].picture.path.exists():
            # An order must not cost a card its picture because a stick was pulled meanwhile.
            with nullcontext() if left is None else pictures.from_memory():
                kept = self._drawn[key] = (stamp, self._draw(template, said, plan.video))
        return self._layer(kept[1], Slot.CARD, sku, stale=stale)

    def drop(self, card: Layer) -> None:
        """One picture a number would fill the disk; the journal keeps the numbers."""
        self._given.discard(card.path)
        made_from = self._plain.pop(card.path, card.path)
        paths = {card.path, made_from} - self._given - (self._earlier or frozenset())
        drawn = self._drawn.items()
        self._drawn = {key: made for key, made in drawn if made[1].picture.path not in paths}
        for path in paths:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:  # somebody has it open: it stays
                log.info("a card with a number gone by was not removed: %s", error)

    def overlay(self, plan: Plan, overlay: Overlay, ends_at: float | None) -> Layer:
        """Any other overlay, by its template."""
        if overlay.slot is Slot.PAGE:
            return self._page(plan, overlay)
        template = library.find(overlay.template)
        drawn = drawable(template, dict(overlay.data))
        made = self._draw(template, drawn, plan.video, without=overlay.left_out)
        layer = self._layer(made, overlay.slot, overlay.label, stale=overlay.stale)
        return replace(
            layer,
            digits=_digits(made.figures, ends_at),
            roll=_roll(made.line),
            until=_until(overlay, ends_at),
        )

    def words(self, plan: Plan, frame: Overlay) -> Mapping[str, Box]:
        template = library.find(frame.template)
        made = drawing.compose(
            template,
            drawable(template, dict(frame.data)),
            canvas=self._look.canvas(plan.video),
            brand=self._look.brand(),
        )
        found = {name: made.part(name) for name in (SLOGAN, PLATE)}
        return {name: _box(made, part) for name, part in found.items() if part is not None}

    def free(self, video: VideoProfile) -> Box:
        safe = self._look.canvas(video).safe
        return Box(safe.left(), safe.top(), safe.right(), safe.bottom())

    def _page(self, plan: Plan, overlay: Overlay) -> Layer:
        """A template of others is not drawn: the stage's browser plays it, if it has one."""
        template = self._look.stranger(overlay.template)
        said = json.dumps(brought.data_for(template, dict(overlay.data)), sort_keys=True)
        named = (each.key for each in template.fields if each.kind in (Kind.FILE, Kind.PICTURE))
        page = Page(
            *(template.path.parent, template.main, said, template.is_spx, tuple(named)),
            step=overlay.step,
            steps=template.steps,
        )
        size = (plan.video.width, plan.video.height)
        known = f"{template.id}\n{size}\n{said}" + (f"\n{page.step}" if page.step else "")
        sha256 = hashlib.sha256(known.encode()).hexdigest()
        return Layer(
            *(Slot.PAGE, template.path, sha256, 0, 0, *size),
            label=overlay.label or template.zh,
            page=page,
        )

    def remember(self, plan: Plan, sku: str, sha256: str, left: int | None) -> None:
        """A picture that is still there is drawn again instead: it may have been bettered."""
        product = next((each for each in plan.products if each.sku == sku), None)
        if (
            product is None
            or product.picture is None
            or pictures.stamp(product.picture) is not None
        ):
            return
        template, said = _said(plan, product, left)
        drawn = png.found(self._folder, template.id, sha256)
        if drawn is not None:
            moves = drawing.motion(template, self._look.canvas(plan.video), plan.video.fps)
            made = drawing.Overlay(template.slot, drawn, moves)
            self._drawn[self._key(template, said, plan)] = (None, made)

    def break_picture(self, video: VideoProfile) -> Path:
        return self._draw(library.find(BREAK), {}, video).picture.path

    def missing_letters(self, plan: Plan, sku: str) -> str:
        product = plan.product(sku)
        words = product.name + product.spec + product.unit + product.origin + product.compared_basis
        return unknown_letters(without_emoji(words))

    def problems(self) -> Problems:
        return self._look.problems()

    def _key(self, template: Template, said: dict[str, object], plan: Plan) -> Hashable:
        canvas = self._look.canvas(plan.video)
        room = (plan.video, canvas.safe.getRect())
        return (template.id, tuple(said.items()), room, self._look.brand())

    def _draw(
        self,
        template: Template,
        data: dict[str, object],
        video: VideoProfile,
        *,
        without: Collection[str] = (),
    ) -> drawing.Overlay:
        return drawing.draw(
            template,
            data,
            canvas=self._look.canvas(video),
            brand=self._look.brand(),
            fps=video.fps,
            folder=self._folder,
            without=without,
        )

    def _layer(self, made: drawing.Overlay, slot: Slot, label: str, *, stale: bool) -> Layer:
        drawn = retouch.grey(made.picture, self._folder) if stale else made.picture
        self._given.add(drawn.path)
        if stale:
            self._plain[drawn.path] = made.picture.path
        return Layer(
            slot,
            drawn.path,
            drawn.sha256,
            *(drawn.x, drawn.y, drawn.width, drawn.height),
            label=label,
            motion=_motion(made.moves),
        )


def _said(
    plan: Plan, product: PlannedProduct, left: int | None
) -> tuple[Template, dict[str, object]]:
    """A product's template, and what it says."""
    template, link = library.find(LOOKS[product.card].template), plan.products.index(product) + 1
    return template, drawable(template, said_of(product, link, left))


def _box(made: Composition, part: Part) -> Box:
    """Where a part of an overlay stands on the canvas."""
    at = part.box.translated(made.x, made.y)
    return Box(at.left(), at.top(), at.right(), at.bottom())


def _motion(moves: drawing.Moves) -> Motion:
    return Motion(moves.into, moves.out, moves.short_into, moves.short_out)


def _until(overlay: Overlay, ends_at: float | None) -> float | None:
    """When the stage takes it off by itself, where the program has not."""
    if ends_at is None:
        return None
    return ends_at + policy.LEAVES_S + policy.zero_seconds(overlay.slot)


def _digits(figures: drawing.Figures | None, ends_at: float | None) -> DigitStrip | None:
    """Without a moment it ends at, the time stands in the picture's place as it was asked for."""
    if figures is None or ends_at is None:
        return None
    strip = figures.strip
    cell = (figures.cell_width, figures.cell_height)
    return DigitStrip(strip.path, strip.sha256, *cell, figures.places, ends_at)


def _roll(line: drawing.Strip | None) -> Roll | None:
    if line is None:
        return None
    window = (line.x, line.y, line.width, line.height)
    return Roll(line.strip.path, line.strip.sha256, *window, line.pixels_per_second)
