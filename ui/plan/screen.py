"""The plan screen for the shell, and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from inventory.products import Product
from studio.session.air_look import AirLook
from studio.stage.platforms import whose_controls
from ui import sampling
from ui.plan.files import PlanFiles
from ui.plan.presenter import PlanPresenter
from ui.plan.view import PlanScreen
from ui.turns import Turns
from ui.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from ui.shell import Shell


def make(shell: Shell, path: Path | None = None) -> QWidget:
    """``path``: the plan to open; None opens the one changed last."""
    studio = shell.studio
    files = PlanFiles(
        studio.plans.folder,
        studio.data_dir / "previews",
        AirLook(
            studio.data_dir,
            studio.settings.get("workshop_name"),
            whose_controls(studio.settings),
        ),
        lambda product: studio.to_order((product,)).result().get(product.sku),
    )
    view = PlanScreen(shell.stack)
    runtime = studio.runtime
    presenter = PlanPresenter(
        *(view, studio.plans, files, runtime.background, runtime.then, shell.open),
        shell.show_problem,
        studio.records,
    )
    view.start(presenter, Thumbnails(runtime.background, runtime.then, view.news_of_pictures))
    # Reading plans is plain Python, which would hold up the first picture of this screen.
    Turns([lambda: presenter.open(path)], view)
    return view


def samples() -> dict[str, Callable[[], QWidget]]:
    return {"": _sample, "empty": _empty, "wrong": _wrong, "other": _other}


def _other() -> PlanScreen:
    """The warehouse has something else under the chosen product's code."""
    product = sampling.plan().products[0]
    record = Product(product.sku, "厚壳贻贝", "5斤/箱", "箱", 3990, None, "", "", "")
    return _open(sampling.library(), {product.sku: record})[0]


def _sample() -> PlanScreen:
    return _open(sampling.library())[0]


def _wrong() -> PlanScreen:
    view, presenter = _open(sampling.library())
    presenter.on_select(1)
    for field, typed in (("price", "三十九"), ("stock", "1.5")):
        view.form.fields[field].input.setText(typed)
        presenter.on_field(field, typed)
    return view


def _empty() -> PlanScreen:
    return _open(sampling.empty_library())[0]


def _open(
    library: Any, records: Mapping[str, Product] | None = None
) -> tuple[PlanScreen, PlanPresenter]:
    view = PlanScreen()
    files = PlanFiles(
        *(sampling.folder(), sampling.folder() / "previews", sampling.look()),
        lambda product: product.stock,
    )

    def nowhere(*names: Any, **arguments: Any) -> None:
        """A picture leads nowhere."""

    presenter = PlanPresenter(
        *(view, library, files, sampling.at_once, sampling.then, nowhere, sampling.fail),
        lambda: sampling.answer(records or {}),
    )
    view.start(presenter, Thumbnails(sampling.at_once, sampling.then, view.news_of_pictures))
    presenter.open()
    return view, presenter
