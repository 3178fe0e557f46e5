"""The Stage port: what a session asks of whatever puts pictures on air.

A caller never says "do this"; it says what *should be* on air (`Wanted`), and the stage makes
itself match, however often it is asked. That is what makes a restart harmless: applying the same
`Wanted` twice changes nothing, and after any loss the stage applies the last one by itself.

Two stages implement the port, `studio.stage.obs` and `studio.stage.practice`; one contract test
suite (tests/integration/test_stage_contract.py) runs against both.

What lies over the picture, and where: `studio.stage.layers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from studio.runtime import addresses
from studio.stage.faults import Fault
from studio.stage.layers import Layer, MotionBudget, Part, Slot, by_slot


@dataclass(frozen=True, slots=True)
class VideoProfile:
    """Size and rate of the programme."""

    width: int = 1280
    height: int = 720
    fps: int = 30


class Scene(StrEnum):
    """What viewers look at."""

    PROGRAMME = "programme"
    BREAK = "break"
    """The be-right-back picture; of the layers only those of `ALWAYS` are shown over it."""


@dataclass(frozen=True, slots=True)
class Ingest:
    """Where the stream goes. The key never appears in a repr, a log or an error."""

    server: str
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should be on air."""

    scene: Scene = Scene.PROGRAMME
    layers: tuple[Layer, ...] = ()
    """At most one a slot, in any order."""
    streaming: bool = False
    recording: bool = False
    muted: bool = False
    scene_gives_way: bool = False
    """The scene is the program's own idea: one chosen by hand since the last one stays."""
    virtual_camera: bool = False
    """The picture, without sound, is offered as a camera to a platform's own companion."""
    recording_waits: bool = False
    """A recording that is wanted is not begun now; one that runs goes on."""
    scene_and_sound_stay: bool = False
    """An output is brought back that ended by itself: scene and sound stay as they are found, also
    where a hand chose otherwise in OBS. After a loss the whole is applied."""
    layers_alone: bool = False
    """Nobody asked for the rest just now: scene, sound and outputs stay as they are found, also
    where a hand chose otherwise in OBS. After a loss the whole is applied."""

    def __post_init__(self) -> None:
        by_slot(self.layers)

    @property
    def card(self) -> Layer | None:
        """The product's card."""
        return by_slot(self.layers).get(Slot.CARD)

    @property
    def whole(self) -> Wanted:
        """The same, with all of it to be matched."""
        return replace(self, layers_alone=False, scene_and_sound_stay=False)


@dataclass(frozen=True, slots=True)
class StageSetup:
    """What a stage needs to build its scenes; given once, to `Stage.open`."""

    video: VideoProfile
    recordings: Path
    """Existing folder for local recordings (MKV)."""
    break_picture: Path
    """PNG of the be-right-back picture, at the size of the canvas."""
    ingest: Ingest | None = None
    """None: nothing is streamed, only recorded."""
    footage: str = "synthetic"
    """Practice stage only: ``synthetic``, ``camera:0`` or the path of a video file."""
    video_kbps: int = 1300
    """Rate aimed at for the streamed picture, kilobits a second; read when a stream starts."""
    camera: str = ""
    """OBS only: a `CameraOffer.source`, the address of a network camera, or the path of a video
    file. Empty: viewers see the cameras the user put into OBS."""
    goes_on: bool = False
    """An earlier run of the program left this broadcast on air: what runs is its own, also where
    somebody chose another scene collection since."""


class StreamState(StrEnum):
    OFF = "off"
    STARTING = "starting"
    ON = "on"
    RECONNECTING = "reconnecting"


@dataclass(frozen=True, slots=True)
class Observed:
    """What is on air now, as read back from the stage."""

    scene: Scene | None
    """None: a scene that is not ours, chosen by hand."""
    layers: Mapping[Slot, str]
    """What viewers see over the picture: each layer's sha256. Over the break picture only those of
    `ALWAYS` are shown; the others wait."""
    stream: StreamState
    recording: bool
    recording_path: Path | None
    muted: bool
    """We hold the programme muted, and nobody opened it by hand."""
    microphone_off: bool = False
    """No microphone is heard, whoever turned it off."""
    virtual_camera: bool = False
    """Asked of the stage only where it was wanted."""

    @property
    def card_sha256(self) -> str | None:
        """Of the product's card."""
        return self.layers.get(Slot.CARD)


@dataclass(frozen=True, slots=True)
class Glance:
    """A small picture of what is on air, and what in it should move."""

    jpeg: bytes
    scene: Scene | None
    """As in `Observed`."""
    cameras: tuple[str, ...]
    """Cameras and running videos in it, by name; where there is none, a still picture is meant."""
    restless: tuple[Part, ...] = ()
    """What of it moves by itself, over the cameras: digits that count, a strip that runs."""
    bare: tuple[bytes, ...] = ()
    """What each of ``cameras`` shows by itself, where a page is on air, of which nobody knows what
    moves, or a board that hides them; empty bytes: that one has no picture. Without either none."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What of one slot was found in the programme itself, not what was asked for."""

    sha256: str | None
    """Of the layer that should be there; None: viewers are to see none."""
    shows: bool = False
    """Its picture is there, and enough of it uncovered."""
    codes: frozenset[str] = frozenset()
    """What QR codes in its place say, where two decoders read the same."""


DEVICE = addresses.DEVICE
"""What a `StageSetup.camera` begins with where OBS offers it; OBS's own name of it follows."""


@dataclass(frozen=True, slots=True)
class CameraOffer:
    """A camera that can be chosen."""

    source: str
    """What `StageSetup.camera` says of it (on the practice stage `StageSetup.footage`)."""
    name: str
    """The one its maker gave it."""


@dataclass(frozen=True, slots=True)
class Cameras:
    """Which cameras there are, and how the chosen one does."""

    offered: tuple[CameraOffer, ...]
    no_picture: bool = False
    """The chosen one sends none: it is gone, asleep, or another program holds it."""


@dataclass(frozen=True, slots=True)
class StageLoad:
    """How hard the computer works for the picture; counters are totals of one size of it."""

    frames_drawn: int
    frames_missed: int
    """Of them, those drawn too late."""
    frames_encoded: int
    frames_skipped: int
    """Of them, those the encoder had no time for."""
    frame_ms: float
    """Mean time to draw one frame."""
    cpu_percent: float
    """Of all cores, what the stage alone takes."""


@dataclass(frozen=True, slots=True)
class StageHealth:
    """One sample of how the air is doing; counters are totals since the output started."""

    at_monotonic: float
    """Seconds on the monotonic clock."""
    stream: StreamState
    bytes_sent: int
    frames_total: int
    frames_dropped: int
    """Frames the network made us drop."""
    fps: float
    congestion: float | None = None
    """0 to 1 as the encoder's output reports it; None where it reports nothing."""
    load: StageLoad | None = None
    """None where the stage does not tell."""
    motion: MotionBudget = MotionBudget.FULL
    """How layers come and go now, because of that load."""


@dataclass(frozen=True, slots=True)
class StageInfo:
    """Who is behind the port."""

    kind: str
    """``obs`` or ``practice``."""
    version: str
    already_streaming: bool
    """True when a stream was running before we came: it is left untouched."""
    already_recording: bool
    has_microphone: bool = True
    """False: OBS has no input that is one."""


@dataclass(frozen=True, slots=True)
class StageLost:
    """The stage can no longer be reached (OBS died, the websocket broke). Told exactly once."""

    reason: str
    """Code of a sentence in messages.toml."""


@dataclass(frozen=True, slots=True)
class StageRegained:
    """The stage is back, and what should be on air has been applied again."""

    info: StageInfo


@dataclass(frozen=True, slots=True)
class StreamChanged:
    state: StreamState


@dataclass(frozen=True, slots=True)
class RateKept:
    """A stream restarted at another rate did not come to it: this one is sent, later on too."""

    kbps: int


@dataclass(frozen=True, slots=True)
class ConnectFailed:
    """The stream could not be brought up; nobody lets it in, or nobody answers."""

    tries_left: int
    """Tries that follow by themselves; 0: it was given up."""


@dataclass(frozen=True, slots=True)
class RecordingChanged:
    active: bool
    path: Path | None


@dataclass(frozen=True, slots=True)
class VirtualCameraSwitched:
    """By whomever, while it is wanted: what viewers see comes by it."""

    on: bool


@dataclass(frozen=True, slots=True)
class MicrophoneMeasured:
    """Loudness of the programme's sound, at most 10 times a second."""

    peak_dbfs: float
    """0 is the loudest possible, -60 and below is silence."""


@dataclass(frozen=True, slots=True)
class SoundSwitched:
    """Something was muted or opened, by us or by hand; `Stage.observe` says what is so now."""


@dataclass(frozen=True, slots=True)
class ChangedByHand:
    """Somebody changed in OBS what the broadcast needs; the stage puts it back by itself."""

    what: str
    """``collection``: another one was chosen; ``input``: something of ours was deleted."""


StageEvent = (
    StageLost
    | StageRegained
    | StreamChanged
    | RateKept
    | ConnectFailed
    | RecordingChanged
    | VirtualCameraSwitched
    | MicrophoneMeasured
    | SoundSwitched
    | ChangedByHand
)
Listener = Callable[[StageEvent], None]
"""Called on a thread of the stage's own; it may only enqueue, never call the stage."""


class Faults(Protocol):
    """Faults a trainer plays on the practice stage, by name (`Fault`). Any thread."""

    def inject(self, name: str, seconds: float | None = None) -> None:
        """Break it for ``seconds``, or until `clear`. ValueError: no such fault."""
        ...

    def clear(self, name: str | None = None) -> None:
        """Mend one of them, or everything."""
        ...

    def active(self) -> frozenset[Fault]:
        """What is broken now."""
        ...


@runtime_checkable
class Breakable(Protocol):
    """A stage whose faults can be played: the practice stage, and no real one."""

    @property
    def faults(self) -> Faults: ...


class Stage(Protocol):
    """What a session asks of OBS or of the practice stage.

    Every method blocks, and is called from one thread only (the session's ``stage`` thread), where
    it does not say otherwise.
    None takes longer than about 5 s: a frozen OBS ends in `UserFacingError`, not in waiting.

    Errors (all `UserFacingError`): ``stage_unreachable`` (host, port), ``obs_wrong_password``,
    ``obs_password_missing``, ``obs_not_obs`` (port answers, but is not obs-websocket),
    ``stage_lost``, ``card_not_loaded`` (label), ``layer_not_loaded`` (slot, label),
    ``page_no_browser_source``, ``page_on_practice`` (slot, label),
    ``stream_not_started``, ``recording_not_started`` (folder), ``rate_fixed``,
    ``stage_request_failed`` (request, comment), ``break_picture_unreadable`` (file),
    ``obs_silent`` (host, port), ``obs_busy`` (collection), ``obs_too_old``,
    ``virtual_camera_missing``, ``trial_on_air``, ``trial_elsewhere``.
    """

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        """Connect and build our scenes, idempotently; nothing the user made is touched.

        A stream or recording already running is left running. ``obs_busy`` where it is somebody
        else's.
        """
        ...

    def apply(self, wanted: Wanted) -> Observed:
        """Make the air match ``wanted``; returns what was read back afterwards.

        Idempotent. A layer is verified as loaded before it is shown; one that cannot be loaded
        leaves the last good one in its slot and raises ``card_not_loaded``, or
        ``layer_not_loaded`` in a slot that is not the card's. A page is played in, told what else
        it should say, and played out; where none can be played (`plays_pages`), nothing changes.
        A recording that does not begin raises ``recording_not_started``, and keeps nothing else
        off.
        """
        ...

    def observe(self) -> Observed:
        """Read what is on air, changing nothing."""
        ...

    def health(self) -> StageHealth:
        """One sample; asked for once a second."""
        ...

    def hold_stream(self) -> None:
        """Stop the stream and keep it off (`keep_stream_off`): nothing gets through anyway.

        Returns at once. Meanwhile it counts as RECONNECTING; otherwise as `restart_stream`. A stage
        that is away raises, and keeps it off all the same.
        """
        ...

    def keep_stream_off(self) -> None:
        """Start the stream no more before `restart_stream`, not on the way back from a loss either.

        Asks nothing of the stage, so that it works before it is opened and while it is away, and
        never raises. One that is wanted and off counts as RECONNECTING; a first connect that failed
        is tried no more. It is over once the stream is seen to run, whoever started it, when none
        is wanted any more, and with `close`.
        """
        ...

    def restart_stream(self, kbps: int, *, step: bool = False) -> None:
        """Stop the stream and start it again, its picture at ``kbps`` kilobits a second.

        Returns at once; `StreamChanged` tells the rest: RECONNECTING while it is under way, then
        what a start tells. Scene, card and sound are not touched; a recording goes on, in another
        file where another rate asks for it. Where no stream is wanted nothing is done; nor where
        one is restarting already. The rate holds for every later start, until the stage is opened
        again; `RateKept` tells where it could not be changed. ``step``: only for the sake of the
        rate; ``rate_fixed`` where it is known before that it cannot be changed: nothing was done.
        """
        ...

    def use_key(self, key: str) -> None:
        """Send with this stream key from the next start on; nothing on air changes."""
        ...

    def ingest_answers(self, timeout: float) -> bool:
        """Whether the stream's receiver can be reached; blocks up to ``timeout`` s. Any thread."""
        ...

    def programme(self, width: int) -> bytes:
        """The picture on air now as JPEG, ``width`` pixels wide; at most twice a second."""
        ...

    def glance(self, width: int) -> Glance:
        """What is on air now, small; at most twice a second."""
        ...

    def prove(self, slot: Slot) -> Proof:
        """Look into the programme's own picture for the layer of ``slot``; on demand only."""
        ...

    def plays_pages(self) -> bool:
        """Whether it can show a layer that is a page: OBS has a browser source."""
        ...

    def reopen_cameras(self) -> tuple[str, ...]:
        """Let go of the cameras and running videos on air and open them again; their names.

        Nothing else changes: devices, addresses and places in the picture stay as they are.
        """
        ...

    def cameras(self) -> Cameras:
        """The cameras that can be chosen, by name; waits up to 3 s for the chosen one's picture."""
        ...

    def begin_trial(self, video: VideoProfile, kbps: int) -> None:
        """Stream the programme in that size and rate to nowhere: it stays on this computer.

        Again, for the next size. Meanwhile `health` counts what arrives, from 0 on. Errors:
        ``trial_on_air`` while anything is on air, ``trial_elsewhere`` where the stage is on
        another computer.
        """
        ...

    def end_trial(self) -> None:
        """Stop it; size, rate and where a stream goes are as before. Idempotent."""
        ...

    def close(self) -> None:
        """Let go of the stage; what is on air stays on air. Idempotent, never raises.

        But for digits: nobody counts them any more. A trial ends.
        """
        ...
