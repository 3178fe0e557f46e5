"""Orders noted in a broadcast and the platforms' rows: which row stands for which note.

A row takes the goods of its note over, so that what was noted and then ordered is reserved once.
Sameness is product, channel and time; how many may differ, then a note is confirmed in parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from inventory import channels, holds
from inventory.holds import OpenNote
from inventory.live_sales import NO_SESSION
from inventory.orders import order_numbers, stock
from inventory.orders.line_state import STATUS_AT, LineState, digest
from inventory.orders.status import Status
from studio.runtime.clock import HOUR_MS

BEFORE_MS = 2 * HOUR_MS
"""A buyer may have ordered so long before the floor noted it."""
AFTER_MS = 24 * HOUR_MS
"""And so long after it was noted."""


@dataclass
class Notes:
    """The notes that still hold goods, read once a batch and kept up while it is written."""

    platform: str
    open: list[OpenNote]

    @classmethod
    def read(cls, db: Database, platform: str) -> Notes:
        """What was noted at the counter is nobody's row, even where it asked in a platform's chat
        (抖音私信)."""
        waiting = [note for note in holds.open_notes(db) if note.session_id != NO_SESSION]
        return cls(platform, [note for note in waiting if channels.is_of(platform, note.channel)])

    def are_about(self, goods: stock.Goods) -> bool:
        """Whether any note holds such goods."""
        return bool(self.open) and any(note.sku in goods for note in self.open)

    def fitting(self, line: LineState, sku: str, qty: int) -> Sequence[tuple[OpenNote, int]]:
        """Notes that a line may stand for, with how many of each: one of just as many, the
        nearest in time; else one of more, of which a part; else several of fewer.

        Of a row that does not say when it was ordered, the day its number tells counts, and of
        that day any moment.
        """
        when = self._when(line)
        if when is None:
            return ()
        first, last = when
        near = sorted(
            (
                note
                for note in self.open
                if note.sku == sku
                and note.noted_at - BEFORE_MS <= last
                and first <= note.noted_at + AFTER_MS
            ),
            key=lambda note: (max(first - note.noted_at, note.noted_at - last, 0), note.id),
        )
        for note in near:
            if note.open_qty == qty:
                return [(note, qty)]
        for note in near:
            if note.open_qty > qty:
                return [(note, qty)]
        chosen: list[tuple[OpenNote, int]] = []
        for note in near:
            if note.open_qty <= qty:
                chosen.append((note, note.open_qty))
                qty -= note.open_qty
        return chosen

    def _when(self, line: LineState) -> tuple[int, int] | None:
        """Between which instants it was ordered, UTC ms; None where nothing says."""
        if line.ordered_ms is not None:
            return line.ordered_ms, line.ordered_ms
        return order_numbers.day_of(self.platform, line.order_no)

    def forget(self, note: OpenNote, qty: int) -> None:
        """So many of a note are no longer open."""
        place = self.open.index(note)
        left = note.open_qty - qty
        self.open[place : place + 1] = [replace(note, open_qty=left)] if left else []


def take_over(
    db: Database, line: LineState, line_id: str, goods: stock.Goods, notes: Notes, at_ms: int
) -> bool:
    """Let a line's notes go over to it; True where any did."""
    taken = False
    for sku, qty in goods.items():
        for note, part in notes.fitting(line, sku, qty):
            holds.confirm(
                db, note.id, reference=stock.reference(line_id, sku), at_ms=at_ms, qty=part
            )
            notes.forget(note, part)
            taken = True
    return taken


def has_just_closed(db: Database, line: LineState, line_id: str, waited: bool) -> bool:
    """Whether no earlier row told that a line is closed, nor the same row of an import that was
    taken back: with that its note went, and what fits now is the note of another buyer.

    ``waited``: for a person, with its row kept since it came.
    """
    if line.status is not Status.closed:
        return False
    own = digest(line)
    rows = db.execute(
        "SELECT digest FROM raw_content WHERE digest = ?1 UNION "
        "SELECT digest FROM raw_row JOIN raw_content USING (digest) "
        f"WHERE line_id = ?2 AND json_extract(state, '$[{STATUS_AT}]') = ?3",
        [own, line_id, int(Status.closed)],
    )
    return {told for (told,) in rows} == ({own} if waited else set())


def let_go(db: Database, line: LineState, goods: stock.Goods, notes: Notes, at_ms: int) -> None:
    """A line was closed before anything was reserved for it: its note need not wait for one."""
    for sku, qty in goods.items():
        for note, part in notes.fitting(line, sku, qty):
            if part == note.qty:
                holds.release(db, note.id, at_ms=at_ms, qty=part)
                notes.forget(note, part)
