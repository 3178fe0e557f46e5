"""Importing an order file: looked at first, then written in small transactions.

Everything blocks and belongs on a worker's thread or the command line. What is written is written
by the store's writer, a few hundred orders at a time, so that a broadcast goes on noting orders.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from inventory import overdue
from inventory.orders import (
    book,
    disputes,
    forgetting,
    mapping,
    questions,
    retelling,
    shop_rules,
    stock,
    templates,
    undoing,
)
from inventory.orders.book import BATCH, CALM_BATCH, Batch, Known, Made, Once, Outcome
from inventory.orders.disputes import Dispute, Version
from inventory.orders.forgetting import Forgotten
from inventory.orders.line_state import Doubt, LineState
from inventory.orders.mapping import Mapped, Word
from inventory.orders.merging import OrderState, fold, merged
from inventory.orders.retelling import Waiting
from inventory.orders.shop_rules import Takes
from inventory.orders.shortage import Stores
from inventory.orders.steps import Progress, Writes, parts, untold
from inventory.orders.templates import Template
from inventory.orders.understanding import Understood, understand
from inventory.orders.undoing import Undone
from inventory.orders.waiting import HEADING, JOINED, SHORT, UNMAPPED, Answers, Question
from inventory.schema import Place
from studio.runtime.clock import DAY_MS, Clock
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id
from studio.store.database import Store
from studio.store.sealed import Sealer

LOOK_AT = 400
"""Orders compared at once in a preview."""
READ_AGAIN = 100
"""Orders read again in one transaction: it takes as long as writing `BATCH` of them."""


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Python's collector walks every object again and again while they grow by the hundred
    thousand: a third of an import's time, and there is no cycle among them to find."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Room:
    """What an import has to do with the studio it runs in."""

    write: Writes | None = None
    """None: the store's own."""
    buyer_days: Callable[[], int] | None = None
    """Buyers' data older than that is not kept; None: of any age."""
    told: Callable[[], None] = lambda: None
    """Called once orders may be others, on the thread of the call."""
    noting: Callable[[], bool] = lambda: True
    """Whether orders are noted beside it, which must not wait long for their turn."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What came of saying what a word means. Counts of orders."""

    settled: int
    """Need not wait any more."""
    changed: int
    """Others that are something else now: they go on waiting for something, or did not wait, as
    the word was taken for something else before."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What came of another rule of a shop."""

    orders: int
    """Looked at again."""
    let_go: int
    """As `Forgotten.let_go`."""


class StoppedError(Exception):
    """A person stopped the import."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be imported, and how."""

    path: Path
    platform: str = ""
    """Empty: told by the headings."""
    shop: str = ""
    """Which of several shops on one platform; empty: the only one."""
    password: str = field(default="", repr=False)
    take_proposals: bool = False
    """Answer with the proposal wherever there is exactly one."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that makes no order. ``reason`` is the end of a sentence's code."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an import comes to. Counts of orders; ``paid_fen`` and ``refunded_fen`` of the file."""

    platform: str
    rows: int
    orders: int
    new: int
    changed: int
    duplicate: int
    questions: tuple[Question, ...]
    rejected: tuple[Refused, ...]
    paid_fen: int
    refunded_fen: int
    import_id: str = ""
    """Empty for a preview."""
    buyers_kept: bool = True
    """False where this computer has no keyring: buyers' data was not kept."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file understood, with what a person has said about its shop so far."""

    found: Understood
    shop: str
    orders: list[OrderState] = field(repr=False)


class Imports:
    """Imports of one workshop. Any thread, each call blocks.

    What writes raises orders_import_busy while something else here does.
    """

    def __init__(
        self, store: Store, clock: Clock, sealer: Sealer, folder: Path, room: Room | None = None
    ) -> None:
        """``folder``: where the workshop's own templates may lie."""
        self._busy = threading.Lock()
        self._room = room or Room()
        self._store = store
        self._write: Writes = self._room.write or store.write
        self._clock = clock
        self._sealer = sealer
        self._folder = folder

    @property
    def busy(self) -> bool:
        """Whether something is being written now."""
        return self._busy.locked()

    def look(self, wish: Wish, progress: Progress = untold) -> Looked:
        """Read and understand the file. Errors are those of `understand` and `templates.load`."""
        found = understand(
            wish.path,
            self._templates(),
            wish.platform,
            wish.password,
            lambda rows: progress("reading", rows, 0),
        )
        decided = self._store.read(lambda db: disputes.said(db, found.platform)).result()
        orders = list(fold((line.state for line in found.lines), decided).values())
        return Looked(found, wish.shop or found.platform, orders)

    @_no_search_for_cycles()
    def preview(self, wish: Wish, progress: Progress = untold) -> Report:
        """What importing would do. Nothing is written."""
        looked = self.look(wish, progress)
        said = self._said(looked)
        told: dict[tuple[str, str], dict[str, int]] = {}
        if wish.take_proposals:
            told = _take_proposals(looked.orders, said)
        outcome = Outcome()
        stores = self._store.read(Stores.read).result()
        for part in parts(looked.orders, LOOK_AT):
            numbers = [order.order_no for order in part]
            ask = partial(book.known, platform=looked.found.platform, order_nos=numbers)
            there = self._store.read(ask).result()
            for order in part:
                _foresee(order, there.get(order.order_no), said, told, stores, outcome)
        return _report(looked, outcome, said)

    @_no_search_for_cycles()
    def run(self, wish: Wish, progress: Progress = untold) -> Report:
        """Import the file. What `progress` raises stops it; what was written until then stays.

        The same file again goes on where it stopped: nothing is recorded twice.
        """
        with self._alone():
            return self._run(wish, progress)

    def _run(self, wish: Wish, progress: Progress) -> Report:
        looked = self.look(wish, progress)
        made = Made(looked.found.lines, self._sealer_if_any(), self._buyers_since())
        now = self._clock.now_ms

        def begin(db: Database) -> str:
            overdue.catch_up(db, now())
            import_id = new_id(now())
            book.begin(db, looked.found, import_id, looked.shop, now())
            return import_id

        import_id = self._write(begin).result()
        try:
            outcome, said = self._write_all(looked, wish, import_id, made, progress)
        except BaseException:
            self._write(lambda db: book.end(db, import_id, "stopped", now())).result()
            raise
        self._write(lambda db: book.end(db, import_id, "done", now())).result()
        return _report(looked, outcome, said, import_id, buyers_kept=made.sealer is not None)

    def undo(self, import_id: str, progress: Progress = untold) -> Undone:
        """Take a whole import back.

        What other imports say of the same orders stays. Broken off, it goes on when asked again.
        Raises import_unknown, import_already_undone, import_has_left, import_has_case.
        """
        with self._alone():
            return undoing.undo(self._store, self._write, self._clock, import_id, progress)

    # -- answers: each returns how many orders need not wait any more

    def map_codes(
        self, shop: str, codes: Sequence[str], mapped: Mapped, progress: Progress = untold
    ) -> int:
        """Keep which product of ours those codes of a shop are. Raises product_unknown."""

        def keep(db: Database) -> None:
            for code in codes:
                mapping.confirm(db, shop, code, mapped, self._clock.now_ms())

        return self._go_on(keep, Waiting(shop, codes=tuple(codes)), progress)

    def map_code(self, shop: str, code: str, mapped: Mapped, progress: Progress = untold) -> int:
        """As `map_codes`, of one."""
        return self.map_codes(shop, [code], mapped, progress)

    def forget_code(self, shop: str, code: str, progress: Progress = untold) -> Forgotten:
        """What was said of a shop's code is not so: who was taken for it is asked about again.

        Raises code_not_mapped, code_in_parcels (some of it lies in parcels that were not sent),
        after which nothing has changed. Broken off, it goes on when asked again.
        """
        asked = left = let_go = 0
        with self._alone():
            at_ms = self._clock.now_ms()
            lines = self._store.read(lambda db: forgetting.lines(db, shop, code)).result()
            self._refuse_boxed(code, lines)
            self._write(lambda db: overdue.catch_up(db, at_ms)).result()
            for done, part in enumerate(parts(lines, BATCH)):
                progress("writing", done * BATCH, len(lines))
                again = partial(forgetting.ask_again, line_ids=part, at_ms=at_ms)
                became = self._write(again).result()
                asked, left = asked + became.asked, left + became.left
                let_go += became.let_go
            self._write(lambda db: mapping.forget(db, shop, code)).result()
        return Forgotten(asked, left, let_go)

    def _refuse_boxed(self, code: str, lines: Sequence[str]) -> None:
        count = 0
        for part in parts(lines, LOOK_AT):  # other looks have their turn between
            count += self._store.read(partial(forgetting.boxed, line_ids=part)).result()
        if count:
            raise UserFacingError("code_in_parcels", theirs=code, count=count)

    def pass_over(self, platform: str, shop: str, heading: str, progress: Progress = untold) -> int:
        """Go on without what stands under a heading nobody knows, here and from now on."""

        def keep(db: Database) -> None:
            mapping.pass_over(db, platform, [heading], self._clock.now_ms())

        return self._go_on(keep, Waiting(shop), progress)

    def explain(self, word: Word, progress: Progress = untold) -> Explained:
        """Keep what a platform's word for a status means, here and from now on, and read again
        what waits. Raises meaning_unknown.

        A word that had a meaning already may be in any order, and no order waits for it: all of
        the platform are read again, also by who says it once more after it was broken off.
        """
        waits = partial(retelling.waiting_anywhere, platform=word.platform)

        def begin(db: Database) -> tuple[list[str], list[str]]:
            overdue.catch_up(db, self._clock.now_ms())
            mapping.explain(db, word, self._clock.now_ms())
            waiting = waits(db)
            return waiting, retelling.all_of(db, word.platform) if had_one else waiting

        with self._alone():
            had_one = templates.understands(self._templates(), word)
            waited, found = self._write(begin).result()
            known = self._templates()
            changed: set[str] = set()
            for done, part in enumerate(parts(found, READ_AGAIN)):
                progress("writing", done * READ_AGAIN, len(found))
                again = partial(
                    retelling.read_again, order_ids=part, known=known, at_ms=self._clock.now_ms()
                )
                changed |= set(self._write(again).result())
            settled = set(waited) - set(self._store.read(waits).result())
        return Explained(len(settled), len(changed - settled))

    def say_goods(
        self,
        shop: str,
        line_ids: Sequence[str],
        goods: Mapping[str, int],
        progress: Progress = untold,
    ) -> int:
        """Keep what is in each of those lines. Errors are those of `questions.keep_goods`."""

        def keep(db: Database) -> None:
            questions.keep_goods(db, line_ids, goods)

        return self._go_on(keep, Waiting(shop, line_ids=tuple(line_ids)), progress)

    def decide(
        self, order_id: str, about: Dispute, taken: Version, progress: Progress = untold
    ) -> int:
        """Keep which of an order's rows count where they contradict each other. choice_unknown.

        It is one order: there is nothing to tell of how far it is.
        """

        def work(db: Database) -> int:
            overdue.catch_up(db, self._clock.now_ms())
            return retelling.decide(db, order_id, about, taken, self._clock.now_ms())

        with self._alone():
            return self._write(work).result()

    def try_again(self, shop: str, progress: Progress = untold) -> int:
        """Let everything of a shop go on that can by now: goods came in, or were counted."""
        return self._go_on(lambda db: None, Waiting(shop), progress)

    def take_stock(self, shop: str, takes: Takes, progress: Progress = untold) -> Ruled:
        """Keep when the shop's orders take their goods, and let those that are not paid yet take
        them, or give them back. shop_unknown."""

        def keep(db: Database) -> list[str]:
            overdue.catch_up(db, self._clock.now_ms())
            shop_rules.say(db, shop, takes, self._clock.now_ms())
            return retelling.unpaid(db, shop)

        with self._alone():
            found, let_go = self._write(keep).result(), 0
            for done, part in enumerate(parts(found, BATCH)):
                progress("writing", done * BATCH, len(found))
                again = partial(retelling.settle_again, order_ids=part, at_ms=self._clock.now_ms())
                let_go += self._write(again).result()
        return Ruled(len(found), let_go)

    def _go_on(self, keep: Callable[[Database], None], waiting: Waiting, progress: Progress) -> int:
        def begin(db: Database) -> list[str]:
            overdue.catch_up(db, self._clock.now_ms())
            keep(db)
            return retelling.waiting(db, waiting)

        with self._alone():
            found = self._write(begin).result()
            for done, part in enumerate(parts(found, BATCH)):
                progress("writing", done * BATCH, len(found))
                again = partial(retelling.try_again, order_ids=part, at_ms=self._clock.now_ms())
                self._write(again).result()
            still = self._store.read(lambda db: retelling.waiting(db, waiting)).result()
        return len(found) - len(still)

    # -- parts

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._busy.acquire(blocking=False):
            raise UserFacingError("orders_import_busy")
        try:
            yield
        finally:
            self._busy.release()
            self._room.told()

    def _templates(self) -> list[Template]:
        """The program's, the workshop's own, and what was said about words."""
        words = self._store.read(mapping.known_words).result()
        return templates.taught(templates.load(self._folder), words)

    def _said(self, looked: Looked) -> Answers:
        return self._store.read(
            lambda db: book.answers(db, looked.found.platform, looked.shop)
        ).result()

    def _sealer_if_any(self) -> Sealer | None:
        """None where nothing can be sealed: orders come in all the same, buyers' data does not."""
        try:
            self._sealer.seal(b"", where="raw_content/trial")
        except UserFacingError as error:
            if error.code != "seal_needs_keyring":
                raise
            return None
        return self._sealer

    def _batches(self, orders: Sequence[OrderState]) -> Iterator[Sequence[OrderState]]:
        """As many at once as may be, which changes when a broadcast begins or ends meanwhile."""
        place = 0
        while place < len(orders):
            size = BATCH if self._room.noting() else CALM_BATCH
            yield orders[place : place + size]
            place += size

    def _buyers_since(self) -> int:
        days = self._room.buyer_days
        return 0 if days is None else self._clock.now_ms() - days() * DAY_MS

    def _begin(self, batch: Batch, said: Answers) -> Future[Outcome]:
        """Have a batch written. Returns once the database knows all of it and only the disk is
        waited for: whoever makes the next ready meanwhile is in nobody's way."""
        told, at_ms = threading.Event(), self._clock.now_ms()

        def write(db: Database) -> Outcome:
            try:
                return retelling.write(db, batch, said, at_ms)
            finally:
                told.set()

        begun = self._write(write)
        begun.add_done_callback(lambda _: told.set())  # also of what never had its turn
        told.wait()
        return begun

    def _write_all(
        self, looked: Looked, wish: Wish, import_id: str, made: Made, progress: Progress
    ) -> tuple[Outcome, Answers]:
        said = self._said(looked)
        told: dict[tuple[str, str], dict[str, int]] = {}
        if wish.take_proposals:
            told = _take_proposals(looked.orders, said)
            self._write(
                lambda db: _keep_answers(db, looked.found.platform, said, self._clock.now_ms())
            ).result()
        platform, shop, since = looked.found.platform, looked.shop, made.buyers_since
        outcome, goods = Outcome(), dict[str, int]()
        begun: Future[Outcome] | None = None
        done = 0
        for part in self._batches(looked.orders):
            progress("writing", done, len(looked.orders))
            done += len(part)
            rows, shown = made.of(part), book.shown(part)
            batch = Batch(
                *(import_id, platform, shop, part, rows, told, since, goods, Once(rows), shown)
            )
            if begun is not None:
                outcome.add(begun.result())
            begun = self._begin(batch, said)
        if begun is not None:
            outcome.add(begun.result())
        for others in parts(looked.found.others, BATCH):
            rows = book.ready(others, made.sealer)
            batch = Batch(import_id, platform, shop, (), rows, buyers_since=since)
            keep = partial(book.keep_rows, batch=batch, ids={}, at_ms=self._clock.now_ms())
            self._write(keep).result()
        progress("writing", len(looked.orders), len(looked.orders))
        return outcome, said


def _take_proposals(
    orders: Sequence[OrderState], said: Answers
) -> dict[tuple[str, str], dict[str, int]]:
    """Say yes to everything with exactly one proposal; returns what is in joined lines."""
    told: dict[tuple[str, str], dict[str, int]] = {}
    for order in orders:
        for line in order.lines:
            _say_yes(line, said, told)
    return told


def _say_yes(line: LineState, said: Answers, told: dict[tuple[str, str], dict[str, int]]) -> None:
    for doubt in line.doubts:
        if doubt.kind == HEADING:
            said.headings.add(doubt.about)
        elif doubt.kind == JOINED and (goods := said.parts(line)):
            told[line.order_no, line.line_no] = goods
    if not line.parts and line.code not in said.maps:
        proposed = said.proposals(line, Doubt(UNMAPPED))
        if len(proposed) == 1:
            said.maps[line.code] = Mapped(proposed[0], 1)


def _keep_answers(db: Database, platform: str, said: Answers, at_ms: int) -> None:
    kept = mapping.of_shop(db, said.shop)
    for code, mapped in said.maps.items():
        if kept.get(code) != mapped:
            mapping.confirm(db, said.shop, code, mapped, at_ms)
    mapping.pass_over(db, platform, said.headings, at_ms)


def _foresee(
    order: OrderState,
    there: Known | None,
    said: Answers,
    told: dict[tuple[str, str], dict[str, int]],
    stores: Stores,
    outcome: Outcome,
) -> None:
    """What would become of one order; ``stores``: what would still be there for it."""
    now = merged(order, there.lines if there else {})
    outcome.count(there, now)
    for line in now.lines:
        waits = there.waits.get(line.line_no) if there else None
        if waits == "" and there and there.lines.get(line.line_no) == line:
            continue
        parts = told.get((line.order_no, line.line_no))
        doubt, place = said.why(line, parts), stock.place_of(line, said.at_order)
        if doubt is None and waits != "" and place is not Place.SHELF:
            goods = said.goods(line, parts) or {}
            if not stores.take(line, goods, said.notes, place):
                doubt = Doubt(SHORT, "、".join(goods))
        if doubt is not None:
            outcome.waiting.append((line, doubt))


def _report(
    looked: Looked, outcome: Outcome, said: Answers, import_id: str = "", buyers_kept: bool = True
) -> Report:
    waiting = {(line.order_no, line.line_no): (line, doubt) for line, doubt in outcome.waiting}
    questions = []
    for line in looked.found.lines:
        order_no = line.state.order_no
        if found := waiting.get((order_no, line.state.line_no)):
            proposed = said.proposals(*found)
            questions.append(Question(line.row, order_no, found[1].kind, found[1].about, proposed))
    return Report(
        platform=looked.found.platform,
        rows=looked.found.rows,
        orders=len(looked.orders),
        new=outcome.new,
        changed=outcome.changed,
        duplicate=outcome.duplicate,
        questions=tuple(questions),
        rejected=tuple(
            Refused(each.row, each.reason) for each in looked.found.others if each.reason
        ),
        paid_fen=sum(order.paid_fen for order in looked.orders),
        refunded_fen=sum(order.refunded_fen for order in looked.orders),
        import_id=import_id,
        buyers_kept=buyers_kept,
    )
