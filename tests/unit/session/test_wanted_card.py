"""How a card comes: by its motion, and by a cut where nothing but its number changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from overlays.motion import Step
from studio.session.plan import Plan, PlannedProduct
from studio.session.wanted_card import Refusal, WantedCard
from studio.stage.layers import Layer, Motion
from tests.helpers.fake_stage import FakeArtist

STEPS = (Step(dx=-44.0, opacity=0.0),)
MOVES = Motion(into=STEPS, out=STEPS, short_into=STEPS, short_out=STEPS)
BERRIES = PlannedProduct("YM", "东魁杨梅", price_fen=8990, unit="箱")
PLAN = Plan("专场", products=(BERRIES,))


class Moving(FakeArtist):
    def card(self, plan: Plan, sku: str, **how: Any) -> Layer:
        price = plan.product(sku).price_fen
        made = super().card(plan, sku, **how)
        return replace(made, sha256=f"{made.sha256}-{price}", motion=MOVES)


def taken(card: WantedCard, left: int, plan: Plan = PLAN) -> Motion:
    """How it came."""
    layer, refusal = card.of(plan, "YM", stale=False, left=lambda _sku: left)
    assert layer is not None
    assert refusal is None
    card.showed(layer)
    return layer.motion


def alike(card: WantedCard) -> list[str]:
    """The pictures it may follow with nothing but its number changed."""
    return sorted(card.said.same_but_for_it)


def test_a_number_that_changes_is_a_cut_and_goes_as_it_always_does() -> None:
    card = WantedCard(Moving())
    assert taken(card, 9) == MOVES
    assert taken(card, 8) == Motion(out=STEPS, short_out=STEPS)
    assert alike(card) == ["sha-of-YM-8-left-8990", "sha-of-YM-9-left-8990"]
    assert taken(card, 8) == MOVES, "it is there: nothing moves"


def test_a_price_comes_by_its_motion_whatever_the_number_is() -> None:
    card = WantedCard(Moving())
    taken(card, 9)
    dearer = replace(PLAN, products=(replace(BERRIES, price_fen=9990),))
    assert taken(card, 8, dearer) == MOVES
    assert alike(card) == ["sha-of-YM-8-left-9990"]
    taken(card, 7, dearer)
    card.showed(None)
    assert taken(card, 6, dearer) == MOVES, "put on anew"


@pytest.mark.parametrize(
    ("was", "same"),
    [("sha-of-YM-9-left-8990", ["sha-of-YM-8-left-8990", "sha-of-YM-9-left-8990"]),
     ("of-another-price", ["sha-of-YM-8-left-8990"])],
)  # fmt: skip
def test_what_the_run_before_had_on_air_is_followed_where_all_else_is_alike(
    was: str, same: list[str]
) -> None:
    card = WantedCard(Moving())
    card.goes_on(PLAN, "YM", was, 9)
    taken(card, 8)
    assert alike(card) == same


@pytest.mark.expects_log
def test_what_a_card_is_shown_without_is_told_in_full_and_once() -> None:
    artist = Moving()
    artist.gone, artist.unpaintable = {"YM"}, 9
    card = WantedCard(artist)
    plan = replace(PLAN, products=(replace(BERRIES, picture=Path("ym.png")),))

    def asked() -> tuple[Layer | None, Refusal | None]:
        return card.of(plan, "YM", stale=False, left=lambda _sku: 9)

    layer, told = asked()
    assert (layer is not None, told is not None) == (True, True)
    assert told
    assert told.shown
    codes = [each.code for each in (told.error, *told.error.beside)]
    assert codes == ["card_without_number", "card_without_picture"]
    assert asked() == (layer, None)
    card.of(plan, None, stale=False, left=lambda _sku: 9)
    artist.unpaintable = None
    assert asked()[0] != layer, "taken off and put on, it says its number again"
