"""From facts to stretches of time: which product was on, which card viewers saw, how the net was.

Pure folds of the journal. Instants are UTC milliseconds; *seconds on air* run from going live and
stand still while the program was down and nothing was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from studio.session import events as e
from studio.session.air import RECORDING_CODES
from studio.session.state import Gap, LiveState
from studio.stage.layers import ALWAYS


@dataclass(frozen=True, slots=True)
class Span:
    """Something held from ``start`` to ``end`` (UTC ms, end excluded)."""

    start: int
    end: int
    what: tuple[str, ...]

    @property
    def ms(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class AirClock:
    """Turns instants into seconds on air."""

    live_at: int
    gaps: tuple[Gap, ...] = ()
    """Only those in which nothing was sent."""

    @classmethod
    def of(cls, state: LiveState) -> AirClock:
        return cls(state.live_at or 0, tuple(gap for gap in state.gaps if not gap.kept_on_air))

    def ms(self, at: int) -> int:
        """Milliseconds on air at the instant ``at``; 0 before going live."""
        lost = sum(max(0, min(at, gap.end) - gap.start) for gap in self.gaps)
        return max(0, at - self.live_at - lost)

    def seconds(self, at: int) -> float:
        """The same in seconds, to the millisecond."""
        return round(self.ms(at) / 1000, 3)

    def stretch(self, start: int, end: int) -> dict[str, Any]:
        """``{from, to, from_s, to_s}`` as the summary writes it."""
        return {
            "from": start,
            "to": end,
            "from_s": self.seconds(start),
            "to_s": self.seconds(end),
        }


@dataclass(slots=True)
class Keeper:
    """Follows one thing over time and notes its stretches.

    It has a value (or none), and any number of reasons for not being seen; a stretch runs while
    it has a value and no such reason.
    """

    spans: list[Span] = field(default_factory=list)
    hidden: set[str] = field(default_factory=lambda: {"not live"})
    _what: tuple[str, ...] | None = None
    _since: int = 0

    @property
    def empty(self) -> bool:
        """True while it has no value."""
        return self._what is None

    def show(self, at: int, *what: str) -> None:
        """It became ``what``; the same again goes on undivided. Nothing: it is gone."""
        value = what or None
        if value != self._what:
            self._close(at)
            self._what, self._since = value, at

    def hide(self, at: int, reason: str) -> None:
        self._close(at)
        self.hidden.add(reason)

    def reveal(self, at: int, reason: str) -> None:
        if self.hidden == {reason}:
            self._since = at
        self.hidden.discard(reason)

    def _close(self, at: int) -> None:
        if self._what is not None and not self.hidden and at > self._since:
            self.spans.append(Span(self._since, at, self._what))
            self._since = at


@dataclass(frozen=True, slots=True)
class Stretches:
    """All stretches of one session, each list in order of time."""

    products: Sequence[Span]
    """``(sku,)``: the product the broadcast was on; not while 歇一下 was shown."""
    cards: Sequence[Span]
    """``(sku, sha256)``: the card viewers saw, by the picture it came as; not behind 歇一下, a
    scene chosen by hand, or while nothing was sent."""
    card_pictures: Sequence[Span]
    """``(sku, sha256, left)``: the same, a stretch for each picture: one more where it said another
    number still to be ordered, empty where it said none."""
    layers: Sequence[Span]
    """``(slot, template, label, sha256)`` of the overlays beside it, as viewers saw them; of what
    is shown over the break picture too the breaks with it."""
    breaks: Sequence[Span]
    uplink: Sequence[Span]
    """``(state, kbps)``; empty where nothing was streamed."""
    stream_broken: Sequence[Span]
    """``(what,)``: ``stream_broke`` or ``virtual_camera_off``, by which viewers get the picture."""
    stage_lost: Sequence[Span]
    """``(reason,)``: code of a sentence."""
    power: Sequence[Span]
    """``(state,)``: ``low`` or ``saving``, while the battery was nearly empty."""
    picture_bad: Sequence[Span]
    """``(what,)``: ``black``, ``frozen``, ``slow`` or ``dark``, as the sentinel noticed it."""
    sound_bad: Sequence[Span]
    """``(what,)``: ``silent`` or ``clipping``."""
    muted: Sequence[Span]
    recording_off: Sequence[Span]
    """It was wanted, and nothing was recorded, as far as the stage said so."""
    layers_lost: Sequence[Span]
    """``(slot, template, label)`` of what must be on air, from when it was found to be off until it
    was on again."""


def stretches(entries: Iterable[e.Entry]) -> Stretches:
    """Fold one session's journal; an unfinished session is closed at its last fact."""
    fold = _Fold()
    last = 0
    for entry in entries:
        last = max(last, entry.at)
        fold.take(entry.at, entry.fact)
    return fold.finish(last)


def _number(left: int | None) -> str:
    return "" if left is None else str(left)


def _in_order(keepers: Mapping[str, Keeper]) -> list[Span]:
    spans = (span for keeper in keepers.values() for span in keeper.spans)
    return sorted(spans, key=lambda span: (span.start, span.what))


class _Fold:
    """The keepers of one session, moved by one fact at a time."""

    def __init__(self) -> None:
        self.products = Keeper()
        self.cards, self.card_pictures = Keeper(), Keeper()
        self.layers: dict[str, Keeper] = {}
        """By slot, as each is first used."""
        self.missing: dict[str, Keeper] = {}
        """By slot, as something that must be on air is first found to be off."""
        self.breaks = Keeper()
        self.uplink = Keeper()
        self.broken = Keeper()
        self.lost = Keeper()
        self.power = Keeper()
        self.picture = Keeper()
        self.sound = Keeper()
        self.muted = Keeper()
        self.unrecorded = Keeper()
        self.all = (
            self.products, self.cards, self.card_pictures, self.breaks, self.uplink, self.broken,
            self.lost, self.power, self.picture, self.sound, self.muted,
            self.unrecorded,
        )  # fmt: skip

    def take(self, at: int, fact: e.Fact) -> None:
        """One fact; those that move no stretch are ignored."""
        match fact:
            case e.WentLive(streaming=streaming):
                self._live(at, streaming)
            case e.ProductShown(sku=sku):
                self.products.show(at, sku)
            case e.UplinkChanged(state=state, kbps=kbps):
                self.uplink.show(at, state, str(kbps))
            case e.PowerChanged(state=state):
                self.power.show(at, *((state,) if state in ("low", "saving") else ()))
            case e.Resumed(interrupted_at=start, kept_on_air=kept):
                self._resumed(start, at, kept)
            case e.Ended():
                self._hide(at, "ended", (*self.all, *self._by_slot))
            case _:
                self._take_recording(at, fact)
                self._take_card(at, fact)
                self._take_lost(at, fact)
                self._take_trouble(at, fact)
                self._take_seen_and_heard(at, fact)

    def _take_recording(self, at: int, fact: e.Fact) -> None:
        match fact:
            case e.RecordingStopped(wanted=False):
                self.unrecorded.show(at, "off")
            case e.StageRefused(code=code) if code in RECORDING_CODES:
                self.unrecorded.show(at, "off")
            case e.RecordingStarted():
                self.unrecorded.show(at)

    def _take_card(self, at: int, fact: e.Fact) -> None:
        match fact:
            case e.CardTaken(sku=sku, sha256=sha256, left=left):
                self.cards.show(at, sku, sha256)
                self.card_pictures.show(at, sku, sha256, _number(left))
            case e.CardRecounted(sku=sku, sha256=sha256, left=left):
                self.card_pictures.show(at, sku, sha256, _number(left))
            case e.CardCleared():
                self.cards.show(at)
                self.card_pictures.show(at)
            case e.LayerTaken() as taken:
                self._layer(taken).show(at, taken.slot, taken.template, taken.label, taken.sha256)
            case e.LayerCleared(slot=slot) if slot in self.layers:
                self.layers[slot].show(at)
            case e.BreakStarted():
                self.breaks.show(at, "break")
                self._hide(at, "break", (self.products, *self._overlays(behind=True)))
            case e.BreakEnded():
                self.breaks.show(at)
                self._reveal(at, "break", (self.products, *self._overlays(behind=True)))

    def _take_lost(self, at: int, fact: e.Fact) -> None:
        match fact:
            case e.LayerCleared(lost=True) as lost:
                keeper = self.missing.setdefault(lost.slot, Keeper(hidden=set()))
                keeper.show(at, lost.slot, lost.template, lost.label)
            case e.LayerTaken(slot=slot) | e.LayerCleared(slot=slot) if slot in self.missing:
                self.missing[slot].show(at)

    @property
    def _by_slot(self) -> tuple[Keeper, ...]:
        return (*self.layers.values(), *self.missing.values())

    def _layer(self, taken: e.LayerTaken) -> Keeper:
        """Hidden while the card is, but for breaks: some are shown over their picture too."""
        if taken.slot not in self.layers:
            self.layers[taken.slot] = Keeper(hidden=set(self.cards.hidden))
        if taken.slot in ALWAYS:
            self.layers[taken.slot].hidden.discard("break")
        return self.layers[taken.slot]

    def _overlays(self, *, behind: bool = False) -> list[Keeper]:
        """Everything laid over the picture; ``behind``: of it what a break hides."""
        kept = ALWAYS if behind else ()
        others = (each for slot, each in self.layers.items() if slot not in kept)
        return [self.cards, self.card_pictures, *others]

    def _take_trouble(self, at: int, fact: e.Fact) -> None:
        match fact:
            case e.StreamStopped(wanted=wanted):
                self._hide(at, "stream", self._overlays())
                if not wanted:
                    self.broken.show(at, "stream_broke")
            case e.VirtualCameraStopped(wanted=False):
                self._hide(at, "stream", self._overlays())
                self.broken.show(at, "virtual_camera_off")
            case e.StreamStarted() | e.VirtualCameraStarted():
                self.broken.show(at)
                self._reveal(at, "stream", self._overlays())
            case e.StageWasLost(reason=reason):
                self.lost.show(at, reason)
                self._hide(
                    at, "stage", (*self._overlays(), self.uplink)
                )  # nothing is known of either
            case e.StageWasRegained():
                self.lost.show(at)
                self._reveal(at, "stage", (*self._overlays(), self.uplink))
            case e.ChangedByHand(what=e.OTHER_SCENE):
                self._hide(at, "scene", self._overlays())
            case e.ChangedByHand(what=e.OUR_SCENE):
                self._reveal(at, "scene", self._overlays())

    def _take_seen_and_heard(self, at: int, fact: e.Fact) -> None:
        match fact:
            case e.PictureWentBad(what=what):
                self.picture.show(at, what)
            case e.SoundWentBad(what=what):
                self.sound.show(at, what)
            case e.PictureCameBack():
                self.picture.show(at)
            case e.SoundCameBack():
                self.sound.show(at)
            case e.MicrophoneMuted():
                self.muted.show(at, "muted")
                self.sound.show(at)
            case e.MicrophoneOpened():
                self.muted.show(at)
            case e.ChangedByHand(what=e.OTHER_SCENE):  # what it shows is nobody's trouble
                self.picture.show(at)
            case e.BreakStarted() | e.StageWasLost():  # nobody watches from here on
                self.picture.show(at)
                self.sound.show(at)

    def finish(self, at: int) -> Stretches:
        self._hide(at, "finished", (*self.all, *self._by_slot))
        found = [keeper.spans for keeper in self.all]
        found.insert(3, _in_order(self.layers))
        found.append(_in_order(self.missing))
        return Stretches(*found)

    def _live(self, at: int, streaming: bool) -> None:
        if streaming and self.uplink.empty:
            self.uplink.show(at, "good", "0")
        seen = self.all if streaming else tuple(k for k in self.all if k is not self.uplink)
        self._reveal(at, "not live", (*seen, *self._by_slot))

    def _resumed(self, start: int, at: int, kept_on_air: bool) -> None:
        """While the program was down nothing is known of the net; off air, nothing was shown."""
        everything = (*self.all, *self._by_slot)
        blind = (self.uplink, self.lost, self.broken) if kept_on_air else everything
        self._hide(start, "gap", blind)
        for ended in (self.picture, self.sound):
            ended.show(start)
        self.lost.show(at)
        self._reveal(at, "stage", self._overlays())
        self._reveal(at, "gap", blind)

    @staticmethod
    def _hide(at: int, reason: str, keepers: Iterable[Keeper]) -> None:
        for keeper in keepers:
            keeper.hide(at, reason)

    @staticmethod
    def _reveal(at: int, reason: str, keepers: Iterable[Keeper]) -> None:
        for keeper in keepers:
            keeper.reveal(at, reason)
