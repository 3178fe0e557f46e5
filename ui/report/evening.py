"""A broadcast laid out on one time axis: bars of orders, bands of products, the state of the net.

What `ui.widgets.charts` paints, on a screen or on paper. The axis is seconds on air.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studio.runtime.wording import Language, sentence
from studio.session.telling import lasted, tell
from ui.formats import money
from ui.report import words

PRODUCT_COLOURS = (
    "#8B1E3F", "#2B6CA3", "#9A6B1F", "#6A7F3A", "#6B4A8A", "#2A7C84", "#A8502C", "#4B5A69",
)  # fmt: skip
"""Told apart on paper too, legible under white words; none of them carries a meaning."""
STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
MOST_TICKS = 8

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the axis. ``colour`` is empty for 歇一下."""

    start: float
    end: float
    word: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """``state``: ``good``, ``weak`` or ``down``; ``word`` is empty for a good stretch."""

    start: float
    end: float
    state: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something went wrong at that second; ``serious`` where viewers saw it."""

    second: float
    word: str
    serious: bool


@dataclass(frozen=True, slots=True)
class Evening:
    """Everything one chart shows, worded."""

    length: float
    """Seconds; at least 1."""
    bucket: int
    orders: Sequence[int]
    paid_fen: Sequence[int]
    bands: Sequence[Band]
    network: Sequence[Network]
    marks: Sequence[Mark]
    ticks: Sequence[tuple[float, str]]
    rows: tuple[str, str, str]
    """Names of the three rows: orders, product, network."""
    empty: str = ""
    """Said in place of bars where there are none."""
    network_word: str = ""
    """Said on the network's row where it has nothing else to say."""

    def at(self, second: float) -> str:
        """What happened around that second, for whoever points at it."""
        place = min(len(self.orders) - 1, max(0, int(second // self.bucket)))
        return "\n".join([self._counted[place], *self._around(second)])

    _counted: Sequence[str] = ()

    def _around(self, second: float) -> Iterator[str]:
        yield from (band.word for band in self.bands if band.start <= second < band.end)
        yield from (net.word for net in self.network if net.word and net.start <= second < net.end)
        near = max(self.bucket / 2, self.length / 200)
        yield from (mark.word for mark in self.marks if abs(mark.second - second) <= near)


def lay_out(summary: Row, language: Language) -> Evening:
    """The chart of one summary."""
    over = summary["orders_over_time"]
    length = max(1.0, summary["on_air_ms"] / 1000)
    named = _Axis(summary)
    return Evening(
        length=length,
        bucket=over["bucket_s"],
        orders=over["orders"],
        paid_fen=over["paid_fen"],
        bands=list(_bands(summary, language)),
        network=_networks(summary, language),
        marks=list(_marks(summary, language)),
        ticks=[(second, named.label(second)) for second in _ticks(length)],
        rows=(
            sentence("report_row_orders", language),
            sentence("report_row_product", language),
            sentence("report_row_network", language),
        ),
        empty="" if any(over["orders"]) else sentence("report_no_orders", language),
        network_word=_network_word(summary, language),
        _counted=[
            _counted(named, over, place, length, language) for place in range(len(over["orders"]))
        ],
    )


def note(summary: Row, language: Language) -> str:
    """How to read the chart, in one line."""
    bucket = lasted(summary["orders_over_time"]["bucket_s"] * 1000, language)
    return sentence("report_when_note", language, bucket=bucket)


def colours(summary: Row) -> dict[str, str]:
    """One colour a product, the same in every picture of one broadcast."""
    return {
        row["sku"]: PRODUCT_COLOURS[place % len(PRODUCT_COLOURS)]
        for place, row in enumerate(summary["products"])
    }


class _Axis:
    """Names seconds on air: by the clock on the wall, or by the count where the clock jumped."""

    def __init__(self, summary: Row) -> None:
        codes = {row["code"] for row in summary["incidents"]}
        short = summary["on_air_ms"] < 600_000
        by_count = short or "incident_interrupted_off_air" in codes
        self._live_at = None if by_count else summary["live_at"]

    def label(self, second: float) -> str:
        if self._live_at is not None:
            return words.clock(self._live_at + round(second * 1000))
        minutes, rest = divmod(round(second), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _counted(axis: _Axis, over: Row, place: int, length: float, language: Language) -> str:
    start = place * over["bucket_s"]
    return sentence(
        "report_bucket",
        language,
        start=axis.label(start),
        end=axis.label(min(length, start + over["bucket_s"])),
        orders=over["orders"][place],
        paid=money(over["paid_fen"][place]),
    )


def _bands(summary: Row, language: Language) -> Iterator[Band]:
    coloured = colours(summary)
    for row in summary["products"]:
        for one in row["intervals"]:
            yield Band(one["from_s"], one["to_s"], row["name"], coloured[row["sku"]])
    pause = sentence("report_break", language)
    for one in summary["breaks"]:
        yield Band(one["from_s"], one["to_s"], pause)


def _networks(summary: Row, language: Language) -> list[Network]:
    """How the network was. Where nothing got through it is told from when to when viewers saw
    nothing move, which the figure above counts: OBS may have noticed sooner, or come back later."""
    away, rows = words.breaks(summary), summary["uplink"]
    down = {_down(row, away, language): None for row in rows if row["state"] == "down"}
    rest = [_network(row, language) for row in rows if row["state"] != "down"]
    beside = [cut for each in rest if (cut := _beside(each, list(down))) is not None]
    return sorted([*down, *beside], key=lambda net: net.start)


def _network(row: Row, language: Language) -> Network:
    word = ""
    if row["state"] != "good":
        span = lasted(row["to"] - row["from"], language)
        word = sentence(f"report_net_{row['state']}", language, lasted=span)
    return Network(row["from_s"], row["to_s"], row["state"], word)


def _down(row: Row, away: Sequence[tuple[int, int]], language: Language) -> Network:
    """One stretch, with the whole of the break it is a part of."""
    start, end = next(
        (each for each in away if each[0] < row["to"] and row["from"] < each[1]),
        (row["from"], row["to"]),
    )
    first = row["from_s"] - (row["from"] - start) / 1000
    last = row["to_s"] + (end - row["to"]) / 1000
    word = sentence("report_net_down", language, lasted=lasted(end - start, language))
    return Network(first, last, "down", word)


def _beside(net: Network, down: Sequence[Network]) -> Network | None:
    """What is left of a stretch beside those in which nothing got through."""
    start, end = net.start, net.end
    for each in down:
        if each.start <= start < each.end:
            start = each.end
        if start < each.start < end:
            end = each.start
    return replace(net, start=start, end=end) if start < end else None


def _network_word(summary: Row, language: Language) -> str:
    if not summary["uplink"]:
        return sentence("report_net_off", language)
    if any(row["state"] != "good" for row in summary["uplink"]):
        return ""
    # While OBS was away nobody measured: a gap in the row is not a good network.
    unseen = any(row["code"] == "incident_stage_lost" for row in summary["incidents"])
    broke = bool(words.breaks(summary))
    return sentence("report_net_good_seen" if unseen or broke else "report_net_good", language)


def _marks(summary: Row, language: Language) -> Iterator[Mark]:
    """Incidents the network's own row does not tell already."""
    for row in summary["incidents"]:
        if not row["code"].startswith("incident_uplink_"):
            serious = row["code"] not in ("incident_order_refused", "incident_interrupted_on_air")
            yield Mark(row["at_s"], tell(row, language), serious)


def _ticks(length: float) -> Iterator[int]:
    step = next((step for step in STEPS if length / step <= MOST_TICKS), STEPS[-1])
    yield from range(0, int(length) + 1, step)
