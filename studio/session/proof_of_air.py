"""Proof of air: what was on air from when to when, and whether it was found in the programme.

Pure folds of the journal. A picture counts as verified where it was found in the stage's own
programme, and with it the code it should carry, at least once while it was on air.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studio.session import events as e
from studio.session.intervals import AirClock, Span, stretches
from studio.session.state import fold
from studio.stage.layers import Slot
from studio.stage.port import Proof

CODE_FIELDS = ("trace",)
"""Fields of templates that are drawn as a QR code."""


Looks = dict[tuple[str, str], list[tuple[int, e.AirProved]]]
"""When each picture was looked for, by slot and content, in order of time."""


@dataclass(frozen=True, slots=True)
class Row:
    """One picture, for as long as viewers saw it. Instants are UTC ms."""

    slot: str
    template: str
    """Empty: the product's card."""
    about: str
    sha256: str
    start: int
    end: int
    verified: bool | None
    """None: nobody looked while it was on."""
    codes: tuple[str, ...]
    left: int | None = None
    """How many a product's card said may still be ordered; None: it did not say."""


def code_wanted(data: Mapping[str, object]) -> str:
    """What the QR code of an overlay says; empty where it has none."""
    return next((str(data[key]) for key in CODE_FIELDS if data.get(key)), "")


def verdict(proof: Proof, sha256: str, code: str) -> bool:
    """Whether that picture was found, and its code read where it has one."""
    return proof.sha256 == sha256 and proof.shows and (not code or code in proof.codes)


def rows(entries: Sequence[e.Entry]) -> list[Row]:
    """Everything that was on air in a session, in order of time."""
    spans, looks = stretches(entries), _looks(entries)
    made = [_card_row(span, looks) for span in spans.card_pictures]
    made += [_row(span.what, span, looks) for span in spans.layers]
    return sorted(made, key=lambda row: (row.start, row.slot))


def _looks(entries: Iterable[e.Entry]) -> Looks:
    found: Looks = defaultdict(list)
    for entry in entries:
        if isinstance(entry.fact, e.AirProved):
            found[entry.fact.slot, entry.fact.sha256].append((entry.at, entry.fact))
    for each in found.values():
        each.sort(key=_at)  # a stage's report may come late
    return found


def _at(look: tuple[int, e.AirProved]) -> int:
    return look[0]


def _card_row(span: Span, looks: Looks) -> Row:
    sku, sha256, left = span.what
    made = _row((Slot.CARD.value, "", sku, sha256), span, looks)
    return replace(made, left=int(left) if left else None)


def verified_of(rows: Iterable[Row]) -> bool | None:
    """Of one card with several numbers: found with any of them, with none, or nobody looked."""
    said = {row.verified for row in rows}
    return True if True in said else False if False in said else None


def _row(what: tuple[str, ...], span: Span, looks: Looks) -> Row:
    slot, template, about, sha256 = what
    known = looks.get((slot, sha256), [])
    first, end = bisect_left(known, span.start, key=_at), bisect_right(known, span.end, key=_at)
    said = [fact for _, fact in known[first:end]]
    best = next((fact for fact in said if fact.seen), said[-1] if said else None)
    verified, codes = (None, ()) if best is None else (best.seen, best.codes)
    return Row(slot, template, about, sha256, span.start, span.end, verified, codes)


def as_json(entries: Sequence[e.Entry]) -> list[dict[str, Any]]:
    """The same as users' scripts read it, with seconds on air."""
    clock = AirClock.of(fold(entries))
    return [
        {
            "slot": row.slot,
            "template": row.template or "product-card",
            "about": row.about,
            "left": row.left,
            "sha256": row.sha256,
            "verified": row.verified,
            "codes": list(row.codes),
        }
        | clock.stretch(row.start, row.end)
        for row in rows(entries)
    ]
