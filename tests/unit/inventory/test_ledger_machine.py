"""The ledger under anything people do to it, in any order (Hypothesis state machine)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlite_utils import Database

from inventory import bundles, counts, holds, ledger, live_sales, losses, lots, overdue, products
from inventory import reservations as held
from inventory.aftersales.schema import MIGRATIONS as AFTERSALES
from inventory.counter import phone
from inventory.counter.schema import MIGRATIONS as COUNTER
from inventory.ledger import Balance, Place, StockLevel
from inventory.lots import Lot
from inventory.products import Product
from inventory.schema import MIGRATIONS, REAL_PLACES, Kind
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.store.database import set_pragmas
from studio.store.migrations import restore_triggers
from studio.store.sqlite import sqlite3

AT = 1_767_225_600_000
"""2026-01-01, 00:00 UTC."""
HOUR = 3_600_000
PLAIN, FRESH, HEAVY, LATER, BOX = "YM-001", "TD-002", "YU-003", "MI-004", "ZH-005"
"""Without lots, in lots, in lots and weighed, made to order, and a bundle of the first two."""
STOCKED = (PLAIN, FRESH, HEAVY)
SKUS = (*STOCKED, LATER, BOX)
LOTS = {"A": "2026-01-01", "B": "2026-01-02", "C": ""}
"""Codes with their best-before. B goes off while the machine runs."""
GRAMS = 700
SETS = (MIGRATIONS, COUNTER, AFTERSALES)
skus = st.sampled_from(SKUS)
stocked = st.sampled_from(STOCKED)
lot_codes = st.sampled_from(list(LOTS))
quantities = st.integers(1, 12)
causes = st.sampled_from(losses.Cause)
places = st.sampled_from(list(Place))
sessions = st.sampled_from(("s", live_sales.NO_SESSION))
append_only = st.sampled_from(
    [
        "stock_move",
        "live_sale",
        "live_sale_undo",
        "hold_end",
        "lot",
        "lot_verdict",
        "stock_count",
        "stock_loss",
        "stock_loss_undo",
    ]
)


def product(sku: str, kind: Kind = Kind.STOCK) -> Product:
    return Product(sku, sku, "", "件", 1990, None, "", "", "", kind, sku == HEAVY)


@cache
def _laid_out() -> Database:
    db = Database(sqlite3.connect(":memory:"))
    for each in SETS:
        each.apply(db)
    restore_triggers(db, SETS)
    return db


def empty_ledger() -> Database:
    """In memory: nothing here asks what a power cut leaves, and hundreds of examples each begin
    with one."""
    db = Database(sqlite3.connect(":memory:"))
    _laid_out().conn.backup(db.conn)
    set_pragmas(db)
    return db


class Ledger(RuleBasedStateMachine):
    """Follows the ledger with plain dictionaries and compares after every step."""

    orders = Bundle("orders")
    lines = Bundle("lines")
    handed = Bundle("handed")
    gone = Bundle("gone")

    def __init__(self) -> None:
        super().__init__()
        self.db = empty_ledger()
        self.now = AT
        self.noted: dict[str, tuple[str, int]] = {}
        self.open: defaultdict[str, int] = defaultdict(int)
        """Under each reference, note or order's line: how many of its product it holds."""
        self.recipes: dict[str, dict[str, int]] = {}
        """By which recipe each reference was held."""
        self.confirmed: dict[str, str] = {}
        """Which note each order's line, and each hand-over, came from."""
        self.taken_back: set[str] = set()
        """Notes that were undone: what comes back to them is for sale."""
        self.ours: set[str] = set()
        """Notes of which no platform's file will tell: nothing but the counter ends them."""
        self.put_back: set[str] = set()
        """Losses that were taken back."""
        self.moved_by_hand = False
        """Moves past every reference: from then on notes may hold what is elsewhere."""

    def teardown(self) -> None:
        self.db.close()

    @initialize(stock=st.integers(0, 30), harvests=st.tuples(*[st.integers(0, 8)] * 6))
    def open_with(self, stock: int, harvests: tuple[int, ...]) -> None:
        with self.db.atomic():
            for sku in SKUS:
                kind = Kind.MADE_TO_ORDER if sku == LATER else Kind.STOCK
                opening = stock if sku == PLAIN else 0
                assert products.take_over(self.db, product(sku, kind), opening, AT)
            bundles.define(self.db, BOX, {PLAIN: 2, FRESH: 1})
            for code, day in LOTS.items():
                for sku in (FRESH, HEAVY):
                    lots.register(self.db, Lot(sku, code, best_before=day), AT)
        ways = [(sku, code) for sku in (FRESH, HEAVY) for code in LOTS]
        for (sku, code), qty in zip(ways, harvests, strict=True):
            if qty:
                self.harvest(code, qty, sku)

    @rule(sku=skus, stock=quantities)
    def take_over_again(self, sku: str, stock: int) -> None:
        with self.db.atomic():
            assert not products.take_over(self.db, product(sku), stock, self.now)

    # -- goods come in ---------------------------------------------------------------------------

    @rule(code=lot_codes, qty=quantities, sku=st.sampled_from((FRESH, HEAVY)))
    def harvest(self, code: str, qty: int, sku: str) -> None:
        before = self._sum(sku, Place.SHELF)
        refused = self._refused(
            lambda: ledger.move(
                self.db,
                sku=sku,
                qty=qty,
                source=Place.HOUSEHOLD,
                target=Place.SHELF,
                reason="harvest",
                at_ms=self.now,
                lot=code,
                grams=qty * GRAMS + 1 if sku == HEAVY else None,
            )
        )
        assert refused == ("lot_on_hold" if lots.on_hold(self.db, sku, code) else "")
        assert self._sum(sku, Place.SHELF) == before + (0 if refused else qty)

    @rule(qty=quantities)
    def offer_capacity(self, qty: int) -> None:
        with self.db.atomic():
            ledger.move(
                self.db,
                sku=LATER,
                qty=qty,
                source=Place.PLAN,
                target=Place.CAPACITY,
                reason="offered",
                at_ms=self.now,
            )

    @rule(part=st.integers(1, 3))
    def new_recipe(self, part: int) -> None:
        with self.db.atomic():
            bundles.define(self.db, BOX, {PLAIN: part, FRESH: 1})

    # -- orders ----------------------------------------------------------------------------------

    @rule(
        target=orders,
        sku=skus,
        qty=quantities,
        channel=st.sampled_from(("抖音", "电话")),
        session=sessions,
    )
    def note(self, sku: str, qty: int, channel: str, session: str) -> str:
        order = new_id(self.now)
        before = ledger.level(self.db, sku)
        recipe = dict(bundles.latest(self.db, sku).parts)
        told: list[StockLevel] = []
        refused = self._refused(
            lambda: told.append(
                live_sales.note(
                    self.db,
                    order_id=order,
                    session_id=session,
                    sku=sku,
                    qty=qty,
                    channel=channel,
                    unit_price_fen=1990,
                    at_ms=self.now,
                    expires_ms=self.now + 24 * HOUR,
                )
            )
        )
        if refused:
            assert refused == "not_enough_stock"
            assert before.available < qty or self._has_stale(sku)
            return ""
        assert told == [ledger.level(self.db, sku)]
        assert told[0].available == before.available - qty
        self.noted[order] = (sku, qty)
        self.ours |= {order} if channel == "电话" or not session else set()
        self.open[order] = qty
        self.recipes[order] = recipe or {sku: 1}
        self._first_expired_first_out(order)
        return order

    @rule(order=orders)
    def undo(self, order: str) -> None:
        if not order or self.moved_by_hand:
            return
        if self._refused(lambda: live_sales.undo(self.db, order, self.now)):
            assert not self.open[order]
        else:
            assert self.open.pop(order)
            self.taken_back.add(order)

    @rule(target=lines, order=orders, qty=quantities)
    def confirm(self, order: str, qty: int) -> str:
        if not order or self.moved_by_hand or order in self.ours:
            return ""
        line = new_id(self.now)
        refused = self._refused(
            lambda: holds.confirm(self.db, order, reference=line, at_ms=self.now, qty=qty)
        )
        if refused:
            assert refused == "not_enough_stock" or self.open[order] < qty
            return ""
        self.open[order] -= qty
        self.open[line] = qty
        self.recipes[line] = self.recipes[order]
        self.confirmed[line] = order
        return line

    @rule(order=orders, qty=quantities)
    def release(self, order: str, qty: int) -> None:
        if not order or self.moved_by_hand or order in self.ours:
            return
        refused = self._refused(lambda: holds.release(self.db, order, at_ms=self.now, qty=qty))
        assert refused == ("note_spent" if self.open[order] < qty else "")
        self.open[order] -= 0 if refused else qty

    @rule(line=consumes(lines))
    def undo_the_import(self, line: str) -> None:
        if not line or self.moved_by_hand:
            return
        order = self.confirmed[line]
        refused = self._refused(
            lambda: holds.reopen(self.db, order, reference=line, at_ms=self.now)
        )
        assert refused in ("", "not_enough_stock")
        self._waits_again(order, 0 if refused else self.open.pop(line), refused)

    @rule(line=consumes(lines))
    def pack_and_send(self, line: str) -> None:
        if not line or self.moved_by_hand:
            return

        def send() -> None:
            for place in (Place.PACKED, Place.CUSTOMER):
                held.forward(self.db, reference=line, to=place, reason="sent", at_ms=self.now)

        refused = self._refused(send)
        assert refused in ("", "not_enough_stock", "lot_on_hold")
        if not refused:
            assert held.parts(self.db, line) == []
            del self.open[line]

    @rule(target=handed, order=orders, qty=st.none() | quantities)
    def hand_over(self, order: str, qty: int | None) -> str:
        if not order or self.moved_by_hand:
            return ""
        done: list[phone.HandedOver] = []
        refused = self._refused(
            lambda: done.append(phone.hand_over(self.db, order, "picked_up", self.now, qty=qty))
        )
        if refused:
            spent = not self.open[order] or self.open[order] < (qty or 0)
            not_ours = refused in ("order_of_a_broadcast", "order_given_back")
            assert not_ours == (order not in self.ours)
            assert not (self.open[order] and refused == "order_given_back")
            assert spent or refused != "note_spent"
            return ""
        self.open[order] -= done[0].qty
        self.confirmed[done[0].id] = order
        return done[0].id

    @rule(hand=consumes(handed))
    def hand_back(self, hand: str) -> None:
        if not hand or self.moved_by_hand:
            return
        order, (gone,) = self.confirmed[hand], phone.handed_by(self.db, hand)
        refused = self._refused(lambda: phone.take_back(self.db, hand, self.now))
        assert refused in ("", "not_enough_stock", "lot_on_hold")
        self._waits_again(order, 0 if refused else gone.qty, refused)

    def _waits_again(self, order: str, qty: int, refused: str) -> None:
        """Only what was not taken back meanwhile needs goods, and has them."""
        if order in self.taken_back:
            assert refused in ("", "lot_on_hold")
        else:
            self.open[order] += qty

    @rule(sku=skus, qty=st.integers(2, 6), session=sessions, undone=st.booleans())
    def cancel_the_rest_and_hand_back(self, sku: str, qty: int, session: str, undone: bool) -> None:
        """Steps that seldom meet by chance."""
        order = self.note(sku, qty, "电话", session)
        hand = self.hand_over(order, 1)
        (self.undo if undone else self.cancel)(order)
        self.hand_back(hand)

    @rule(sku=skus, qty=st.integers(2, 6))
    def undo_the_rest_and_the_import(self, sku: str, qty: int) -> None:
        order = self.note(sku, qty, "抖音", "s")
        line = self.confirm(order, 1)
        self.undo(order)
        self.undo_the_import(line)

    @rule(order=orders)
    def cancel(self, order: str) -> None:
        if not order or self.moved_by_hand:
            return
        refused = self._refused(lambda: phone.cancel(self.db, order, "not_wanted", self.now))
        if not refused:
            assert order in self.ours
            assert self.open.pop(order)
            self.taken_back |= {order} if live_sales.find(self.db, order).undone else set()
        assert not refused or order not in self.ours or not self.open[order]

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR
        with self.db.atomic():
            overdue.clear(self.db, self.now)
        waiting = {note.id: note for note in holds.open_notes(self.db)}
        for order in [each for each in self.noted if self.open[each] and each not in waiting]:
            assert order not in self.ours
            del self.open[order]
        if not self.moved_by_hand:
            assert all(
                note.expires_at is None if order in self.ours else (note.expires_at or 0) > self.now
                for order, note in waiting.items()
            )
        assert not any(self._has_stale(sku) for sku in STOCKED)

    # -- lots, counts ----------------------------------------------------------------------------

    @rule(code=lot_codes)
    def fails_its_test(self, code: str) -> None:
        with suppress(UserFacingError), self.db.atomic():
            lots.hold(self.db, code, "农残超标", self.now)
        assert lots.on_hold(self.db, FRESH, code)
        for sku in (FRESH, HEAVY):
            assert ledger.on_place(self.db, sku, Place.SHELF, code) == 0

    @rule(code=lot_codes, lost=st.booleans())
    def leaves_the_hold(self, code: str, lost: bool) -> None:
        with suppress(UserFacingError), self.db.atomic():
            if lost:
                lots.write_off(self.db, code, "倒掉", self.now)
            else:
                lots.let_go(self.db, code, "复检合格", self.now)

    @rule(sku=st.sampled_from((PLAIN, FRESH)), counted=st.integers(0, 40), code=lot_codes)
    def count(self, sku: str, counted: int, code: str) -> None:
        lot = "" if sku == PLAIN else code
        owed = ledger.on_place(self.db, sku, Place.RESERVED, lot)
        before = ledger.replay(self.db)
        refused = self._refused(lambda: counts.count(self.db, sku, counted, self.now, lot=lot))
        if refused:
            assert refused == ("count_below_reserved" if counted < owed else "lot_on_hold")
            assert ledger.replay(self.db) == before
        else:
            shelf = ledger.on_place(self.db, sku, Place.SHELF, lot)
            assert shelf + ledger.on_place(self.db, sku, Place.RESERVED, lot) == counted

    @rule(qty=quantities, comes=st.booleans())
    def recorded_late(self, qty: int, comes: bool) -> None:
        """What happened before a count leaves the shelf as it was counted."""
        before = self.now
        self.now += 1
        with suppress(UserFacingError), self.db.atomic():
            counts.count(self.db, PLAIN, qty, self.now)
        seen = counts.seen_at(self.db, PLAIN, "", self.now)
        counted = self.db.execute(
            "SELECT 1 FROM stock_count WHERE sku = ? AND happened_ms > ?", [PLAIN, before]
        ).fetchone()
        way = (Place.SUPPLIER, Place.SHELF) if comes else (Place.SHELF, Place.LOSS)
        facts = {"sku": PLAIN, "qty": qty, "reason": "late", "at_ms": before}
        refused = self._refused(lambda: counts.late(self.db, source=way[0], target=way[1], **facts))
        after = counts.seen_at(self.db, PLAIN, "", self.now)
        if counted or refused:
            assert after == seen
        else:
            assert after.qty == seen.qty + (qty if comes else -qty)

    @rule(
        target=gone, sku=stocked, qty=quantities, code=lot_codes, cause=causes, held=st.booleans()
    )
    def lose(self, sku: str, qty: int, code: str, cause: losses.Cause, held: bool) -> str:
        lot, place = "" if sku == PLAIN else code, Place.HOLD if held else Place.SHELF
        there = ledger.on_place(self.db, sku, place, lot)
        told: list[losses.Loss] = []
        how = {"cause": cause, "lot": lot, "place": place, "remark": "看见的"}
        refused = self._refused(
            lambda: told.append(losses.lose(self.db, sku, qty, self.now, **how))
        )
        assert refused == ("loss_not_there" if there < qty else "")
        assert ledger.on_place(self.db, sku, place, lot) == there - (0 if refused else qty)
        return told[0].id if told else ""

    @rule(loss=gone, then=st.integers(0, 3))
    def no_loss_after_all(self, loss: str, then: int) -> None:
        """Once; with ``then`` of it counted in between, the shelf stays as it was counted."""
        if not loss:
            return
        sku, lot = self.db.execute(
            "SELECT sku, lot FROM stock_move WHERE id = ?", [loss]
        ).fetchone()
        if sku == PLAIN and then:
            self.now += 1
            with suppress(UserFacingError), self.db.atomic():
                counts.count(self.db, sku, then, self.now)
        house = (Place.SHELF, Place.HOLD)
        before = sum(ledger.on_place(self.db, sku, place, lot) for place in house)
        to: list[Place] = []
        refused = self._refused(lambda: to.append(losses.undo(self.db, loss, self.now)))
        assert refused == ("loss_undone_already" if loss in self.put_back else "")
        self.put_back.add(loss)
        (qty,) = self.db.execute("SELECT qty FROM stock_move WHERE id = ?", [loss]).fetchone()
        came = qty if to and to[0] in house else 0
        assert sum(ledger.on_place(self.db, sku, place, lot) for place in house) == before + came

    # -- past every door -------------------------------------------------------------------------

    @rule(sku=skus, qty=quantities, way=st.permutations(list(Place)).map(lambda way: way[:2]))
    def move(self, sku: str, qty: int, way: list[Place]) -> None:
        source, to = way
        short = source in REAL_PLACES and self._sum(sku, source) < qty
        weighed = sku == HEAVY and source not in REAL_PLACES
        refused = self._refused(
            lambda: ledger.move(
                self.db,
                sku=sku,
                qty=qty,
                source=source,
                target=to,
                reason="any",
                at_ms=self.now,
                grams=qty * GRAMS if weighed else None,
            )
        )
        if refused:
            expected = {"lot_on_hold", "not_enough_stock" if short else "bundle_has_no_stock"}
            assert refused in expected
            assert refused != "bundle_has_no_stock" or sku == BOX
        else:
            assert not short
            self.moved_by_hand |= source in (Place.RESERVED, Place.PROMISED, Place.PACKED)

    @rule(sku=skus, qty=quantities, source=places, to=places)
    def broken_off(self, sku: str, qty: int, source: Place, to: Place) -> None:
        """A move in a transaction that fails afterwards never happened."""

        def move_and_fail() -> None:
            with self.db.atomic():
                ledger.move(
                    self.db, sku=sku, qty=qty, source=source, target=to, reason="", at_ms=AT
                )
                raise KeyError

        before = ledger.replay(self.db)
        with pytest.raises((KeyError, UserFacingError, sqlite3.IntegrityError)):
            move_and_fail()
        assert ledger.replay(self.db) == before

    @rule(table=append_only, verb=st.sampled_from(["REPLACE", "IGNORE", "ROLLBACK", "FAIL"]))
    def write_over(self, table: str, verb: str) -> None:
        if not self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
            return
        statement = f"INSERT OR {verb} INTO {table} SELECT * FROM {table} LIMIT 1"
        with pytest.raises(sqlite3.IntegrityError), self.db.atomic():
            self.db.conn.execute(statement)

    # -- what always holds -----------------------------------------------------------------------

    @invariant()
    def the_books_are_right(self) -> None:
        kept = {
            (sku, Place(place), lot): Balance(qty, grams)
            for sku, place, lot, qty, grams in self.db.execute(
                "SELECT sku, place, lot, qty, grams FROM stock_balance"
            )
        }
        assert ledger.replay(self.db) == kept
        total: defaultdict[tuple[str, str], int] = defaultdict(int)
        for (sku, place, lot), found in kept.items():
            total[sku, lot] += found.qty
            total[sku, f"{lot} grams"] += found.grams
            if place in REAL_PLACES:
                assert found.qty >= 0
                assert found.grams >= 0
                assert found.qty or not found.grams
        assert not any(total.values())

    @invariant()
    def every_reference_holds_what_it_says(self) -> None:
        """A reservation is its moves: nothing else knows of it, so nothing can drift."""
        for reference, recipe in self.recipes.items():
            found: defaultdict[str, int] = defaultdict(int)
            for part in held.parts(self.db, reference):
                found[part.sku] += part.qty
            wanted = {sku: each * self.open[reference] for sku, each in recipe.items()}
            assert dict(found) == {sku: qty for sku, qty in wanted.items() if qty}

    @invariant()
    def a_lot_on_hold_is_not_for_sale(self) -> None:
        for sku in (FRESH, HEAVY):
            for code in LOTS:
                if lots.on_hold(self.db, sku, code):
                    assert ledger.on_place(self.db, sku, Place.SHELF, code) == 0

    @invariant()
    def what_no_platform_tells_of_waits_at_the_counter(self) -> None:
        """Whoever it was promised to gets it, or somebody says why not."""
        wanted = {order: self.open[order] for order in self.ours if self.open[order]}
        assert {each.id: each.open_qty for each in holds.open_ours(self.db)} == wanted

    @invariant()
    def nothing_is_forgotten(self) -> None:
        assert {sale.id for sale in live_sales.sales(self.db)} == set(self.noted)

    def _refused(self, work: Callable[[], object]) -> str:
        """Why it was refused, and that nothing was left of it; empty where it was done."""
        before = ledger.replay(self.db)
        try:
            with self.db.atomic():
                work()
        except UserFacingError as error:
            assert ledger.replay(self.db) == before
            return error.code
        return ""

    def _sum(self, sku: str, place: Place) -> int:
        return ledger.on_place(self.db, sku, place)

    def _has_stale(self, sku: str) -> bool:
        today = local_stamp(self.now).text[:10]
        parts = bundles.latest(self.db, sku).parts or {sku: 1}
        return any(
            LOTS[code] and LOTS[code] < today and ledger.on_place(self.db, part, Place.SHELF, code)
            for part in parts
            for code in LOTS
        )

    def _first_expired_first_out(self, order: str) -> None:
        """What was left on the shelf goes off no sooner than what was taken."""
        days = [LOTS[part.lot] or "9" for part in held.parts(self.db, order) if part.lot]
        if days and not self._has_stale(FRESH) and not self._has_stale(HEAVY):
            sku = next(part.sku for part in held.parts(self.db, order) if part.lot)
            left = [
                day or "9"
                for code, day in LOTS.items()
                if ledger.on_place(self.db, sku, Place.SHELF, code)
            ]
            assert max(days) <= min(left, default="9")


@pytest.mark.expects_log  # a note whose goods were moved by hand cannot expire, and that is told
def test_the_ledger_holds_whatever_is_done_to_it() -> None:
    run_state_machine_as_test(
        Ledger, settings=settings(max_examples=settings().max_examples * 2, stateful_step_count=25)
    )
