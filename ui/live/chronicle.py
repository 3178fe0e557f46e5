"""What the running session's entries say about time: turns of products, incidents, orders.

`LiveState` holds what is true now; the floor controller also wants to know how long a product
has been talked about and what went wrong when. Pure, fed entry by entry.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict

from studio.runtime.wording import Language, sentence
from studio.session import events as e
from studio.session import mandatory
from studio.session.air import RECORDING_CODES, REFUSED_CODES
from studio.session.room import NO_ROOM
from studio.session.state import LiveState
from studio.session.telling import overlay_name
from studio.stage.layers import Slot
from ui.live.models import Incident, Level

MINUTE_MS = 60_000
INCIDENTS_KEPT = 50

LEVELS: dict[type, Level] = {
    e.WentLive: Level.INFO,
    e.StageWasLost: Level.BROKEN,
    e.StageWasRegained: Level.FINE,
    e.StageStarted: Level.INFO,
    e.StageRefused: Level.MIND,
    e.OrderRefused: Level.MIND,
    e.Resumed: Level.MIND,
    e.RecordingStarted: Level.INFO,
    e.RecordingGivenUp: Level.BROKEN,
    e.RecordingAskedAgain: Level.INFO,
    e.VirtualCameraStarted: Level.INFO,
    e.VirtualCameraStopped: Level.INFO,
    e.BreakStarted: Level.INFO,
    e.BreakEnded: Level.INFO,
    e.PictureCameBack: Level.FINE,
    e.CamerasReopened: Level.INFO,
    e.SoundCameBack: Level.FINE,
    e.MicrophoneMuted: Level.MIND,
    e.MicrophoneOpened: Level.INFO,
    e.ChangedByHand: Level.MIND,
    e.DiskRanLow: Level.BROKEN,
    e.StreamRestarted: Level.MIND,
    e.RateKept: Level.MIND,
    e.RateFixed: Level.MIND,
    e.RateFollowed: Level.MIND,
    e.ConnectFailed: Level.MIND,
    e.ConnectGivenUp: Level.BROKEN,
    e.RoomClockRanOut: Level.BROKEN,
    e.RoomClockStopped: Level.INFO,
    e.PlatformLookedAt: Level.INFO,
    e.StreamRefused: Level.BROKEN,
    e.StreamTriedAgain: Level.INFO,
    e.FiguresWentStale: Level.MIND,
    e.FiguresLeftAir: Level.MIND,
    e.FiguresConfirmed: Level.FINE,
    e.LotteryDrawn: Level.INFO,
}
"""The facts that are told as incidents; everything else is ordinary work and stays quiet."""

POWER_LEVELS = {
    "mains": Level.FINE,
    "battery": Level.MIND,
    "low": Level.MIND,
    "saving": Level.BROKEN,
}
UPLINK_LEVELS = {"good": Level.FINE, "weak": Level.MIND, "down": Level.BROKEN}
SLOT_CODES = {Slot.TOAST: "overlay_order_toast", Slot.PAGE: "overlay_other"}
"""What a slot is called, where not by its own name."""
BAD_LEVELS = {"slow": Level.MIND, "dark": Level.MIND, "clipping": Level.MIND}
"""Seen or heard badly; all else that is bad is not seen or heard at all."""


class Chronicle:
    """Feeds on committed entries; each entry counts once, however often it is told."""

    def __init__(self, names: dict[str, str]) -> None:
        """``names``: product name by SKU, for the sentences."""
        self._names = names
        self._seen = -1
        self._told: list[e.Entry] = []
        self._turns: dict[str, int] = defaultdict(int)
        self._current: str | None = None
        self._since = 0

    def add(self, entry: e.Entry) -> None:
        """Take in one entry; one at or before the latest is known already."""
        if entry.seq <= self._seen:
            return
        self._seen = entry.seq
        if _level(entry.fact) is not None:
            self._told = [*self._told, entry][-INCIDENTS_KEPT:]
        match entry.fact:
            case e.WentLive():
                self._since = entry.at
            case e.ProductShown(sku=sku):
                self._close_turn(entry.at)
                self._current, self._since = sku, entry.at
            case e.Resumed(interrupted_at=start, kept_on_air=False):
                self._close_turn(start)
                self._since = entry.at
            case e.Ended():
                self._close_turn(entry.at)
                self._current = None

    def _close_turn(self, at: int) -> None:
        if self._current is not None:
            self._turns[self._current] += max(0, at - self._since)

    def shown_ms(self, sku: str, now: int) -> int:
        """How long ``sku`` was talked about until ``now`` (UTC ms), all turns together."""
        running = max(0, now - self._since) if sku == self._current else 0
        return self._turns[sku] + running

    def incidents(self, language: Language) -> tuple[Incident, ...]:
        """The latest incidents in words, newest first; a loss where it began, which is noticed
        later."""
        by_time = sorted(self._told, key=lambda entry: (entry.at, entry.seq), reverse=True)
        return tuple(self._worded(entry, language) for entry in by_time)

    def _worded(self, entry: e.Entry, language: Language) -> Incident:
        level = _level(entry.fact) or Level.INFO
        return Incident(entry.at, level, fact_sentence(entry, self._names, language))


def _level(fact: e.Fact) -> Level | None:
    if isinstance(fact, e.UplinkChanged):
        return UPLINK_LEVELS.get(fact.state, Level.MIND)
    if isinstance(fact, e.PowerChanged):
        return POWER_LEVELS.get(fact.state, Level.MIND)
    if isinstance(fact, e.PictureWentBad | e.SoundWentBad):
        return BAD_LEVELS.get(fact.what, Level.BROKEN)
    outputs = e.StreamStopped | e.RecordingStopped | e.VirtualCameraStopped
    if isinstance(fact, outputs) and not fact.wanted:
        return Level.BROKEN
    if fact == e.ChangedByHand(e.OUR_SCENE):
        return Level.FINE
    if isinstance(fact, e.RecordingStarted) and fact.again:
        return Level.FINE
    if isinstance(fact, e.StageRefused) and fact.code in RECORDING_CODES:
        return Level.BROKEN
    if isinstance(fact, e.LayerCleared | e.LayerRefused | e.AirProved):
        return _layer_level(fact)
    return LEVELS.get(type(fact))


def _layer_level(fact: e.LayerCleared | e.LayerRefused | e.AirProved) -> Level | None:
    """Worst where it must be on air; None where nothing is wrong."""
    match fact:
        case e.LayerCleared(lost=False) | e.AirProved(seen=True):
            return None
        case e.LayerRefused(code=code) if mandatory.is_about(code) or code in NO_ROOM:
            return Level.MIND
    return Level.BROKEN if fact.slot in mandatory.CHOICES else Level.MIND


def fact_sentence(entry: e.Entry, names: dict[str, str], language: Language) -> str:
    """One sentence for a fact: ``fact_<event>``, with the product's name for its SKU."""
    if isinstance(entry.fact, e.LotteryDrawn):
        return _drawn(entry.fact.winners, language)
    values = asdict(entry.fact)
    sku = str(values.get("sku", ""))
    values["name"] = names.get(sku, sku)
    values |= {name: sentence(code, language) for name, code in _parts(entry.fact).items()}
    if "template" in values:
        values["overlay"] = overlay_name(values["template"], values["label"], language)
    refused = isinstance(entry.fact, e.StageWasLost) and entry.fact.reason in REFUSED_CODES
    told = "stage_asked_password" if refused else f"{entry.event}{_variant(entry.fact)}"
    return sentence(f"fact_{told}", language, **values)


def _drawn(winners: tuple[str, ...], language: Language) -> str:
    numbers = ("、" if language == "zh" else ", ").join(winners)
    told = "fact_lottery_drawn" if winners else "fact_lottery_drawn_with_nobody"
    return sentence(told, language, numbers=numbers)


def _variant(fact: e.Fact) -> str:
    """What tells facts of one kind apart that a person would call by different names."""
    match fact:
        case e.BreakStarted(by=by) | e.BreakEnded(by=by) if by == e.PROGRAM:
            return "_program"
        case e.StreamRestarted(why=what) | e.ChangedByHand(what=what):
            return f"_{what}"
        case e.ConnectGivenUp(answered=answered):
            return "_refused" if answered else "_unanswered"
        case e.StreamTriedAgain(new_key=True):
            return "_new_key"
        case e.VirtualCameraStopped(wanted=False, rests=rests):
            return "_again_and_again" if rests else "_by_others"
        case e.RecordingStopped(wanted=False):
            return "_by_itself"
        case e.RecordingStarted(again=True):
            return "_again"
        case e.StageRefused(code=code) if code in RECORDING_CODES:
            return "_recording"
        case e.StageRefused(
            code="card_without_picture" | "card_without_number" | "card_left" as why
        ):
            return f"_{why}"
    return _layer_variant(fact)


def _layer_variant(fact: e.Fact) -> str:
    match fact:
        case e.LayerTaken(step=step) if step:
            return "_step"
        case e.LayerTaken(bare=True) | e.LayerTaken(unnamed=True):
            return "_bare"
        case e.CardCleared(waits=True) | e.LayerCleared(waits=True):
            return "_waits"
        case e.LayerCleared(lost=True):
            return "_lost"
        case e.LayerRefused(code=code) if code in NO_ROOM:
            return "_no_room"
        case e.LayerRefused(code=code) if not mandatory.is_about(code):
            return "_failed"
        case e.CardRecounted(left=None):
            return "_unsaid"
    return _looked_variant(fact)


def _looked_variant(fact: e.Fact) -> str:
    match fact:
        case e.AirProved(seen=False, slot=slot) if slot in mandatory.CHOICES:
            return "_missing"
        case e.AirProved(seen=False):
            return "_not"
        case e.FiguresConfirmed(left=True):
            return "_left"
    return ""


def _parts(fact: e.Fact) -> dict[str, str]:
    """Parts of a fact's sentence that are sentences themselves, by their code."""
    match fact:
        case e.UplinkChanged(state=state):
            return {"uplink": f"uplink_{state}"}
        case e.PowerChanged(state=state):
            return {"power": f"power_{state}"}
        case e.PictureWentBad(what=what):
            return {"picture": f"picture_{what}"}
        case e.SoundWentBad(what=what):
            return {"sound": f"sound_{what}"}
        case e.PictureCameBack(what=what):
            return {"picture": f"was_{what}"}
        case e.SoundCameBack(what=what):
            return {"sound": f"was_{what}"}
        case e.AirProved(slot=slot):
            return {"overlay": SLOT_CODES.get(slot, f"overlay_{slot}")}
        case e.MicrophoneMuted(by_hand=by_hand):
            return {"who": "muted_by_hand" if by_hand else "muted_here"}
        case _:
            return {}


def orders_a_minute(state: LiveState, now: int, minutes: int) -> tuple[int, ...]:
    """Standing orders of each of the last ``minutes`` minutes before ``now``, oldest first."""
    counts = [0] * minutes
    for order in state.orders:
        ago = (now - order.at) // MINUTE_MS
        if not order.undone and 0 <= ago < minutes:
            counts[minutes - 1 - ago] += 1
    return tuple(counts)
