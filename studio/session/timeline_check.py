"""What a plan's timeline asks for that would show nothing, told before the broadcast. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.runtime.errors import Code, UserFacingError
from studio.session import boards
from studio.session.boards import Wish
from studio.session.light import Light, mind
from studio.session.overlay import ORIGIN
from studio.session.plan import Plan, PlannedProduct, TimelineStep
from studio.session.state import LiveState


def lights(plan: Plan) -> list[Light]:
    """A light for each step that would come to nothing; the others of the timeline run on."""
    return [
        mind("card", "preflight_step_shows_nothing", at=_moment(step.at), why=_why(error))
        for step, error in _problems(plan)
    ]


def _why(error: UserFacingError) -> Code:
    """In words that name no product: the moment tells which step it is."""
    lower = error.code == "overlay_price_not_lower"
    return Code("preflight_step_not_lower" if lower else error.code)


def _problems(plan: Plan) -> Iterator[tuple[TimelineStep, UserFacingError]]:
    order = tuple(each.sku for each in plan.products)
    state = LiveState(running_order=order)
    for step in plan.timeline:
        if step.do == "product":
            state = replace(state, current_sku=step.sku)
        elif step.do == "card_on" and state.current_sku is None:
            yield step, UserFacingError("card_needs_product")
        elif step.do == "overlay_on":
            try:
                about = _about(step, plan, state)
            except UserFacingError as error:
                yield step, error
            else:
                plan = _sold_at(plan, about, step.yuan_fen, step.overlay)


def _about(step: TimelineStep, plan: Plan, state: LiveState) -> str:
    """What it is about. Whether a lot is on record for an origin card is known on air only."""
    if step.overlay == ORIGIN:
        return boards.product_of(step.sku or state.current_sku, plan).sku
    return boards.overlay(_wish(step), plan, state, 0).label


def _wish(step: TimelineStep) -> Wish:
    return Wish(step.overlay, step.words, step.sku, step.seconds, step.yuan_fen)


def _sold_at(plan: Plan, sku: str, fen: int, overlay: str) -> Plan:
    """A price drop is the price from then on."""
    if overlay != "price-drop":
        return plan

    def now(each: PlannedProduct) -> PlannedProduct:
        return replace(each, price_fen=fen) if each.sku == sku else each

    return replace(plan, products=tuple(map(now, plan.products)))


def _moment(at: float) -> str:
    return f"{int(at) // 60}:{int(at) % 60:02d}"
