"""OBS behind the Stage port: it holds what should be on air, and makes OBS match, however often."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from studio.camera.handover import CameraHandover
from studio.health import probes
from studio.runtime import addresses
from studio.runtime.errors import UserFacingError
from studio.runtime.logs import never_log
from studio.stage.layers import Slot
from studio.stage.obs import (
    cameras,
    collection,
    microphone,
    outputs,
    own_camera,
    picture,
    scenes,
    sound,
)
from studio.stage.obs.client import COLLECTION_CHANGED, INPUT_REMOVED, ObsClient
from studio.stage.obs.errors import ObsError, ObsLost, ObsNonsense, ObsTimeout
from studio.stage.obs.figures import Figures
from studio.stage.obs.handshake import NONSENSE, Address, understood
from studio.stage.obs.keeper import LONGEST_PAUSE, LONGEST_PAUSE_HERE, Keeper
from studio.stage.obs.matcher import Matcher
from studio.stage.obs.mending import Mending
from studio.stage.obs.outputs import StreamWatch
from studio.stage.obs.renewal import Renewal
from studio.stage.obs.restart import Restart
from studio.stage.obs.run import Run
from studio.stage.obs.send_queue import Received
from studio.stage.obs.trial import Trial, try_once
from studio.stage.obs.trial import stop as stop_trial
from studio.stage.port import (
    DEVICE,
    Cameras,
    ChangedByHand,
    ConnectFailed,
    Glance,
    Listener,
    MicrophoneMeasured,
    Observed,
    Proof,
    RateKept,
    RecordingChanged,
    Scene,
    SoundSwitched,
    StageHealth,
    StageInfo,
    StageSetup,
    StreamChanged,
    VideoProfile,
    VirtualCameraSwitched,
    Wanted,
)

log = logging.getLogger(__name__)
T = TypeVar("T")

TURN_SECONDS = 4.5
"""No method takes longer, waiting for its turn included."""
OPEN_SECONDS = 12.0
"""Building a collection on a slow PC; a silent OBS still ends `open` after one request's time."""
LEAVE_SECONDS = 1.5
"""What nobody will count any more is taken off the air; an OBS that hangs is not waited for."""
OUR_INPUTS = scenes.INPUTS | own_camera.INPUTS
_OUTPUT_STATES = {
    "OBS_WEBSOCKET_OUTPUT_STARTED": True,
    "OBS_WEBSOCKET_OUTPUT_STOPPED": False,
}


class ObsStage:
    """A `studio.stage.port.Stage` on a real OBS (28 or newer).

    A stream or recording that no caller of this object asked for is never stopped by it. A scene
    chosen by hand in OBS stays until another scene than before is wanted. Methods are called from
    one thread; besides, ``obs-receive`` hears OBS and ``obs-keeper`` reconnects.
    """

    def __init__(
        self,
        url: str,
        password: str | Callable[[], str | None] | None,
        handover: CameraHandover | None = None,
        camera_address: Callable[[str], str] = lambda address: address,
    ) -> None:
        """``handover``: who else here may hold the camera; None: nobody.

        ``url``: ``ws://HOST[:PORT]``; `open` tells where it is none.

        ``camera_address``: a network camera's, with the user and password it asks for.

        ``password``: a function is asked for every connection, so one may be typed meanwhile.
        """
        self._url = url
        self._password = password if callable(password) else lambda: password
        self._handover = handover or CameraHandover()
        self._watch = StreamWatch()
        self._restart = Restart(self._watch)
        self._renewal = Renewal()
        self._matcher = Matcher(self._watch, camera_address)
        self._run = Run()
        self._lock = threading.Lock()
        self._client: ObsClient | None = None
        self._away: UserFacingError | None = None
        self._keeper: Keeper | None = None
        self._wanted: Wanted | None = None
        self._mending = Mending()
        self._trial: Trial | None = None
        self._received: Received | None = None

    # --- the port

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        if setup.ingest is not None:
            never_log(setup.ingest.key)
        self._lend(setup)
        with self._turn(OPEN_SECONDS) as end:
            self._matcher.begin(setup)
            keeper = self._keeper or Keeper(self, listener, self._longest_pause())
            keeper.listener = listener
            info = self._enter(keeper, end)
            if self._keeper is None:
                self._keeper = keeper
                keeper.start(self._watch.state)
        return info

    def apply(self, wanted: Wanted) -> Observed:
        with self._turn() as end:
            self._wanted = wanted.whole  # also while OBS is away: it is what the way back restores
            return self._matcher.match(self._reached(end), wanted)

    def observe(self) -> Observed:
        with self._turn() as end:
            return self._matcher.observe(self._reached(end))

    def health(self) -> StageHealth:
        with self._turn() as end:
            client = self._reached(end)
            told = Figures.of(client)
            client.microphones = told.microphones
            self._run.seen()
            at = time.monotonic()
            sample = StageHealth(
                at_monotonic=at,
                stream=self._watch.read(told.status),
                bytes_sent=self._bytes_sent(told.bytes_sent),
                frames_total=told.frames_total,
                frames_dropped=told.frames_dropped,
                fps=told.fps,
                congestion=told.congestion,
                load=told.load,
                motion=self._matcher.motion.sample(at, told.load),
            )
            return sample if self._trial is None else self._trial.counted(sample)

    def _bytes_sent(self, counted: int) -> int:
        """What OBS counts, without what still waits in this computer's own queue."""
        ingest = self._matcher.setup.ingest
        if ingest is None or not addresses.is_here(self._address.host):
            return counted
        if self._received is None:
            self._received = Received(self._address.port)
        return self._received.of(counted, addresses.ingest(ingest.server)[1])

    def hold_stream(self) -> None:
        with self._turn() as end:
            if self._wanted is not None and self._wanted.streaming:
                self.keep_stream_off()
            self._begin_restart(self._reached(end))

    def keep_stream_off(self) -> None:
        self._watch.keep_off(True)

    def restart_stream(self, kbps: int, *, step: bool = False) -> None:
        self._watch.keep_off(False)  # also while OBS is away: it comes back with its stream
        with self._turn() as end:
            client = self._reached(end)
            before = self._matcher.setup.video_kbps
            if kbps != before and collection.rate_is_fixed(client):
                if step:
                    raise UserFacingError("rate_fixed")
                kbps = before
                self._keeps(before)
            changed = collection.set_rate(client, kbps) or kbps != before
            self._begin_restart(client)
            # Only now: what OBS did not answer to is no step, and is asked for again.
            self._matcher.setup = replace(self._matcher.setup, video_kbps=kbps)
            if changed:
                self._renewal.ask(before)

    def use_key(self, key: str) -> None:
        never_log(key)
        with self._turn():
            setup = self._matcher.setup
            if setup.ingest is not None:
                self._matcher.setup = replace(setup, ingest=replace(setup.ingest, key=key))

    def ingest_answers(self, timeout: float) -> bool:
        ingest = self._matcher.setup.ingest
        if ingest is None:
            return False
        return probes.comes_to_answer(*addresses.ingest(ingest.server), timeout)

    def programme(self, width: int) -> bytes:
        with self._turn() as end, understood(self._address):
            return picture.on_air(self._reached(end), width)

    def glance(self, width: int) -> Glance:
        with self._turn() as end, understood(self._address):
            client = self._reached(end)
            jpeg, name = picture.on_air(client, width), scenes.current(client)
            moving, pages = cameras.look(client, name)
            found = tuple(each.name for each in moving)
            scene = scenes.SCENE_NAMED.get(name)
            ours = scene is Scene.PROGRAMME
            restless = self._matcher.restless_parts() if ours else ()
            pages = pages or (ours and self._matcher.tells_nothing_of_cameras)
            bare = tuple(picture.of(client, each, width) for each in found) if pages else ()
            return Glance(jpeg, scene, found, restless, bare)

    def prove(self, slot: Slot) -> Proof:
        from studio.camera.opencv import decode_picture
        from studio.stage import proof

        with self._turn() as end:
            client = self._reached(end)
            on_air = self._matcher.layers_on_air(client)
            shown = decode_picture(picture.canvas(client))
        return Proof(None) if shown is None else proof.find(shown, slot, on_air)

    def plays_pages(self) -> bool:
        with self._turn() as end:
            return self._matcher.plays_pages(self._reached(end))

    def reopen_cameras(self) -> tuple[str, ...]:
        with self._turn() as end:
            client = self._reached(end)
            found = cameras.on_air(client, scenes.current(client))
            cameras.reopen(client, found)
            return tuple(each.name for each in found)

    def cameras(self) -> Cameras:
        with self._turn() as end:
            return own_camera.look(self._reached(end), self._matcher.setup.camera)

    def begin_trial(self, video: VideoProfile, kbps: int) -> None:
        with self._turn(OPEN_SECONDS) as end:
            client = self._reached(end)
            if self._trial is None:
                self._must_be_idle(client)
                self._trial = Trial(client, self._matcher.setup)
            else:
                stop_trial(client, self._watch)
            self._matcher.setup = self._trial.setup(video, kbps)
            self._matcher.build(client, on_air=False)
            try_once(client)
            self._matcher.match_scene(client, Wanted())
            self._watch.want()
            self._matcher.start_stream(client)

    def end_trial(self) -> None:
        trial, self._trial = self._trial, None
        if trial is None:
            return
        self._matcher.setup = trial.before
        try:
            with self._turn(OPEN_SECONDS) as end:
                client = self._reached(end)
                stop_trial(client, self._watch)
                trial.put_back(client)
                self._matcher.build(client, on_air=False)
        finally:
            self._watch.unwant()
            trial.close()

    def close(self) -> None:
        try:
            self.end_trial()
        except UserFacingError as error:
            log.info("a trial's changes stay in OBS until the stage is opened again: %s", error)
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.close()
        self._matcher.close()
        self._leave()
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
        self._watch.keep_off(False)
        self._watch.forget()
        self._handover.give_back(self)

    def _leave(self) -> None:
        try:
            with self._turn(LEAVE_SECONDS) as end:
                if self._client is not None and self._client.alive:
                    self._matcher.leave(self._reached(end))
        except UserFacingError as error:
            log.info("digits stay in OBS until the stage is opened again: %s", error)

    def _lend(self, setup: StageSetup) -> None:
        """Before OBS opens the camera: who is second sees black, and OBS does not ask again."""
        if setup.camera.startswith(DEVICE):
            self._handover.lend(self, setup.camera.removeprefix(DEVICE))

    # --- for the keeper

    def is_current(self, client: ObsClient) -> bool:
        return client is self._client

    def regain(self) -> StageInfo:
        """Connect again, read what is so, apply what should be. UserFacingError: not yet."""
        with self._turn(OPEN_SECONDS) as end:
            keeper = self._keeper
            if keeper is None:
                raise UserFacingError("stage_lost")
            info = self._enter(keeper, end)
            self._let_go_if_closed(keeper)
            if self._wanted is not None:
                self._matcher.restore(self._reached(end), self._wanted)
                self._mending.harmed()  # perhaps meanwhile, and nobody heard of it
            return info

    def _let_go_if_closed(self, keeper: Keeper) -> None:
        """`close` waits for the keeper a while only, and did not see this connection."""
        if self._keeper is keeper:
            return
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
        raise UserFacingError("stage_lost")

    def _still_away(self, error: UserFacingError) -> None:
        """Whoever asks is told why; what streamed or recorded in an OBS that is gone ended too.

        What a later OBS streams is then not ours to stop, unless it is wanted again.
        """
        self._away = error
        if error.code == "stage_unreachable":
            self._matcher.obs_is_gone()

    def next_chore(self) -> float | None:
        parts = (self._mending, self._watch, self._renewal, self._restart)
        due = (part.due_at for part in parts)
        return min((at for at in due if at is not None), default=None)

    def do_chore(self) -> None:
        """Go on with a restart, try a failed connect again, stop a stream that came up too late.

        Before all: bring back what is ours, because viewers see that it is not there.
        """
        mends = self._mending.take()
        try:
            with self._turn() as end:
                client = self._reached(end)
                if mends and self._wanted is not None and self._matcher.on_air_for_us:
                    for name in scenes.NAMES:
                        picture.draw_once(client, name)
                    self._matcher.match(client, self._wanted)
                elif self._renewal.is_due:
                    self._go_on_with_recording(client)
                elif self._watch.is_stopping:
                    self._go_on_with_restart(client)
                elif self._watch.must_stop():
                    outputs.stop_stream(client, self._watch)
                elif self._watch.retry_is_due:
                    self._matcher.start_stream(client)
        except Exception:
            self._watch.postpone()
            self._renewal.postpone()
            self._restart.postpone()
            raise

    # --- turns

    @contextlib.contextmanager
    def _turn(self, seconds: float = TURN_SECONDS) -> Iterator[float]:
        """One conversation at a time, none beyond its time; failures leave worded.

        Yields the monotonic instant at which the turn is over.
        """
        end = time.monotonic() + seconds
        if not self._lock.acquire(timeout=seconds):
            raise self._silent()
        try:
            yield end
        except ObsError as error:
            raise error.worded() from error
        except ObsTimeout as error:
            raise self._silent() from error
        except ObsNonsense as error:
            raise self._no_obs(error) from error
        except ObsLost as error:
            raise UserFacingError("stage_lost") from error
        finally:
            self._lock.release()

    @property
    def _address(self) -> Address:
        return Address.parse(self._url)

    def _longest_pause(self) -> float:
        return LONGEST_PAUSE_HERE if addresses.is_here(self._address.host) else LONGEST_PAUSE

    def _silent(self) -> UserFacingError:
        return UserFacingError("obs_silent", host=self._address.host, port=self._address.port)

    def _no_obs(self, error: ObsNonsense) -> UserFacingError:
        """What answers nonsense in the middle of it is lost like one that broke, and found again
        once it makes sense."""
        host, port = self._address.host, self._address.port
        log.warning(NONSENSE, host, port, error, exc_info=True)
        if self._client is not None:
            self._client.give_up()
        return UserFacingError("obs_not_obs", host=host, port=port)

    def _reached(self, end: float) -> ObsClient:
        client = self._client
        if client is None or not client.alive:
            away = self._away or UserFacingError("stage_lost")
            raise UserFacingError(away.code, **away.parameters)
        client.deadline = end
        return client

    def _enter(self, keeper: Keeper, end: float) -> StageInfo:
        """Connect where we are not connected, and build what is missing."""
        client = self._client
        if client is not None and client.alive:
            client.deadline = end
            with understood(self._address):
                return self._matcher.prepare(client)
        try:
            client = self._connect(keeper)
        except UserFacingError as error:
            self._still_away(error)
            raise
        client.deadline = end
        try:
            with understood(self._address):
                if self._run.is_another(client):
                    self._matcher.obs_is_gone()
                    self._renewal.forget()
                self._matcher.another_obs()
                self._has_rate(client, self._renewal.cut(client))
                info = self._matcher.prepare(client)
                # What the next second asks: else it is lost and found for ever.
                client.microphones = Figures.of(client).microphones
                self._run.seen()
        except BaseException:
            client.disconnect()
            raise
        old, self._client, self._away = self._client, client, None
        if old is not None:
            old.disconnect()
        if not client.alive:  # lost before it was current: nobody else has noticed
            self._client = None
            raise ObsLost("stage_lost")
        return info

    def _connect(self, keeper: Keeper) -> ObsClient:
        def lost(reason: str) -> None:
            keeper.lost(client, reason)

        client = ObsClient(
            self._address, self._password(), lambda name, data: self._hear(keeper, name, data), lost
        )
        client.unsure = frozenset({microphone.NAME})
        client.connect()
        return client

    # --- what OBS tells (receiving thread: only enqueue)

    def _hear(self, keeper: Keeper, name: str, data: Mapping[str, Any]) -> None:
        if name == "InputVolumeMeters":
            keeper.tell(MicrophoneMeasured(sound.dbfs(float(data["peak"]))))
        elif name == "InputMuteStateChanged":
            keeper.tell(SoundSwitched())
        elif name == COLLECTION_CHANGED:
            if self._matcher.on_air_for_us and data["sceneCollectionName"] != collection.OURS:
                self._mending.strayed()
                keeper.tell(ChangedByHand("collection"))
            keeper.look_up()
        elif name == INPUT_REMOVED:
            ours = self._matcher.on_air_for_us and data["inputName"] in OUR_INPUTS
            if ours and self._mending.harmed() and self._is_settled():
                keeper.tell(ChangedByHand("input"))
            keeper.look_up()
        elif name == "StreamStateChanged":
            self._hear_stream(keeper, str(data["outputState"]))
        elif (active := _OUTPUT_STATES.get(str(data["outputState"]))) is not None:
            self._hear_output(keeper, name, active, data)

    def _is_settled(self) -> bool:
        """A change of the collection takes every input away, and puts it back."""
        client = self._client
        return client is not None and client.is_settled

    def _hear_output(
        self, keeper: Keeper, name: str, active: bool, data: Mapping[str, Any]
    ) -> None:
        if name == "VirtualcamStateChanged":
            if self._matcher.offers_camera:
                keeper.tell(VirtualCameraSwitched(active))
        elif not self._renewal.hides(active):
            path = data.get("outputPath")
            keeper.tell(RecordingChanged(active, Path(path) if path else None))

    def _hear_stream(self, keeper: Keeper, output_state: str) -> None:
        tries_left = self._watch.tries_left(output_state)
        keeper.tell(StreamChanged(self._watch.heard(output_state)))
        if tries_left is not None:
            keeper.tell(ConnectFailed(tries_left))

    # --- ours, or not

    def _begin_restart(self, client: ObsClient) -> None:
        wanted = self._wanted is not None and self._wanted.streaming
        if wanted and self._matcher.setup.ingest is not None:
            self._watch.want()
            self._restart.begin(client)
        if self._keeper is not None:
            self._keeper.look_up()

    def _start_again(self, client: ObsClient) -> None:
        self._renewal.begin(client, ours=self._recording_is_ours)
        if not self._renewal.holds_stream:
            self._mind_rate(client)
            self._matcher.start_stream(client)

    def _mind_rate(self, client: ObsClient) -> None:
        self._has_rate(client, self._renewal.kept_kbps())

    def _has_rate(self, client: ObsClient, kbps: int | None) -> None:
        """What is believed to be sent is what OBS sends; None: nothing else than was thought."""
        if kbps is None:
            return
        self._matcher.setup = replace(self._matcher.setup, video_kbps=kbps)
        self._keeps(kbps)
        collection.set_rate(client, kbps)

    def _keeps(self, kbps: int) -> None:
        if self._keeper is not None:
            self._keeper.tell(RateKept(kbps))

    def _go_on_with_restart(self, client: ObsClient) -> None:
        if self._restart.step(client, self._start_again):
            return
        self._renewal.give_up()
        self._mind_rate(client)
        if self._keeper is not None:
            self._keeper.tell(StreamChanged(self._watch.state))

    def _go_on_with_recording(self, client: ObsClient) -> None:
        records = self._renewal.step(client, ours=self._recording_is_ours)
        if not records and self._keeper is not None:
            self._keeper.tell(RecordingChanged(False, None))

    @property
    def _recording_is_ours(self) -> bool:
        wants = self._wanted is not None and self._wanted.recording
        return wants and self._matcher.records_for_us

    def _must_be_idle(self, client: ObsClient) -> None:
        """A trial changes the picture's size, which nothing on air would survive."""
        if not addresses.is_here(self._address.host):
            raise UserFacingError("trial_elsewhere", host=self._address.host)
        if outputs.is_on_air(client) or self._matcher.on_air_for_us:
            raise UserFacingError("trial_on_air")
