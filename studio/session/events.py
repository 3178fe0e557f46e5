"""The facts of a broadcast, each one row of the append-only journal.

A fact is a frozen dataclass in the past tense; its row's name is the class name in snake_case.
Money is integer fen, quantities are pieces, instants are UTC milliseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from itertools import repeat
from typing import Any, get_args

PERSON, PROGRAM = "person", "program"
"""Who did something that either may do."""
OTHER_SCENE, OUR_SCENE = "other_scene", "our_scene"
"""In OBS a scene that is not ours was chosen, and stays; one of ours is shown again."""


@dataclass(frozen=True, slots=True)
class SessionPlanned:
    """A plan was chosen for tonight; its whole text is kept with the session's row."""

    title: str
    anchor: str
    products: tuple[str, ...]
    """SKUs in running order."""


@dataclass(frozen=True, slots=True)
class WentLive:
    stage: str
    """``obs`` or ``practice``."""
    streaming: bool
    """False: nothing leaves the room, only the recording runs (no ingest was given)."""


@dataclass(frozen=True, slots=True)
class ProductShown:
    """The broadcast moved on to a product."""

    sku: str


@dataclass(frozen=True, slots=True)
class RunningOrderChanged:
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardTaken:
    """A product's card is on air: loaded, verified, shown."""

    sku: str
    sha256: str
    left: int | None = None
    """How many it says may still be ordered; None: it does not say."""


@dataclass(frozen=True, slots=True)
class CardRecounted:
    """The card on air says another number still to be ordered, and all else as before."""

    sku: str
    sha256: str
    left: int | None


@dataclass(frozen=True, slots=True)
class CardCleared:
    """The card left the air, or was asked for and is not on it."""

    sku: str
    waits: bool = False
    """It makes room for another overlay, and comes back by itself."""


@dataclass(frozen=True, slots=True)
class LayerTaken:
    """An overlay beside the product's card is on air: loaded, verified, shown."""

    slot: str
    """`studio.stage.layers.Slot`."""
    template: str
    label: str
    """What it is about: a SKU, a lottery; empty where that goes without saying."""
    sha256: str
    data: dict[str, Any] = field(default_factory=dict)
    """Its words and figures."""
    ends_at: int | None = None
    """UTC ms from which it is no longer true; None: until it is taken off."""
    mandatory: bool = False
    """It may not be covered, shortened or taken down."""
    stale: bool = False
    """Its figures could not be confirmed for a while: it is grey."""
    step: int = 0
    """Of a template of others: which of its steps it is at; the first is 0."""
    steps: int = 1
    """How many it has; less than 0: it does not say."""
    named: bool = False
    """Of the next product: a timeline says which one comes next."""
    bare: bool = False
    """Of the brand frame: its slogan is left out while something lies in the slogan's place."""
    unnamed: bool = False
    """Of the brand frame: the workshop's name and mark are left out, for the same reason."""
    under: tuple[str, ...] = ()
    """Of the brand frame: the slots of what lies over the words that are left out."""


@dataclass(frozen=True, slots=True)
class LayerCleared:
    """That overlay left the air."""

    slot: str
    template: str
    label: str
    waits: bool = False
    """It makes room for another, and comes back by itself."""
    lost: bool = False
    """It must be on air, and was found to be off: nobody asked for that here."""


@dataclass(frozen=True, slots=True)
class LayerRefused:
    """An overlay was asked for, or asked to go, and it was not done."""

    slot: str
    template: str
    label: str
    code: str
    """Code of a sentence: why."""


@dataclass(frozen=True, slots=True)
class ComparedPriceRefused:
    """A product's compared price is not shown."""

    sku: str
    compared_fen: int
    code: str
    """Code of a sentence: why."""
    most_fen: int
    """The most it may be."""


@dataclass(frozen=True, slots=True)
class ProductChanged:
    """The product's record changed in the broadcast; what viewers see and what is sold follow."""

    sku: str
    name: str
    spec: str
    unit: str
    price_fen: int
    compared_price_fen: int | None
    """As it is shown from here on."""
    origin: str


@dataclass(frozen=True, slots=True)
class FiguresWentStale:
    """What is on air could not be confirmed for a while: it is grey, and told on the views."""


@dataclass(frozen=True, slots=True)
class FiguresLeftAir:
    """It could not be for too long: all that says a figure is taken off."""


@dataclass(frozen=True, slots=True)
class FiguresConfirmed:
    """It could be again: what is on air has its colours back."""

    left: bool = False
    """Something had been taken off meanwhile; a person puts it on again."""


@dataclass(frozen=True, slots=True)
class LotteryEntered:
    """Numbers were taken for a lottery; never a name."""

    lottery: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LotteryDrawn:
    """A lottery was drawn, and its seed revealed."""

    lottery: str
    commitment: str
    """As it was published."""
    seed: str
    word: str
    entries_sha256: str
    winners: tuple[str, ...]
    """Numbers, the first first."""


@dataclass(frozen=True, slots=True)
class AirProved:
    """Somebody looked into the programme for what is on air."""

    slot: str
    sha256: str
    """Of the picture that was looked for."""
    seen: bool
    """It was found there, and its QR code read where it has one."""
    codes: tuple[str, ...] = ()
    """What the codes in its place said."""


@dataclass(frozen=True, slots=True)
class Held:
    """停一停: the prompter waits."""


@dataclass(frozen=True, slots=True)
class WentOn:
    """The prompter runs again."""


@dataclass(frozen=True, slots=True)
class BreakStarted:
    """歇一下: viewers see the be-right-back picture."""

    by: str = PERSON
    """Who chose it: ``person``, or ``program`` while nothing got through to the platform."""


@dataclass(frozen=True, slots=True)
class BreakEnded:
    """Viewers see the programme again."""

    by: str = PERSON


@dataclass(frozen=True, slots=True)
class OrderNoted:
    """An order is on disk and its stock is reserved. The row's id is the order's id."""

    sku: str
    qty: int
    channel: str
    unit_price_fen: int
    paid_fen: int
    available: int
    """What was still available to sell after this order."""


@dataclass(frozen=True, slots=True)
class OrderRefused:
    """More was asked for than was available; nothing was reserved."""

    sku: str
    qty: int
    channel: str
    available: int


@dataclass(frozen=True, slots=True)
class OrderUndone:
    """A noted order was taken back; its stock is available again."""

    order_id: str
    sku: str
    qty: int
    """As it was noted; so is ``paid_fen``."""
    paid_fen: int
    kept: int = 0
    """How many of it had been handed over, or were a platform's order, by then: they stand."""


@dataclass(frozen=True, slots=True)
class StreamStarted:
    """The stage confirmed that pictures leave the room."""


@dataclass(frozen=True, slots=True)
class StreamStopped:
    """Pictures no longer leave the room."""

    wanted: bool
    """True at the end of a broadcast or for a moment to change its rate, False: it broke off."""


@dataclass(frozen=True, slots=True)
class StreamRestarted:
    """The program had the stream stopped and started again."""

    kbps: int
    """Rate of its picture from then on."""
    why: str
    """``down``: nothing got through, and the platform answers again; ``step_down``, ``step_up``:
    the network carried less, or carries more."""


@dataclass(frozen=True, slots=True)
class RateKept:
    """The step before could not be taken: the picture goes on at the rate it had."""

    kbps: int


@dataclass(frozen=True, slots=True)
class RateFixed:
    """A step was due, and OBS can take none: its output is not the program's to set."""

    kbps: int
    """Of the picture, as before."""


@dataclass(frozen=True, slots=True)
class RateFollowed:
    """The network stays weak, and the picture made itself so much smaller that all of it passes."""

    kbps: int
    """Of the picture, about."""


@dataclass(frozen=True, slots=True)
class ConnectFailed:
    """The platform was not reached, or let nobody in."""

    tries_left: int
    """Tries that follow by themselves."""


@dataclass(frozen=True, slots=True)
class ConnectGivenUp:
    """The tries were used up; the platform is knocked at from then on."""

    answered: bool
    """True: somebody answers there, but lets nobody in."""


@dataclass(frozen=True, slots=True)
class StreamRefused:
    """The platform let nobody in, so often that nothing is tried before a person says so."""


@dataclass(frozen=True, slots=True)
class StreamTriedAgain:
    """A person asked for another try."""

    new_key: bool
    """With another stream key."""


@dataclass(frozen=True, slots=True)
class RoomClockRanOut:
    """Nothing got through for so long that the platform may have closed the room."""

    seconds: int


@dataclass(frozen=True, slots=True)
class RoomClockStopped:
    """Nobody is asked to look any more: the stream is back, or something new took it away."""


@dataclass(frozen=True, slots=True)
class PlatformLookedAt:
    """A person has looked whether the room is still open; the stream may be started again."""


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    path: str
    again: bool = False
    """There was one before it in this broadcast."""


@dataclass(frozen=True, slots=True)
class RecordingStopped:
    path: str
    wanted: bool = True
    """True at the end of a broadcast; False: a disk is full, or somebody stopped it in OBS.
    Before there was this word, it was not known."""


@dataclass(frozen=True, slots=True)
class RecordingGivenUp:
    """It was begun again as often as it may, and does not stay; a person is asked to look."""


@dataclass(frozen=True, slots=True)
class RecordingAskedAgain:
    """A person asked for the recording once more."""


@dataclass(frozen=True, slots=True)
class UplinkChanged:
    """The network towards the platform changed its state."""

    state: str
    """``good``, ``weak`` or ``down``."""
    kbps: int
    """Measured sending rate, kilobits a second."""


@dataclass(frozen=True, slots=True)
class StageWasLost:
    """OBS (or the practice stage) could no longer be reached."""

    reason: str
    """Code of a sentence in messages.toml."""


@dataclass(frozen=True, slots=True)
class StageWasRegained:
    """It is back, and shows what should be on air."""


@dataclass(frozen=True, slots=True)
class StageStarted:
    """OBS had died or hung in the broadcast, and was started again."""

    by_hand: bool = False
    """True: somebody pressed for it; False: the program did, as agreed before."""


@dataclass(frozen=True, slots=True)
class StageRefused:
    """The stage could not do what was asked; the last good picture stays."""

    code: str
    """Code of a sentence in messages.toml."""
    sku: str = ""


@dataclass(frozen=True, slots=True)
class VirtualCameraStarted:
    """OBS offers its picture as a camera to the platform's own companion."""


@dataclass(frozen=True, slots=True)
class VirtualCameraStopped:
    """It no longer does."""

    wanted: bool = True
    """False: somebody else switched it off, and viewers see no picture."""
    rests: bool = False
    """It was switched off again and again, and is switched on again only after a while."""


@dataclass(frozen=True, slots=True)
class ChangedByHand:
    """Somebody changed in OBS what the broadcast needs; all but a scene is put back by itself."""

    what: str
    """``collection``: another one was chosen; ``input``: something of ours was deleted;
    `OTHER_SCENE` or `OUR_SCENE`, which journals of before they were kept have none of."""


@dataclass(frozen=True, slots=True)
class DiskRanLow:
    """The recording soon has no room left."""

    free_mb: int
    minutes: int
    """Of recording that still fit."""


@dataclass(frozen=True, slots=True)
class PowerChanged:
    """The computer is fed otherwise, or its battery has fallen another step."""

    state: str
    """``mains``, ``battery``, ``low`` (plug in) or ``saving`` (about to go out)."""
    percent: int
    """Of the battery."""


@dataclass(frozen=True, slots=True)
class PictureWentBad:
    """Viewers see nothing of use, or see it badly; told when it had lasted some seconds."""

    what: str
    """``black``, ``frozen`` or ``dark``."""


@dataclass(frozen=True, slots=True)
class PictureCameBack:
    """Viewers see the programme again."""

    what: str
    """What it had been."""


@dataclass(frozen=True, slots=True)
class CamerasReopened:
    """The stage let go of its cameras and opened them again, by itself."""

    cameras: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SoundWentBad:
    """Viewers hear nothing, or hear it crackle."""

    what: str
    """``silent`` or ``clipping``."""


@dataclass(frozen=True, slots=True)
class SoundCameBack:
    """Viewers hear it well again."""

    what: str
    """What it had been."""


@dataclass(frozen=True, slots=True)
class MicrophoneMuted:
    """No microphone is heard."""

    by_hand: bool
    """True: somebody did it in OBS, and only they undo it. False: it was asked for here."""


@dataclass(frozen=True, slots=True)
class MicrophoneOpened:
    """A microphone is heard again."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The program came back after it was interrupted (killed, power cut)."""

    interrupted_at: int
    """UTC ms of the last fact or sign of life before the interruption."""
    kept_on_air: bool
    """True: OBS went on streaming (recording, where nothing is streamed) the whole time."""


@dataclass(frozen=True, slots=True)
class Ended:
    """下播: the broadcast was ended on purpose."""

    perhaps_on_air: bool = False
    """True: the stage was not seen to stop; OBS may still be streaming or recording."""
    skus: tuple[str, ...] = ()
    """What was for sale and the ledger knew. Empty, too, in journals of before it was kept."""
    left: tuple[int, ...] = ()
    """How many of each of ``skus`` could still be ordered; below zero where too many are."""


@dataclass(frozen=True, slots=True)
class LeftAir:
    """After an end that was not seen on the stage: now nothing of it is on the air."""


Fact = (
    SessionPlanned
    | WentLive
    | ProductShown
    | RunningOrderChanged
    | CardTaken
    | CardRecounted
    | CardCleared
    | LayerTaken
    | LayerCleared
    | LayerRefused
    | ComparedPriceRefused
    | ProductChanged
    | FiguresWentStale
    | FiguresLeftAir
    | FiguresConfirmed
    | AirProved
    | LotteryEntered
    | LotteryDrawn
    | Held
    | WentOn
    | BreakStarted
    | BreakEnded
    | OrderNoted
    | OrderRefused
    | OrderUndone
    | StreamStarted
    | StreamStopped
    | RecordingStarted
    | RecordingStopped
    | UplinkChanged
    | StageWasLost
    | StageWasRegained
    | StageStarted
    | StageRefused
    | VirtualCameraStarted
    | VirtualCameraStopped
    | ChangedByHand
    | DiskRanLow
    | PowerChanged
    | PictureWentBad
    | PictureCameBack
    | CamerasReopened
    | SoundWentBad
    | SoundCameBack
    | MicrophoneMuted
    | MicrophoneOpened
    | Resumed
    | Ended
    | LeftAir
    | StreamRestarted
    | RateKept
    | RateFixed
    | RateFollowed
    | ConnectFailed
    | ConnectGivenUp
    | RoomClockRanOut
    | RoomClockStopped
    | PlatformLookedAt
    | StreamRefused
    | StreamTriedAgain
    | RecordingGivenUp
    | RecordingAskedAgain
)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


KINDS: dict[str, type] = {_snake(kind.__name__): kind for kind in get_args(Fact)}
# Looked up, not worked out: an order waits for its line.
_NAMES = {kind: name for name, kind in KINDS.items()}
_FIELDS = {kind: tuple(each.name for each in fields(kind)) for kind in get_args(Fact)}


def event_name(kind: type) -> str:
    """``OrderNoted`` → ``order_noted``. KeyError for what is no fact."""
    return _NAMES[kind]


def to_body(fact: Fact) -> dict[str, Any]:
    """The fact's fields, ready for JSON."""
    # Facts are flat, and asdict() would copy every value deeply.
    names = _FIELDS[type(fact)]
    return dict(zip(names, map(getattr, repeat(fact), names), strict=True))


def from_body(event: str, body: dict[str, Any]) -> Fact:
    """The fact stored under ``event``. KeyError: a kind this version does not know."""
    values = {
        key: tuple(value) if isinstance(value, list) else value for key, value in body.items()
    }
    fact: Fact = KINDS[event](**values)
    return fact


@dataclass(frozen=True, slots=True)
class Entry:
    """One committed row of a session's journal."""

    seq: int
    """Position in the session's journal: 1, 2, 3…"""
    id: str
    """UUIDv7; of an `OrderNoted`, the order's id too."""
    session_id: str
    at: int
    """When it happened, UTC ms by the broadcast's own clock: it never jumps."""
    recorded: int
    """What the computer took for the time when it was written, UTC ms."""
    fact: Fact
    step: int | None = None
    """Index of the plan's timeline step that caused it, in unattended runs."""

    @property
    def event(self) -> str:
        return event_name(type(self.fact))

    def as_json(self) -> dict[str, Any]:
        """The line the command line prints: ``{"event", "id", "session", "at", …fields}``."""
        line = {"event": self.event, "id": self.id, "session": self.session_id, "at": self.at}
        body = {key: value for key, value in to_body(self.fact).items() if key not in line}
        if self.step is not None:
            body["step"] = self.step
        return line | body
