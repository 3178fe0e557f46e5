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
from typing import TYPE_CHECKING, TypeVar

from studio.session.plan import Plan
from studio.session.plan_library import PlanListing
from studio.training import sample

if TYPE_CHECKING:
    from studio.session.air_look import AirLook
    from studio.session.overlay_artist import OverlayArtist

T = TypeVar("T")

WORKSHOP = sample.WORKSHOP
EVENING = 1_781_264_100_000
"""12 June 2026, 19:35 in China."""
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


def look() -> AirLook:
    """The sample workshop's: it has no brand of its own."""
    from studio.session.air_look import AirLook  # brings Qt's drawing

    return AirLook(folder(), WORKSHOP)


def artist() -> OverlayArtist:
    """Draws what the sample workshop shows."""
    from studio.session.overlay_artist import OverlayArtist

    return OverlayArtist(folder() / "cards", look())


@cache
def plan() -> Plan:
    """Tonight's running order: the plan the program comes with."""
    from studio.session import plan_file  # heavy, and the screens are made without samples

    return plan_file.load(Path(sample.__file__).parent / sample.PLAN)


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
    """Tonight's plan and two earlier ones."""
    tonight = plan()
    earlier = [
        replace(tonight, title=title, path=folder() / f"{title}.yaml")
        for title in ("端午黄酒专场", "小土豆试播")
    ]
    return SampleLibrary((tonight, *earlier))


def empty_library() -> SampleLibrary:
    return SampleLibrary(())
