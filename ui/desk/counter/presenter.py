"""What the counter's page knows and does. No Qt."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from inventory.counter.phone import HandedOver, Waiting
from inventory.counter.sales import Item, Sale, SoldLine
from inventory.product_file import in_fen
from inventory.search import initials
from studio.runtime.errors import UserFacingError
from studio.runtime.typed import narrow, sought
from studio.session.archive import Titled
from studio.session.counter import Board, Good, Quote
from ui.asking import Asking, OnError
from ui.desk.writing import Writing, WritingView

Navigate = Callable[..., None]
MOST_DIGITS = 12
"""A longer number is a stuck key."""


@dataclass(frozen=True, slots=True)
class CartRow:
    """One thing on the counter: what was typed, and what it comes to."""

    sku: str
    name: str
    units: tuple[str, ...]
    weighed: bool
    amount: str = "1"
    unit: str = ""
    grams: str = ""
    price: str = ""
    """What is taken for it, as typed; empty: the record's price."""
    paid_fen: int | None = None
    wrong: UserFacingError | None = None

    def item(self) -> Item:
        """Raises amount_unreadable, price_unreadable."""
        return Item(
            self.sku,
            self.amount,
            self.unit,
            _typed(self.grams),
            in_fen(self.price) if self.price.strip() else None,
        )


@dataclass(frozen=True, slots=True)
class Cart:
    """What lies on the counter. ``total_fen`` None: not known yet, or something is wrong."""

    rows: tuple[CartRow, ...] = ()
    total_fen: int | None = None

    @property
    def can_be_noted(self) -> bool:
        """For later: notes are by the piece, so what is sold by weight need not be weighed yet."""
        wrongs = [row.wrong.code for row in self.rows if row.wrong is not None]
        known = all(row.wrong or row.paid_fen is not None for row in self.rows)
        return bool(self.rows) and known and set(wrongs) <= {"weight_missing"}


@dataclass(slots=True)
class Lying:
    """What lies on the counter and who it is for. Who looks at the stock meanwhile finds it there
    again; in memory only, because a contact is written sealed or not at all."""

    rows: list[CartRow] = field(default_factory=list)
    channel: str = ""
    """As it was chosen; empty: not yet."""
    contact: str = ""


class CounterService(Protocol):
    """`studio.session.counter.Counter`, as far as the page needs it."""

    def board(self, also: str = "") -> Future[Board]: ...
    def quote(self, items: Sequence[Item]) -> Future[list[Quote]]: ...
    def sell(self, items: Sequence[Item], pay: str) -> Future[Sale]: ...
    def undo(self, sale_id: str) -> Future[Sale]: ...
    def note(self, items: Sequence[Item], channel: str, contact: str = "") -> Future[Any]: ...
    def hand_over(
        self,
        said: str | Sequence[str],
        how: str,
        tracking: str = "",
        grams: int | None = None,
        qty: int | None = None,
    ) -> Future[list[HandedOver]]: ...
    def take_back(self, hand_ids: Sequence[str]) -> Future[None]: ...
    def cancel(self, said: str | Sequence[str], reason: str) -> Future[list[Any]]: ...
    def tell_contact(self, said: str | Sequence[str], contact: str) -> Future[None]: ...
    def contact(self, order_id: str, who: str) -> Future[str]: ...


class CounterView(WritingView, Protocol):
    def show_goods(self, goods: Sequence[Good]) -> None: ...
    def show_lists(
        self,
        waiting: Sequence[Waiting],
        today: Sequence[Sale],
        handed: Sequence[HandedOver],
        began_ms: int,
        noted_in: Mapping[str, Titled],
    ) -> None:
        """``began_ms``: when today began; an order that was looked for may be older;
        ``noted_in``: the broadcasts orders wait from, by id."""

    def show_taken(self) -> None:
        """What was sought lies on the counter: the next may be typed."""

    def show_not_found(self) -> None:
        """Nothing fits what was typed or scanned, so nothing was put on the counter."""

    def show_cart(self, cart: Cart) -> None: ...
    def show_typed(self, channel: str, contact: str) -> None:
        """What was typed before another page was looked at; an empty channel says nothing."""

    def show_sold(self, sale: Sale) -> None: ...
    def show_undone(self, sale: Sale) -> None: ...
    def show_noted(self, notes: Sequence[Any]) -> None: ...
    def show_handed(self, handed: Sequence[HandedOver]) -> None: ...
    def show_order(self, order_id: str) -> None:
        """That order, wherever it is listed, is the one that was looked for."""

    def show_taken_back(self) -> None: ...
    def show_cancelled(self, count: int) -> None: ...
    def show_contact(self, words: str) -> None: ...
    def show_contact_told(self) -> None: ...
    def show_receipt(self, path: Path) -> None: ...


WriteReceipt = Callable[[Sale], Path]
"""Draws a receipt into a file, on a worker."""


class CounterPresenter:
    """One writing at a time: a second press while the first is on its way does nothing."""

    def __init__(
        self,
        view: CounterView,
        counter: CounterService,
        runtime: Any,
        write_receipt: WriteReceipt,
        navigate: Navigate,
        on_error: OnError,
        lying: Lying | None = None,
    ) -> None:
        self._view, self._counter, self._runtime = view, counter, runtime
        self._write_receipt, self._navigate = write_receipt, navigate
        self._asking = Asking(runtime.then, on_error)
        self._goods: tuple[Good, ...] = ()
        self._words = ""
        self._lying = Lying() if lying is None else lying
        self._rows = self._lying.rows
        self._quoted = 0
        self._writing = Writing(view, self._asking, on_error, self.refresh)
        self._sought = ""

    def open(self, order: str = "") -> None:
        """``order``: the id of one that was looked for."""
        self._sought = order
        self._view.show_cart(Cart())
        self._view.show_typed(self._lying.channel, self._lying.contact)
        self._asking.ask(self._counter.board(order), self._on_opened)
        if self._rows:
            self._quote()

    def refresh(self) -> None:
        self._asking.ask(self._counter.board(self._sought), self._on_board)

    def close(self) -> None:
        if self._writing.busy:  # its answer comes to nobody: sold goods must not lie there again
            self._rows.clear()
            self._lying.contact = ""
        self._asking.close()

    def on_plan(self) -> None:
        self._navigate("plan")

    # -- choosing ------------------------------------------------------------------------------

    def on_search(self, words: str) -> None:
        self._words = sought(words.strip()).casefold()
        self._view.show_goods(self._found())

    def on_search_entered(self) -> None:
        """Enter takes the first that was found: a scanner types the code and Enter."""
        if not self._words:
            return
        found = self._found()
        exact = [good for good in found if good.product.sku.casefold() == self._words]
        if not found:
            self._view.show_not_found()
            return
        self.on_add((exact or found)[0].product.sku)
        self._view.show_taken()

    def on_add(self, sku: str) -> None:
        """One more of it; weighed goods are a line each, because each has its weight."""
        good = next(each for each in self._goods if each.product.sku == sku)
        weighed = good.product.catch_weight
        for place, row in enumerate(self._rows):
            if row.sku == sku and not weighed and (count := _count(row.amount)) is not None:
                self._change(place, amount=str(count + 1))
                return
        product = good.product
        self._rows.append(CartRow(sku, product.name, good.units, weighed, unit=product.unit))
        self._quote()

    def on_amount(self, place: int, text: str) -> None:
        self._change(place, amount=text)

    def on_step(self, place: int, by: int) -> None:
        """One more, or one fewer; fewer than one is none."""
        known = _count(self._rows[place].amount)
        count = (1 if known is None else known) + by
        if count < 1:
            self.on_remove(place)
        else:
            self._change(place, amount=str(count))

    def on_unit(self, place: int, unit: str) -> None:
        self._change(place, unit=unit)

    def on_grams(self, place: int, text: str) -> None:
        self._change(place, grams=text)

    def on_price(self, place: int, text: str) -> None:
        self._change(place, price=text)

    def on_remove(self, place: int) -> None:
        del self._rows[place]
        self._quote()

    # -- selling -------------------------------------------------------------------------------

    def on_sell(self, pay: str) -> None:
        self._writing.begin(lambda: self._counter.sell(self._items(), pay), self._on_sold)

    def on_typed(self, channel: str, contact: str) -> None:
        """Who the goods are for, as far as it is typed."""
        self._lying.channel, self._lying.contact = channel, contact

    def on_note(self, channel: str, contact: str) -> None:
        self._writing.begin(
            lambda: self._counter.note(self._items(), channel, contact), self._on_noted
        )

    def on_undo(self, sale: Sale) -> None:
        self._writing.begin(lambda: self._counter.undo(sale.id), self._view.show_undone)

    def on_hand_over(
        self, orders: Sequence[str], how: str, tracking: str, grams: str = "", part: str = ""
    ) -> None:
        """``grams``: what was typed as the weight of one; empty where none is weighed. ``part``:
        how many of the one order go, as typed; empty: all that wait."""
        self._writing.begin(
            lambda: self._counter.hand_over(orders, how, tracking, _typed(grams), _typed(part)),
            self._view.show_handed,
        )

    def on_take_back(self, hand_ids: Sequence[str]) -> None:
        self._writing.begin(
            lambda: self._counter.take_back(hand_ids), lambda _: self._view.show_taken_back()
        )

    def on_cancel(self, orders: Sequence[str], reason: str) -> None:
        """All of them or none."""
        self._writing.begin(
            lambda: self._counter.cancel(orders, reason),
            lambda done: self._view.show_cancelled(len(done)),
        )

    def on_contact(self, order_id: str) -> None:
        self._writing.begin(
            lambda: self._counter.contact(order_id, getpass.getuser()), self._view.show_contact
        )

    def on_tell_contact(self, orders: Sequence[str], contact: str) -> None:
        """Who those orders are for, in place of what was said before."""
        self._writing.begin(
            lambda: self._counter.tell_contact(orders, contact),
            lambda _: self._view.show_contact_told(),
        )

    def on_receipt_of_handovers(self, handed: Sequence[HandedOver]) -> None:
        """Of what was handed over together."""
        self.on_receipt(as_sale(handed))

    def on_receipt(self, sale: Sale) -> None:
        written = self._runtime.background(lambda: self._write_receipt(sale))
        self._asking.ask(written, self._view.show_receipt)

    # -- parts ---------------------------------------------------------------------------------

    def _items(self) -> list[Item]:
        return [row.item() for row in self._rows]

    def _on_opened(self, board: Board) -> None:
        self._on_board(board)
        if self._sought:
            self._view.show_order(self._sought)

    def _on_board(self, board: Board) -> None:
        # A hand learns places: what is sold most comes nearer when the page is opened next.
        places = {good.product.sku: place for place, good in enumerate(self._goods)}
        last = len(places)
        self._goods = tuple(sorted(board.goods, key=lambda it: places.get(it.product.sku, last)))
        self._view.show_goods(self._found())
        self._view.show_lists(
            board.waiting, board.today, board.handed, board.began_ms, board.noted_in
        )

    def _found(self) -> list[Good]:
        words = self._words
        by_letters = words.isascii() and words.isalnum()

        def has(good: Good) -> bool:
            name, sku = good.product.name, good.product.sku
            named = words in name.casefold() or words in sku.casefold()
            return named or (by_letters and initials.fits(name, words))

        return [good for good in self._goods if has(good)]

    def _change(self, place: int, **typed: str) -> None:
        if place < len(self._rows):
            self._rows[place] = replace(self._rows[place], **typed)  # type: ignore[arg-type]
            self._quote()

    def _quote(self) -> None:
        """Ask what the goods come to; only the latest answer counts."""
        self._quoted += 1
        asked = self._quoted
        readable: list[int] = []
        items: list[Item] = []
        for place, row in enumerate(self._rows):
            try:
                items.append(row.item())
                readable.append(place)
            except UserFacingError as error:
                self._rows[place] = replace(row, paid_fen=None, wrong=error)
        self._view.show_cart(self._cart(known=False))
        self._asking.ask(
            self._counter.quote(items), lambda quotes: self._on_quotes(asked, readable, quotes)
        )

    def _on_quotes(self, asked: int, places: Sequence[int], quotes: Sequence[Quote]) -> None:
        if asked != self._quoted:
            return
        for place, quote in zip(places, quotes, strict=True):
            paid = None if quote.wrong else quote.paid_fen
            self._rows[place] = replace(self._rows[place], paid_fen=paid, wrong=quote.wrong)
        self._view.show_cart(self._cart(known=True))

    def _cart(self, *, known: bool) -> Cart:
        paid = [row.paid_fen for row in self._rows]
        total = None
        if known and paid and None not in paid:
            total = sum(fen for fen in paid if fen is not None)
        return Cart(tuple(self._rows), total)

    def _clear(self) -> None:
        self._rows.clear()
        self._quote()

    def _on_sold(self, sale: Sale) -> None:
        self._clear()
        self._view.show_sold(sale)

    def _on_noted(self, notes: Sequence[Any]) -> None:
        self._clear()
        self._lying.contact = ""
        self._view.show_noted(notes)


def as_sale(handed: Sequence[HandedOver]) -> Sale:
    """What was handed over together, for its receipt, under the number that was told before."""
    lines = tuple(
        SoldLine(
            *(each.id, each.sku, each.name, each.unit, each.qty, f"{each.qty} {each.unit}", 0),
            *(each.paid_fen // each.qty, each.paid_fen),
        )
        for each in handed
    )
    first, total = handed[0], sum(each.paid_fen for each in handed)
    return Sale(first.number, "", total, first.handed_at, first.undone, lines)


def _typed(typed: str) -> int | None:
    """What was typed as a weight or a number, None where nothing was. Raises amount_unreadable."""
    if not typed.strip():
        return None
    number = _count(typed)
    if number is None:
        raise UserFacingError("amount_unreadable", amount=typed)
    return number


def _count(typed: str) -> int | None:
    """What was typed as a whole number; None where it is none: ² is a digit, too."""
    text = narrow(typed).strip()
    readable = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if readable else None
