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

from overlays.fields import Kind
from studio.runtime.money import yuan
from studio.session import events as e
from studio.session.intervals import AirClock, Span, stretches
from studio.session.overlay import SLOGAN
from studio.session.state import fold
from studio.stage.layers import Slot
from studio.stage.port import Proof

LOTTERY, PRIZE = "lottery", "prize"
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
    words: str = ""
    """What stood on an overlay: its texts and amounts, of a lottery its prize. Of a product's card
    nothing: that is told by its product."""


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
    words = _words(entries)
    for span in spans.layers:
        row = _row(span.what, span, looks)
        made.append(replace(row, words=words[row.slot, row.sha256]))
    return sorted(made, key=lambda row: (row.start, row.slot))


def _words(entries: Iterable[e.Entry]) -> dict[tuple[str, str], str]:
    """What stood on each picture, by slot and content: other words are another picture."""
    facts = (each.fact for each in entries)
    taken = (fact for fact in facts if isinstance(fact, e.LayerTaken))
    return {(fact.slot, fact.sha256): _said(fact) for fact in taken}


def _said(on: e.LayerTaken) -> str:
    """Nobody who bought is named on any overlay: a toast has the product and its village."""
    if on.template == LOTTERY:
        return str(on.data.get(PRIZE, ""))
    from overlays import library  # late: Qt draws what it checks, and every command reads this file

    shipped = library.shipped().get(on.template)
    kinds = {} if shipped is None else {each.key: each.kind for each in shipped.fields}
    hidden = {*CODE_FIELDS, *((SLOGAN,) if on.bare else ())}
    shown = ((kinds.get(key), value) for key, value in on.data.items() if key not in hidden)
    return " · ".join(filter(None, (_worded(kind, value) for kind, value in shown)))


def _worded(kind: Kind | None, value: object) -> str:
    """Of figures the amounts of money alone: the others are told by what the card is about."""
    if kind is Kind.FEN and isinstance(value, int):
        return f"¥{yuan(value)}"
    return value if isinstance(value, str) and kind is not Kind.PICTURE else ""


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
            "words": row.words,
            "left": row.left,
            "sha256": row.sha256,
            "verified": row.verified,
            "codes": list(row.codes),
        }
        | clock.stretch(row.start, row.end)
        for row in rows(entries)
    ]
