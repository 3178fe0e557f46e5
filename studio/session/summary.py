"""The summary of one broadcast (复盘): a pure fold of its plan, its journal, the stock left and
what stands of its orders by now.

The same dict is ``summary.json``, the review page, the PDF and the xlsx; `for_county` is the part
of it that leaves the studio. It holds no buyer's data, because the journal holds none. Money is
integer fen, instants UTC ms, ``…_s`` seconds on air (see `studio.session.intervals`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from inventory.standing import NONE_RAN_OUT, RanOut, Stands
from studio.session import events as e
from studio.session import proof_of_air
from studio.session.advice import advise
from studio.session.air import RECORDING_CODES
from studio.session.intervals import AirClock, Span, Stretches, stretches
from studio.session.one_incident import folded
from studio.session.plan import is_page
from studio.session.slips import believed, missed
from studio.session.state import LiveState, fold

if TYPE_CHECKING:
    from inventory.ledger import StockLevel
    from studio.session.plan import Plan

SCHEMA = 1
"""Version of the dict below; a field's meaning never changes within one version."""

BUCKET_SECONDS = (5, 10, 30, 60, 120, 300, 600, 1800, 3600)
LARGEST_NUMBER = 2**53 - 1
"""In a message to the county: beyond it a number is not the same in every reader (RFC 8785)."""
LONGEST_WORDS = 200
"""Characters of a name in a message to the county (studio/sync/session_summary.1.json)."""
MOST_BUCKETS = 72
"""A bar narrower than a seventieth of the page cannot be told from its neighbours."""

TOLD_PLAINLY = (
    e.StageWasLost, e.StageStarted, e.StageWasRegained, e.RunningOrderChanged,
    e.VirtualCameraStarted,
    e.PictureCameBack, e.CamerasReopened, e.SoundCameBack, e.MicrophoneMuted, e.MicrophoneOpened,
    e.ConnectGivenUp, e.RoomClockRanOut, e.RoomClockStopped, e.PlatformLookedAt, e.StreamRefused,
    e.StreamTriedAgain, e.RecordingGivenUp, e.RecordingAskedAgain,
    e.FiguresWentStale, e.FiguresLeftAir, e.FiguresConfirmed, e.LotteryDrawn, e.Ended,
)  # fmt: skip
"""Facts whose line in the course of the broadcast says only that they happened."""


def summarise(
    plan: Plan,
    entries: Sequence[e.Entry],
    stock: Mapping[str, StockLevel],
    stands: Mapping[str, Stands] | None = None,
    ran_out: RanOut = NONE_RAN_OUT,
) -> dict[str, Any]:
    """Everything the review shows. An unfinished session is summed up to its last fact.

    ``entries`` is one session's journal in its order; ``stock`` the levels now, of which an ended
    one tells nothing: what was left when it ended stands in its journal. ``stands`` is what stands
    of each order now (`inventory.standing`), None: what the journal alone says. ``ran_out`` of
    them: no fact of the broadcast, as they ran out long after it.
    """
    session = _Session(plan, tuple(entries), stock, stands)
    summary = session.head() | {
        "orders_ran_out": ran_out.orders,
        "orders_ran_out_in_part": ran_out.partly,
        "ran_out_hours": ran_out.hours,
        "products": session.products(),
        "cards": session.cards(),
        "overlays": session.overlays(),
        "breaks": [session.stretch(span) for span in session.spans.breaks],
        "uplink": session.uplink(),
        "channels": session.channels(),
        "refused": session.refused(),
        "orders_over_time": session.orders_over_time(),
        "incidents": session.incidents(),
        "timeline": session.timeline(),
        "recordings": list(session.state.recordings),
    }
    return summary | {"advice": advise(summary)}


def for_county(summary: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a ``session_summary`` message: figures only, whole numbers only.

    Left out: what stays in the house (recordings' paths, advice, the words of the timeline) and
    every field somebody typed at the order pad. Always within the message's allow-list, whatever
    the plan says: ending a broadcast must not fail on a long name or a slipped finger.
    """
    top = ("session", "title", "anchor", "stage", "live_at", "ended_at", "on_air_ms")
    totals = ("paid_fen", "orders", "qty", "orders_undone")
    product = ("sku", "name", "orders", "qty", "paid_fen", "shown_ms", "stock_left")
    return {
        **_only(summary, *top, *totals),
        "products": [
            _only(row, *product) | {"intervals": _spans(row["intervals"])}
            for row in summary["products"]
        ],
        "cards": _spans(summary["cards"], "sku", "sha256"),
        "breaks": _spans(summary["breaks"]),
        "uplink": _spans(summary["uplink"], "state"),
        "refused": [_only(row, "sku", "times", "qty") for row in summary["refused"]],
        "incidents": [
            _only(row, "at", "code") | {"lasted_ms": row.get("lasted_ms", 0)}
            for row in summary["incidents"]
        ],
        "recordings": len(summary["recordings"]),
    }


def _left(entries: Iterable[e.Entry], stock: Mapping[str, StockLevel]) -> Mapping[str, int]:
    """What could be ordered at the end, by SKU; of a broadcast that has not ended, now."""
    for entry in entries:
        if isinstance(entry.fact, e.Ended):
            return dict(zip(entry.fact.skus, entry.fact.left, strict=True))
    return {sku: level.available for sku, level in stock.items()}


def _only(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: _fitting(row[key]) for key in keys}


def _fitting(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_WORDS]
    return min(value, LARGEST_NUMBER) if isinstance(value, int) else value


def _spans(rows: Iterable[Mapping[str, Any]], *keys: str) -> list[dict[str, Any]]:
    return [_only(row, "from", "to", *keys) for row in rows]


@dataclass(slots=True)
class _Sold:
    orders: int = 0
    qty: int = 0
    paid_fen: int = 0

    def add(self, noted: e.OrderNoted) -> None:
        self.orders += 1
        self.qty += noted.qty
        self.paid_fen += noted.paid_fen


class _Session:
    """One session, folded once, asked for each part of its summary."""

    def __init__(
        self,
        plan: Plan,
        entries: tuple[e.Entry, ...],
        stock: Mapping[str, StockLevel],
        stands: Mapping[str, Stands] | None,
    ) -> None:
        self.plan = plan
        self.entries = entries
        self.left = _left(self.entries, stock)
        self.state: LiveState = fold(entries)
        self.spans: Stretches = stretches(entries)
        self.clock = AirClock.of(self.state)
        self.on_air = proof_of_air.rows(entries)
        self.cards_on_air = [row for row in self.on_air if not row.template]
        self.named = {product.sku: product for product in plan.products}
        self.undone = {
            entry.fact.order_id: entry.fact
            for entry in entries
            if isinstance(entry.fact, e.OrderUndone)
        }
        self.noted = [
            (entry, entry.fact) for entry in entries if isinstance(entry.fact, e.OrderNoted)
        ]
        said = self._as_the_journal_says() if stands is None else stands
        self.standing = [
            (entry, replace(noted, qty=said[entry.id].qty, paid_fen=said[entry.id].fen))
            for entry, noted in self.noted
            if said[entry.id].qty
        ]

    def _as_the_journal_says(self) -> dict[str, Stands]:
        found = {}
        for entry, noted in self.noted:
            undone = self.undone.get(entry.id)
            qty = noted.qty if undone is None else undone.kept
            found[entry.id] = Stands(qty, noted.paid_fen * qty // noted.qty)
        return found

    @property
    def end(self) -> int:
        state = self.state
        return state.ended_at if state.ended_at is not None else state.last_at or 0

    def name(self, sku: str) -> str:
        return self.named[sku].name if sku in self.named else sku

    def unit(self, sku: str) -> str:
        return self.named[sku].unit if sku in self.named else ""

    def stretch(self, span: Span) -> dict[str, Any]:
        return self.clock.stretch(span.start, span.end)

    def head(self) -> dict[str, Any]:
        state = self.state
        return {
            "schema": SCHEMA,
            "session": state.session_id,
            "title": state.title or self.plan.title,
            "anchor": state.anchor or self.plan.anchor,
            "stage": state.stage,
            "streamed": state.streaming_wanted,
            "live_at": state.live_at,
            "ended_at": state.ended_at,
            "on_air_ms": state.on_air_ms(self.end),
            "paid_fen": sum(noted.paid_fen for _, noted in self.standing),
            "orders": len(self.standing),
            "qty": sum(noted.qty for _, noted in self.standing),
            **self._gone(),
        }

    def _gone(self) -> dict[str, int]:
        """``orders_let_go``: nobody took them back in the broadcast, and nothing of them stands:
        not wanted after all, given back, or never confirmed."""
        stand = {entry.id for entry, _ in self.standing}
        gone = {entry.id for entry, _ in self.noted} - stand
        undone = len(gone & self.undone.keys())
        return {"orders_undone": undone, "orders_let_go": len(gone) - undone}

    def products(self) -> list[dict[str, Any]]:
        """Planned products in running order, then any other that was shown or sold."""
        sold: dict[str, _Sold] = {}
        for _, noted in self.standing:
            sold.setdefault(noted.sku, _Sold()).add(noted)
        shown: dict[str, list[Span]] = {}
        for span in self.spans.products:
            shown.setdefault(span.what[0], []).append(span)
        skus = dict.fromkeys([*(p.sku for p in self.plan.products), *shown, *sold])
        return [self._product(sku, sold.get(sku, _Sold()), shown.get(sku, [])) for sku in skus]

    def _product(self, sku: str, sold: _Sold, shown: list[Span]) -> dict[str, Any]:
        return {
            "sku": sku,
            "name": self.name(sku),
            "unit": self.unit(sku),
            **asdict(sold),
            "shown_ms": sum(self.clock.ms(span.end) - self.clock.ms(span.start) for span in shown),
            "stock_left": self.left.get(sku),
            "intervals": [self.stretch(span) for span in shown],
        }

    def cards(self) -> list[dict[str, Any]]:
        """What viewers saw of them, whatever number of goods they said were left to order;
        ``verified`` as in `proof_of_air.Row`."""
        return [self._card(span) for span in self.spans.cards]

    def _card(self, span: Span) -> dict[str, Any]:
        sku, sha256 = span.what
        first = bisect_left(self.cards_on_air, span.start, key=_start)
        end = bisect_left(self.cards_on_air, span.end, key=_start)
        shown = self.cards_on_air[first:end]
        told = {"sku": sku, "sha256": sha256, "verified": proof_of_air.verified_of(shown)}
        return told | self.clock.stretch(span.start, span.end)

    def overlays(self) -> list[dict[str, Any]]:
        """What was on air beside the product's card; in no message to the county."""
        return [
            {
                "slot": row.slot,
                "template": row.template,
                "label": row.about,
                "sha256": row.sha256,
                "verified": row.verified,
            }
            | self.clock.stretch(row.start, row.end)
            for row in self.on_air
            if row.template
        ]

    def uplink(self) -> list[dict[str, Any]]:
        """Stretches of one state; ``kbps`` is the last measurement within it."""
        rows: list[dict[str, Any]] = []
        for span in self.spans.uplink:
            state, kbps = span.what[0], int(span.what[1])
            if rows and rows[-1]["state"] == state and rows[-1]["to"] == span.start:
                rows[-1] |= {"to": span.end, "to_s": self.clock.seconds(span.end), "kbps": kbps}
            else:
                rows.append({"state": state, "kbps": kbps} | self.stretch(span))
        return rows

    def channels(self) -> list[dict[str, Any]]:
        """Where the orders came from, most paid first."""
        sold: dict[str, _Sold] = {}
        for _, noted in self.standing:
            sold.setdefault(noted.channel, _Sold()).add(noted)
        rows = [{"channel": channel} | asdict(figures) for channel, figures in sold.items()]
        return sorted(rows, key=lambda row: (-row["paid_fen"], row["channel"]))

    def refused(self) -> list[dict[str, Any]]:
        """What was asked for and could not be sold: pieces beyond what was available.

        A slip of the finger is no wish: see `slips`.
        """
        most = believed(noted.qty for entry, noted in self.noted if entry.id not in self.undone)
        times: Counter[str] = Counter()
        pieces: Counter[str] = Counter()
        facts = (entry.fact for entry in self.entries)
        for fact in (each for each in facts if isinstance(each, e.OrderRefused)):
            qty = missed(fact.qty, fact.available, most)
            if qty:
                times[fact.sku] += 1
                pieces[fact.sku] += qty
        return [
            {
                "sku": sku,
                "name": self.name(sku),
                "unit": self.unit(sku),
                "times": count,
                "qty": pieces[sku],
            }
            for sku, count in times.most_common()
        ]

    def orders_over_time(self) -> dict[str, Any]:
        """Orders and money per bucket of ``bucket_s`` seconds on air; the last may be short."""
        length = self.state.on_air_ms(self.end)
        bucket = bucket_seconds(length)
        count = max(1, -(-length // (bucket * 1000)))
        orders, paid = [0] * count, [0] * count
        for entry, noted in self.standing:
            place = min(count - 1, self.clock.ms(entry.at) // (bucket * 1000))
            orders[place] += 1
            paid[place] += noted.paid_fen
        return {"bucket_s": bucket, "orders": orders, "paid_fen": paid}

    def incidents(self) -> list[dict[str, Any]]:
        """What went wrong, as codes of sentences with their parameters, in order of time; one row
        for all that is one event (`one_incident`)."""
        rows: list[dict[str, Any]] = [
            *(
                self._lasting(f"incident_uplink_{row['state']}", row["from"], row["to"])
                for row in self.uplink()
                if row["state"] != "good"
            ),
            *(self._lasting(f"incident_{s.what[0]}", *_ends(s)) for s in self.spans.stream_broken),
            *(
                self._lasting("incident_stage_lost", *_ends(s), reason=s.what[0])
                for s in self.spans.stage_lost
            ),
            *(
                self._lasting(
                    f"incident_interrupted_{'on' if gap.kept_on_air else 'off'}_air",
                    gap.start,
                    gap.end,
                )
                for gap in self.state.gaps
            ),
            *(self._lasting(f"incident_power_{s.what[0]}", *_ends(s)) for s in self.spans.power),
            *(
                self._lasting(f"incident_picture_{s.what[0]}", *_ends(s))
                for s in self.spans.picture_bad
            ),
            *(
                self._lasting(f"incident_sound_{s.what[0]}", *_ends(s))
                for s in self.spans.sound_bad
            ),
            *(self._lasting("incident_muted", *_ends(s)) for s in self.spans.muted),
            *(self._lasting("incident_recording_off", *_ends(s)) for s in self.spans.recording_off),
            *(
                self._lasting("incident_layer_lost", *_ends(s), overlay=s.what[1])
                for s in self.spans.layers_lost
            ),
            *self._refusals(),
        ]
        return folded(rows)

    def _lasting(self, code: str, start: int, end: int, **parameters: Any) -> dict[str, Any]:
        row = {"at": start, "at_s": self.clock.seconds(start), "code": code}
        lasted = max(0, end - start)  # the wall clock may have been set back meanwhile
        return row | {"lasted_ms": lasted} | parameters

    def _refusals(self) -> list[dict[str, Any]]:
        rows = []
        for entry in self.entries:
            row: dict[str, Any] = {"at": entry.at, "at_s": self.clock.seconds(entry.at)}
            match entry.fact:
                case e.StageRefused(code=reason, sku=sku) if reason not in RECORDING_CODES:
                    rows.append(row | self._stage_refused(reason, sku))
                case e.OrderRefused(sku=sku, qty=qty, available=available):
                    about = {"sku": sku, "name": self.name(sku), "unit": self.unit(sku)}
                    asked = {"qty": qty, "available": available}
                    rows.append(row | {"code": "incident_order_refused"} | about | asked)
        return rows

    def _stage_refused(self, reason: str, sku: str) -> dict[str, Any]:
        if reason in RECORDING_CODES:
            return {"code": "told_recording_not_started"}
        code = "incident_card_refused" if sku else "incident_stage_refused"
        return {"code": code, "reason": reason, "sku": sku, "name": self.name(sku)}

    def timeline(self) -> list[dict[str, Any]]:
        """The course of the broadcast in codes of sentences; single orders are not listed."""
        rows: list[dict[str, Any]] = []
        current, records = "", False
        for entry in self.entries:
            if isinstance(entry.fact, e.ProductShown):
                again, current = entry.fact.sku == current, entry.fact.sku
                if again:  # a timeline's first step names the product going live has shown
                    continue
            if isinstance(entry.fact, e.RecordingStarted):
                records_again, records = records, True
                if not records_again:
                    continue
            if (what := self._told(entry.fact)) is not None:
                rows.append({"at": entry.at, "at_s": self.clock.seconds(entry.at)} | what)
        # A stream's end is noticed after it was: it is told where it belongs.
        return sorted(rows, key=lambda row: int(row["at"]))

    def _told(self, fact: e.Fact) -> dict[str, Any] | None:
        if isinstance(fact, TOLD_PLAINLY):
            return {"code": f"told_{e.event_name(type(fact))}"}
        match fact:
            case e.WentLive(streaming=streaming):
                return {"code": "told_went_live" if streaming else "told_recording_only"}
            case (
                e.ProductShown(sku=sku)
                | e.CardTaken(sku=sku)
                | e.CardCleared(sku=sku)
                | e.ProductChanged(sku=sku)
                | e.ComparedPriceRefused(sku=sku)
            ):
                return {"code": f"told_{e.event_name(type(fact))}", "name": self.name(sku)}
            case e.LayerTaken() | e.LayerCleared() | e.LayerRefused():
                return _overlay_told(fact)
            case e.OrderUndone() | e.OrderRefused():
                return self._told_of_order(fact)
            case e.RecordingStarted():
                return {"code": "told_recording_again"}
            case e.Resumed(kept_on_air=kept):
                return {"code": f"told_resumed_{'on' if kept else 'off'}_air"}
            case e.StageRefused(code=reason, sku=sku):
                return self._stage_refused(reason, sku)
            case e.BreakStarted(by=by) | e.BreakEnded(by=by):
                whose = "_program" if by == e.PROGRAM else ""
                return {"code": f"told_{e.event_name(type(fact))}{whose}"}
        return _state_told(fact)

    def _told_of_order(self, fact: e.OrderUndone | e.OrderRefused) -> dict[str, Any]:
        about = {"name": self.name(fact.sku), "unit": self.unit(fact.sku), "qty": fact.qty}
        if isinstance(fact, e.OrderUndone):
            return {"code": "told_order_undone"} | about | {"qty": fact.qty - fact.kept}
        return {"code": "incident_order_refused", "available": fact.available} | about


def _overlay_told(fact: e.LayerTaken | e.LayerCleared | e.LayerRefused) -> dict[str, Any] | None:
    """Orders told on air are not: there may be hundreds, and they have lines of their own."""
    further = ""
    if isinstance(fact, e.LayerTaken):
        further = "_step" if fact.step else "_bare" if fact.bare or fact.unnamed else ""
    elif isinstance(fact, e.LayerCleared):
        further = "_lost" if fact.lost else "_waits" if fact.waits else ""
    told = {"code": f"told_{e.event_name(type(fact))}{further}", "overlay": fact.template}
    if is_page(fact.template):
        told["label"] = fact.label
    return None if fact.template == "order-toast" else told


def _state_told(fact: e.Fact) -> dict[str, Any] | None:
    """How the network, the power, the disk, the picture and the sound are told."""
    match fact:
        case e.UplinkChanged(state=state):
            return {"code": f"told_uplink_{state}"}
        case e.PictureWentBad(what=what) | e.SoundWentBad(what=what):
            return {"code": f"told_{what}"}
        case e.PowerChanged(state=state, percent=percent):
            return {"code": f"told_power_{state}", "percent": percent}
        case e.ChangedByHand(what=what):
            return {"code": f"told_changed_by_hand_{what}"}
        case e.DiskRanLow(free_mb=free_mb):
            return {"code": "told_disk_ran_low", "free_mb": free_mb}
    return _output_told(fact)


def _output_told(fact: e.Fact) -> dict[str, Any] | None:
    """How that by which viewers get the picture is told."""
    match fact:
        case e.StreamStopped(wanted=False):
            return {"code": "told_stream_broke"}
        case e.VirtualCameraStopped(wanted=wanted):
            return {"code": f"told_virtual_camera_{'stopped' if wanted else 'off'}"}
        case e.RecordingStopped(wanted=False):
            return {"code": "told_recording_stopped"}
        case e.StreamRestarted(kbps=kbps, why=why):
            return {"code": f"told_stream_restarted_{why}", "kbps": kbps}
        case e.RateKept(kbps=kbps):
            return {"code": "told_rate_kept", "kbps": kbps}
        case e.RateFixed(kbps=kbps):
            return {"code": "told_rate_fixed", "kbps": kbps}
        case e.RateFollowed(kbps=kbps):
            return {"code": "told_rate_followed", "kbps": kbps}
    return None


def _start(row: proof_of_air.Row) -> int:
    return row.start


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def bucket_seconds(on_air_ms: int) -> int:
    """The shortest bucket with which the whole broadcast fits on one chart."""
    for seconds in BUCKET_SECONDS:
        if on_air_ms <= seconds * 1000 * MOST_BUCKETS:
            return seconds
    # Only a clock that found the right year makes a broadcast this long.
    return -(-on_air_ms // (3_600_000 * MOST_BUCKETS)) * 3600
