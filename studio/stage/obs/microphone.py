"""A microphone in a collection of ours that was just made: without one nothing is heard in it.

OBS makes a collection without any sound. What is made here belongs to the user: it is never changed
by the program, and not made again where somebody removed it.
"""

from __future__ import annotations

import logging

from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsError
from studio.stage.obs.scenes import PROGRAMME
from studio.stage.obs.sound import microphones

log = logging.getLogger(__name__)

NAME = "麦克风"
KINDS = ("wasapi_input_capture", "coreaudio_input_capture", "pulse_input_capture")
"""Of Windows, macOS and Linux; without settings each takes the system's default microphone."""


def is_there(client: ObsClient) -> bool:
    """Whether OBS has any in this collection, or for all of them."""
    return bool(microphones(client.request("GetInputList")["inputs"]))


def make(client: ObsClient) -> None:
    """The system's default one, where there is none and OBS has a kind for it. Idempotent."""
    if is_there(client):
        return
    known = client.request("GetInputKindList")["inputKinds"]
    kind = next((each for each in KINDS if each in known), None)
    if kind is None:
        log.info("this OBS has no kind of input for the default microphone")
        return
    made = {"sceneName": PROGRAMME, "inputName": NAME, "inputKind": kind, "inputSettings": {}}
    try:
        client.request("CreateInput", made)
    except ObsError as error:  # a person can add one; the scenes are there all the same
        log.warning("no microphone could be made: %s", error)
