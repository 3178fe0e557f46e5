"""What many files say about one order, made into one: the same in whatever order they come.

A line's state is the join of all its versions: associative, commutative and idempotent
(a semilattice), which is why importing twice, or an old file after a new one, changes nothing.
How far an order is and what was given back only ever grow; everything else is told by the version
that has got furthest, of equally far ones by the one with the latest time in it, then by the one
of fewer pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inventory.orders.disputes import TOTALS, TWICE, Dispute, Verdicts, Version, dispute
from inventory.orders.line_state import Doubt, LineState, precedence
from inventory.orders.status import Aftersale, Status, is_over

FACE = 24
"""Characters an order is sorted by: more would be a hundred megabytes more of a million orders."""


def join(one: LineState, other: LineState) -> LineState:
    """What both versions together say."""
    if one == other:
        return one
    newer, older = (one, other) if precedence(one) >= precedence(other) else (other, one)
    same = newer.version == older.version
    doubts = _in_order(*newer.doubts, *(older.doubts if same else ()))
    return newer._replace(
        paid_fen=max(newer.paid_fen, older.paid_fen),
        order_paid_fen=_most(newer.order_paid_fen, older.order_paid_fen),
        refunded_fen=max(newer.refunded_fen, older.refunded_fen),
        status=max(newer.status, older.status),
        aftersale=max(newer.aftersale, older.aftersale),
        shipped=newer.shipped or older.shipped,
        ordered_ms=_first(newer.ordered_ms, older.ordered_ms),
        paid_ms=_first(newer.paid_ms, older.paid_ms),
        shipped_ms=_first(newer.shipped_ms, older.shipped_ms),
        done_ms=_first(newer.done_ms, older.done_ms),
        doubts=doubts,
    )


def _in_order(*doubts: Doubt) -> tuple[Doubt, ...]:
    """Each once; in one order, so that it does not tell in which the files came."""
    return tuple(sorted(set(doubts), key=lambda each: (each.kind, each.about)))


def _most(one: int | None, other: int | None) -> int | None:
    return max((each for each in (one, other) if each is not None), default=None)


def _first(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


@dataclass(frozen=True, slots=True)
class OrderState:
    """One order, made of its lines."""

    order_no: str
    lines: tuple[LineState, ...]

    @property
    def paid_fen(self) -> int:
        """What the buyer paid: the platform's total of the order where it tells one."""
        if len(self.lines) == 1:  # most orders, and there are fifty thousand
            line = self.lines[0]
            return line.paid_fen if line.order_paid_fen is None else line.order_paid_fen
        totals = [each.order_paid_fen for each in self.lines if each.order_paid_fen is not None]
        return max(totals) if totals else sum(each.paid_fen for each in self.lines)

    @property
    def refunded_fen(self) -> int:
        if len(self.lines) == 1:
            return self.lines[0].refunded_fen
        return sum(each.refunded_fen for each in self.lines)

    @property
    def status(self) -> Status:
        """How far the least advanced is of the lines that go on; closed once none does."""
        if len(self.lines) == 1:
            line = self.lines[0]
            return Status.closed if is_over(line.status, line.aftersale) else line.status
        return min(
            (each.status for each in self.lines if not is_over(each.status, each.aftersale)),
            default=Status.closed,
        )

    @property
    def aftersale(self) -> Aftersale:
        if len(self.lines) == 1:
            return self.lines[0].aftersale
        return max(each.aftersale for each in self.lines)

    @property
    def pieces(self) -> int:
        if len(self.lines) == 1:
            return self.lines[0].qty
        return sum(each.qty for each in self.lines)

    @property
    def face(self) -> str:
        """What it is listed by: how its first line begins."""
        lines = self.lines
        first = lines[0] if len(lines) == 1 else min(lines, key=lambda each: each.line_no)
        return f"{first.title} {first.spec}".strip(" ")[:FACE]

    @property
    def goods(self) -> str:
        """All it may be found by: name and code of what each line holds, each once, sorted."""
        if len(self.lines) == 1:
            return _goods(self.lines[0])
        return "\n".join(sorted({_goods(each) for each in self.lines}))

    @property
    def ordered_ms(self) -> int | None:
        if len(self.lines) == 1:
            return self.lines[0].ordered_ms
        told = [each.ordered_ms for each in self.lines if each.ordered_ms is not None]
        return min(told, default=None)


def _goods(line: LineState) -> str:
    return f"{line.title} {line.spec}".strip(" ") + f"\t{line.code}"


def fold(
    states: Iterable[LineState], said: Verdicts | None = None, met: list[Dispute] | None = None
) -> dict[str, OrderState]:
    """The orders of one file, by their numbers, in the order of their first lines.

    Two rows of one line that differ in how much or what was paid, but not in how far it is, are
    ambiguous and carry a doubt; so do lines of an order that tell different totals. ``said``: what
    a person says of such; ``met`` gets every dispute, said or not.
    """
    judge = _Judge(said or {}, met if met is not None else [])
    told: dict[str, list[LineState]] = {}
    for state in states:
        found = told.get(state.order_no)
        if found is None:
            told[state.order_no] = [state]
        else:
            found.append(state)
    return {
        order_no: _order(order_no, _lines(found, judge), judge) for order_no, found in told.items()
    }


@dataclass(frozen=True, slots=True)
class _Judge:
    said: Verdicts
    met: list[Dispute]

    def verdict(self, about: Dispute) -> Version | None:
        self.met.append(about)
        return self.said.get(about)


def _lines(states: list[LineState], judge: _Judge) -> list[LineState]:
    """What an order's rows come to, by line."""
    if len(states) == 1:  # most orders have one row
        return states
    versions: dict[str, list[LineState]] = {}
    for state in states:
        versions.setdefault(state.line_no, []).append(state)
    return [_one_line(each, judge) for each in versions.values()]


def _one_line(versions: Sequence[LineState], judge: _Judge) -> LineState:
    found = versions[0]
    if len(versions) == 1:
        return found
    for other in versions[1:]:
        found = join(found, other)
    told: dict[tuple[Status, Aftersale], set[Version]] = {}
    for each in versions:
        told.setdefault((each.status, each.aftersale), set()).add(Version(each.qty, each.paid_fen))
    disputed = {each for alike in told.values() if len(alike) > 1 for each in alike}
    if not disputed:
        return found
    taken = judge.verdict(dispute(found.order_no, found.line_no, disputed))
    if taken is None:
        return _doubted(found, Doubt(TWICE, found.title))
    return found._replace(
        qty=taken.qty,
        paid_fen=taken.paid_fen,
        refunded_fen=_given_back(versions, taken),
        order_paid_fen=_order_total(versions, taken),
    )


def _given_back(versions: Sequence[LineState], taken: Version) -> int:
    """Of the row that counts, or of all of them together."""
    most: dict[Version, int] = {}
    for each in versions:
        one = Version(each.qty, each.paid_fen)
        most[one] = max(most.get(one, 0), each.refunded_fen)
    return most[taken] if taken in most else sum(most.values())


def _order_total(versions: Sequence[LineState], taken: Version) -> int | None:
    """The platform's total of the order: what the row that counts tells, or all of them."""
    told: dict[Version, int | None] = {}
    for each in versions:
        one = Version(each.qty, each.paid_fen)
        told[one] = _most(told.get(one), each.order_paid_fen)
    if taken in told:
        return told[taken]
    known = [each for each in told.values() if each is not None]
    if not known:
        return None
    return known[0] if len(set(known)) == 1 else sum(known)


def _order(order_no: str, lines: Sequence[LineState], judge: _Judge) -> OrderState:
    if len(lines) > 1:
        alike = [each for each in lines if each.status is lines[0].status]
        totals = {each.order_paid_fen for each in alike if each.order_paid_fen}
        if len(totals) > 1:
            told = {Version(0, fen) for fen in totals if fen is not None}
            taken = judge.verdict(dispute(order_no, "", told))
            lines = [_total(each, taken) for each in lines]
    return OrderState(order_no, tuple(lines))


def _total(line: LineState, taken: Version | None) -> LineState:
    if taken is None:
        return _doubted(line, Doubt(TOTALS, line.order_no))
    return line._replace(order_paid_fen=taken.paid_fen) if line.order_paid_fen else line


def _doubted(line: LineState, doubt: Doubt) -> LineState:
    return line._replace(doubts=_in_order(*line.doubts, doubt))


def merged(order: OrderState, known: Mapping[str, LineState]) -> OrderState:
    """The order as it is after this file, given its lines as they were, by their numbers."""
    lines = {each.line_no: each for each in known.values()}
    for each in order.lines:
        before = lines.get(each.line_no)
        lines[each.line_no] = join(before, each) if before else each
    return OrderState(order.order_no, tuple(lines.values()))
