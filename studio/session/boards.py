"""Overlays made of what is known: the plan, the state, a lottery. Pure; nothing is invented here.

Data has the fields of the shipped templates (`overlays/templates`), and their schema alone says how
long each may be (`overlays.fitting`): what a workshop may write anywhere gives a card.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from inventory.lottery.fair import Archive, Draw
from inventory.origins import Origin
from overlays import library
from overlays.fitting import fitted, pieces
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence
from studio.session.overlay import Overlay, Value, promised
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct, is_page
from studio.session.state import LiveState
from studio.session.trace import TracePage

NO_PAGE = TracePage()
OPENING = "开播价"
"""What a price drop is compared with: the price the product had when the broadcast went live."""
LONGEST_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody at the floor, or a plan's timeline, asks for."""

    template: str
    """A key of `overlay.SLOTS`."""
    words: str = ""
    sku: str = ""
    """Empty: the product that is on."""
    seconds: int = 0
    """How long it is true; 0: until it is taken off."""
    fen: int = 0
    """Off, of a coupon; the new price, of a price drop."""
    who: str = ""
    """Whose name a lower third shows; empty: the anchor's."""


NEEDS_WORDS = frozenset({"rolling-notice", "correction", "notice", "countdown"})
NEEDS_TIME = frozenset({"countdown"})
NEEDS_MONEY = frozenset({"coupon", "price-drop"})


def overlay(
    wish: Wish,
    plan: Plan,
    state: LiveState,
    now_ms: int,
    opened: Mapping[str, int] = MappingProxyType({}),
) -> Overlay:
    """What is to be drawn for a wish. ``opened``: see `price_drop`, by SKU.

    Raises overlay_needs_words, overlay_needs_name, overlay_needs_time, overlay_time_outside,
    overlay_needs_money, overlay_needs_product, overlay_price_not_lower.
    """
    name, words = wish.template, " ".join(wish.words.split())
    if name in NEEDS_WORDS and not words:
        raise UserFacingError("overlay_needs_words")
    if name in NEEDS_TIME and not wish.seconds:
        raise UserFacingError("overlay_needs_time")
    if not 0 <= wish.seconds <= LONGEST_S:
        raise UserFacingError("overlay_time_outside")
    if name in NEEDS_MONEY and wish.fen <= 0:
        raise UserFacingError("overlay_needs_money")
    ends_at = now_ms + wish.seconds * 1000 if wish.seconds else None
    wish = replace(wish, words=words)
    if name == "price-drop":
        product = product_of(wish.sku or state.current_sku, plan)
        made = price_drop(product, wish.fen, _until(ends_at), opened.get(product.sku))
    else:
        made = _made(wish, plan, state, _until(ends_at))
    return replace(made, ends_at=ends_at)


def prepared(planned: PlannedOverlay, now_ms: int, seconds: int = 0) -> Overlay:
    """An overlay of the plan: as it was filled in; time that is left runs from now on.

    ``seconds``: how long it is true, where it has no time of its own; 0: until it is taken off.
    ``overlay_time_outside``: more than a day; ``overlay_needs_time``: a countdown of nothing.
    """
    if not 0 <= seconds <= LONGEST_S:
        raise UserFacingError("overlay_time_outside")
    if is_page(planned.template):
        return Overlay.of_page(planned.template, planned.called, planned.data)
    data = dict(planned.data)
    left = data.get("left")
    if planned.template in NEEDS_TIME and not left:
        raise UserFacingError("overlay_needs_time")
    made = replace(Overlay.of(planned.template), data=planned.data)
    lasts = left if isinstance(left, int) else seconds * 1000
    return replace(made, ends_at=now_ms + lasts) if lasts else made


def _until(ends_at: int | None) -> str:
    return "" if ends_at is None else f"{local_stamp(ends_at).text[11:16]} 止"


def _made(wish: Wish, plan: Plan, state: LiveState, until: str) -> Overlay:
    words = wish.words
    match wish.template:
        case "coupon":
            return Overlay.of("coupon", amount=wish.fen, title=words, until=until)
        case "next-product":
            product = product_of(wish.sku or state.next_sku, plan)
            return replace(next_product(product), named=bool(wish.sku))
        case "lower-third":
            return _lower_third(" ".join(wish.who.split()) or plan.anchor, words or plan.title)
        case "opening":
            return _of("opening", title=words or plan.title, who=plan.anchor)
        case "closing":
            return Overlay.of("closing", title=words)
        case "countdown":
            return Overlay.of("countdown", label=words, left=wish.seconds * 1000)
        case "correction":
            return Overlay.of("correction", right=words)
        case "brand-frame":
            return Overlay.of("brand-frame", slogan=words)
        case _:
            return Overlay.of(wish.template, text=words)


def _lower_third(name: str, topic: str) -> Overlay:
    if not name:
        raise UserFacingError("overlay_needs_name")
    return _of("lower-third", name=name, topic=topic)


def _of(template: str, about: str = "", /, **said: Value) -> Overlay:
    """Of what is on record, which is never too long for it."""
    return Overlay.of(template, about, **fitted(library.find(template), said))


def product_of(sku: str | None, plan: Plan) -> PlannedProduct:
    """``overlay_needs_product`` where the plan has none of that SKU."""
    try:
        return plan.product(sku or "")
    except KeyError as error:
        raise UserFacingError("overlay_needs_product") from error


def price_drop(
    product: PlannedProduct, fen: int, until: str = "", opened_fen: int | None = None
) -> Overlay:
    """From the price it is sold at now to a lower one. ``overlay_price_not_lower``.

    ``opened_fen``: the price at going live, where the ledger's deals allow to compare with it
    (`truth.opened`). Without, or not above the new one, the board says the new price alone.
    """
    if not 0 < fen < product.price_fen:
        raise UserFacingError("overlay_price_not_lower", name=product.name)
    compared: dict[str, Value] = {}
    if opened_fen is not None and opened_fen > fen:
        compared = {"before": opened_fen, "basis": OPENING, "saved": opened_fen - fen}
    said: dict[str, Value] = {"name": product.name, "price": fen, "unit": product.unit}
    return _of("price-drop", product.sku, **said, **compared, until=until)


def next_product(product: PlannedProduct) -> Overlay:
    return _of(
        *("next-product", product.sku),
        name=product.name, spec=product.spec, unit=product.unit, price=product.price_fen,
    )  # fmt: skip


def as_now(overlay: Overlay, plan: Plan, state: LiveState) -> Overlay | None:
    """The same with the figures of now; None where it is no longer true."""
    product = next((each for each in plan.products if each.sku == overlay.label), None)
    if product is None or overlay.template not in ("next-product", "price-drop"):
        return overlay
    if overlay.template == "next-product":
        if product.sku == state.current_sku or not (overlay.named or product.sku == state.next_sku):
            return None  # it is on by now, or another one comes first
        figures = next_product(product).data
        return replace(overlay, data=figures)
    # Until viewers have seen a drop it is one while the price is not below it; from then on it is
    # the price, and with any other it is none any more.
    to = dict(overlay.data)["price"]
    on = state.layers.get(overlay.slot.value) or state.waiting.get(overlay.slot.value)
    seen = promised(on) == promised(overlay)
    true = product.price_fen == to if seen else product.price_fen >= int(to)
    return overlay if true else None


NO_LOT = Origin(lot="", place="", grower="", harvested="", report="", laboratory="")
BESIDE_CODE = 110
"""Characters of an origin card that leave room for a code; with more the lot stands there in words,
which are the safe alternative to a code anyway."""


def origin(
    product: PlannedProduct,
    found: Origin | None,
    page: TracePage = NO_PAGE,
    ends_at: int | None = None,
) -> Overlay:
    """What the lot that is sold now says of itself; the place is the product's where it says none.

    ``found``: None where no lot is on record that an order could be packed from: then the card has
    what the product's own card has, the place alone. ``overlay_no_origin``: neither says any.
    """
    found = found or NO_LOT
    place = found.place or product.origin
    if not place:
        raise UserFacingError("overlay_no_origin", name=product.name)
    report = f"{found.report} {found.laboratory}".strip() if found.report else ""
    words = (product.name, found.grower, found.harvested, report, found.lot)
    has_room = len("".join(words)) <= BESIDE_CODE
    made = _of(
        *("origin-card", product.sku),
        name=product.name, place=place, grower=found.grower,
        harvested=found.harvested, report=report, lot=found.lot,
        trace=page.of(found.lot) if has_room else "",
    )  # fmt: skip
    return replace(made, ends_at=ends_at)


def order_toast(product: PlannedProduct, qty: int, ends_at: int) -> Overlay:
    """Product and village only: never who ordered."""
    made = _of(
        *("order-toast", product.sku),
        place=product.origin, name=product.name, count=qty, unit=product.unit,
    )  # fmt: skip
    return replace(made, ends_at=ends_at)


def lottery(archive: Archive, page: int = 0) -> Overlay:
    """The published terms, and after the draw the numbers that won, or that there were none.

    Not a word of them is left out: what does not fit on one board is shown on several, one after
    the other. ``page`` is counted from 0, and on from the last one again from the first.
    """
    terms, draw = archive.terms, archive.draw
    odds = f"最多 {terms.entries_at_most} 个号抽 {terms.winners} 个"
    texts = {
        "prize": terms.prize,
        "odds": odds if terms.entries_at_most else f"抽 {terms.winners} 个，每个号机会相同",
        "how": terms.rules,
        "sponsor": terms.sponsor,
        "rules": terms.claim,
        "winners": _won(draw) if draw else "",
    }
    most = {each.key: each.most for each in library.find("lottery").fields}
    split = {key: pieces(text, most[key]) for key, text in texts.items()}
    pages = max(map(len, split.values()))
    paged = {"page": page % pages + 1, "pages": pages} if pages > 1 else {}
    return Overlay.of(
        *("lottery", archive.id),
        worth=terms.prize_fen, count=terms.winners,
        closes="" if draw else _minute(terms.closes_ms),
        draws=f"{_minute(terms.draws_ms)} 开奖", seal=archive.commitment,
        **{key: parts[page % pages % len(parts)] for key, parts in split.items()},
        **paged,
    )  # fmt: skip


def _won(draw: Draw) -> str:
    """In its place when nobody had a number: a drawn lottery invites no viewer any more.

    With a comma between them: ``8 88`` could be read as one number.
    """
    numbers = "、".join(each.number for each in draw.winners)
    return numbers or sentence("lottery_says_nobody", "zh")


def _minute(at_ms: int) -> str:
    return local_stamp(at_ms).text[5:16].replace("T", " ")


def page_of(overlay: Overlay) -> tuple[int, int]:
    """Which page of how many a board is, the first being 0."""
    said = dict(overlay.data)
    return int(said.get("page", 1)) - 1, int(said.get("pages", 1))
