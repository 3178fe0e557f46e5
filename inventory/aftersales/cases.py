"""Cases: what a buyer wants after a sale, and every step until it is done with.

A case is opened with what was sold; after that it only gets steps. What became of it is computed
from them (`Case`). Goods that come back or go out again are moves under the step's own reference,
so the order's own account stays as it was. A step that was a mistake is undone by one that names
it. All functions run on a database inside `Store.write`; `find` and `listed` also inside
`Store.read`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from inventory import ledger, reservations, returns
from inventory.aftersales.evidence import Kept, neutral
from inventory.aftersales.sold import SoldItem
from inventory.aftersales.words import Words, keep
from inventory.ledger import Take
from inventory.orders import stock
from inventory.returns import Gone
from inventory.schema import Place
from studio.runtime.clock import local_stamp
from studio.runtime.errors import UserFacingError
from studio.runtime.ids import new_id

NUMBER = 4
"""A case is called by the last characters of its id."""
MOST_SAID = 12
"""So many of them where others end alike; what is longer is the whole id."""
WANTS = ("refund", "resend")
_ENDS = ("closed", "refused", "reopened")
_ANSWERS = ("answered", "refunded", "returned", "lost", "resent")
_UNDOABLE = ("refunded", "returned", "lost", "resent", "refused", "closed")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done or said. ``at`` is UTC ms."""

    seq: int
    what: str
    qty: int
    fen: int
    words: str
    """In the clear: empty until they are opened (`studio.session.aftersales`)."""
    undoes: int | None
    at: int
    undone: bool = False
    sha256: str = ""
    """Of a piece of evidence: the file's."""
    sealed: Words | None = field(default=None, repr=False)
    forgotten: bool = False
    """Words were there, or a file, and their days are over."""

    @property
    def is_closed(self) -> bool:
        """Something was said that is not shown."""
        return self.sealed is not None and not self.words

    def reference(self, case_id: str) -> str:
        return reference(case_id, self.seq)


@dataclass(frozen=True, slots=True)
class Case:
    """One case with everything that became of it. Money is integer fen, instants UTC ms."""

    id: str
    source: str
    channel: str
    order_no: str
    sold_under: str
    session_id: str
    sold_at: int
    sku: str
    name: str
    unit: str
    qty: int
    paid_fen: int
    reason: str
    wants: str
    due_at: int | None
    opened_at: int
    steps: tuple[Step, ...]

    @property
    def number(self) -> str:
        return self.id[-NUMBER:].upper()

    @property
    def state(self) -> str:
        """``open`` (not answered yet), ``answered``, ``refused`` or ``closed``."""
        ends = [step.what for step in self.standing if step.what in _ENDS]
        if ends and ends[-1] != "reopened":
            return ends[-1]
        return "answered" if any(step.what in _ANSWERS for step in self.standing) else "open"

    @property
    def standing(self) -> list[Step]:
        """The steps that were not undone."""
        return [step for step in self.steps if not step.undone and step.undoes is None]

    @property
    def refunded_fen(self) -> int:
        return sum(step.fen for step in self.standing if step.what == "refunded")

    def pieces(self, what: str) -> int:
        """How many were ``returned``, ``lost`` or ``resent``."""
        return sum(step.qty for step in self.standing if step.what == what)

    def back_since(self, since_ms: int) -> int:
        """Pieces that came back, or whose money was given back, since an instant.

        Each once, at the first of both; money is not told by the piece and is that of all of them.
        None where it was refused in the end.
        """
        before = since = 0
        if self.state == "refused":
            return 0
        for step in self.standing:
            left = self.qty - before - since
            more = left if step.what == "refunded" else 0
            if step.what in ("returned", "lost"):
                more = min(step.qty, left)
            if step.at < since_ms:
                before += more
            else:
                since += more
        return since

    @property
    def answer_by(self) -> int | None:
        """Until when it must be answered; None once it was, and where there is no limit."""
        return self.due_at if self.state == "open" else None

    def overdue(self, now_ms: int) -> bool:
        return self.answer_by is not None and self.answer_by < now_ms

    @property
    def became(self) -> list[tuple[str, int]]:
        """What became of it so far, in the order it is told, nothing that did not: ``refunded`` in
        fen, ``returned``, ``lost`` and ``resent`` in pieces."""
        told = [(what, self.pieces(what)) for what in ("returned", "lost", "resent")]
        return [each for each in (("refunded", self.refunded_fen), *told) if each[1] > 0]


def reference(case_id: str, seq: int) -> str:
    """What the goods of a step move under."""
    return f"case/{case_id}/{seq}"


def open_case(  # noqa: PLR0913 - what a buyer says, by name
    db: Database,
    item: SoldItem,
    *,
    qty: int,
    reason: str,
    wants: str,
    due_ms: int | None,
    at_ms: int,
    words: Words | None = None,
) -> Case:
    """Open a case about ``qty`` of what was sold.

    Raises quantity_not_positive, more_than_was_sold.
    """
    if qty < 1:
        raise UserFacingError("quantity_not_positive", qty=qty)
    if qty > item.qty:
        raise UserFacingError("more_than_was_sold", qty=qty)
    case_id, stamp = new_id(at_ms), local_stamp(at_ms)
    db.execute(
        "INSERT INTO after_case (id, source, channel, order_no, sold_under, session_id, sold_ms, "
        "sku, qty, paid_fen, reason, wants, due_ms, opened_ms, opened_local) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(case_id, item.source, item.channel, item.order_no, item.sold_under),
            *(item.session_id, item.sold_at, item.sku, qty, item.paid_fen, reason, wants),
            *(due_ms, at_ms, stamp.text + stamp.zone),
        ],
    )
    _add(db, case_id, "opened", at_ms, words=words)
    return find(db, case_id)


def say(db: Database, case_id: str, words: Words | None, at_ms: int) -> Case:
    """Note what was said. Raises case_unknown, words_missing."""
    find(db, case_id)
    if words is None:
        raise UserFacingError("words_missing")
    _add(db, case_id, "said", at_ms, words=words)
    return find(db, case_id)


def answer(db: Database, case_id: str, words: Words | None, at_ms: int) -> Case:
    """同意: the buyer has an answer, the clock stops. Raises case_unknown, case_closed."""
    _open(db, case_id)
    _add(db, case_id, "answered", at_ms, words=words)
    return find(db, case_id)


def refuse(db: Database, case_id: str, words: Words | None, at_ms: int) -> Case:
    """不同意, with the reason. Raises case_unknown, case_closed, words_missing."""
    _open(db, case_id)
    if words is None:
        raise UserFacingError("words_missing")
    _add(db, case_id, "refused", at_ms, words=words)
    return find(db, case_id)


def refund(db: Database, case_id: str, fen: int, at_ms: int) -> Case:
    """Money was given back (by the platform, or here). Raises case_unknown, case_closed,
    refund_not_positive, refund_too_much (more than was paid for what was sold, all its cases
    together)."""
    case = _open(db, case_id)
    left = case.paid_fen - refunded(db, case.sold_under)
    if fen <= 0:
        raise UserFacingError("refund_not_positive", amount=f"{fen / 100:.2f}")
    if fen > left:
        raise UserFacingError("refund_too_much", left_fen=left, left=f"{left / 100:.2f}")
    _add(db, case_id, "refunded", at_ms, fen=fen)
    return find(db, case_id)


def take_back(db: Database, case_id: str, qty: int, to: Place, at_ms: int) -> Case:
    """Goods came back: to the shelf (or the hold, where they may not be sold), or to ``LOSS``.

    The lots are those that went out. Raises case_unknown, case_closed, quantity_not_positive,
    more_than_was_sold (what the buyer still has).
    """
    case = _open(db, case_id)
    if qty > case.qty - case.pieces("returned") - case.pieces("lost"):
        raise UserFacingError("more_than_was_sold", qty=qty)
    goods = returns.share(db, case.sold_under, case.sku, qty, _with_buyer(db, case.sold_under))
    what = "lost" if to is Place.LOSS else "returned"
    step = _add(db, case_id, what, at_ms, qty=qty)
    place = returns.for_shelf(db, at_ms)
    returns.bring_back(
        db,
        goods,
        (lambda _: Place.LOSS) if to is Place.LOSS else place,
        under=reference(case_id, step),
        reason=f"case_{what}",
        at_ms=at_ms,
    )
    return find(db, case_id)


def resend(db: Database, case_id: str, qty: int, at_ms: int, *, safety_buffer: int = 0) -> Case:
    """Send again: goods leave the shelf for the buyer. Raises case_unknown, case_closed,
    more_than_was_sold, not_enough_stock, lot_on_hold, quantity_not_positive."""
    case = _open(db, case_id)
    if qty > case.qty - case.pieces("resent"):
        raise UserFacingError("more_than_was_sold", qty=qty)
    step = _add(db, case_id, "resent", at_ms, qty=max(qty, 0))
    under, reason = reference(case_id, step), "case_resent"
    reservations.reserve(
        db, reference=under, sku=case.sku, qty=qty, at_ms=at_ms, reason=reason,
        safety_buffer=safety_buffer,
    )  # fmt: skip
    reservations.forward(db, reference=under, to=Place.CUSTOMER, reason=reason, at_ms=at_ms)
    return find(db, case_id)


def close(db: Database, case_id: str, at_ms: int) -> Case:
    """办完了. Raises case_unknown, case_closed."""
    _open(db, case_id)
    _add(db, case_id, "closed", at_ms)
    return find(db, case_id)


def reopen(db: Database, case_id: str, at_ms: int) -> Case:
    """It goes on after all. Raises case_unknown, case_not_closed."""
    if find(db, case_id).state not in ("closed", "refused"):
        raise UserFacingError("case_not_closed")
    _add(db, case_id, "reopened", at_ms)
    return find(db, case_id)


def undo(db: Database, case_id: str, seq: int, at_ms: int) -> Case:
    """A step was a mistake: what it moved goes back, and both stay on record.

    Raises case_unknown, step_cannot_be_undone, not_enough_stock (what came back was sold again),
    lot_on_hold.
    """
    case = find(db, case_id)
    step = next((each for each in case.standing if each.seq == seq), None)
    if step is None or step.what not in _UNDOABLE:
        raise UserFacingError("step_cannot_be_undone")
    under = step.reference(case_id)
    if step.what == "resent":
        place = returns.for_shelf(db, at_ms)
        goods = returns.gone(db, under)
        returns.bring_back(db, goods, place, under=under, reason="case_undone", at_ms=at_ms)
    for sku, lot, qty, grams, target in _came_back(db, under):
        about = {"reason": "case_undone", "reference": under}
        take = Take(lot, qty, grams)
        ledger.put(db, take, sku, Place(target), Place.CUSTOMER, at_ms=at_ms, **about)
    _add(db, case_id, "undone", at_ms, undoes=seq)
    return find(db, case_id)


def add_evidence(db: Database, case_id: str, kept: Kept, name: Words, at_ms: int) -> Case:
    """A file that was kept (`inventory.aftersales.evidence`) belongs to a case; ``name``: as the
    person calls it."""
    find(db, case_id)
    step = _add(db, case_id, "evidence", at_ms, words=name)
    db.execute(
        "INSERT INTO after_evidence (case_id, seq, sha256, name, bytes) VALUES (?, ?, ?, ?, ?)",
        [case_id, step, kept.sha256, neutral(kept.name), kept.size],
    )
    return find(db, case_id)


def find(db: Database, said: str) -> Case:
    """The case of that id, or whose id ends so. Raises case_unknown, case_of_several."""
    wanted = said.strip().lower()
    which = "after_case.id = ?1"
    if NUMBER <= len(wanted) <= MOST_SAID:
        which = "substr(after_case.id, -length(?1)) = ?1"
    found = _query(db, f"WHERE {which} ORDER BY after_case.id DESC", [wanted])
    if not found:
        raise UserFacingError("case_unknown", case=said)
    if len(found) > 1:
        ends = _endings([case.id.upper() for case in found])
        told = (f"{end}（{case.order_no}）" for end, case in zip(ends, found, strict=True))
        raise UserFacingError("case_of_several", case=said, cases="、".join(told))
    return found[0]


def _endings(ids: Sequence[str]) -> list[str]:
    """As much of each as tells it from the others."""
    length = NUMBER
    while len({each[-length:] for each in ids}) < len(ids):
        length += 1
    return [each[-length:] for each in ids]


def listed(db: Database, limit: int = 500) -> list[Case]:
    """Cases, the newest first."""
    return _query(db, "ORDER BY after_case.id DESC LIMIT ?", [limit])


def of_order(db: Database, order_id: str) -> list[Case]:
    """Those about an order, imported or noted live, of that id; the newest first."""
    return _query(
        db,
        """WHERE after_case.id IN (
            SELECT after_case.id FROM order_line JOIN after_case
                ON sold_under >= order_line.id || '/' AND sold_under < order_line.id || '0'
                WHERE order_id = ?1
            UNION SELECT after_case.id FROM handover JOIN after_case ON sold_under = handover.id
                WHERE order_id = ?1)
        ORDER BY after_case.id DESC""",
        [order_id],
    )


def stepped_since(db: Database, since_ms: int) -> list[Case]:
    """Every case of which something came back or was given back since an instant, the oldest first.

    Also where that was undone.
    """
    which = (
        "WHERE after_case.id IN (SELECT case_id FROM after_step WHERE at_ms >= ? "
        "AND (what = 'refunded' OR what = 'returned' OR what = 'lost')) ORDER BY after_case.id"
    )
    return _query(db, which, [since_ms])


_STANDS = """NOT EXISTS (SELECT 1 FROM after_step AS later
    WHERE later.case_id = after_step.case_id AND later.undoes = after_step.seq)"""


def unanswered(db: Database) -> list[Case]:
    """Cases nobody has answered, what must be answered first first."""
    answers = " OR ".join(f"what = '{each}'" for each in _ANSWERS)
    ends = " OR ".join(f"what = '{each}'" for each in _ENDS)
    return _query(
        db,
        f"""WHERE NOT EXISTS (SELECT 1 FROM after_step
            WHERE case_id = after_case.id AND ({answers}) AND {_STANDS})
        AND coalesce((SELECT what FROM after_step WHERE case_id = after_case.id
            AND ({ends}) AND {_STANDS} ORDER BY after_step.seq DESC LIMIT 1), '') IN
            ('', 'reopened')
        ORDER BY coalesce(due_ms, 9e15), after_case.id""",
        [],
    )


def refunded(db: Database, sold_under: str) -> int:
    """What was given back for a sale so far, in fen, by all its cases.

    Of a platform's line in which somebody found several products: by the cases of all of them,
    for they were paid together.
    """
    line_id, of_line, _ = sold_under.partition("/")
    if of_line:
        which = "WHERE sold_under >= ? AND sold_under < ?"
        found = _query(db, which, stock.references(line_id))
    else:
        found = _query(db, "WHERE sold_under = ?", [sold_under])
    return sum(case.refunded_fen for case in found)


def _with_buyer(db: Database, sold_under: str) -> list[Gone]:
    """What of a sale its buyer still has: what went out, less what came back by its cases."""
    back: dict[tuple[str, str], tuple[int, int]] = {}
    for case in _query(db, "WHERE sold_under = ?", [sold_under]):
        for step in case.standing:
            if step.what in ("returned", "lost"):
                for sku, lot, qty, grams, _ in _came_back(db, step.reference(case.id)):
                    before = back.get((sku, lot), (0, 0))
                    back[sku, lot] = (before[0] + qty, before[1] + grams)
    left = []
    for each in returns.gone(db, sold_under):
        qty, grams = back.get((each.sku, each.lot), (0, 0))
        if each.qty > qty:
            left.append(Gone(each.sku, each.lot, each.qty - qty, each.grams - grams))
    return left


def _came_back(db: Database, under: str) -> list[tuple[str, str, int, int, str]]:
    rows: list[tuple[str, str, int, int, str]] = db.execute(
        "SELECT sku, lot, qty, grams, target FROM stock_move WHERE reference = ? "
        "AND reference <> '' AND reason <> 'live_sale' AND source = 'customer' "
        "AND reason <> 'case_undone' ORDER BY id",
        [under],
    ).fetchall()
    return rows


def _open(db: Database, case_id: str) -> Case:
    case = find(db, case_id)
    if case.state in ("closed", "refused"):
        raise UserFacingError("case_closed")
    return case


def _add(  # noqa: PLR0913 - the facts of one step, by name
    db: Database,
    case_id: str,
    what: str,
    at_ms: int,
    *,
    qty: int = 0,
    fen: int = 0,
    words: Words | None = None,
    undoes: int | None = None,
) -> int:
    stamp = local_stamp(at_ms)
    (seq,) = db.execute(
        "INSERT INTO after_step (case_id, seq, what, qty, fen, words, undoes, at_ms, at_local) "
        "SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, '', ?5, ?6, ?7 FROM after_step "
        "WHERE case_id = ?1 RETURNING seq",
        [case_id, what, qty, fen, undoes, at_ms, stamp.text + stamp.zone],
    ).fetchall()[0]
    if words is not None:
        keep(db, case_id, seq, words, at_ms)
    return int(seq)


def _query(db: Database, tail: str, values: Sequence[str | int]) -> list[Case]:
    rows = db.execute(
        "SELECT after_case.id, source, channel, order_no, sold_under, session_id, sold_ms, "
        "after_case.sku, name, unit, qty, paid_fen, reason, wants, due_ms, opened_ms "
        f"FROM after_case JOIN product ON product.sku = after_case.sku {tail}",
        values,
    ).fetchall()
    return [Case(*(*row, tuple(_steps(db, row[0])))) for row in rows]


def _steps(db: Database, case_id: str) -> list[Step]:
    rows = db.execute(
        "SELECT after_step.seq, what, qty, fen, after_step.words, undoes, at_ms, EXISTS (SELECT 1 "
        "FROM after_step AS later WHERE later.case_id = ?1 AND later.undoes = after_step.seq), "
        "coalesce(sha256, ''), after_words.id, after_words.words FROM after_step "
        "LEFT JOIN after_evidence USING (case_id, seq) LEFT JOIN after_words USING (case_id, seq) "
        "WHERE case_id = ?1 ORDER BY after_step.seq",
        [case_id],
    )
    return [_step(*row) for row in rows]


def _step(*row: Any) -> Step:
    *facts, undone, sha256, words_id, sealed = row
    words = Words(words_id, sealed) if sealed is not None else None
    gone = words_id is not None and sealed is None
    return Step(*(*facts, bool(undone), sha256, words, gone))
