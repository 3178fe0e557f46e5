"""What the check before a broadcast says of the stock."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory.ledger import StockLevel
from studio.runtime.errors import UserFacingError
from studio.session.plan import Plan, PlannedProduct
from studio.session.preflight import Level, Light, PreflightParts, run
from studio.stage.port import Listener, StageInfo, StageSetup
from tests.helpers.fake_stage import FakeArtist, FakeStage

HONEY = PlannedProduct("FM-001", "土蜂蜜", price_fen=6800, unit="瓶", stock=200)
PLAN = Plan("蜂蜜专场", products=(HONEY,))


class NoStage(FakeStage):
    """Nobody waits for its pictures."""

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        raise UserFacingError("obs_silent")


def stock_lights(folder: Path, stock: dict[str, StockLevel]) -> list[Light]:
    setup = StageSetup(PLAN.video, folder, folder / "break.png")
    parts = PreflightParts(PLAN, NoStage(), "practice", setup, FakeArtist(), stock)
    return [light for light in run(parts) if light.key == "stock"]


@pytest.mark.parametrize(
    ("available", "level", "code"),
    [
        (0, Level.BROKEN, "preflight_stock_none"),
        (9, Level.MIND, "preflight_stock_few"),
        (11, Level.FINE, "preflight_stock_fine"),
    ],
)
def test_few_is_what_the_desk_and_the_live_views_call_few(
    tmp_path: Path, available: int, level: Level, code: str
) -> None:
    known = {HONEY.sku: StockLevel(HONEY.sku, 200, 200 - available, available)}
    (light,) = stock_lights(tmp_path, known)
    assert (light.level, light.code) == (level, code)


def test_a_product_the_ledger_does_not_know_brings_its_stock(tmp_path: Path) -> None:
    (light,) = stock_lights(tmp_path, {})
    assert light.code == "preflight_stock_fine"
