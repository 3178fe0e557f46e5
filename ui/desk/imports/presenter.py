"""What the page of order files knows and does. No Qt.

Files are looked at one after the other, then written one after the other; each is a piece of long
work with its own end, so that one that is refused holds up no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlite_utils import Database

from inventory import products
from inventory.orders import catalogue, forgetting, mapping, questions, shop_rules
from inventory.orders.catalogue import ImportedFile
from inventory.orders.disputes import Version
from inventory.orders.forgetting import Forgotten, Remembered
from inventory.orders.importing import Explained, Report, Ruled, Wish
from inventory.orders.line_state import WORDS
from inventory.orders.mapping import Mapped, Word
from inventory.orders.questions import Asked
from inventory.orders.shop_rules import Takes
from inventory.orders.steps import Progress
from inventory.orders.undoing import Undone
from inventory.products import Product
from studio.runtime.errors import UserFacingError
from ui import table_file
from ui.asking import Asking, OnError
from ui.desk.long_work import Counting, Doing, LongWork, WorkView

T = TypeVar("T")
LOCKED = ("orders_file_needs_password", "orders_file_wrong_password")


class Stand(StrEnum):
    """How far a chosen file is."""

    WAITS = "waits"
    LOOKED = "looked"
    LOCKED = "locked"
    REFUSED = "refused"
    IMPORTED = "imported"
    BROKEN_OFF = "broken off"
    """Something went wrong while it was written; what was written is whole."""


OVER = (Stand.REFUSED, Stand.IMPORTED, Stand.BROKEN_OFF)
"""Chosen once more, such a file is looked at anew."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file somebody chose or dropped."""

    path: Path
    stand: Stand = Stand.WAITS
    report: Report | None = None
    error: UserFacingError | None = None
    password: str = field(default="", repr=False)

    @property
    def id(self) -> str:
        """What a table knows it by."""
        return str(self.path)

    def read(self, outcome: Report | UserFacingError, stand: Stand) -> Chosen:
        """The same, once something was made of it."""
        if not isinstance(outcome, UserFacingError):
            return replace(self, stand=stand, report=outcome, error=None)
        refused = Stand.LOCKED if outcome.code in LOCKED else Stand.REFUSED
        if stand is Stand.IMPORTED and not outcome.code.startswith("orders_"):
            refused = Stand.BROKEN_OFF  # the house's own come before it writes, and say so
        return replace(self, stand=refused, error=outcome)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of earlier imports, and what waits for an answer."""

    files: Sequence[ImportedFile]
    writing: bool
    """Something is being written now; a file that says so otherwise was broken off."""
    asked: Sequence[Asked]
    waiting: int
    """Lines of orders that wait, also those no question is shown of yet."""
    products: Sequence[Product]
    words: Sequence[Word] = ()
    """What was said about words of platforms."""
    codes: Sequence[Remembered] = ()
    """What was said about shops' codes."""
    at_order: frozenset[str] = frozenset()
    """Shops whose orders take their goods before they are paid."""


class ImportsView(WorkView, Protocol):
    def show_chosen(self, chosen: Sequence[Chosen]) -> None: ...
    def show_kept(self, kept: Kept) -> None: ...
    def show_imported(self, reports: Sequence[Report]) -> None: ...
    def show_undone(self, undone: Undone) -> None: ...
    def show_settled(self, orders: int) -> None: ...
    def show_forgotten(self, code: Remembered, outcome: Forgotten) -> None: ...
    def show_explained(self, word: str, outcome: Explained) -> None: ...
    def show_rule(self, shop: str, at_order: bool, outcome: Ruled) -> None: ...
    def show_answer_wrong(self, key: str, error: UserFacingError) -> None: ...
    def show_saved(self, path: Path) -> None: ...


class ImportsPresenter:
    """Main thread; everything that reads or writes is done on a worker."""

    def __init__(
        self, view: ImportsView, studio: Any, navigate: Callable[..., None], on_error: OnError
    ) -> None:
        self._view, self._studio, self._navigate = view, studio, navigate
        self._on_error = on_error
        self._asking = Asking(studio.runtime.then, on_error)
        self._work = LongWork(view, studio.runtime, self._failed)
        self._imports = studio.order_files()
        self._chosen: list[Chosen] = []
        self._wanted: list[Path] = []
        """What is to be imported: files that were looked at when somebody said so."""
        self._done: list[Report] = []

    def open(self) -> None:
        self._view.show_chosen(())
        self.refresh()

    def refresh(self) -> None:
        imports = self._imports

        def look(db: Database) -> Kept:
            return Kept(
                catalogue.files(db),
                imports.busy,
                questions.asked(db),
                questions.waiting(db),
                products.all_products(db),
                mapping.known_words(db),
                forgetting.remembered(db),
                shop_rules.all_at_order(db),
            )

        self._asking.ask(self._studio.store.read(look), self._view.show_kept)

    def close(self) -> None:
        """The page goes away; what is being written is written to its end."""
        self._asking.close()
        self._work.close()

    # -- choosing and looking

    def on_files(self, paths: Sequence[Path]) -> None:
        there = {each.path for each in self._chosen if each.stand not in OVER}
        fresh = [path for path in dict.fromkeys(paths) if path not in there]
        self._chosen = [each for each in self._chosen if each.path not in fresh]
        self._chosen += [Chosen(path) for path in fresh]
        self._show()
        self._go_on()

    def on_password(self, path: Path, password: str) -> None:
        self._chosen = [
            replace(each, stand=Stand.WAITS, password=password) if each.path == path else each
            for each in self._chosen
        ]
        self._go_on()

    def on_let_go(self, path: Path) -> None:
        """This file is not to be imported after all."""
        self._keep([each for each in self._chosen if each.path != path])
        self._show()

    def on_let_all_go(self) -> None:
        self._chosen = []
        self._show()

    # -- importing

    def on_import(self) -> None:
        self._wanted = [each.path for each in self._chosen if each.stand is Stand.LOOKED]
        self._done = []
        self._go_on()

    def on_stop(self) -> None:
        self._wanted = []
        self._work.stop()

    def on_undo(self, import_id: str) -> None:
        """Take a whole import back."""
        self._do(
            Doing.UNDOING,
            lambda progress: self._imports.undo(import_id, progress),
            self._view.show_undone,
            self._on_error,
        )

    # -- answers

    def on_mapped(self, asked: Asked, sku: str, times: int) -> None:
        mapped, codes = Mapped(sku, times), (asked.code, *asked.more_codes)
        self._settle(asked, lambda told: self._imports.map_codes(asked.shop, codes, mapped, told))

    def on_goods(self, asked: Asked, goods: Mapping[str, int]) -> None:
        self._settle(
            asked, lambda told: self._imports.say_goods(asked.shop, asked.line_ids, goods, told)
        )

    def on_passed_over(self, asked: Asked) -> None:
        self._settle(
            asked,
            lambda told: self._imports.pass_over(asked.platform, asked.shop, asked.about, told),
        )

    def on_explained(self, asked: Asked, meaning: str) -> None:
        word = Word(asked.platform, WORDS[asked.kind], asked.about, meaning)
        self._explain(word, self._wrong_at(asked))

    def on_decided(self, asked: Asked, taken: Version) -> None:
        """Which of an order's rows count that contradict each other."""
        about = asked.dispute
        if about is not None:
            order_id = asked.order_id
            self._settle(asked, lambda told: self._imports.decide(order_id, about, taken, told))

    def on_corrected(self, word: Word) -> None:
        """A word that was explained means something else after all."""
        self._explain(word, self._on_error)

    def on_forget(self, code: Remembered) -> None:
        """What was said of a shop's code was wrong: 不是它."""
        self._do(
            Doing.SETTLING,
            lambda told: self._imports.forget_code(code.shop, code.code, told),
            lambda outcome: self._view.show_forgotten(code, outcome),
            self._on_error,
        )

    def on_rule(self, shop: str, at_order: bool) -> None:
        """A shop's orders take their goods from the order on, or at payment."""
        takes = Takes.ORDER if at_order else Takes.PAYMENT
        self._do(
            Doing.SETTLING,
            lambda told: self._imports.take_stock(shop, takes, told),
            lambda outcome: self._view.show_rule(shop, at_order, outcome),
            self._on_error,
        )

    def on_try_again(self, asked: Asked) -> None:
        self._settle(asked, lambda told: self._imports.try_again(asked.shop, told))

    def on_stock(self) -> None:
        self._navigate("desk", page="stock")

    def on_export(
        self, path: Path, titles: Sequence[str], rows: Sequence[Sequence[table_file.Value]]
    ) -> None:
        def write(counting: Counting) -> None:
            table_file.write(path, titles, counting.rows(rows), counting.look)

        self._work.start(Doing.WRITING, len(rows), write, lambda _: self._view.show_saved(path))

    # -- parts

    def _go_on(self) -> None:
        """Import the next file that is to be; else look at the next that waits for it."""
        if self._work.busy:
            return
        if self._wanted:
            path = self._wanted.pop(0)
            ready = next((each for each in self._chosen if each.path == path), None)
            if ready is not None:
                self._read(ready, Doing.IMPORTING, self._imports.run, Stand.IMPORTED)
                return
        if self._done:
            self._tell_imported()
        waiting = next((each for each in self._chosen if each.stand is Stand.WAITS), None)
        if waiting is not None:
            self._read(waiting, Doing.LOOKING, self._imports.preview, Stand.LOOKED)

    def _tell_imported(self) -> None:
        done, self._done = self._done, []
        self._keep(self._chosen)
        self._show()
        self._view.show_imported(done)
        self.refresh()

    def _keep(self, chosen: list[Chosen]) -> None:
        """What was imported stays beside what was not, so that each file tells what came of it."""
        self._chosen = [] if all(each.stand is Stand.IMPORTED for each in chosen) else chosen

    def _read(
        self,
        chosen: Chosen,
        doing: Doing,
        work: Callable[[Wish, Progress], Report],
        stand: Stand,
    ) -> None:
        wish = Wish(chosen.path, password=chosen.password)

        def read(counting: Counting) -> Report | UserFacingError:
            try:
                return work(wish, _progress(counting))
            except UserFacingError as error:  # told beside the file, the others go on
                return error

        def done(outcome: Report | UserFacingError) -> None:
            after = chosen.read(outcome, stand)
            self._chosen = [after if each.path == chosen.path else each for each in self._chosen]
            if after.stand is Stand.IMPORTED and after.report is not None:
                self._done.append(after.report)
            self._show()
            self._go_on()

        self._work.start(doing, 0, read, done, lambda: self._stopped(chosen))

    def _failed(self, error: BaseException) -> None:
        self._wanted = []
        self._on_error(error)

    def _stopped(self, chosen: Chosen) -> None:
        """What was not looked at, or is written in part, is chosen again by whoever wants it."""
        self._chosen = [
            each
            for each in self._chosen
            if each.path != chosen.path and each.stand not in (Stand.WAITS, Stand.IMPORTED)
        ]
        self._done = []
        self._show()
        self.refresh()

    def _settle(self, asked: Asked, work: Callable[[Progress], int]) -> None:
        self._do(Doing.SETTLING, work, self._view.show_settled, self._wrong_at(asked))

    def _explain(self, word: Word, on_error: OnError) -> None:
        self._do(
            Doing.SETTLING,
            lambda told: self._imports.explain(word, told),
            lambda outcome: self._view.show_explained(word.word, outcome),
            on_error,
        )

    def _wrong_at(self, asked: Asked) -> OnError:
        def wrong(error: BaseException) -> None:
            if isinstance(error, UserFacingError):
                self._view.show_answer_wrong(asked.key, error)
            else:
                self._on_error(error)

        return wrong

    def _do(
        self,
        doing: Doing,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_error: OnError,
    ) -> None:
        def do(counting: Counting) -> T | UserFacingError:
            try:
                return work(_progress(counting))
            except UserFacingError as error:
                return error

        def done(outcome: T | UserFacingError) -> None:
            if isinstance(outcome, UserFacingError):
                on_error(outcome)
            else:
                on_done(outcome)
            self.refresh()

        self._work.start(doing, 0, do, done, self.refresh)

    def _show(self) -> None:
        self._view.show_chosen(tuple(self._chosen))


def _progress(counting: Counting) -> Progress:
    return lambda doing, done, of: counting.reached(done, of)
