"""开播检查, what may be on air and what must: compared prices, seller, notice, label."""

from __future__ import annotations

from studio.runtime.errors import UserFacingError
from studio.session import mandatory, truth
from studio.session.cards import CardArtist
from studio.session.light import Level, Light, broken, mind
from studio.session.mandatory import Words
from studio.session.plan import Plan
from studio.session.truth import Compared
from studio.stage.layers import Layer


def lights(plan: Plan, compared: Compared, words: Words, artist: CardArtist) -> list[Light]:
    """Only where there is something to do. On a worker: what must be on air is drawn."""
    names = {each.sku: each.name for each in plan.products}
    found = [_told(truth.warning(each, names)) for each in compared.refused]
    if compared.unproved:
        told = "、".join(compared.unproved)
        found.append(mind("price", "preflight_compared_price_unproved", names=told))
    found += [
        broken("on_air", f"preflight_{each}_without_words")
        for each in mandatory.without_words(words)
    ]
    found += [Light("on_air", Level.MIND, each.code, each.parameters) for each in artist.problems()]
    drawn: list[Layer] = []
    for overlay in mandatory.always_on_air(words):
        try:
            layer = artist.overlay(plan, overlay, None)
            drawn.append(mandatory.clear_of(layer, drawn, plan.video))
        except UserFacingError as error:
            found.append(Light("on_air", Level.BROKEN, error.code, error.parameters))
    return found + [
        mind("on_air", f"preflight_{each.slot}_covered")
        for place, each in enumerate(drawn)
        if any(mandatory.covered_by(other, [each]) for other in drawn[place + 1 :])
    ]


def _told(error: UserFacingError) -> Light:
    return Light("price", Level.MIND, error.code, error.parameters)
