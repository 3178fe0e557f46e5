"""The cards' screen for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from overlays import brand, library, safe_areas
from overlays.brought import Brought
from overlays.fields import Field as Wish
from overlays.fields import Kind
from studio.session.plan import PlannedOverlay
from studio.stage.platforms import whose_controls
from ui import sampling
from ui.cards import sketch
from ui.cards.files import CardFiles
from ui.cards.presenter import CardsPresenter, Read
from ui.cards.view import CardsScreen
from ui.turns import Turns

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell, path: Path | None = None, sku: str = "") -> QWidget:
    """``path``: the plan the cards are for; ``sku``: whose card is shown first."""
    studio = shell.studio
    view = CardsScreen(shell.stack)
    files = CardFiles(
        *(studio.data_dir, studio.settings.get("workshop_name"), studio.plans, path),
        to_order=lambda plan: studio.to_order(plan.products).result(),
    )
    presenter = CardsPresenter(
        view,
        files,
        studio.runtime.background,
        studio.runtime.then,
        shell.show_problem,
        platform=whose_controls(studio.settings),
        sku=sku,
    )
    view.start(presenter)
    view.back.clicked.connect(shell.back)
    Turns([presenter.open], view)
    return view


def samples() -> dict[str, Callable[[], QWidget]]:
    return {
        "": _product,
        "coupon": _coupon,
        "large": _large,
        "brand": _brand,
        "covered": _covered,
        "brought": _brought,
    }


PREPARED = (
    PlannedOverlay("coupon", (("amount", 500), ("condition", "满 99 元可用"))),
    PlannedOverlay("lower-third", (("name", "主播甲"), ("role", "东海湾共富工坊"))),
)


def _files() -> Any:
    plan = replace(sampling.plan(), overlays=PREPARED)

    def read() -> Read:
        kit = brand.default(sampling.WORKSHOP)
        templates = {**library.shipped(), STRANGER.id: STRANGER}
        left = {each.sku: each.stock for each in plan.products}
        return Read(templates, safe_areas.profiles(), kit, plan, to_order=left)

    def nothing(kept: Any) -> Any:
        """A picture keeps nothing."""
        return kept

    return SimpleNamespace(read=read, draw=sketch.draw, save_plan=nothing)


def _open(template: str = "") -> CardsScreen:
    view = CardsScreen()
    presenter = CardsPresenter(
        view, _files(), sampling.at_once, sampling.then, sampling.fail, platform="douyin"
    )
    view.start(presenter)
    presenter.open()
    presenter.on_upright(upright=True)
    if template:
        presenter.on_template(template)
    return view


def _product() -> QWidget:
    return _open()


def _coupon() -> QWidget:
    view = _open("coupon")
    view.form.rows["amount"].input.setText("五块")
    view.form.rows["amount"].changed.emit("五块")
    return view


def _large() -> QWidget:
    view = _open()
    view.phone.lying.click()
    view.resize(1366, 768)
    view.phone.enlarge.click()
    return view


STRANGER = Brought(
    *("5b0c/weather.ograf.json", "天气条", "Weather bar"),
    (
        Wish("place", "哪里", "Place", Kind.LINE, required=True, default="枸杞岛"),
        Wish("sky", "天气", "Sky", Kind.CHOICE, default="sun", choices=(("sun", "☀"),)),
        Wish("degrees", "多少度", "Degrees", Kind.NUMBER, default=24),
        Wish("tint", "颜色", "Colour", Kind.COLOUR, default="#4c8de8"),
    ),
    Path("weather.ograf.json"),
)


def _brought() -> QWidget:
    return _open(STRANGER.id)


def _brand() -> QWidget:
    view = _open("lower-third")
    view.show_tab("brand")
    return view


def _covered() -> QWidget:
    view = _open()
    view.show_tab("covered")
    view.show_screenshot(_screenshot())
    for mark in ((0.02, 0.04, 0.98, 0.13), (0.02, 0.66, 0.72, 0.98)):
        view.phone.board.add(mark)
    return view


def _screenshot() -> QImage:
    """A phone's picture of a broadcast, as far as one can be told from the other."""
    picture = QImage(390, 844, QImage.Format.Format_RGB32)
    picture.fill(QColor("#5B7A69"))
    with QPainter(picture) as painter:
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, box in (
            ("#3B3328", (0, 560, 390, 284)),
            ("#26312B", (16, 40, 250, 60)),
            ("#26312B", (16, 570, 260, 200)),
            ("#A52547", (120, 300, 150, 150)),
        ):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(*box, 20, 20)
    return picture
