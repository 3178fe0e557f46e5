"""The camera that was chosen in the program, as an input of our own in OBS.

OBS itself is asked which cameras it offers: it may run on another computer, and only its own names
open there. Two inputs, because OBS cannot turn one kind into another: a USB camera, and a network
camera or file. The one that is not used holds no device. Cameras the user put into a scene are
left alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any

from studio.stage.obs import scenes
from studio.stage.obs.cameras import DEVICES
from studio.stage.obs.client import ObsClient
from studio.stage.obs.look import Look
from studio.stage.port import DEVICE, CameraOffer, Cameras, VideoProfile

CAMERA, NETWORK = "共富·摄像头", "共富·网络摄像头"
"""Names nobody gives by chance: OBS has each name once in a collection."""
INPUTS = frozenset({CAMERA, NETWORK})
KINDS = (
    "dshow_input",
    "macos-avcapture",
    "av_capture_input_v2",
    "av_capture_input",
    "v4l2_input",
)
"""Of each system the newest kind first: OBS 30 brought ``macos-avcapture``."""
OBS_ITSELF = "OBS Virtual Camera"
"""Its own picture as a camera: filmed, it would show itself."""
RECONNECT_SECONDS = 2
"""OBS's own 10 s are a long frozen picture when a phone slept for a moment."""
BUFFERING_MB = 1
"""OBS's own 2 MB are seconds of delay at a phone camera's rate."""
PICTURE_SECONDS = 3.0
"""A USB camera needs 1 to 2 s until its first picture [I]."""
LOOK_AGAIN_SECONDS = 0.1

Settings = dict[str, Any]


def _as_it_is(address: str) -> str:
    return address


def match(
    client: ObsClient,
    camera: str,
    video: VideoProfile,
    whole: Callable[[str], str] = _as_it_is,
) -> None:
    """Have our inputs film ``camera`` (`StageSetup.camera`); idempotent.

    ``whole``: an address with the user and password its camera asks for.
    """
    kind = _kind(client)
    if kind is not None:
        device = camera.removeprefix(DEVICE) if camera.startswith(DEVICE) else ""
        taken = bool(device) and _filmed_by_user(client, kind, device)
        device = "" if taken else device
        _match_input(client, CAMERA, kind, {DEVICES[kind]: device}, video, shown=bool(device))
    media = {} if camera.startswith(DEVICE) or not camera else _media(camera, whole)
    known = NETWORK in _inputs(client)
    if media or known:
        settings = media or {"is_local_file": False, "input": ""}
        changed = _match_input(client, NETWORK, scenes.MEDIA, settings, video, shown=bool(media))
        if changed and known:
            # One that films nothing must not count as a microphone that is open.
            client.request("SetInputMute", {"inputName": NETWORK, "inputMuted": not media})


def is_whole(look: Look, camera: str) -> bool:
    """Whether the inputs `match` makes are still in the programme."""
    needed = {CAMERA} if _kind_of(look.kinds) is not None else set()
    if camera and not camera.startswith(DEVICE):
        needed.add(NETWORK)
    return needed <= look.named(scenes.PROGRAMME).keys()


def held(client: ObsClient) -> str:
    """The device our USB input holds; empty: none."""
    kind = _inputs(client).get(CAMERA, "")
    if kind not in DEVICES:
        return ""
    settings = client.request("GetInputSettings", {"inputName": CAMERA})["inputSettings"]
    return str(settings.get(DEVICES[kind], ""))


def close(client: ObsClient) -> None:
    """Have our USB input hold none; `match` opens it again."""
    kind = _inputs(client)[CAMERA]
    scenes.update_settings(client, CAMERA, {DEVICES[kind]: ""})


def offered(client: ObsClient) -> tuple[CameraOffer, ...]:
    """The cameras OBS offers, by name; `match` must have been called. Opens none of them."""
    kind = _kind(client)
    if kind is None:
        return ()
    return offered_to(client, CAMERA, kind)


def offered_to(client: ObsClient, name: str, kind: str) -> tuple[CameraOffer, ...]:
    """What OBS offers an input of that kind; it asks the system anew each time."""
    where = {"inputName": name, "propertyName": DEVICES[kind]}
    listing = client.request("GetInputPropertiesListPropertyItems", where)["propertyItems"]
    return tuple(
        CameraOffer(DEVICE + str(item["itemValue"]), str(item["itemName"]).strip())
        for item in listing
        if item.get("itemEnabled", True)  # one that was pulled out is listed, and disabled
        and item["itemValue"]
        and OBS_ITSELF not in str(item["itemName"])
    )


def look(client: ObsClient, camera: str) -> Cameras:
    """What can be chosen, and whether ``camera`` gives a picture; waits a moment for its first."""
    found = offered(client)
    ours = NETWORK if camera and not camera.startswith(DEVICE) else CAMERA
    item = scenes.items(client, scenes.PROGRAMME).get(ours) if camera else None
    shown = item is not None and bool(item["sceneItemEnabled"])
    blind = item is not None and shown and not _comes_to_show(client, int(item["sceneItemId"]))
    return Cameras(found, blind)


def _kind(client: ObsClient) -> str | None:
    """The kind of a USB camera in this OBS; None where it was built without."""
    return _kind_of(client.request("GetInputKindList")["inputKinds"])


def _kind_of(known: Collection[str]) -> str | None:
    return next((kind for kind in KINDS if kind in known), None)


def _inputs(client: ObsClient) -> dict[str, str]:
    listing = client.request("GetInputList")["inputs"]
    return {str(entry["inputName"]): str(entry["inputKind"]) for entry in listing}


def _filmed_by_user(client: ObsClient, kind: str, device: str) -> bool:
    """An input of the user's own has that device: opened twice, neither would have a picture."""
    for name, its_kind in _inputs(client).items():
        if name == CAMERA or its_kind != kind:
            continue
        settings = client.request("GetInputSettings", {"inputName": name})["inputSettings"]
        if settings.get(DEVICES[kind]) == device:
            return True
    return False


def _media(camera: str, whole: Callable[[str], str]) -> Settings:
    if "://" not in camera:
        return {"is_local_file": True, "local_file": camera, "looping": True}
    # UDP, the default of RTSP, loses parts of pictures over a village's Wi-Fi.
    options = "rtsp_transport=tcp" if camera.lower().startswith("rtsp") else ""
    return {
        "is_local_file": False,
        "input": whole(camera),
        "reconnect_delay_sec": RECONNECT_SECONDS,
        "buffering_mb": BUFFERING_MB,
        "ffmpeg_options": options,
        "restart_on_activate": False,
        "clear_on_media_end": False,
    }


def _match_input(
    client: ObsClient, name: str, kind: str, settings: Settings, video: VideoProfile, *, shown: bool
) -> bool:
    """True where it began or ceased to be shown."""
    before = scenes.items(client, scenes.PROGRAMME).get(name)
    item_id = scenes.ensure_input(client, scenes.PROGRAMME, name, kind, settings, shown=shown)
    scenes.update_settings(client, name, settings)
    if before is None:
        scenes.fill(client, scenes.PROGRAMME, item_id, video)
    if shown and (before is None or not before["sceneItemEnabled"]):
        _put_above_cameras(client, name)
    scenes.show(client, scenes.PROGRAMME, name, shown=shown)
    return before is None or bool(before["sceneItemEnabled"]) is not shown


def _put_above_cameras(client: ObsClient, name: str) -> None:
    """Above what it replaces, the ground and other cameras; below signs the user laid over them."""
    below = {scenes.GROUND, scenes.FOOTAGE, CAMERA, NETWORK} - {name}
    order = list(scenes.items(client, scenes.PROGRAMME).values())
    item = next(each for each in order if each["sourceName"] == name)
    others = [each for each in order if each["sourceName"] != name]
    covered = [
        place
        for place, each in enumerate(others)
        if each["sourceName"] in below or each.get("inputKind") in DEVICES
    ]
    index = covered[-1] + 1 if covered else 0
    if order.index(item) != index:
        where = {"sceneName": scenes.PROGRAMME, "sceneItemId": item["sceneItemId"]}
        client.request("SetSceneItemIndex", where | {"sceneItemIndex": index})


def _comes_to_show(client: ObsClient, item_id: int) -> bool:
    where = {"sceneName": scenes.PROGRAMME, "sceneItemId": item_id}
    end = time.monotonic() + PICTURE_SECONDS
    while True:
        told = client.request("GetSceneItemTransform", where)["sceneItemTransform"]
        if told["sourceWidth"] > 0:  # OBS knows the size of a camera by its first picture
            return True
        if time.monotonic() >= end:
            return False
        time.sleep(LOOK_AGAIN_SECONDS)
