"""The live state: a pure fold of the journal. Nothing else decides what is true of a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import reduce
from typing import Any, cast

from studio.health.power import Power, PowerState
from studio.session import events as e
from studio.session.roll import Roll
from studio.stage.layers import ALWAYS, Slot


class Phase(StrEnum):
    PLANNED = "planned"
    LIVE = "live"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class NotedOrder:
    """One order as it stands in the session."""

    id: str
    sku: str
    qty: int
    channel: str
    paid_fen: int
    at: int
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which the program was not running, UTC ms."""

    start: int
    end: int
    kept_on_air: bool


@dataclass(frozen=True)  # without slots: `apply` copies it whole
class LiveState:
    """Everything a screen shows of a session, and everything a restart needs."""

    session_id: str = ""
    title: str = ""
    anchor: str = ""
    phase: Phase = Phase.PLANNED
    stage: str = ""
    streaming_wanted: bool = False
    running_order: tuple[str, ...] = ()
    current_sku: str | None = None
    card_sku: str | None = None
    """SKU of the card on air, None when there is none."""
    card_sha256: str | None = None
    """Which picture of it."""
    card_left: int | None = None
    """How many it says may still be ordered; None: it does not say."""
    card_found_before: bool = False
    """It was found in the programme while it said another number."""
    card_waits: bool = False
    """It makes room for another overlay, and comes back by itself."""
    layers: Mapping[str, e.LayerTaken] = field(default_factory=dict)
    """The other overlays on air, by slot."""
    waiting: Mapping[str, e.LayerTaken] = field(default_factory=dict)
    """Those that make room for others and come back by themselves, by slot."""
    proved: Mapping[str, e.AirProved] = field(default_factory=dict)
    """The latest look into the programme since the picture was taken, came back from behind the
    break, or the stage was last away, by slot; of a picture that may have gone since."""
    changed: Mapping[str, e.ProductChanged] = field(default_factory=dict)
    """Products whose record changed in the broadcast, as it is now, by SKU."""
    stale: bool = False
    """The figures on air could not be confirmed for a while."""
    figures_left: bool = False
    """Not for too long either: they were taken off the air."""
    held: bool = False
    on_break: bool = False
    covered: bool = False
    """The break is the program's own: nothing gets through to the platform."""
    room_may_be_closed: bool = False
    """Nothing got through for too long; a person is asked to look at the platform."""
    stream_refused: bool = False
    """The platform lets nobody in; a person is asked for the key, or to try again."""
    connect: str = ""
    """Of a stream that never stood: ``trying``, ``unanswered`` or ``not_let_in``."""
    stream_on: bool = False
    stream_away_since: int | None = None
    """Since when nothing has reached the platform, as far as is known, UTC ms; None: something
    does, or never did."""
    recordings: tuple[str, ...] = ()
    """Every file of this session, in order."""
    recording_path: str | None = None
    """The one being written, None while nothing is recorded."""
    recording_given_up: bool = False
    """It does not come back by itself; a person is asked to look."""
    uplink: str = "good"
    uplink_kbps: int = 0
    stage_lost: bool = False
    stage_lost_reason: str = ""
    """Code of a sentence, of the latest loss."""
    perhaps_on_air: bool = False
    """Ended, but OBS was not seen to stop."""
    virtual_camera: bool = False
    """The picture is offered to the platform's own companion."""
    power: Power = field(default_factory=Power)
    """How the computer is fed."""
    picture: str = "good"
    """``good``, ``black``, ``frozen`` or ``dark``; good too while nobody looks (a break)."""
    cameras_reopened: bool = False
    """In the trouble with the picture that stands, the cameras were opened again."""
    sound: str = "good"
    """``good``, ``silent`` or ``clipping``; good too while nobody listens."""
    scene_by_hand: bool = False
    """Viewers see a scene that is not ours, chosen in OBS; nothing of ours lies over it."""
    muted: bool = False
    """No microphone is heard."""
    muted_by_hand: bool = False
    """It was done in OBS, and is undone there."""
    orders: Roll[NotedOrder] = field(default_factory=Roll)
    live_at: int | None = None
    ended_at: int | None = None
    last_at: int | None = None
    """UTC ms of the latest fact."""
    last_seq: int = 0
    """Its place in the journal."""
    gaps: tuple[Gap, ...] = ()
    steps_done: frozenset[int] = frozenset()
    orders_count: int = 0
    """Orders standing: noted and not undone, or not whole."""
    paid_fen: int = 0
    """Their sum, integer fen."""

    @property
    def next_sku(self) -> str | None:
        """The product after the current one, and after the last the first again; None where there
        is no other."""
        order = self.running_order
        if self.current_sku not in order:
            return order[0] if order else None
        following = order[(order.index(self.current_sku) + 1) % len(order)]
        return following if following != self.current_sku else None

    @property
    def card_found(self) -> bool | None:
        """Whether the card on air was found in the programme; None: nobody looked yet.

        One whose number changed stays found until its new picture was looked for.
        """
        looked = self.proved.get(Slot.CARD.value)
        if looked is not None and looked.sha256 == self.card_sha256:
            return looked.seen
        return True if self.card_found_before else None

    def on_air_ms(self, now: int) -> int:
        """Time on air until ``now`` (UTC ms): gaps count only while OBS went on by itself."""
        return self._elapsed(now, tuple(gap for gap in self.gaps if not gap.kept_on_air))

    def worked_ms(self, now: int) -> int:
        """Time on air with the program running: the clock of an unattended timeline."""
        return self._elapsed(now, self.gaps)

    def _elapsed(self, now: int, gaps: tuple[Gap, ...]) -> int:
        if self.live_at is None:
            return 0
        end = self.ended_at if self.ended_at is not None else now
        return max(0, end - self.live_at - sum(gap.end - gap.start for gap in gaps))


_FIELDS = frozenset(each.name for each in fields(LiveState))


def fold(entries: Iterable[e.Entry]) -> LiveState:
    """The state after all ``entries`` of one session, in journal order."""
    return reduce(apply, entries, LiveState())


def apply(state: LiveState, entry: e.Entry) -> LiveState:
    """The state after one more entry.

    As `dataclasses.replace`, which asks for each of forty fields by name: a tenth of the time of an
    order, inside its transaction.
    """
    changes = _changes(state, entry)
    if not changes.keys() <= _FIELDS:
        raise TypeError(f"no such field: {', '.join(changes.keys() - _FIELDS)}")
    latest = {"session_id": entry.session_id, "last_at": entry.at, "last_seq": entry.seq}
    now = state.__dict__ | latest | changes
    if entry.step is not None:
        now["steps_done"] = state.steps_done | {entry.step}
    after = object.__new__(LiveState)
    object.__setattr__(after, "__dict__", now)
    return after


def _changes(state: LiveState, entry: e.Entry) -> dict[str, Any]:  # noqa: PLR0912, PLR0915, C901
    """What the entry's fact changes. One arm a fact, in the order of `events`: read as a table.

    But for the order: somebody waits while it is folded, and every arm above it is asked first.
    """
    match entry.fact:
        case e.OrderNoted() as noted:
            return _with_order(state, entry, noted)
        case e.SessionPlanned(title=title, anchor=anchor, products=products):
            return {"title": title, "anchor": anchor, "running_order": products}
        case e.WentLive(stage=stage, streaming=streaming):
            return {
                "phase": Phase.LIVE,
                "stage": stage,
                "streaming_wanted": streaming,
                "live_at": entry.at,
            }
        case e.ProductShown(sku=sku):
            return {"current_sku": sku}
        case e.RunningOrderChanged(products=products):
            return {"running_order": products}
        case e.CardTaken(sku=sku, sha256=sha256, left=left):
            said = {"card_sku": sku, "card_sha256": sha256, "card_left": left}
            stands = sha256 == state.card_sha256
            return _NO_CARD | said | ({} if stands else _unlooked(state, Slot.CARD))
        case e.CardRecounted(sha256=sha256, left=left):
            said = {"card_sha256": sha256, "card_left": left}
            return said | {"card_found_before": bool(state.card_found)}
        case e.CardCleared(waits=waits):
            return _NO_CARD | {"card_waits": waits}
        case e.LayerTaken(slot=slot) as taken:
            layers = {**state.layers, slot: taken}
            waiting = _but(state.waiting, slot)
            stands = slot in state.layers and state.layers[slot].sha256 == taken.sha256
            now = {"layers": layers, "waiting": waiting}
            return now | ({} if stands else _unlooked(state, slot))
        case e.LayerCleared(slot=slot, waits=waits):
            waiting = _but(state.waiting, slot)
            if waits and slot in state.layers:
                waiting[slot] = state.layers[slot]
            return {"layers": _but(state.layers, slot), "waiting": waiting}
        case e.AirProved(slot=slot) as proved:
            return {"proved": {**state.proved, slot: proved}}
        case e.ProductChanged(sku=sku) as changed:
            return {"changed": {**state.changed, sku: changed}}
        case e.FiguresWentStale():
            return {"stale": True}
        case e.FiguresLeftAir():
            return {"figures_left": True}
        case e.FiguresConfirmed():
            return {"stale": False, "figures_left": False}
        case e.Held():
            return {"held": True}
        case e.WentOn():
            return {"held": False}
        case e.BreakStarted(by=by):
            return {"on_break": True, "covered": by == e.PROGRAM} | _UNWATCHED
        case e.BreakEnded():
            over = {"on_break": False, "covered": False, "card_found_before": False}
            return over | _unlooked(state, *(slot for slot in state.proved if slot not in ALWAYS))
        case e.OrderUndone() as undone:
            return _without_order(state, undone)
        case e.StreamStarted():
            on = {"stream_on": True, "stream_refused": False, "stream_away_since": None}
            return on | {"connect": ""}
        case e.StreamStopped():
            return {"stream_on": False} | _away_since(state, entry.at)
        case e.RecordingStarted(path=path):
            known = state.recordings if path in state.recordings else (*state.recordings, path)
            return {"recordings": known, "recording_path": path, "recording_given_up": False}
        case e.RecordingStopped():
            return {"recording_path": None}
        case e.UplinkChanged(state=uplink, kbps=kbps):
            away = _away_since(state, entry.at) if uplink == "down" else _not_away(state)
            return {"uplink": uplink, "uplink_kbps": kbps} | away
        case e.StageWasLost(reason=reason):
            lost = {"stage_lost": True, "stage_lost_reason": reason}
            return lost | _UNWATCHED | _away_since(state, entry.at)
        case e.StageWasRegained():
            back = {"stage_lost": False, "recording_given_up": False}
            return back | _UNLOOKED | _not_away(state)
        case e.VirtualCameraStarted():
            return {"virtual_camera": True}
        case e.VirtualCameraStopped():
            return {"virtual_camera": False}
        case e.PowerChanged(state=power, percent=percent):
            return {"power": Power(cast(PowerState, power), percent)}
        case e.Resumed(interrupted_at=start, kept_on_air=kept):
            return _resumed(state, Gap(start, entry.at, kept))
        case e.Ended(perhaps_on_air=perhaps):
            return {
                "phase": Phase.ENDED,
                "ended_at": entry.at,
                "perhaps_on_air": perhaps,
                "room_may_be_closed": False,
                "stream_refused": False,
                "connect": "",
                "recording_given_up": False,
            }
        case e.LeftAir():
            return {"perhaps_on_air": False}
        case e.RoomClockRanOut():
            return {"room_may_be_closed": True}
        case e.PlatformLookedAt() | e.RoomClockStopped():
            return {"room_may_be_closed": False}
        case e.StreamRefused():
            return {"stream_refused": True}
        case e.StreamTriedAgain():
            return {"stream_refused": False, "room_may_be_closed": False}
        case e.ConnectFailed() | e.ConnectGivenUp() if _stood(state):
            return {}  # a restart in an outage fails like a first try, and means another thing
        case e.ConnectFailed(tries_left=left):
            return {"connect": "trying"} if left else {}
        case e.ConnectGivenUp(answered=answered):
            return {"connect": "not_let_in" if answered else "unanswered"}
        case e.RecordingGivenUp():
            return {"recording_given_up": True}
        case e.RecordingAskedAgain():
            return {"recording_given_up": False}
        case (
            e.OrderRefused()
            | e.StageStarted()
            | e.StageRefused()
            | e.LayerRefused()
            | e.ComparedPriceRefused()
            | e.LotteryEntered()
            | e.LotteryDrawn()
            | e.StreamRestarted()
            | e.DiskRanLow()
            | e.RateKept()
            | e.RateFixed()
            | e.RateFollowed()
        ):
            return {}
        case e.ChangedByHand(what=what):
            return _scene_changed(state, what)
        case e.PictureWentBad(what=what):
            return {"picture": what}
        case e.PictureCameBack():
            return {"picture": "good", "cameras_reopened": False}
        case e.CamerasReopened():
            return {"cameras_reopened": state.picture != "good"}
        case e.SoundWentBad(what=what):
            return {"sound": what}
        case e.SoundCameBack():
            return {"sound": "good"}
        case e.MicrophoneMuted(by_hand=by_hand):
            return {"muted": True, "muted_by_hand": by_hand, "sound": "good"}
        case e.MicrophoneOpened():
            return {"muted": False, "muted_by_hand": False}


def _but(layers: Mapping[str, e.LayerTaken], slot: str) -> dict[str, e.LayerTaken]:
    return {each: on for each, on in layers.items() if each != slot}


_NO_CARD: dict[str, Any] = {
    "card_sku": None,
    "card_sha256": None,
    "card_left": None,
    "card_found_before": False,
    "card_waits": False,
}

_UNWATCHED: dict[str, Any] = {"picture": "good", "cameras_reopened": False, "sound": "good"}
"""Nobody looks or listens from here on; what is still bad afterwards is found again."""


_UNLOOKED: dict[str, Any] = {"proved": {}, "card_found_before": False}
"""The stage was away: what was found in its programme before says nothing of what it shows now."""


def _scene_changed(state: LiveState, what: str) -> dict[str, Any]:
    """Over another scene nothing of ours is seen; what comes back with ours is looked for again."""
    match what:
        case e.OTHER_SCENE:
            return {"scene_by_hand": True, "picture": "good", "cameras_reopened": False}
        case e.OUR_SCENE:
            return {"scene_by_hand": False} | _UNLOOKED
    return {}


def _unlooked(state: LiveState, *slots: str) -> dict[str, Any]:
    """What was found in them before says nothing of the picture that came just now."""
    return {"proved": {slot: look for slot, look in state.proved.items() if slot not in slots}}


def _resumed(state: LiveState, gap: Gap) -> dict[str, Any]:
    """Where nothing kept the air, what was on it is gone; what was asked for is asked again."""
    changed = {
        "gaps": (*state.gaps, gap),
        "stage_lost": False,
        "stream_refused": False,
        "connect": "",
        "recording_given_up": False,
        **_UNWATCHED,
        **_UNLOOKED,
    }
    if gap.kept_on_air:
        return changed | _not_away(state)
    gone = {"stream_on": False, "virtual_camera": False, "recording_path": None}
    return changed | gone | _away_since(state, gap.start)


def _stood(state: LiveState) -> bool:
    """The platform had the stream, now or before it was last away."""
    return state.stream_on or state.stream_away_since is not None


def _away_since(state: LiveState, at: int) -> dict[str, Any]:
    """Whatever takes the stream away after that, it is away since the first of it."""
    begins = state.stream_on and state.stream_away_since is None
    return {"stream_away_since": at} if begins else {}


def _not_away(state: LiveState) -> dict[str, Any]:
    """It is seen to be there; what stopped stays away until it starts."""
    return {"stream_away_since": None} if state.stream_on else {}


def _with_order(state: LiveState, entry: e.Entry, noted: e.OrderNoted) -> dict[str, Any]:
    order = NotedOrder(entry.id, noted.sku, noted.qty, noted.channel, noted.paid_fen, entry.at)
    return {
        "orders": state.orders.and_then(order),
        "orders_count": state.orders_count + 1,
        "paid_fen": state.paid_fen + noted.paid_fen,
    }


def _without_order(state: LiveState, undone: e.OrderUndone) -> dict[str, Any]:
    """A part that had been handed over by then stands, and is an order."""
    gone = undone.qty - undone.kept
    return {
        "orders": state.orders.each(
            lambda order: replace(order, undone=True) if order.id == undone.order_id else order
        ),
        "orders_count": state.orders_count - (not undone.kept),
        "paid_fen": state.paid_fen - undone.paid_fen * gone // undone.qty,
    }
