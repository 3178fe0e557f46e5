"""What to fetch and what to put where: the pick list, by product and by parcel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from inventory.fulfilment import cold, parcels, stops
from inventory.fulfilment.cold import ColdSheet
from inventory.fulfilment.parcels import Parcel
from studio.runtime.wording import Language, sentence


@dataclass(frozen=True, slots=True)
class Pick:
    """So much of one lot is to be fetched, for those parcels."""

    sku: str
    name: str
    unit: str
    lot: str
    qty: int
    parcels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the paper says, as of one moment."""

    at_ms: int
    picks: tuple[Pick, ...]
    parcels: tuple[Parcel, ...]
    """Those that may be packed or sent."""
    stopped: tuple[Parcel, ...]
    stops: tuple[tuple[str, tuple[Parcel, ...]], ...]
    cold: tuple[tuple[str, ColdSheet], ...]
    """By the code of each parcel that needs the cold."""


def by_product(found: Sequence[Parcel]) -> list[Pick]:
    """What is still to be fetched for parcels that may be packed, lot by lot."""
    qtys: dict[tuple[str, str], int] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    codes: dict[tuple[str, str], list[str]] = {}
    for parcel in found:
        if parcel.state != parcels.TO_PACK or parcel.stopped:
            continue
        for line in parcel.lines:
            scanned = line.scanned
            for take in line.lots:
                lacking = take.qty - min(take.qty, scanned)
                scanned -= take.qty - lacking
                if lacking:
                    key = line.sku, take.lot
                    qtys[key] = qtys.get(key, 0) + lacking
                    names[key] = line.name, line.unit
                    codes.setdefault(key, []).append(parcel.code)
    return [
        Pick(sku, *names[sku, lot], lot, qty, tuple(dict.fromkeys(codes[sku, lot])))
        for (sku, lot), qty in sorted(qtys.items())
    ]


def sheet(db: Database, at_ms: int) -> Sheet:
    """The pick list of now. Inside `Store.read`."""
    found = parcels.listed(db, at_ms)
    may = [parcel for parcel in found if not parcel.stopped]
    frozen = [(parcel.code, cold.sheet(db, parcel, at_ms)) for parcel in may]
    return Sheet(
        at_ms,
        tuple(by_product(found)),
        tuple(may),
        tuple(parcel for parcel in found if parcel.stopped),
        tuple((stop, tuple(there)) for stop, there in stops.by_stop(db, may)),
        tuple((code, each) for code, each in frozen if each.needed),
    )


def degrees(tenths: int) -> str:
    return f"{tenths / 10:.1f} °C"


def cold_words(found: ColdSheet, language: Language) -> list[str]:
    """The cold chain of a parcel in sentences, gaps included."""
    lines = []
    if found.low is not None and found.high is not None:
        about = {"low": degrees(found.low), "high": degrees(found.high)}
        lines.append(sentence("cold_range", language, **about))
    else:
        lines.append(sentence("cold_not_needed", language))
    lines += [f"✓ {sentence(f'cold_{item}', language)}" for item in found.checked]
    lines += [f"□ {sentence(f'cold_{item}', language)}" for item in found.unchecked]
    for each in found.measured:
        mark = "■" if each.outside else "▲"
        lines.append(f"{mark} {_clock(each.at_ms)}  {degrees(each.celsius)}")
    for begins, ends in found.gaps:
        about = {"begins": _clock(begins), "ends": _clock(ends)}
        lines.append(f"◆ {sentence('cold_gap', language, **about)}")
    return lines


def _clock(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%m-%d %H:%M")
