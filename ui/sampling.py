"""A sample workshop for pictures of screens: no threads, no clock, nothing written but cards.

The people, places and products are made up.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from studio.session.plan import Plan, PlannedProduct
from studio.session.plan_library import PlanListing

T = TypeVar("T")

WORKSHOP = "枸杞乡后山村共富工坊"
EVENING = 1_749_728_100_000
"""12 June 2025, 19:35 in China."""
DAY_MS = 86_400_000


def at_once(work: Callable[[], T]) -> Future[T]:
    """`Runtime.background` without a thread."""
    future: Future[T] = Future()
    try:
        future.set_result(work())
    except Exception as error:  # noqa: BLE001 - carried by the Future, as a worker's would be
        future.set_exception(error)
    return future


def answer(value: T) -> Future[T]:
    """An answer that is there already."""
    return at_once(lambda: value)


def then(
    future: Future[T], on_result: Callable[[T], None], on_error: Callable[[BaseException], None]
) -> None:
    """`Runtime.then` without a hop."""
    error = future.exception()
    if error is not None:
        on_error(error)
    else:
        on_result(future.result())


def fail(error: BaseException) -> None:
    """A picture of an error nobody asked for is a bug of the sample."""
    raise error


@cache
def folder() -> Path:
    """A folder for drawn cards, gone when the program ends."""
    path = Path(tempfile.mkdtemp(prefix="gongfu-pictures-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def pictures() -> dict[str, Path]:
    """The sample workshop's pictures, by the product they show; empty where not installed."""
    found = Path(__file__).parent.parent / "studio" / "training" / "sample"
    return {path.stem: path for path in sorted(found.rglob("*.png"))}


def plan() -> Plan:
    """Tonight's running order."""
    shown = list(pictures().values()) or [None]

    def product(place: int, **values: Any) -> PlannedProduct:
        return PlannedProduct(picture=shown[place % len(shown)], **values)

    return Plan(
        title="杨梅贻贝专场",
        anchor="主播甲",
        path=folder() / "plans" / "杨梅贻贝专场.yaml",
        products=(
            product(
                0,
                sku="YM-001",
                name="东魁杨梅",
                spec="5斤/箱",
                price_fen=8990,
                compared_price_fen=12800,
                unit="箱",
                stock=86,
                origin="枸杞乡后山村",
            ),
            product(
                1,
                sku="YB-001",
                name="厚壳贻贝",
                spec="2.5kg/箱",
                price_fen=3990,
                compared_price_fen=5900,
                unit="箱",
                stock=120,
                origin="枸杞乡",
            ),
            product(
                2,
                sku="HJ-005",
                name="五年陈黄酒",
                spec="500ml×6 瓶",
                price_fen=16800,
                unit="件",
                stock=60,
                origin="安昌镇",
                card="ink",
            ),
            product(
                3,
                sku="TD-010",
                name="六横小土豆",
                spec="10斤/箱",
                price_fen=2990,
                unit="箱",
                stock=200,
                origin="六横岛",
            ),
        ),
    )


SCRIPT = """# 开场
家人们，这里是后山村。
这杨梅早上五点才下树，
你看这个颗粒，黑得发亮，
（动作：掰开一颗）咬一口全是汁。
后台今天只备了{{ 库存 }}{{ 单位 }}，
"""


class SampleLibrary:
    """A plan library that keeps nothing."""

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        self._plans = plans

    def list(self) -> list[PlanListing]:
        return [
            PlanListing(
                path=kept.path or Path(),
                title=kept.title,
                anchor=kept.anchor,
                products=len(kept.products),
                modified_ms=EVENING - place * 3 * DAY_MS,
            )
            for place, kept in enumerate(self._plans)
        ]

    def load(self, path: Path, *, check_files: bool = True) -> Plan:
        return next(kept for kept in self._plans if kept.path == path)

    def save(self, plan: Plan, path: Path | None = None) -> Plan:
        return plan


def library() -> SampleLibrary:
    """Tonight's plan, with its script, and two earlier ones."""
    tonight = plan()
    script = folder() / "plans" / "scripts" / "YM-001.md"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(SCRIPT, "utf-8")
    first = replace(tonight.products[0], script=script)
    tonight = replace(tonight, products=(first, *tonight.products[1:]))
    earlier = (
        replace(tonight, title="端午黄酒专场", path=folder() / "plans" / "端午黄酒专场.yaml"),
        replace(tonight, title="小土豆试播", path=folder() / "plans" / "小土豆试播.yaml"),
    )
    return SampleLibrary((tonight, *earlier))


def empty_library() -> SampleLibrary:
    return SampleLibrary(())
