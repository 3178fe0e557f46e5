"""What the live views show, as plain values. No Qt, no words of the interface.

Money is integer fen, durations are milliseconds, instants UTC milliseconds. Words that belong to
the interface (button labels) are made by the views; sentences that belong to the domain (what
happened, why something was refused) arrive here already worded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from studio.health.power import Power

if TYPE_CHECKING:
    from scripts_library import PromptLine


class CardState(StrEnum):
    ON = "on"
    """Its picture was found in the programme."""
    SHOWN = "shown"
    """The stage says that it is on; nobody has looked yet."""
    NOT_FOUND = "not_found"
    """The stage says that it is on, and it was not found there."""
    OFF = "off"
    GOING_UP = "going_up"
    COMING_DOWN = "coming_down"
    HELD_BACK = "held_back"
    """On by decision, but viewers are looking at the be-right-back picture."""
    WAITS = "waits"
    """On by decision; it makes room for another overlay, and comes back by itself."""
    OTHER_SCENE = "other_scene"
    """A scene that is not ours was chosen in OBS: no card is seen over it."""
    CUT_OFF = "cut_off"
    """It is in the programme, and nothing of that reaches the platform."""
    UNSEEN = "unseen"
    """It went on, but the stage does not answer: whether viewers see it, nobody can say."""


class Step(StrEnum):
    """The five things an anchor does; `LiveModel.next_step` is the one that is coloured."""

    NEXT = "next"
    CARD = "card"
    HOLD = "hold"
    ORDER = "order"
    BREAK = "break"


class Level(StrEnum):
    """How a light or a line is meant; each has its shape (▲ ◆ ■ ●) besides its colour."""

    FINE = "fine"
    MIND = "mind"
    BROKEN = "broken"
    INFO = "info"


class Connect(StrEnum):
    """How it goes with a stream that never stood."""

    STOOD = ""
    TRYING = "trying"
    UNANSWERED = "unanswered"
    NOT_LET_IN = "not_let_in"


class Uplink(StrEnum):
    MEASURING = "measuring"
    """The stream was just begun: nothing of it was measured yet."""
    GOOD = "good"
    WEAK = "weak"
    DOWN = "down"
    REFUSED = "refused"
    """The platform answers and lets nobody in; nothing is tried before a person says so."""
    UNKNOWN = "unknown"
    """The stage does not answer: whether anything leaves the room, nobody can say."""
    NOT_SENDING = "not_sending"
    """Nothing is meant to leave the room: only the recording runs."""


@dataclass(frozen=True, slots=True)
class ProductModel:
    number: int
    """Place in the running order, from 1."""
    sku: str
    name: str
    spec: str
    price_fen: int
    unit: str
    available: int | None
    """Still to sell, in `unit`s; None while the stock is not known yet."""
    picture: Path | None
    current: bool = False
    few: bool = False
    """Amber: so little is left (few, or none) that it should be said."""
    shown_ms: int = 0
    """How long it was talked about, all its turns together, up to the latest fact."""


class Picture(StrEnum):
    """What viewers see, as the sentinel judges it."""

    GOOD = "good"
    BLACK = "black"
    FROZEN = "frozen"
    SLOW = "slow"
    DARK = "dark"


class Sound(StrEnum):
    HEARD = "heard"
    """Or quiet on purpose: in a break, or while 停一停 is on."""
    SILENT = "silent"
    """Measured, but nothing louder than a whisper for a while."""
    CLIPPING = "clipping"
    """So loud that it crackles."""
    MUTED = "muted"
    """No microphone is heard, because somebody turned it off."""
    UNKNOWN = "unknown"
    """No measurement has arrived lately."""


@dataclass(frozen=True, slots=True)
class Incident:
    at: int
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class LiveModel:
    """One moment of the broadcast; both views are drawn from the same one."""

    title: str
    rehearsal: bool
    """A training's: nothing of it counts."""
    practice: bool
    """On the practice stage: nothing leaves the room. Its orders count, unless it is rehearsed."""
    live: bool
    ended: bool
    current: ProductModel | None
    following: ProductModel | None
    running_order: tuple[ProductModel, ...]
    card: CardState
    held: bool
    on_break: bool
    stage_lost: bool
    uplink: Uplink
    orders_count: int
    paid_fen: int
    next_step: Step | None
    incidents: tuple[Incident, ...]
    """Newest first."""
    orders_a_minute: tuple[int, ...]
    """Of the last minutes, oldest first; the last one is the running minute."""
    overlays: tuple[str, ...] = ()
    """Slots of the overlays on air beside the product's card."""
    power: Power = field(default_factory=Power)
    stage_silent: bool = False
    """The stage was not heard for some seconds; it may not count as lost yet."""

    refused: str = ""
    """The stage is there and lets us in only with its password: code of the sentence why."""
    stage_hangs: bool = False
    """The stage is lost because it answers nothing; its program may still be sending."""
    can_restart: bool = False
    """The stage is lost, and its program can be started from here."""
    restarting: bool = False
    """Somebody has asked for that, and it is being done."""

    picture: Picture = Picture.GOOD
    cameras_reopened: bool = False
    """In the trouble with the picture that stands, the cameras were opened again by themselves."""
    scene_by_hand: bool = False
    """Viewers see a scene that is not ours, chosen in OBS."""
    sound: Sound = Sound.HEARD
    """What the journal says; the meter says the rest. UNKNOWN where no trouble is told and nothing
    is measured."""
    muted_by_hand: bool = False
    covered: bool = False
    """The break is the program's own: nothing gets through, and the anchor talks on."""
    connect: Connect = Connect.STOOD
    room_closes_in_s: int | None = None
    """Until the platform closes the room; None while no such clock runs. It goes on where nobody
    can be asked."""
    room_may_be_closed: bool = False
    """It ran out: nothing is tried before a person has looked."""
    recording_off: bool = False
    """The recording was given up: it is begun again when somebody asks for it."""

    @property
    def prompter_runs(self) -> bool:
        return self.live and not self.held and (self.covered or not self.on_break)


@dataclass(frozen=True, slots=True)
class ClockModel:
    on_air_ms: int
    product_ms: int
    """How long the current product has been talked about, all its turns together."""


@dataclass(frozen=True, slots=True)
class HealthModel:
    """The stage's pulse; `rates` are kilobits a second, one a second, oldest first."""

    rates: tuple[int, ...]
    target_kbps: int
    kbps: int
    dropped_ratio: float
    uplink: Uplink


@dataclass(frozen=True, slots=True)
class MicrophoneModel:
    level: float
    """0 (silence, -60 dBFS) to 1 (full scale)."""
    sound: Sound


class OrderStanding(StrEnum):
    SAVING = "saving"
    SAVED = "saved"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class OrderLine:
    at: int
    name: str
    unit: str
    qty: int
    channel: str
    standing: OrderStanding
    order_id: str = ""
    """Empty while it is being saved."""


@dataclass(frozen=True, slots=True)
class PadModel:
    """The order pad: what pressing Return now would note."""

    sku: str
    name: str
    unit: str
    qty: int
    channel: str
    channels: tuple[str, ...]
    follows: bool
    """True: the pad sells whatever product is on; False: one was picked by hand."""


class NoticeKind(StrEnum):
    SAVING = "saving"
    SAVED = "saved"
    UNDONE = "undone"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the person once, for a few seconds."""

    kind: NoticeKind
    text: str = ""
    """Worded for REFUSED and FAILED; the others are worded by the view from the rest."""
    name: str = ""
    unit: str = ""
    qty: int = 0


@dataclass(frozen=True, slots=True)
class ScriptModel:
    sku: str
    lines: tuple[PromptLine, ...]
    problem: str = ""
    """A sentence where the script could not be read; the lines are then a plain stand-in."""
    seconds: int = 0
    """Planned length of the product's turn, 0 where the script does not say."""
    characters_per_minute: int | None = None
    """The script's own speed; None: as the settings say."""


@dataclass(frozen=True, slots=True)
class ProgrammeModel:
    jpeg: bytes | None
    problem: str = ""
    """Why there is no picture, one sentence."""
    away: bool = False
    """None because the stage is away: what to do about that is said once, in the band."""
