"""A studio that answers at once, for presenters of the desk and the review."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, TypeVar

from inventory.households import Renamed
from inventory.product_sheet import Sheet
from inventory.schema import Place
from inventory.standing import NONE_RAN_OUT, RanOut
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.threads import Runtime, chain
from studio.session.archive import SessionRow
from studio.session.incidents import IncidentReport, incidents
from tests.helpers.broadcasts import LIVE_AT, evening_summary
from tests.helpers.clock import ManualClock

T = TypeVar("T")


def done(value: T) -> Future[T]:
    """A Future that has its result."""
    future: Future[T] = Future()
    future.set_result(value)
    return future


def failed(error: BaseException) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(error)
    return future


class ImmediateRuntime:
    """`then` and `background` in the calling thread."""

    def __init__(self) -> None:
        self.dispatcher = Dispatcher()

    def at_close(self, closer: Callable[[], None]) -> Callable[[], None]:
        return lambda: None

    def then(
        self,
        future: Future[T],
        on_result: Callable[[T], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        error = future.exception()
        if error is None:
            on_result(future.result())
        else:
            on_error(error)

    def background(self, work: Callable[[], T]) -> Future[T]:
        try:
            return done(work())
        except Exception as error:  # noqa: BLE001 - carried by the Future, as the real pool does
            return failed(error)


def session_row(session_id: str = "s1", title: str = "杨梅贻贝专场") -> SessionRow:
    return SessionRow(session_id, title, "主播一号", "obs", LIVE_AT, LIVE_AT + 7_260_000, 149, 12)


@dataclass
class FakeStudio:
    """What the desk asks of a studio, answered from lists."""

    session_rows: list[Any] = field(default_factory=lambda: [session_row()])
    stock_rows: list[Any] = field(default_factory=list)
    messages: list[Any] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    ran_out_of: dict[str, RanOut] = field(default_factory=dict)
    """By broadcast."""
    unsafe_days: int | None = None
    runtime: ImmediateRuntime | Runtime = field(default_factory=ImmediateRuntime)
    store: Any = None
    plans: Any = field(default_factory=SimpleNamespace)
    clock: ManualClock = field(default_factory=ManualClock)
    lots: list[Any] = field(default_factory=list)
    households: list[str] = field(default_factory=list)
    products: list[Any] = field(default_factory=list)
    units: dict[str, Any] = field(default_factory=dict)
    losable: tuple[list[Any], list[Any]] = ([], [])
    booked: list[tuple[Any, ...]] = field(default_factory=list)
    refusal: BaseException | None = None
    """What every booking is refused with."""

    def ran_out(self, session_id: str) -> Future[RanOut]:
        return done(self.ran_out_of.get(session_id, NONE_RAN_OUT))

    @property
    def books(self) -> Any:
        def book(*what: Any) -> Future[Any]:
            if self.refusal is not None:
                return failed(self.refusal)
            self.booked.append(what)
            return done(None)

        return SimpleNamespace(
            lots=lambda: done(self.lots),
            households=lambda: done(self.households),
            product=lambda sku: done(next(it for it in self.products if it.sku == sku)),
            sheet=lambda sku: done(Sheet(next(it for it in self.products if it.sku == sku))),
            goods=lambda: done(self.products),
            add_product=lambda it, opening: chain(
                book("add", it.product, opening), lambda _: it.product
            ),
            change_sheet=lambda it, more: chain(
                book("change", it.product, more), lambda _: it.product
            ),
            rename_household=lambda name, new, is_known_one: chain(
                book("rename", name, new, is_known_one),
                lambda _: Renamed(name, new, (name,)),
            ),
            units=lambda: done(self.units),
            losable=lambda sku: done(self.losable),
            lose=lambda *what: book("lose", *what),
            take_loss_back=lambda loss: chain(book("loss back", loss), lambda _: Place.SHELF),
            take_name_back=lambda done: book("name back", done.before),
            count=lambda *what: book("count", *what),
            receive=lambda *what: book("receive", *what),
            hold=lambda *what: book("hold", *what),
            let_go=lambda *what: book("let_go", *what),
        )

    def sessions(self) -> Future[Any]:
        return done(self.session_rows)

    def incident_reports(self, session_id: str) -> Future[list[IncidentReport]]:
        return done([IncidentReport(one) for one in incidents(evening_summary())])

    def summary(self, session_id: str) -> Future[dict[str, Any]]:
        self.asked.append(session_id)
        return done(evening_summary())

    def outbox(self) -> Future[Any]:
        return done(self.messages)

    def stock(self) -> Future[Any]:
        return done(self.stock_rows)

    @property
    def safekeeping(self) -> Any:
        return SimpleNamespace(days_without=lambda: done(self.unsafe_days))
