"""Makes one OBS match what is wanted, idempotently, and knows what was asked for here.

Everything is done under the stage's lock, on whichever thread has its turn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from studio.runtime.errors import UserFacingError, together
from studio.stage.layers import (
    Layer,
    MotionBudget,
    Part,
    Slot,
    by_slot,
    hide_cameras,
    restless_parts,
)
from studio.stage.motion import MotionWatch
from studio.stage.obs import collection, microphone, outputs, own_camera, scenes, sound
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import LONGEST, NOT_FOUND, ObsError
from studio.stage.obs.layers import Layers, Show
from studio.stage.obs.look import Look
from studio.stage.obs.outputs import StreamWatch
from studio.stage.obs.pages import Air
from studio.stage.obs.virtual_camera import VirtualCamera
from studio.stage.port import Observed, Scene, StageInfo, StageSetup, StreamState, Wanted

log = logging.getLogger(__name__)


class Matcher:
    """One stage's. It outlives the connection, and the OBS behind it."""

    def __init__(self, watch: StreamWatch, camera_address: Callable[[str], str] = str) -> None:
        """``camera_address``: as `ObsStage` has it."""
        self._watch, self._camera_address = watch, camera_address
        self._setup: StageSetup | None = None
        self._scene_applied: Scene | None = None
        self._recording_wanted = False
        self._goes_on = False
        """What an earlier run left on air is ours, until our own wishes say what is."""
        self._opened: frozenset[str] = frozenset()
        """Inputs that were heard when we last looked."""
        self._begins_anew = False
        """OBS was seen to be gone: another run of it comes back, and was not looked at yet."""
        self._key_left = True
        """OBS may have a stream key of ours in its profile."""
        self._camera = VirtualCamera()
        self._layers = Layers()
        self.motion = MotionWatch()

    @property
    def setup(self) -> StageSetup:
        """How it is set up now; a trial and a step of the rate change it."""
        if self._setup is None:
            raise RuntimeError("open the stage first")
        return self._setup

    @setup.setter
    def setup(self, setup: StageSetup) -> None:
        self._setup = setup

    def begin(self, setup: StageSetup) -> None:
        """The stage is opened with that."""
        self._setup, self._goes_on = setup, setup.goes_on

    def another_obs(self) -> None:
        """A new connection: nothing that was seen on the last one counts."""
        self._watch.forget()
        self._key_left = True
        self._camera.forget()
        self._layers.forget()

    def leave(self, client: ObsClient) -> None:
        """What must not stay on air without us is taken off it."""
        self._layers.leave(client)

    def plays_pages(self, client: ObsClient) -> bool:
        """As `studio.stage.port.Stage.plays_pages`."""
        return self._layers.plays_pages(client)

    def close(self) -> None:
        """Nothing is counted any more."""
        self._layers.close()

    def obs_is_gone(self) -> None:
        """What streamed or recorded there ended with it."""
        self._watch.unwant()
        self._recording_wanted = False
        self._camera.is_gone()
        self._begins_anew = True

    def prepare(self, client: ObsClient) -> StageInfo:
        """Who answers there, and our scenes in it."""
        version = str(client.request("GetVersion")["obsVersion"])[:LONGEST]
        stream = client.request("GetStreamStatus")
        self._watch.read(stream)
        streaming = bool(stream["outputActive"]) or self._watch.is_stopping
        recording = outputs.is_recording(client)
        self.build(client, on_air=streaming or recording)
        heard = microphone.is_there(client)
        return StageInfo("obs", version, streaming, recording, has_microphone=heard)

    def build(self, client: ObsClient, *, on_air: bool) -> None:
        """Our collection, profile and scenes; ``obs_busy`` while what is on air is not ours.

        In our own broadcast only the collection is switched: OBS itself keeps the profile then.
        """
        goes_on = self._goes_on and collection.is_our_profile(client)
        if on_air and (goes_on or self.on_air_for_us):
            is_new = collection.enter_collection(client)
        else:
            is_new = collection.enter(client, on_air=on_air)
        if not on_air:
            collection.make_simple(client)
            collection.set_video(client, self.setup.video)
            collection.set_outputs(client, self.setup)
        self._build_scenes(client, new_collection=is_new)

    def _build_scenes(self, client: ObsClient, *, new_collection: bool = False) -> None:
        setup = self.setup
        scenes.build(client, setup, new_collection=new_collection)
        if new_collection:
            microphone.make(client)
        own_camera.match(client, setup.camera, setup.video, self._camera_address)

    def _look(self, client: ObsClient) -> Look:
        return Look.at(client, scenes.NAMES, self._layers.inputs)

    def _is_whole(self, look: Look) -> bool:
        setup = self.setup
        return scenes.is_whole(look, setup) and own_camera.is_whole(look, setup.camera)

    def match(self, client: ObsClient, wanted: Wanted) -> Observed:
        """As `studio.stage.port.Stage.apply`."""
        try:
            look = self._look(client)
            if not collection.is_current(look):
                self._go_back_to_ours(client)
                look = self._look(client)
            if not self._is_whole(look):
                log.info("something of ours is missing or hidden in OBS, making it again")
                self._build_scenes(client)
                look = self._look(client)
            refusals = self._match_all(client, wanted, look)
        except ObsError as error:
            if error.code != NOT_FOUND:
                raise
            log.info("something of ours was deleted in OBS, making it again: %s", error)
            self._layers.doubt()
            self._build_scenes(client)
            refusals = self._match_all(client, wanted, self._look(client), again=True)
        self._goes_on = False
        if refusals:
            raise together(refusals)
        return self.observe(client)

    def _match_all(
        self, client: ObsClient, wanted: Wanted, look: Look, *, again: bool = False
    ) -> list[UserFacingError]:
        """Every part of ``wanted``; what one part is refused does not keep the others off.

        ``again``: what OBS refuses now, too, is such a part; a stream is ended whatever becomes of
        a card. The first time it is raised, because something may have to be made again.
        """
        refusals: list[UserFacingError] = []
        chosen = (self.match_scene, self._match_sound)
        outputs_too = (self.match_recording, self._match_stream, self._match_virtual_camera)
        rest = (*(() if wanted.scene_and_sound_stay else chosen), *outputs_too)
        for step in (
            partial(
                self._match_layers, look=look
            ),  # before the scene: a card must not flash up and go
            *(() if wanted.layers_alone else rest),
            self._match_page,  # after all else: a microphone must not stay open while one loads
        ):
            try:
                step(client, wanted)
            except UserFacingError as error:
                refusals.append(error)
            except ObsError as error:
                if not again:
                    raise
                refusals.append(error.worded())
        return refusals

    def match_scene(self, client: ObsClient, wanted: Wanted) -> None:
        """Show it, unless one that was chosen by hand stays."""
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

    def _match_layers(self, client: ObsClient, wanted: Wanted, look: Look) -> None:
        """Their motion is for viewers: with nobody watching, or under the break, it is a cut."""
        scenes.raise_overlays(client, look)
        watched = self.on_air_for_us or wanted.virtual_camera
        seen = watched and wanted.scene is Scene.PROGRAMME
        show = Show(self.setup.video.fps, self.motion.budget if seen else MotionBudget.CUT)
        refusals = self._layers.match(client, by_slot(wanted.layers), show, look)
        if refusals:
            raise together(refusals)

    def _match_page(self, client: ObsClient, wanted: Wanted) -> None:
        page = by_slot(wanted.layers).get(Slot.PAGE)
        seen = scenes.current(client) == scenes.PROGRAMME
        self._layers.match_page(client, page, Air(self.setup.video.fps, seen))

    def _match_sound(self, client: ObsClient, wanted: Wanted) -> None:
        sound.set_muted(client, muted=wanted.muted)

    def match_recording(self, client: ObsClient, wanted: Wanted) -> None:
        """Start it, or stop it where it is ours."""
        if wanted.recording:
            self._recording_wanted = True
            if not wanted.recording_waits and not outputs.is_recording(client):
                outputs.start_recording(client, self.setup.recordings)
        elif self._recording_wanted:
            if outputs.is_recording(client):
                outputs.stop_recording(client)
            self._recording_wanted = outputs.is_recording(client)  # else still ours to stop

    def _match_stream(self, client: ObsClient, wanted: Wanted) -> None:
        if self._watch.must_stop():
            outputs.stop_stream(client, self._watch)
        self._watch.read(client.request("GetStreamStatus"))
        if not wanted.streaming:
            self._watch.keep_off(False)
        if wanted.streaming and self.setup.ingest is not None:
            self._watch.want()
            if self._watch.state is StreamState.OFF:  # and not kept off
                self.start_stream(client)
                patience = outputs.within_turn(client, outputs.START_SECONDS)
                self._watch.wait_while_connecting(patience)
        elif self._watch.wanted:
            outputs.stop_stream(client, self._watch)
        if not wanted.streaming:
            self._forget_key(client)

    def _forget_key(self, client: ObsClient) -> None:
        """Nothing streams, and nothing is to: our key need not lie in OBS's file any longer.

        Not while OBS reconnects, which it does with that key; each start sets it anew.
        """
        streams = self._watch.state is not StreamState.OFF
        if not self._key_left or streams or self.setup.ingest is None:
            return
        try:
            if collection.is_our_profile(client):
                outputs.forget_key(client)
                self._key_left = False
        except ObsError as error:
            log.info("the stream key stays in OBS until it is asked again: %s", error)

    def _match_virtual_camera(self, client: ObsClient, wanted: Wanted) -> None:
        self._camera.match(client, wanted.virtual_camera, goes_on=self._goes_on)

    def start_stream(self, client: ObsClient) -> None:
        """Send it on its way, where there is somewhere to send to."""
        ingest = self.setup.ingest
        if ingest is not None:
            self._key_left = True
            outputs.start_stream(client, ingest, self._watch)

    def restore(self, client: ObsClient, wanted: Wanted) -> None:
        """Apply after a loss; a part that is refused must not keep the stage from coming back.

        A crashed OBS comes back with the mutes of whenever it last saved its scenes: what was
        heard is opened again, or is ours to open where it is to be silent now. An OBS that lived on
        may have been muted by a hand meanwhile.
        """
        try:
            if self._begins_anew:
                mend = sound.hold_muted if wanted.muted else sound.open_again
                mend(client, self._opened)
            self._begins_anew = False
            # A fresh OBS shows some scene of ours that nobody chose.
            self.match(client, replace(wanted, scene_gives_way=False))
        except UserFacingError as error:
            if not client.alive:
                raise
            log.info("not everything is back on air: %s", error)

    def _go_back_to_ours(self, client: ObsClient) -> None:
        """Others' collection or profile were chosen: to ours, as far as `build` may."""
        self._layers.forget()
        self.build(client, on_air=outputs.is_on_air(client))

    @property
    def records_for_us(self) -> bool:
        """Somebody asked for the recording here."""
        return self._recording_wanted

    @property
    def on_air_for_us(self) -> bool:
        """Somebody asked for the stream or the recording here."""
        return self._watch.wanted or self._recording_wanted

    @property
    def offers_camera(self) -> bool:
        """What viewers see is to go by the virtual camera. Any thread."""
        return self._camera.wanted

    def restless_parts(self) -> tuple[Part, ...]:
        """What of our programme moves by itself, as far as it was put there from here."""
        video = self.setup.video
        return restless_parts(self._layers.known.values(), video.width, video.height)

    @property
    def tells_nothing_of_cameras(self) -> bool:
        """Whether what was put on air from here moves in ways nobody knows, a template of others,
        or stands still over all of them."""
        video, known = self.setup.video, self._layers.known
        return Slot.PAGE in known or hide_cameras(known.values(), video.width, video.height)

    def layers_on_air(self, client: ObsClient) -> dict[Slot, Layer]:
        """Those viewers are to see, as far as they were put there from here."""
        seen = self.observe(client).layers
        return {
            slot: layer
            for slot, layer in self._layers.known.items()
            if seen.get(slot) == layer.sha256
        }

    def _layers_seen(self, client: ObsClient, scene: str) -> dict[Slot, str]:
        seen, layers = scenes.overlays_seen(client, scene), self._layers.on_air(client)
        return {slot: sha for slot, sha in layers.items() if scenes.overlay_of(slot) in seen}

    def observe(self, client: ObsClient) -> Observed:
        """As `studio.stage.port.Stage.observe`."""
        ours = collection.current_collection(client) == collection.OURS
        name = scenes.current(client) if ours else ""
        scene = scenes.SCENE_NAMED.get(name)
        layers = {} if scene is None else self._layers_seen(client, name)
        recording, heard = outputs.is_recording(client), sound.look(client)
        self._opened, self._begins_anew = heard.opened, False
        return Observed(
            scene=scene,
            layers=layers,
            stream=self._watch.read(client.request("GetStreamStatus")),
            recording=recording,
            recording_path=outputs.recording_path(client) if recording else None,
            muted=heard.muted,
            microphone_off=heard.microphone_off,
            virtual_camera=self._camera.is_on(client),
        )
