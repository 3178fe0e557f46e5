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
from studio.stage.obs import (
    cameras,
    cards,
    collection,
    outputs,
    own_camera,
    picture,
    scenes,
    sound,
)
from studio.stage.obs.client import COLLECTION_CHANGED, INPUT_REMOVED, ObsClient
from studio.stage.obs.errors import ObsError, ObsLost, ObsTimeout
from studio.stage.obs.handshake import Address
from studio.stage.obs.keeper import LONGEST_PAUSE, LONGEST_PAUSE_HERE, Keeper
from studio.stage.obs.mending import Mending
from studio.stage.obs.outputs import StreamWatch
from studio.stage.obs.restart import Restart
from studio.stage.obs.trial import Trial, load_of, try_once
from studio.stage.obs.virtual_camera import VirtualCamera
from studio.stage.port import (
    DEVICE,
    Cameras,
    ConnectFailed,
    Glance,
    Listener,
    MicrophoneMeasured,
    Observed,
    RecordingChanged,
    Scene,
    SoundSwitched,
    StageHealth,
    StageInfo,
    StageSetup,
    StreamChanged,
    StreamState,
    VideoProfile,
    Wanted,
)

log = logging.getLogger(__name__)
T = TypeVar("T")

TURN_SECONDS = 4.5
"""No method takes longer, waiting for its turn included."""
OPEN_SECONDS = 12.0
"""Building a collection on a slow PC; a silent OBS still ends `open` after one request's time."""
OUR_INPUTS = scenes.INPUTS | own_camera.INPUTS
_RECORD_STATES = {
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
    ) -> None:
        """``handover``: who else here may hold the camera; None: nobody.

        ``url``: ``ws://HOST[:PORT]``; `open` tells where it is none.

        ``password``: a function is asked for every connection, so one may be typed meanwhile.
        """
        self._url = url
        self._password = password if callable(password) else lambda: password
        self._handover = handover or CameraHandover()
        self._watch = StreamWatch()
        self._restart = Restart(self._watch)
        self._lock = threading.Lock()
        self._client: ObsClient | None = None
        self._away: UserFacingError | None = None
        self._keeper: Keeper | None = None
        self._setup: StageSetup | None = None
        self._wanted: Wanted | None = None
        self._scene_applied: Scene | None = None
        self._recording_wanted = False
        self._goes_on = False
        """What an earlier run left on air is ours, until our own wishes say what is."""
        self._mending = Mending()
        self._camera = VirtualCamera()
        self._trial: Trial | None = None
        self._verified: set[str] = set()

    # --- the port

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        if setup.ingest is not None:
            never_log(setup.ingest.key)
        self._lend(setup)
        with self._turn(OPEN_SECONDS) as end:
            self._setup, self._goes_on = setup, setup.goes_on
            keeper = self._keeper or Keeper(self, listener, self._longest_pause())
            keeper.listener = listener
            info = self._enter(keeper, end)
            if self._keeper is None:
                self._keeper = keeper
                keeper.start(self._watch.state)
        return info

    def apply(self, wanted: Wanted) -> Observed:
        with self._turn() as end:
            self._wanted = wanted  # also while OBS is away: it is what the way back restores
            return self._match(self._reached(end), wanted)

    def observe(self) -> Observed:
        with self._turn() as end:
            return self._observe(self._reached(end))

    def health(self) -> StageHealth:
        with self._turn() as end:
            client = self._reached(end)
            stream, stats = client.request("GetStreamStatus"), client.request("GetStats")
            congestion = stream.get("outputCongestion")
            sample = StageHealth(
                at_monotonic=time.monotonic(),
                stream=self._watch.read(stream),
                bytes_sent=int(stream["outputBytes"]),
                frames_total=int(stream["outputTotalFrames"]),
                frames_dropped=int(stream["outputSkippedFrames"]),
                fps=float(stats["activeFps"]),
                congestion=None if congestion is None else float(congestion),
                load=load_of(stats),
            )
            return sample if self._trial is None else self._trial.counted(sample)

    def hold_stream(self) -> None:
        with self._turn() as end:
            self._begin_restart(self._reached(end), hold=True)

    def restart_stream(self, kbps: int) -> None:
        with self._turn() as end:
            client = self._reached(end)
            self._setup = replace(self._set_up(), video_kbps=kbps)
            collection.set_rate(client, kbps)
            self._begin_restart(client, hold=False)

    def use_key(self, key: str) -> None:
        never_log(key)
        with self._turn():
            setup = self._set_up()
            if setup.ingest is not None:
                self._setup = replace(setup, ingest=replace(setup.ingest, key=key))

    def ingest_answers(self, timeout: float) -> bool:
        ingest = self._set_up().ingest
        if ingest is None:
            return False
        return probes.comes_to_answer(*addresses.ingest(ingest.server), timeout)

    def programme(self, width: int) -> bytes:
        with self._turn() as end:
            return picture.on_air(self._reached(end), width)

    def glance(self, width: int) -> Glance:
        with self._turn() as end:
            client = self._reached(end)
            jpeg, scene = picture.on_air(client, width), scenes.current(client)
            found = cameras.on_air(client, scene)
            return Glance(jpeg, scenes.SCENE_NAMED.get(scene), tuple(each.name for each in found))

    def reopen_cameras(self) -> tuple[str, ...]:
        with self._turn() as end:
            client = self._reached(end)
            found = cameras.on_air(client, scenes.current(client))
            cameras.reopen(client, found)
            return tuple(each.name for each in found)

    def cameras(self) -> Cameras:
        with self._turn() as end:
            return own_camera.look(self._reached(end), self._set_up().camera)

    def begin_trial(self, video: VideoProfile, kbps: int) -> None:
        with self._turn(OPEN_SECONDS) as end:
            client = self._reached(end)
            if self._trial is None:
                self._must_be_idle(client)
                self._trial = Trial(client, self._set_up())
            else:
                outputs.stop_stream(client, self._watch)
            self._setup = self._trial.setup(video, kbps)
            self._build(client, self._setup, on_air=False)
            try_once(client)
            self._match_scene(client, Wanted())
            self._watch.want()
            self._start_stream(client)

    def end_trial(self) -> None:
        trial, self._trial = self._trial, None
        if trial is None:
            return
        self._setup = trial.before
        try:
            with self._turn(OPEN_SECONDS) as end:
                client = self._reached(end)
                outputs.stop_stream(client, self._watch)
                trial.put_back(client)
                self._build(client, self._set_up(), on_air=False)
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
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
        self._watch.forget()
        self._handover.give_back(self)

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
            if self._wanted is not None:
                self._restore(self._reached(end), self._wanted)
                self._mending.harmed()  # perhaps meanwhile, and nobody heard of it
            return info

    def _still_away(self, error: UserFacingError) -> None:
        """Whoever asks is told why; what streamed or recorded in an OBS that is gone ended too.

        What a later OBS streams is then not ours to stop, unless it is wanted again.
        """
        self._away = error
        if error.code == "stage_unreachable":
            self._watch.unwant()
            self._recording_wanted = False

    def next_chore(self) -> float | None:
        due = (self._mending.due_at, self._watch.due_at, self._restart.due_at)
        return min((at for at in due if at is not None), default=None)

    def do_chore(self) -> None:
        """Go on with a restart, try a failed connect again, stop a stream that came up too late.

        Before all: bring back what is ours, because viewers see that it is not there.
        """
        mends = self._mending.take()
        try:
            with self._turn() as end:
                client = self._reached(end)
                if mends and self._wanted is not None and self._on_air_for_us:
                    for name in scenes.NAMES:
                        picture.draw_once(client, name)
                    self._match(client, self._wanted)
                elif self._watch.is_restarting:
                    self._restart.step(client, self._start_stream)
                elif self._watch.must_stop():
                    outputs.stop_stream(client, self._watch)
                elif self._watch.retry_is_due:
                    self._start_stream(client)
        except Exception:
            self._watch.postpone()
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
            raise UserFacingError(
                "stage_request_failed", request=error.request, comment=error.comment
            ) from error
        except ObsTimeout as error:
            raise self._silent() from error
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
            return self._prepare(client)
        try:
            client = self._connect(keeper)
        except UserFacingError as error:
            self._still_away(error)
            raise
        client.deadline = end
        try:
            self._watch.forget()
            self._camera.forget()
            self._verified.clear()
            info = self._prepare(client)
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
        client.connect()
        return client

    # --- what OBS tells (receiving thread: only enqueue)

    def _hear(self, keeper: Keeper, name: str, data: Mapping[str, Any]) -> None:
        if name == "InputVolumeMeters":
            keeper.tell(MicrophoneMeasured(sound.dbfs(float(data["peak"]))))
        elif name == "InputMuteStateChanged":
            keeper.tell(SoundSwitched())
        elif name == COLLECTION_CHANGED:
            if self._on_air_for_us and data["sceneCollectionName"] != collection.OURS:
                self._mending.strayed()
            keeper.look_up()
        elif name == INPUT_REMOVED:
            if self._on_air_for_us and data["inputName"] in OUR_INPUTS:
                self._mending.harmed()
            keeper.look_up()
        elif name == "StreamStateChanged":
            self._hear_stream(keeper, str(data["outputState"]))
        elif (active := _RECORD_STATES.get(str(data["outputState"]))) is not None:
            path = data.get("outputPath")
            keeper.tell(RecordingChanged(active, Path(path) if path else None))

    def _hear_stream(self, keeper: Keeper, output_state: str) -> None:
        tries_left = self._watch.tries_left(output_state)
        keeper.tell(StreamChanged(self._watch.heard(output_state)))
        if tries_left is not None:
            keeper.tell(ConnectFailed(tries_left))

    # --- making OBS match

    def _prepare(self, client: ObsClient) -> StageInfo:
        setup = self._set_up()
        version = str(client.request("GetVersion")["obsVersion"])
        stream = client.request("GetStreamStatus")
        streaming = self._watch.read(stream) in (StreamState.ON, StreamState.RECONNECTING)
        recording = outputs.is_recording(client)
        self._build(client, setup, on_air=streaming or recording)
        return StageInfo("obs", version, streaming, recording)

    def _build(self, client: ObsClient, setup: StageSetup, *, on_air: bool) -> None:
        """Refused while something is on air that nobody asked us for.

        In our own broadcast only the collection is switched: OBS itself keeps the profile then.
        """
        goes_on = self._goes_on and collection.is_our_profile(client)
        if on_air and (goes_on or self._on_air_for_us):
            is_new = collection.enter_collection(client)
        else:
            is_new = collection.enter(client, on_air=on_air)
        if not on_air:
            collection.set_video(client, setup.video)
            collection.set_outputs(client, setup)
        self._build_scenes(client, new_collection=is_new)

    def _build_scenes(self, client: ObsClient, *, new_collection: bool = False) -> None:
        setup = self._set_up()
        scenes.build(client, setup, new_collection=new_collection)
        own_camera.match(client, setup.camera, setup.video)

    def _is_whole(self, client: ObsClient) -> bool:
        setup = self._set_up()
        return scenes.is_whole(client, setup) and own_camera.is_whole(client, setup.camera)

    def _match(self, client: ObsClient, wanted: Wanted) -> Observed:
        try:
            self._stay_in_ours(client)
            if not self._is_whole(client):
                log.info("something of ours is missing or hidden in OBS, making it again")
                self._build_scenes(client)
            refusals = self._match_all(client, wanted)
        except ObsError as error:
            if error.code != scenes.NOT_FOUND:
                raise
            log.info("something of ours was deleted in OBS, making it again: %s", error)
            self._build_scenes(client)
            refusals = self._match_all(client, wanted)
        self._goes_on = False
        if refusals:
            raise refusals[0]
        return self._observe(client)

    def _match_all(self, client: ObsClient, wanted: Wanted) -> list[UserFacingError]:
        """Every part of ``wanted``; what one part is refused does not keep the others off."""
        refusals: list[UserFacingError] = []
        for step in (
            self._match_card,  # before the scene: a card must not flash up and go
            self._match_scene,
            self._match_sound,
            self._match_recording,
            self._match_stream,
            self._match_virtual_camera,
        ):
            try:
                step(client, wanted)
            except UserFacingError as error:
                refusals.append(error)
        return refusals

    def _match_scene(self, client: ObsClient, wanted: Wanted) -> None:
        name, applied = scenes.SCENES[wanted.scene], self._scene_applied
        current = scenes.current(client)
        if current == name:  # also where a hand was quicker: from here on it is what we applied
            self._scene_applied = wanted.scene
            return
        # Before anything was applied, it is the scene of some earlier evening.
        by_hand = applied is not None and current != scenes.SCENES[applied]
        if by_hand and wanted.scene_gives_way:
            return
        foreign = current not in scenes.SCENES.values()
        if not (foreign and wanted.scene is applied):
            client.request("SetCurrentProgramScene", {"sceneName": name})
        self._scene_applied = wanted.scene

    def _match_card(self, client: ObsClient, wanted: Wanted) -> None:
        scenes.raise_overlay(client)
        if wanted.card is None:
            cards.clear(client)
        else:
            cards.show(client, wanted.card, self._verified)

    def _match_sound(self, client: ObsClient, wanted: Wanted) -> None:
        sound.set_muted(client, muted=wanted.muted)

    def _match_recording(self, client: ObsClient, wanted: Wanted) -> None:
        if wanted.recording:
            self._recording_wanted = True
            if not outputs.is_recording(client):
                outputs.start_recording(client)
        elif self._recording_wanted:
            if outputs.is_recording(client):
                outputs.stop_recording(client)
            self._recording_wanted = outputs.is_recording(client)  # else still ours to stop

    def _match_stream(self, client: ObsClient, wanted: Wanted) -> None:
        if self._watch.must_stop():
            outputs.stop_stream(client, self._watch)
        state = self._watch.read(client.request("GetStreamStatus"))
        if wanted.streaming and self._set_up().ingest is not None:
            self._watch.want()
            if state is StreamState.OFF:
                self._start_stream(client)
                self._watch.wait_while_connecting(outputs.START_SECONDS)
        elif self._watch.wanted:
            outputs.stop_stream(client, self._watch)

    def _begin_restart(self, client: ObsClient, *, hold: bool) -> None:
        wanted = self._wanted is not None and self._wanted.streaming
        if wanted and self._set_up().ingest is not None:
            self._watch.want()
            self._restart.begin(client, hold=hold)
        if self._keeper is not None:
            self._keeper.look_up()

    def _match_virtual_camera(self, client: ObsClient, wanted: Wanted) -> None:
        self._camera.match(client, wanted.virtual_camera)

    def _start_stream(self, client: ObsClient) -> None:
        ingest = self._set_up().ingest
        if ingest is not None:
            outputs.start_stream(client, ingest, self._watch)

    def _restore(self, client: ObsClient, wanted: Wanted) -> None:
        """Apply after a loss; a part that is refused must not keep the stage from coming back."""
        try:
            # A fresh OBS shows some scene of ours that nobody chose.
            self._match(client, replace(wanted, scene_gives_way=False))
        except UserFacingError as error:
            if not client.alive:
                raise
            log.info("not everything is back on air: %s", error)

    def _stay_in_ours(self, client: ObsClient) -> None:
        """Go back to our collection and profile if others were chosen, as far as `_build` may."""
        if collection.is_current(client):
            return
        self._verified.clear()
        self._build(client, self._set_up(), on_air=outputs.is_on_air(client))

    @property
    def _on_air_for_us(self) -> bool:
        """Somebody asked for the stream or the recording here."""
        return self._watch.wanted or self._recording_wanted

    def _observe(self, client: ObsClient) -> Observed:
        ours = collection.current_collection(client) == collection.OURS
        scene = scenes.SCENE_NAMED.get(scenes.current(client)) if ours else None
        card = cards.on_air(client) if scene is Scene.PROGRAMME else None
        recording = outputs.is_recording(client)
        return Observed(
            scene=scene,
            card_sha256=card.sha256 if card else None,
            stream=self._watch.read(client.request("GetStreamStatus")),
            recording=recording,
            recording_path=outputs.recording_path(client) if recording else None,
            muted=sound.is_muted(client),
            microphone_off=sound.microphone_off(client),
            virtual_camera=self._camera.is_on(client),
        )

    def _must_be_idle(self, client: ObsClient) -> None:
        """A trial changes the picture's size, which nothing on air would survive."""
        if not addresses.is_here(self._address.host):
            raise UserFacingError("trial_elsewhere", host=self._address.host)
        if outputs.is_on_air(client) or self._on_air_for_us:
            raise UserFacingError("trial_on_air")

    def _set_up(self) -> StageSetup:
        if self._setup is None:
            raise RuntimeError("open the stage first")
        return self._setup
