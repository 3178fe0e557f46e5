"""Our own scene collection and profile in OBS, so that nothing the user made is ever touched."""

from __future__ import annotations

import logging
import time

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError
from studio.stage.obs.look import Look
from studio.stage.port import StageSetup, VideoProfile

log = logging.getLogger(__name__)

OURS = "共富直播间"
"""Name of both the scene collection and the profile."""
SWITCH_SECONDS = 5.0
"""Changing a collection loads every source in it."""
LISTED_LOOKS, LISTED_LOOK_SECONDS = 5, 0.1
"""A file that was put away is put back by the next line of OBS; what never was there is made after
that half a second, once in a computer's life."""
OUTPUT_RUNNING = 500
"""RequestStatus::OutputRunning: not while something is on air."""
MODE, SIMPLE = "Mode", "Simple"
"""Of OBS's output: only in the simple one the rate is a figure of the profile. In the advanced one
it is the encoder's own, in a file no request reaches."""
ADVANCED_OUTPUTS = "adv_"
"""What the names of its outputs begin with while OBS works in the advanced mode, whatever its
profile says meanwhile."""
SPARE = OURS + " 2"
"""A profile for a moment, where there is no other one to change to."""
KEYFRAME_SECONDS = 2
"""A viewer who joins sees nothing before the next key frame; OBS by itself makes one in 250
frames (measured: 13 s until the first picture arrived at 20 frames a second)."""
RECONNECT_DELAY, RECONNECT_TRIES = "2", "25"
"""OBS tries after 2, 5, 9.5, 16, 26, 42, 64, 98 s … (design: stage page)."""


def current_collection(client: ObsClient) -> str:
    """The scene collection OBS shows now."""
    return str(client.request("GetSceneCollectionList")["currentSceneCollectionName"])


def is_current(look: Look) -> bool:
    """Whether OBS shows our collection, under our profile."""
    return (look.profile, look.collection) == (OURS, OURS)


def is_our_profile(client: ObsClient) -> bool:
    """Whether OBS shows our profile; it keeps the one under which something went on air."""
    return bool(client.request("GetProfileList")["currentProfileName"] == OURS)


def enter(client: ObsClient, *, on_air: bool) -> bool:
    """Make our collection and profile the current ones; True if the collection is new.

    While something is on air nothing is switched: UserFacingError ``obs_busy`` unless OBS already
    shows our collection.
    """
    if on_air:
        current = current_collection(client)
        if current != OURS:
            raise UserFacingError("obs_busy", collection=current)
        return False
    _enter_profile(client)
    return enter_collection(client)


def enter_collection(client: ObsClient) -> bool:
    """Make our collection the current one, also while something is on air; True if it is new."""
    if current_collection(client) == OURS:
        return False
    known = _is_there(client)
    request = "SetCurrentSceneCollection" if known else "CreateSceneCollection"
    _switch(client, request, "sceneCollectionName")
    return not known


def _is_there(client: ObsClient) -> bool:
    """Whether OBS has our collection; asked again before it is taken for missing.

    OBS lists the files it finds, and one that is just being saved is away for a moment: made again
    then, what the user added to ours would be gone, or ours be there twice.
    """
    for _ in range(LISTED_LOOKS):
        if OURS in client.request("GetSceneCollectionList")["sceneCollections"]:
            return True
        time.sleep(LISTED_LOOK_SECONDS)
    return False


def _enter_profile(client: ObsClient) -> None:
    listing = client.request("GetProfileList")
    if listing["currentProfileName"] == OURS:
        return
    known = OURS in listing["profiles"]
    _switch(client, "SetCurrentProfile" if known else "CreateProfile", "profileName")


def _switch(client: ObsClient, request: str, key: str) -> None:
    client.request(request, {key: OURS}, SWITCH_SECONDS)


def set_video(client: ObsClient, video: VideoProfile) -> None:
    """Canvas and output at the programme's size; only while nothing is on air."""
    asked = {
        "baseWidth": video.width,
        "baseHeight": video.height,
        "outputWidth": video.width,
        "outputHeight": video.height,
        "fpsNumerator": video.fps,
        "fpsDenominator": 1,
    }
    if client.request("GetVideoSettings") == asked:
        return
    try:
        client.request("SetVideoSettings", asked)
    except ObsError as error:
        if error.code == OUTPUT_RUNNING:  # the virtual camera or the replay buffer
            raise UserFacingError("obs_busy", collection=OURS) from error
        raise


def make_simple(client: ObsClient) -> None:
    """Our profile in the simple output mode; only while nothing is on air.

    OBS makes its outputs when it takes a profile on, so it is sent to another one and back.
    """
    changed = _set_parameter(client, "Output", MODE, SIMPLE)
    if changed or not _works_simply(client):
        log.info("our profile was in the advanced output mode, in which no rate can be changed")
        _take_profile_on_again(client)


def rate_is_fixed(client: ObsClient) -> bool:
    """OBS would not come to another rate: the profile is not ours, or not in the simple mode."""
    if not is_our_profile(client):
        return True
    mode = client.request("GetProfileParameter", _parameter("Output", MODE))["parameterValue"]
    return mode != SIMPLE or not _works_simply(client)


def _works_simply(client: ObsClient) -> bool:
    outputs = client.request("GetOutputList")["outputs"]
    return not any(str(each["outputName"]).startswith(ADVANCED_OUTPUTS) for each in outputs)


def _take_profile_on_again(client: ObsClient) -> None:
    others = [each for each in client.request("GetProfileList")["profiles"] if each != OURS]
    try:
        if others:
            client.request("SetCurrentProfile", {"profileName": others[0]}, SWITCH_SECONDS)
        else:
            client.request("CreateProfile", {"profileName": SPARE}, SWITCH_SECONDS)
    finally:  # it may be there although nothing was answered
        _switch(client, "SetCurrentProfile", "profileName")
    if not others:
        client.request("RemoveProfile", {"profileName": SPARE}, SWITCH_SECONDS)


def set_outputs(client: ObsClient, setup: StageSetup) -> None:
    """Record MKV into ``setup.recordings``, and let OBS reconnect and lower its bit rate by itself.

    MKV always: an MP4 is lost when the power fails. Both output modes are told, because a user
    may switch our profile to the advanced one meanwhile.
    """
    folder = setup.recordings.absolute().as_posix()
    for category, name, value in (
        ("SimpleOutput", "FilePath", folder),
        ("SimpleOutput", "RecFormat", "mkv"),
        ("SimpleOutput", "RecFormat2", "mkv"),  # OBS 30 and later
        ("AdvOut", "RecFilePath", folder),
        ("AdvOut", "RecFormat", "mkv"),
        ("AdvOut", "RecFormat2", "mkv"),
        ("SimpleOutput", "UseAdvanced", "true"),  # else the next line is not read
        ("SimpleOutput", "x264Settings", f"keyint={KEYFRAME_SECONDS * setup.video.fps}"),
        ("SimpleOutput", "VBitrate", str(setup.video_kbps)),
        ("SimpleOutput", "ABitrate", str(policy.AUDIO_KBPS)),
        ("Output", "Reconnect", "true"),
        ("Output", "RetryDelay", RECONNECT_DELAY),
        ("Output", "MaxRetries", RECONNECT_TRIES),
        ("Output", "DynamicBitrate", "true"),
    ):
        _set_parameter(client, category, name, value)


def set_rate(client: ObsClient, kbps: int) -> bool:
    """The picture's rate at the next start; in our own profile only. True if it was another."""
    if not is_our_profile(client):
        return False
    return _set_parameter(client, "SimpleOutput", "VBitrate", str(kbps))


def set_reconnect(client: ObsClient, *, on: bool) -> None:
    """Whether a stream that broke off is tried again, from the next start on."""
    _set_parameter(client, "Output", "Reconnect", str(on).lower())


def _set_parameter(client: ObsClient, category: str, name: str, value: str) -> bool:
    """True if it was another."""
    where = _parameter(category, name)
    if client.request("GetProfileParameter", where)["parameterValue"] == value:
        return False
    client.request("SetProfileParameter", where | {"parameterValue": value})
    return True


def _parameter(category: str, name: str) -> dict[str, str]:
    return {"parameterCategory": category, "parameterName": name}
