"""What a session wants on air, and what it learns from what came of it. Pure; no threads.

The journal says what *is* so; an `Intent` says what the people in the room have asked for. The
session makes the stage match the intent and writes down the facts that follow (`facts_after`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from studio.session import events as e
from studio.session.overlay import Overlay
from studio.session.state import LiveState, Phase
from studio.stage.layers import Layer, Slot
from studio.stage.port import (
    ChangedByHand,
    Observed,
    RecordingChanged,
    Scene,
    StageEvent,
    StageLost,
    StageRegained,
    StreamChanged,
    StreamState,
    VirtualCameraSwitched,
    Wanted,
)

REFUSED_CODES = frozenset({"obs_wrong_password", "obs_password_missing"})
"""The stage answers, and lets nobody in who does not know its password."""
ABSENT_CODES = REFUSED_CODES | {
    *("stage_lost", "stage_slow", "stage_unreachable", "obs_silent", "obs_not_obs", "obs_too_old"),
}
"""Not answered, or not let in: what was asked for stays asked for, and is tried when it can be."""
RECORDING_CODES = frozenset({"recording_not_started"})
"""A stage that cannot record as asked. A full disk refuses cards, too: ``disk_full`` is none."""
GONE_CODE = "stage_unreachable"
"""Nobody is there: what a later OBS sends is no longer ours to stop."""


@dataclass(frozen=True, slots=True)
class CardSaid:
    """What of a card follows the ledger from order to order."""

    left: int | None = None
    """How many it says may still be ordered; None: it does not say."""
    same_but_for_it: frozenset[str] = frozenset()
    """By their sha256, pictures shown before that say all else alike."""


NOTHING_SAID = CardSaid()


@dataclass(frozen=True, slots=True)
class Intent:
    """What has been asked for."""

    on_air: bool = False
    card: bool = False
    overlays: tuple[Overlay, ...] = ()
    """Beside the product's card, at most one a slot."""
    stale: bool = False
    """The figures on air could not be confirmed for a while."""
    mandatory: bool = False
    """What must be on air in a broadcast is shown."""
    on_break: bool = False
    """A person's 歇一下."""
    muted: bool = False
    covered: bool = False
    """The program's own break, while nothing gets through."""
    scene_by_program: bool = False
    """It was the program that chose the scene last; one chosen by hand in OBS wins over it."""

    @classmethod
    def from_state(cls, state: LiveState) -> Intent:
        """What had been asked for, as far as the journal knows: where a restart goes on from."""
        return cls(
            on_air=state.phase is Phase.LIVE,
            card=state.card_sku is not None or state.card_waits,
            overlays=tuple(
                Overlay.from_fact(taken)
                for taken in (*state.layers.values(), *state.waiting.values())
                if not taken.mandatory
            ),
            stale=state.stale,
            mandatory=state.phase is Phase.LIVE,
            on_break=state.on_break and not state.covered,
            muted=state.muted and not state.muted_by_hand,
            scene_by_program=state.covered,
        )

    def with_overlay(self, overlay: Overlay) -> Intent:
        """In its slot, instead of what was there."""
        return replace(self, overlays=(*self._beside(overlay.slot), overlay))

    def without(self, slot: Slot) -> Intent:
        return replace(self, overlays=self._beside(slot))

    def instead_of(self, overlay: Overlay, other: Overlay | None) -> Intent:
        """``other`` in its place, unless something else has been asked for there meanwhile."""
        if self.in_slot(overlay.slot) != overlay:
            return self
        return self.without(overlay.slot) if other is None else self.with_overlay(other)

    @property
    def shows_figures(self) -> bool:
        """Whether anything is asked for that says what a product's record says."""
        return self.card or any(each.figured for each in self.overlays)

    def without_figures(self) -> Intent:
        kept = tuple(each for each in self.overlays if not each.figured)
        return replace(self, card=False, overlays=kept)

    def in_slot(self, slot: Slot) -> Overlay | None:
        return next((each for each in self.overlays if each.slot is slot), None)

    def _beside(self, slot: Slot) -> tuple[Overlay, ...]:
        return tuple(each for each in self.overlays if each.slot is not slot)

    def with_break(self, on_break: bool) -> Intent:
        """A person chose what viewers see; that holds over what the program chose."""
        return replace(self, on_break=on_break, covered=False, scene_by_program=False)

    def with_toggled_break(self) -> Intent:
        """The other of what viewers see now, whoever chose that."""
        return self.with_break(not (self.on_break or self.covered))

    def with_cover(self, covered: bool) -> Intent:
        """The program covers the programme or uncovers it; a person's 歇一下 stays."""
        if self.on_break or covered is self.covered:
            return self
        return replace(self, covered=covered, scene_by_program=True)


def wanted(
    intent: Intent,
    *,
    streaming: bool,
    layers: tuple[Layer, ...],
    virtual_camera: bool = False,
) -> Wanted:
    """The stage's orders for an intent; ``streaming``: this session has somewhere to send to.

    ``virtual_camera``: viewers get the picture by the platform's own companion.
    """
    return Wanted(
        scene=Scene.BREAK if intent.on_break or intent.covered else Scene.PROGRAMME,
        layers=layers,
        streaming=intent.on_air and streaming,
        recording=intent.on_air,
        muted=intent.muted,
        scene_gives_way=intent.scene_by_program,
        virtual_camera=intent.on_air and virtual_camera,
    )


def facts_after(
    state: LiveState,
    asked: Wanted,
    seen: Observed,
    overlays: Mapping[Slot, Overlay] | None = None,
    waiting: frozenset[Slot] = frozenset(),
    said: CardSaid = NOTHING_SAID,
    *,
    off_on_purpose: bool = False,
) -> list[e.Fact]:
    """The facts that separate what the journal knows from what the stage shows now.

    ``overlays``: what the layers asked for were drawn from; ``waiting``: what was left out of them
    until there is room for it again; ``said``: by the card asked for.
    """
    return [
        *_card_facts(state, asked, seen, said, waits=Slot.CARD in waiting),
        *_layer_facts(state, asked, seen, overlays or {}, waiting),
        *_scene_facts(state, asked, seen),
        *stream_facts(state, seen.stream, off_on_purpose=off_on_purpose),
        *_recording_facts(state, asked, seen, off_on_purpose=off_on_purpose),
        *_camera_facts(state, on=seen.virtual_camera, wanted=asked.virtual_camera),
        *sound_facts(state, seen),
        *scene_by_hand_facts(state, seen.scene),
    ]


def _card_facts(
    state: LiveState, asked: Wanted, seen: Observed, said: CardSaid, *, waits: bool
) -> list[e.Fact]:
    card = asked.card
    if seen.card_sha256 is None:
        # Under 歇一下 a card that is wanted waits; viewers will see it again.
        gone = card is None or seen.scene is Scene.PROGRAMME
        news = state.card_sku is not None or state.card_waits is not waits
        sku = state.card_sku or state.current_sku or ""
        return [e.CardCleared(sku, waits)] if gone and news else []
    if card is None or seen.card_sha256 != card.sha256:
        return []
    if (state.card_sku, state.card_sha256) == (card.label, card.sha256):
        return []
    if state.card_sku == card.label and state.card_sha256 in said.same_but_for_it:
        return [e.CardRecounted(card.label, card.sha256, said.left)]
    return [e.CardTaken(card.label, card.sha256, said.left)]


def _layer_facts(
    state: LiveState,
    asked: Wanted,
    seen: Observed,
    overlays: Mapping[Slot, Overlay],
    waiting: frozenset[Slot],
) -> list[e.Fact]:
    facts: list[e.Fact] = []
    wanted_now = {layer.slot: layer.sha256 for layer in asked.layers}
    steps = {layer.slot: layer.page.steps for layer in asked.layers if layer.page is not None}
    for slot in (each for each in Slot if each is not Slot.CARD):
        known, on_air = state.layers.get(slot.value), seen.layers.get(slot)
        if on_air is None:
            gone = slot not in wanted_now or seen.scene is Scene.PROGRAMME
            waits = slot in waiting
            left = known or (None if waits else state.waiting.get(slot.value))
            if left is not None and gone:
                facts.append(e.LayerCleared(slot.value, left.template, left.label, waits))
        elif slot in overlays and on_air == wanted_now.get(slot):
            taken = overlays[slot].taken(on_air, steps.get(slot, 1))
            facts += [taken] if taken != known else []
    return facts


def scene_by_hand_facts(state: LiveState, scene: Scene | None) -> list[e.Fact]:
    """Whether a scene that is not ours came on or went; ``scene`` as in `Observed`."""
    by_hand = scene is None
    if by_hand is state.scene_by_hand:
        return []
    return [e.ChangedByHand(e.OTHER_SCENE if by_hand else e.OUR_SCENE)]


def _scene_facts(state: LiveState, asked: Wanted, seen: Observed) -> list[e.Fact]:
    by = e.PROGRAM if asked.scene_gives_way else e.PERSON
    if asked.scene is Scene.BREAK:
        known = state.on_break and (by == e.PROGRAM or not state.covered)
        return [e.BreakStarted(by)] if seen.scene is Scene.BREAK and not known else []
    # A scene that gave way to one chosen by hand is gone as well.
    gone = seen.scene is Scene.PROGRAMME or (seen.scene is None and asked.scene_gives_way)
    return [e.BreakEnded(by)] if state.on_break and gone else []


def _recording_facts(
    state: LiveState, asked: Wanted, seen: Observed, *, off_on_purpose: bool
) -> list[e.Fact]:
    if seen.recording:
        # An output that does not say where it writes goes on writing where it did.
        return _recording_started(state, str(seen.recording_path or state.recording_path or ""))
    if state.recording_path is None or (asked.recording and off_on_purpose):
        return []  # with a step of the rate it is on its way into another file
    return [e.RecordingStopped(state.recording_path, wanted=not asked.recording)]


def _recording_started(state: LiveState, path: str) -> list[e.Fact]:
    again = bool(state.recordings)
    return [e.RecordingStarted(path, again)] if state.recording_path != path else []


def _recording_stopped(state: LiveState, told: Path | None, *, wanted: bool) -> list[e.Fact]:
    """``told``: the file that was closed; late word of one before says nothing of the one now."""
    now = state.recording_path
    if now is None or (now and told is not None and Path(now) != told):
        return []
    return [e.RecordingStopped(now, wanted)]


def _camera_facts(state: LiveState, *, on: bool, wanted: bool) -> list[e.Fact]:
    """Whether the picture is offered as a camera changed; ``wanted``: it is to be."""
    if on is state.virtual_camera:
        return []
    return [e.VirtualCameraStarted() if on else e.VirtualCameraStopped(wanted=not wanted)]


def sound_facts(state: LiveState, seen: Observed) -> list[e.Fact]:
    """Whether a microphone is heard changed, or who turned it off."""
    if not seen.microphone_off:
        return [e.MicrophoneOpened()] if state.muted else []
    by_hand = not seen.muted
    if state.muted and state.muted_by_hand is by_hand:
        return []
    return [e.MicrophoneMuted(by_hand)]


def stream_facts(
    state: LiveState, stream: StreamState, *, off_on_purpose: bool = False
) -> list[e.Fact]:
    """Whether pictures leave the room changed, by the stage's word."""
    if stream is StreamState.ON and not state.stream_on:
        return [e.StreamStarted()]
    if stream in (StreamState.OFF, StreamState.RECONNECTING) and state.stream_on:
        return [e.StreamStopped(wanted=off_on_purpose)]
    return []


def facts_heard(
    state: LiveState, event: StageEvent, *, off_on_purpose: bool = False, ending: bool = False
) -> list[e.Fact]:
    """The facts that follow from what the stage told by itself.

    ``ending``: the broadcast is leaving the air; ``off_on_purpose`` also where the stream is away
    for a moment only.
    """
    if state.phase is not Phase.LIVE:
        return []
    match event:
        case StageLost(reason=reason):
            return [] if state.stage_lost else [e.StageWasLost(reason)]
        case StageRegained(info=info):
            found = StreamState.ON if info.already_streaming else StreamState.OFF
            broke = stream_facts(state, found, off_on_purpose=off_on_purpose)
            return [*broke, e.StageWasRegained()] if state.stage_lost else []
        case StreamChanged(state=stream):
            return stream_facts(state, stream, off_on_purpose=off_on_purpose)
        case RecordingChanged(active=True, path=path):
            return [] if path is None else _recording_started(state, str(path))
        case RecordingChanged(active=False, path=path):
            return _recording_stopped(state, path, wanted=ending)
        case ChangedByHand(what=what):
            return [e.ChangedByHand(what)]
        case VirtualCameraSwitched(on=on):
            return _camera_facts(state, on=on, wanted=not off_on_purpose)
        case _:
            return []


def is_off(seen: Observed) -> bool:
    """Nothing leaves the stage, to viewers or into a file."""
    return seen.stream is StreamState.OFF and not seen.recording
