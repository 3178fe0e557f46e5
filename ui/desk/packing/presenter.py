"""What the packing table knows and does. No Qt."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlite_utils import Database

from inventory.fulfilment import (
    codes,
    cold,
    labels,
    making,
    packing,
    parcels,
    picking,
    shipping,
    stops,
    tracking_file,
)
from inventory.fulfilment.codes import ParcelCode
from inventory.fulfilment.cold import ColdSheet
from inventory.fulfilment.making import Waiting
from inventory.fulfilment.packing import Scanned
from inventory.fulfilment.parcels import Parcel
from inventory.fulfilment.shipping import Shipped
from inventory.fulfilment.tracking_file import Judged, Row
from studio.runtime.clock import DAY_MS
from studio.runtime.errors import UserFacingError
from studio.runtime.sounds import Sound
from studio.runtime.typed import narrow
from ui.asking import Asking, OnError
from ui.desk.presenters import DeskStudio

SHOWN_MS = 10 * DAY_MS
"""So long parcels that have left stay on the page: their numbers and news still come."""
_TIMES = re.compile(r"(\d{1,4})\s*[*×xX]\s*(.+)")
"""``3*YM-001``: three of them with one scan."""


GONE = (parcels.SHIPPED, parcels.DELIVERED)


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that is to be packed or sent, and what left lately, as of one moment."""

    parcels: tuple[Parcel, ...]
    ready: int
    """Orders that may be made into parcels."""
    waiting: Waiting
    stops: tuple[str, ...]
    cold: Mapping[str, ColdSheet]
    """By id, of the parcels that need the cold."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a tracking file over would do."""

    file: str
    judged: Sequence[Judged]


class PackingView(Protocol):
    def show_table(self, table: Table) -> None: ...
    def show_parcel(self, parcel: Parcel | None, sheet: ColdSheet | None) -> None: ...
    def show_right(self, scanned: Scanned) -> None: ...
    def show_stop(self, code: str, about: Mapping[str, object]) -> None:
        """Until somebody has read it; then `PackingPresenter.on_understood`."""

    def hide_stop(self) -> None: ...
    def show_made(self, count: int, without: Sequence[str]) -> None: ...
    def show_shipped(self, shipped: shipping.Shipped) -> None: ...
    def show_delivered(self, count: int) -> None: ...
    def show_saved(self, path: Path) -> None: ...
    def show_printed(self, printer: str, count: int) -> None: ...
    def show_printers(self, names: Sequence[str]) -> None: ...
    def show_preview(self, preview: Preview | None) -> None: ...
    def show_chill(self, parcel: Parcel, known: Mapping[str, cold.Range]) -> None:
        """``known``: at which temperatures its products are kept, by SKU."""

    def show_chilled(self) -> None: ...
    def show_split(self, made: Sequence[Parcel]) -> None: ...
    def show_taken(self, judged: Sequence[Judged], shipped: Shipped | None) -> None: ...
    def show_wrong(self, error: UserFacingError) -> None:
        """A mistake beside what was typed or asked for."""

    def show_camera(self, picture: Any | None) -> None:
        """A small RGB picture; None: the camera is off."""

    def beep(self) -> None:
        """For a computer without anything that plays sounds."""


class Player(Protocol):
    def play(self, sound: Sound) -> Future[bool]: ...
    def close(self) -> None: ...


class Reader(Protocol):
    def close(self) -> None: ...


OpenReader = Callable[
    [str, Callable[[str], None], Callable[[Any], None], Callable[[UserFacingError], None]], Reader
]
"""``open(camera, on_code, on_picture, on_problem)``; the calls come on the camera's thread."""


class PackingPresenter:
    """Scans go one after the other; a wrong one lets nothing pass until it was understood."""

    def __init__(
        self,
        view: PackingView,
        studio: DeskStudio,
        sounds: Player,
        open_reader: OpenReader,
        on_error: OnError,
        sought: str = "",
    ) -> None:
        """``sought``: the id of a parcel that was looked for: shown, however long it has left."""
        self._view, self._studio, self._sounds = view, studio, sounds
        self._open_reader, self._on_error = open_reader, on_error
        self._asking = Asking(studio.runtime.then, on_error)
        self._table = Table((), 0, Waiting(), (), {})
        self._sought = self._current = sought
        """Id of the parcel that is being packed."""
        self._queue: deque[tuple[str, str]] = deque()
        self._busy = self._stopped = self._closed = False
        self._reader: Reader | None = None
        self._rows: tuple[str, Sequence[Row]] = ("", ())
        """The tracking file that is being looked at."""

    def open(self) -> None:
        self.refresh()

    def close(self) -> None:
        """Idempotent: the window asks again when it goes."""
        if self._closed:
            return
        self._closed = True
        self._asking.close()
        self.on_camera("")
        # On a worker: the last sound may still be heard.
        self._asking.ask(self._studio.runtime.background(self._sounds.close), lambda _: None)

    def refresh(self) -> None:
        now = self._studio.clock.now_ms()
        looked = self._studio.store.read(lambda db: _look(db, now, self._sought))
        self._asking.ask(looked, self._on_table)

    @property
    def current(self) -> Parcel | None:
        return next((each for each in self._table.parcels if each.id == self._current), None)

    # -- scanning --------------------------------------------------------------------------------

    def on_scan(self, told: str, device: str = "scanner") -> None:
        """A code was read, by whatever; it waits for the one before it."""
        if not told.strip():
            return
        if self._stopped:
            self._say(Sound.WRONG)
            return
        self._queue.append((told.strip(), device))
        self._next()

    def on_understood(self) -> None:
        self._stopped = False
        self._view.hide_stop()

    def on_choose(self, parcel_id: str) -> None:
        self._current = parcel_id
        self._show_current()

    def _next(self) -> None:
        if self._busy or not self._queue:
            return
        told, device = self._queue.popleft()
        code = codes.read(told)
        current = self.current
        if isinstance(code, ParcelCode) and not (current and 0 < current.scanned < current.pieces):
            self._open_parcel(code.code)
        elif current is None:
            self._stop("no_parcel", {})
        elif current.state != parcels.TO_PACK:
            verdict = "parcel_not_here" if current.state in GONE else "already_packed"
            self._stop(verdict, {"parcel": current.code})
        else:
            self._scan(current, told, device)

    def _scan(self, current: Parcel, told: str, device: str) -> None:
        times = _TIMES.fullmatch(narrow(told))  # as long as it was: of a name's brackets they stay
        qty, code = (max(1, int(times[1])), told[times.start(2) :]) if times else (1, told)

        def work(db: Database, now: int) -> Scanned:
            return packing.scan(db, current.id, code, device=device, at_ms=now, qty=qty)

        self._busy = True
        self._asking.ask(self._studio.books.write(work), self._on_scanned, self._on_scan_failed)

    def _open_parcel(self, code: str) -> None:
        found = next((each for each in self._table.parcels if each.code == code), None)
        if found is None or found.state in GONE:
            self._stop("parcel_not_here", {"parcel": code})
            return
        self.on_choose(found.id)
        if found.stopped:
            self._stop(f"stopped_{found.stopped}", {"order": found.order_no})
        else:
            self._say(Sound.RIGHT)
            self._next()

    def _on_scanned(self, scanned: Scanned) -> None:
        self._busy = False
        self._replace(scanned.parcel)
        if not scanned.right:
            self._stop(scanned.verdict, scanned.about)
            return
        self._say(Sound.RIGHT)
        self._view.show_right(scanned)
        if scanned.packed:
            self._go_on()
        self._view.show_table(self._table)
        self._show_current()
        self._next()

    def _on_scan_failed(self, error: BaseException) -> None:
        """Nothing was packed. The parcel may be another's by now, or the disk full."""
        self._busy = False
        self._queue.clear()
        self._say(Sound.WRONG)
        self._told(error)
        self.refresh()

    def _stop(self, verdict: str, about: Mapping[str, object]) -> None:
        self._queue.clear()
        self._stopped = True
        self._say(Sound.WRONG)
        self._view.show_stop(f"scan_{verdict}", about)
        self._show_current()

    def _go_on(self) -> None:
        """The next parcel that may be packed; none: the one that was packed stays in sight."""
        following = (
            each
            for each in self._table.parcels
            if each.state == parcels.TO_PACK and not each.stopped
        )
        first = next(following, None)
        if first is not None:
            self._current = first.id

    def _say(self, sound: Sound) -> None:
        self._asking.ask(
            self._sounds.play(sound), lambda played: None if played else self._view.beep()
        )

    # -- the camera ------------------------------------------------------------------------------

    def on_camera(self, camera: str) -> None:
        """Scan with that camera (``camera:0``); empty: no more."""
        if self._reader is not None:
            reader, self._reader = self._reader, None
            self._asking.ask(self._studio.runtime.background(reader.close), lambda _: None)
            self._view.show_camera(None)
        if camera:
            later = self._studio.runtime.dispatcher.run_later
            self._reader = self._open_reader(
                camera,
                lambda code: later(lambda: self._on_seen(code)),
                lambda picture: later(lambda: self._on_picture(picture)),
                lambda error: later(lambda: self._on_camera_problem(error)),
            )

    def _on_seen(self, code: str) -> None:
        if self._reader is not None and not self._stopped:
            self.on_scan(code, "camera")

    def _on_picture(self, picture: Any) -> None:
        if self._reader is not None:
            self._view.show_camera(picture)

    def _on_camera_problem(self, error: UserFacingError) -> None:
        if self._reader is not None:
            self.on_camera("")
            self._view.show_wrong(error)

    # -- parcels ---------------------------------------------------------------------------------

    def on_make(self) -> None:
        self._write(making.make, lambda made: self._view.show_made(len(made[0]), made[1]))

    def on_open_again(self) -> None:
        self._on_current(packing.open_again)

    def on_undo(self) -> None:
        self._on_current(making.dissolve)

    def on_split(self, parcel_id: str, out: Mapping[str, int]) -> None:
        """That parcel, whichever is being packed by now; ``out``: how many of which SKU go into a
        parcel of their own."""

        def done(made: tuple[Parcel, Parcel]) -> None:
            if self._current == parcel_id:
                self._current = made[0].id
            self._view.show_split(made)

        self._write(lambda db, now: making.split(db, parcel_id, out, now), done)

    def on_ship(self, ids: Sequence[str]) -> None:
        """Those parcels have left; without any, all that may go."""
        chosen = [
            each.id
            for each in self._table.parcels
            if each.state == parcels.PACKED and (each.id in ids if ids else not each.stopped)
        ]
        if not chosen:
            self._view.show_wrong(UserFacingError("nothing_to_ship"))
            return
        self._current = ""
        self._write(lambda db, now: shipping.ship(db, chosen, now), self._view.show_shipped)

    def on_delivered(self, ids: Sequence[str]) -> None:
        """The buyers have those of the marked ones that are on their way."""
        chosen = [
            each.id
            for each in self._table.parcels
            if each.id in ids and each.state == parcels.SHIPPED
        ]
        if not chosen:
            self._view.show_wrong(UserFacingError("nothing_on_its_way"))
            return
        self._write(
            lambda db, now: shipping.deliver(db, chosen, now),
            lambda done: self._view.show_delivered(len(done)),
        )

    def on_take_back(self, ids: Sequence[str]) -> None:
        self._write(
            lambda db, now: [shipping.take_back(db, each, now) for each in ids], lambda _: None
        )

    def on_stop_named(self, ids: Sequence[str], stop: str) -> None:
        if ids:
            self._write(lambda db, now: stops.send_to(db, ids, stop, now), lambda _: None)

    def on_checked(self, item: str) -> None:
        self._on_current(lambda db, name, now: cold.note(db, name, item, now))

    def on_measured(self, typed: str, ids: Sequence[str] = ()) -> None:
        """``typed``: degrees Celsius, of all the marked parcels that lie together."""
        try:
            tenths = cold.tenths(typed)
        except UserFacingError as error:
            self._view.show_wrong(error)
            return
        names = [*ids] if len(ids) > 1 else [each for each in (self._current,) if each]

        def work(db: Database, now: int) -> None:
            for name in names:
                cold.note(db, name, cold.TEMPERATURE, now, celsius=tenths)

        if names:
            self._write(work, lambda _: None)

    def on_chill_asked(self) -> None:
        """Somebody wants to say which of the parcel's products need the cold."""
        parcel = self.current
        if parcel is not None:
            skus = {line.sku for line in parcel.products}
            known = self._studio.store.read(lambda db: {sku: cold.needed(db, sku) for sku in skus})
            self._asking.ask(known, lambda found: self._view.show_chill(parcel, found))

    def on_chilled(self, typed: Mapping[str, tuple[str, str]]) -> None:
        """``typed``: lowest and highest degrees Celsius by SKU, both empty: kept anyhow."""
        try:
            wanted = {sku: _range(*degrees) for sku, degrees in typed.items()}
        except UserFacingError as error:
            self._view.show_wrong(error)
            return

        def work(db: Database, now: int) -> None:
            for sku, (low, high) in wanted.items():
                if cold.needed(db, sku) != (low, high):
                    cold.need(db, sku, low, high, now)

        self._write(work, lambda _: self._view.show_chilled())

    def _on_current(self, work: Callable[[Database, str, int], object]) -> None:
        current = self._current
        if current:
            self._write(lambda db, now: work(db, current, now), lambda _: None)

    def _write(self, work: Callable[[Database, int], Any], on_done: Callable[[Any], None]) -> None:
        def done(result: Any) -> None:
            on_done(result)
            self.refresh()

        self._asking.ask(self._studio.books.write(work), done, self._told)

    # -- paper -----------------------------------------------------------------------------------

    def on_sheet(self, path: Path, write: Callable[[picking.Sheet], None]) -> None:
        """``write`` writes ``path``, on a worker."""
        read, now = self._studio.store.read, self._studio.clock.now_ms()

        def work() -> None:
            write(read(lambda db: picking.sheet(db, now)).result())

        self._paper(work, lambda: self._view.show_saved(path))

    def on_labels(
        self, ids: Sequence[str], put: Callable[[Sequence[Any]], None], told: Path | str
    ) -> None:
        """``put`` draws them and puts them out, on a worker; ``told``: in a file, on a printer."""
        read, now = self._studio.store.read, self._studio.clock.now_ms()

        def work() -> None:
            put(read(lambda db: [labels.of_parcel(db, each, now) for each in ids]).result())

        def done() -> None:
            if isinstance(told, Path):
                self._view.show_saved(told)
            else:
                self._view.show_printed(told, len(ids))

        if ids:
            self._paper(work, done)

    def on_printers(self, look: Callable[[], Sequence[str]]) -> None:
        """Which printers there are, asked on a worker."""
        asked = self._studio.runtime.background(look)
        self._asking.ask(asked, self._view.show_printers, self._told)

    def _paper(self, work: Callable[[], None], on_done: Callable[[], None]) -> None:
        asked = self._studio.runtime.background(work)
        self._asking.ask(asked, lambda _: on_done(), self._told)

    # -- tracking numbers ------------------------------------------------------------------------

    def on_tracking(self, path: Path) -> None:
        """Look at a file of tracking numbers."""

        def work() -> tuple[Sequence[Row], Sequence[Judged]]:
            rows = tracking_file.read(path)
            return rows, self._studio.store.read(lambda db: tracking_file.judge(db, rows)).result()

        def looked(found: tuple[Sequence[Row], Sequence[Judged]]) -> None:
            self._rows = path.name, found[0]
            self._view.show_preview(Preview(path.name, found[1]))

        self._asking.ask(self._studio.runtime.background(work), looked, self._told)

    def on_tracking_left(self) -> None:
        self._rows = "", ()
        self._view.show_preview(None)

    def on_tracking_taken(self, ship: bool) -> None:
        """Take over what was looked at; ``ship``: its packed parcels have left, too."""
        file, rows = self._rows

        def work(db: Database, now: int) -> tuple[list[Judged], Shipped | None]:
            if ship:
                return tracking_file.take_over_and_ship(db, rows, file, now)
            return tracking_file.take_over(db, rows, file, now), None

        def taken(found: tuple[list[Judged], Shipped | None]) -> None:
            self._current = ""
            self.on_tracking_left()
            self._view.show_taken(*found)

        self._write(work, taken)

    # -- what comes back -------------------------------------------------------------------------

    def _on_table(self, table: Table) -> None:
        self._table = table
        if self.current is None:
            self._current = ""
            self._go_on()
        self._view.show_table(table)
        self._show_current()

    def _replace(self, parcel: Parcel) -> None:
        """The parcel as it is now, before the whole table is read again."""
        table = self._table
        found = tuple(parcel if each.id == parcel.id else each for each in table.parcels)
        self._table = Table(found, table.ready, table.waiting, table.stops, table.cold)

    def _show_current(self) -> None:
        self._view.show_parcel(self.current, self._table.cold.get(self._current))

    def _told(self, error: BaseException) -> None:
        if isinstance(error, UserFacingError):
            self._view.show_wrong(error)
        else:
            self._on_error(error)


def _range(low: str, high: str) -> tuple[int | None, int | None]:
    """Of one that is left empty None: `cold.need` refuses half a range. Raises cold_mistyped."""
    return _tenths(low), _tenths(high)


def _tenths(typed: str) -> int | None:
    return cold.tenths(typed) if typed.strip() else None


def _look(db: Database, now: int, sought: str) -> Table:
    found = parcels.listed(db, now)
    gone = parcels.listed(db, now, GONE, now - SHOWN_MS)
    if sought and all(each.id != sought for each in (*found, *gone)):
        gone.append(parcels.read(db, sought, now))
    ready, waiting = making.ready(db)
    frozen = {each.id: cold.sheet(db, each, now) for each in (*found, *gone)}
    needed = {key: each for key, each in frozen.items() if each.needed}
    return Table((*found, *gone), len(ready), waiting, tuple(stops.stops(db)), needed)
