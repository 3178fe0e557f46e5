"""A card that was on air is shown again after a restart, whatever became of its picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.session import boards
from studio.session import overlay_policy as policy
from studio.session.overlay_artist import OverlayArtist
from studio.session.plan import Plan, PlannedProduct
from studio.session.state import LiveState
from tests.helpers.gui import gui
from tests.helpers.pictures import BLUE, RED, write_png


@pytest.fixture(autouse=True)
def _fonts() -> None:
    gui()


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    picture = write_png(tmp_path, RED, 400, 300)
    product = PlannedProduct("YM-001", "东魁杨梅", price_fen=8990, unit="箱", picture=picture)
    return Plan("丰收专场", products=(product,))


def artist(tmp_path: Path) -> OverlayArtist:
    """One of a program that was just started."""
    return OverlayArtist(tmp_path / "cards", "东海湾共富工坊")


def pull_stick(plan: Plan) -> None:
    picture = plan.products[0].picture
    assert picture is not None
    picture.unlink()


def test_the_card_that_was_on_air_is_found_by_its_hash(tmp_path: Path, plan: Plan) -> None:
    shown = artist(tmp_path).card(plan, "YM-001")
    pull_stick(plan)
    restarted = artist(tmp_path)
    restarted.remember(plan, "YM-001", shown.sha256)
    assert restarted.card(plan, "YM-001") == shown


@pytest.mark.parametrize("harm", ["unknown", "overwritten", "gone"])
def test_no_other_picture_is_taken_for_it(tmp_path: Path, plan: Plan, harm: str) -> None:
    shown = artist(tmp_path).card(plan, "YM-001")
    pull_stick(plan)
    if harm == "overwritten":
        shown.path.write_bytes(b"half a card")
    elif harm == "gone":
        shown.path.unlink()
    restarted = artist(tmp_path)
    restarted.remember(plan, "YM-001", "0" * 64 if harm == "unknown" else shown.sha256)
    with pytest.raises(UserFacingError) as refused:
        restarted.card(plan, "YM-001")
    assert refused.value.code == "picture_unreadable"


def test_a_picture_that_is_there_is_drawn(tmp_path: Path, plan: Plan) -> None:
    shown = artist(tmp_path).card(plan, "YM-001")
    picture = plan.products[0].picture
    assert picture is not None
    write_png(tmp_path, BLUE, 300, 500).replace(picture)
    restarted = artist(tmp_path)
    restarted.remember(plan, "YM-001", shown.sha256)
    assert restarted.card(plan, "YM-001").sha256 != shown.sha256


def test_a_product_the_plan_does_not_have_is_passed_over(tmp_path: Path, plan: Plan) -> None:
    artist(tmp_path).remember(plan, "XX-001", "0" * 64)


@pytest.mark.parametrize(
    ("wish", "zero_s"),
    [
        (boards.Wish("countdown", "秒杀", seconds=60), policy.COUNTDOWN_ZERO_S),
        (boards.Wish("coupon", "满减", seconds=60, fen=500), 0),
    ],
)
def test_what_ends_is_left_to_the_program_before_the_stage_takes_it_off(
    tmp_path: Path, plan: Plan, wish: boards.Wish, zero_s: int
) -> None:
    """A countdown's zero is seen, and a board leaves with its motion, while the program lives."""
    wished = boards.overlay(wish, plan, LiveState(), 0)
    layer = artist(tmp_path).overlay(plan, wished, 100.0)
    assert layer.until == 100.0 + zero_s + policy.LEAVES_S
    assert policy.LEAVES_S > policy.TICK_S, "the program looks once a tick"
