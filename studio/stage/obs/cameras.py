"""The cameras and running videos that viewers see: which there are, and opening them again.

Whatever scene is on air is looked through, ours or one the user built, with the scenes and groups
nested in it. Only the kinds below are touched, and only to give them back the settings they have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from studio.stage.obs import scenes
from studio.stage.obs.client import ObsClient, Request
from studio.stage.obs.pages import KIND as PAGE

DEVICES = {
    "v4l2_input": "device_id",
    "dshow_input": "video_device_id",
    "av_capture_input": "device",
    "av_capture_input_v2": "device",
    "macos-avcapture": "device",
    "macos-avcapture-fast": "device",
}
"""Camera inputs of Linux, Windows and macOS, and the setting that names the device."""
MEDIA = frozenset({"ffmpeg_source", "vlc_source"})
"""Files and network cameras (RTSP, HTTP)."""
RESTING = frozenset({"OBS_MEDIA_STATE_PAUSED", "OBS_MEDIA_STATE_STOPPED", "OBS_MEDIA_STATE_ENDED"})
"""A file that was paused or has played to its end stands still on purpose."""
RESTART = "OBS_WEBSOCKET_MEDIA_INPUT_ACTION_RESTART"
DEEPEST = 4
"""Scenes within scenes; OBS itself refuses a scene within itself."""


@dataclass(frozen=True, slots=True)
class CameraInput:
    """One input that should move, or a page, that may."""

    name: str
    kind: str


def on_air(client: ObsClient, scene: str) -> list[CameraInput]:
    """What should move in ``scene``, each once, lowest first."""
    return look(client, scene)[0]


def look(client: ObsClient, scene: str) -> tuple[list[CameraInput], bool]:
    """The same, and whether a page the user put there is on air with it."""
    found = dict.fromkeys(_inputs(client, scene, DEEPEST))
    filmed = [each for each in found if each.kind != PAGE]
    moving = [each for each in filmed if each.kind in DEVICES or _runs(client, each)]
    return moving, len(filmed) < len(found)


def reopen(client: ObsClient, cameras: list[CameraInput]) -> None:
    """Have OBS let go of each and open it again."""
    requests = [request for camera in cameras for request in _again(client, camera)]
    if requests:
        client.batch(requests)


def _inputs(client: ObsClient, scene: str, depth: int) -> Iterator[CameraInput]:
    listing = client.request("GetSceneItemList", {"sceneName": scene})["sceneItems"]
    yield from _among(client, listing, depth)


def _among(client: ObsClient, items: list[dict[str, Any]], depth: int) -> Iterator[CameraInput]:
    for item in items:
        name, kind = str(item["sourceName"]), item.get("inputKind")
        if not item["sceneItemEnabled"] or name in (scenes.OVERLAY, scenes.UPPER):
            continue
        if kind in DEVICES or kind in MEDIA or kind == PAGE:
            yield CameraInput(name, str(kind))
        elif item.get("isGroup") and depth:
            inside = client.request("GetGroupSceneItemList", {"sceneName": name})["sceneItems"]
            yield from _among(client, inside, depth - 1)
        elif kind is None and depth:
            yield from _inputs(client, name, depth - 1)


def _runs(client: ObsClient, media: CameraInput) -> bool:
    """A file that plays, or a network camera in whatever state: the latter never rests."""
    told = client.request("GetInputSettings", {"inputName": media.name})
    if not told["inputSettings"].get("is_local_file", media.kind == "ffmpeg_source"):
        return True
    state = client.request("GetMediaInputStatus", {"inputName": media.name})["mediaState"]
    return state not in RESTING


def _again(client: ObsClient, camera: CameraInput) -> list[Request]:
    if camera.kind in MEDIA:
        return [("TriggerMediaInputAction", {"inputName": camera.name, "mediaAction": RESTART})]
    key = DEVICES[camera.kind]
    settings = client.request("GetInputSettings", {"inputName": camera.name})["inputSettings"]
    # Both in one message: a program that dies in between must not leave OBS without its camera.
    return [_named(camera.name, {key: ""}), _named(camera.name, {key: settings.get(key, "")})]


def _named(name: str, settings: dict[str, Any]) -> Request:
    return ("SetInputSettings", {"inputName": name, "inputSettings": settings})
