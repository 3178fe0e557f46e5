"""The scenes of our collection: programme, break picture, and the overlay nested in the first.

Built idempotently: what exists is kept, what the user added stays, only what is missing is made.
Nothing is removed and made again, because OBS refuses a name it has not quite let go of (601).
"""

from __future__ import annotations

import time
from itertools import product
from pathlib import Path
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.stage.layers import ALWAYS, Slot
from studio.stage.obs.client import ObsClient, Request
from studio.stage.obs.errors import NOT_FOUND, ObsError
from studio.stage.obs.look import Item, Look
from studio.stage.obs.picture import comes_to_show, draw_once
from studio.stage.port import Scene, StageSetup, VideoProfile

PROGRAMME = "节目"
BREAK = "歇一下"
OVERLAY = "贴片层"
UPPER = "必播层"
"""Above the overlay, and also above the break picture: the layers of `ALWAYS`."""
NAMES = (PROGRAMME, BREAK, OVERLAY, UPPER)
ABOVE = {PROGRAMME: (OVERLAY, UPPER), BREAK: (UPPER,)}
"""What lies above everything else in a scene, the lower one first."""
SCENES = {Scene.PROGRAMME: PROGRAMME, Scene.BREAK: BREAK}
SCENE_NAMED = {name: scene for scene, name in SCENES.items()}
SLOT_NAMES = {
    Slot.BRAND_FRAME: "品牌框",
    Slot.LOWER_THIRD: "人名条",
    Slot.PAGE: "模板网页",
    Slot.CARD: "贴片",
    Slot.BOARD: "信息板",
    Slot.TOAST: "下单提示",
    Slot.COUNTDOWN: "倒计时",
    Slot.ROLLING_NOTICE: "滚动公告",
    Slot.SELLER: "商家信息",
    Slot.NOTICE: "公示",
    Slot.AI_LABEL: "AI标识",
    Slot.CORRECTION: "更正",
}
SIDES, ENDS, PARTS = ("A", "B"), ("", "限时"), ("", "滚动", "数字")
"""What the inputs of a slot are called after it (`studio.stage.obs.slots`)."""
SLOTS = tuple(SLOT_NAMES[Slot.CARD] + side for side in SIDES)
"""Of the card, whose inputs are always there; those of the other slots are made when needed."""
BREAK_PICTURE = "歇一下画面"
GROUND = "底色"
FOOTAGE = "样片"
INPUTS = frozenset(
    {
        *map("".join, product(SLOT_NAMES.values(), SIDES, ENDS, PARTS)),
        *(BREAK_PICTURE, GROUND, FOOTAGE),
    }
)
"""Every input of ours."""
GROUND_COLOUR = 0xFF4A5B46
"""Behind everything, so that a studio without a camera shows a picture; OBS counts ABGR."""
SEEN = (
    *((scene, name) for scene, names in ABOVE.items() for name in names),
    (BREAK, BREAK_PICTURE),
)
"""Scene and item; hidden, the card or the break picture would be on air and nobody would see it."""
TOP_LEFT = 5
"""OBS_ALIGN_LEFT | OBS_ALIGN_TOP."""
GOING = frozenset({601, 700})
"""RequestStatus::ResourceAlreadyExists, ResourceCreationFailed: what was deleted is still there."""
LETS_GO_SECONDS, LOOK_AGAIN_SECONDS = 1.0, 0.05
IMAGE, COLOUR, MEDIA = "image_source", "color_source_v3", "ffmpeg_source"


def build(client: ObsClient, setup: StageSetup, *, new_collection: bool) -> None:
    """Make what is missing; UserFacingError ``break_picture_unreadable`` (file)."""
    before = scene_names(client)
    for name in NAMES:
        if name not in before:
            _make_scene(client, name)
    _build_programme(client, setup)
    _build_break(client, setup)
    for scene, overlays in ABOVE.items():
        for name in overlays:
            if name in before:
                _ensure_item(client, scene, name)
            else:
                # An item found now belongs to an overlay just deleted, which OBS lets go of a frame
                # later.
                make_item(client, scene, name)
    raise_overlays(client)
    for slot in SLOTS:
        ensure_input(client, OVERLAY, slot, IMAGE, {"file": "", "unload": False}, shown=False)
    for scene, name in SEEN:
        show(client, scene, name, shown=True)
    if new_collection:
        _settle_new(client, before)


def _make_scene(client: ObsClient, name: str) -> None:
    """One that was deleted keeps its name until the scenes it lay in are drawn again."""
    end = time.monotonic() + LETS_GO_SECONDS
    while True:
        try:
            client.request("CreateScene", {"sceneName": name})
            return
        except ObsError as error:
            if error.code not in GOING or time.monotonic() > end:
                raise
        for scene in ABOVE:
            draw_once(client, scene)
        time.sleep(LOOK_AGAIN_SECONDS)


def is_whole(look: Look, setup: StageSetup) -> bool:
    """Whether everything of ours is in place and to be seen; what the user added does not count."""
    needed = {
        PROGRAMME: {GROUND, OVERLAY, UPPER},
        BREAK: {BREAK_PICTURE, UPPER},
        OVERLAY: {*SLOTS},
        UPPER: set[str](),
    }
    if Path(setup.footage).is_file():
        needed[PROGRAMME].add(FOOTAGE)
    if not needed.keys() <= look.scenes.keys():
        return False
    there = all(names <= look.named(scene).keys() for scene, names in needed.items())
    return there and all(look.named(scene)[name]["sceneItemEnabled"] for scene, name in SEEN)


def current(client: ObsClient) -> str:
    """The name of the scene on air, ours or not."""
    return str(client.request("GetCurrentProgramScene")["currentProgramSceneName"])


def overlay_of(slot: Slot) -> str:
    """The nested scene the layers of a slot lie in."""
    return UPPER if slot in ALWAYS else OVERLAY


def overlays_seen(client: ObsClient, scene: str) -> set[str]:
    """Which of the nested scenes are to be seen in ``scene``: a click on one's eye hides all that
    lies in it."""
    found = items(client, scene)
    return {name for name in (OVERLAY, UPPER) if name in found and found[name]["sceneItemEnabled"]}


def scene_names(client: ObsClient) -> set[str]:
    """Every scene of the current collection."""
    return {scene["sceneName"] for scene in client.request("GetSceneList")["scenes"]}


def items(client: ObsClient, scene: str) -> dict[str, Item]:
    """A scene's items by the name of their source, lowest first."""
    return _named(client.request(*_asked(scene)))


def _asked(scene: str) -> Request:
    return "GetSceneItemList", {"sceneName": scene}


def _named(told: dict[str, Any]) -> dict[str, Item]:
    found = sorted(told["sceneItems"], key=lambda item: int(item["sceneItemIndex"]))
    return {item["sourceName"]: item for item in found}


def raise_overlays(client: ObsClient, look: Look | None = None) -> None:
    """Put them above whatever the user added; ObsError `NOT_FOUND` where one is missing."""
    look = look or Look.only(client, ABOVE)
    moves: list[Request] = []
    for scene, overlays in ABOVE.items():
        found = look.named(scene)
        missing = [name for name in overlays if name not in found]
        if missing:
            raise ObsError("GetSceneItemId", NOT_FOUND, missing[0])
        if tuple(found)[-len(overlays) :] != overlays:
            top = len(found) - 1
            moves += [_placed_at(scene, found[name], top) for name in overlays]
    if moves:
        client.batch(moves)


def _placed_at(scene: str, item: Item, index: int) -> Request:
    where = {"sceneName": scene, "sceneItemId": item["sceneItemId"]}
    return "SetSceneItemIndex", where | {"sceneItemIndex": index}


def ensure_input(
    client: ObsClient,
    scene: str,
    name: str,
    kind: str,
    settings: dict[str, Any],
    *,
    shown: bool = True,
) -> int:
    """Make an input and its item in ``scene`` where missing; returns the item's id.

    The settings of an input that exists already are left as they are. One that was deleted a moment
    ago is waited for: OBS lists it for some frames more, and refuses its name and an item of it.
    """
    end = time.monotonic() + LETS_GO_SECONDS
    while True:
        try:
            return _ensure_input(client, scene, name, kind, settings, shown=shown)
        except ObsError as error:
            if error.code not in GOING or time.monotonic() > end:
                raise
        time.sleep(LOOK_AGAIN_SECONDS)


def _ensure_input(
    client: ObsClient, scene: str, name: str, kind: str, settings: dict[str, Any], *, shown: bool
) -> int:
    known = {entry["inputName"] for entry in client.request("GetInputList")["inputs"]}
    if name not in known:
        made = client.request(
            "CreateInput",
            {
                "sceneName": scene,
                "inputName": name,
                "inputKind": kind,
                "inputSettings": settings,
                "sceneItemEnabled": shown,
            },
        )
        return int(made["sceneItemId"])
    return _ensure_item(client, scene, name, shown=shown)


def _ensure_item(client: ObsClient, scene: str, source: str, *, shown: bool = True) -> int:
    item = items(client, scene).get(source)
    if item is not None:
        return int(item["sceneItemId"])
    return make_item(client, scene, source, shown=shown)


def make_item(client: ObsClient, scene: str, source: str, *, shown: bool = True) -> int:
    """One more item of a source, on top of its scene."""
    content = {"sceneName": scene, "sourceName": source, "sceneItemEnabled": shown}
    return int(client.request("CreateSceneItem", content)["sceneItemId"])


def _build_programme(client: ObsClient, setup: StageSetup) -> None:
    size = {"width": setup.video.width, "height": setup.video.height}
    ground = ensure_input(client, PROGRAMME, GROUND, COLOUR, {"color": GROUND_COLOUR, **size})
    update_settings(client, GROUND, size)
    lowest = [ground]
    footage = Path(setup.footage)
    has_file = footage.is_file()
    if has_file:
        lowest.append(_ensure_footage(client, footage, setup.video))
    elif FOOTAGE in items(client, PROGRAMME):
        show(client, PROGRAMME, FOOTAGE, shown=False)
    _send_to_bottom(client, lowest)


def _ensure_footage(client: ObsClient, footage: Path, video: VideoProfile) -> int:
    settings = {"local_file": str(footage.absolute()), "looping": True, "is_local_file": True}
    item_id = ensure_input(client, PROGRAMME, FOOTAGE, MEDIA, settings)
    update_settings(client, FOOTAGE, settings)
    show(client, PROGRAMME, FOOTAGE, shown=True)
    fill(client, PROGRAMME, item_id, video)
    return item_id


def _send_to_bottom(client: ObsClient, item_ids: list[int]) -> None:
    """Order our own backgrounds below the user's inputs, only where they are not so already."""
    present = [item["sceneItemId"] for item in items(client, PROGRAMME).values()]
    if present[: len(item_ids)] == item_ids:
        return
    for index, item_id in enumerate(item_ids):
        where = {"sceneName": PROGRAMME, "sceneItemId": item_id, "sceneItemIndex": index}
        client.request("SetSceneItemIndex", where)


def _build_break(client: ObsClient, setup: StageSetup) -> None:
    settings = {"file": setup.break_picture.absolute().as_posix(), "unload": False}
    item_id = ensure_input(client, BREAK, BREAK_PICTURE, IMAGE, settings)
    update_settings(client, BREAK_PICTURE, settings)
    fill(client, BREAK, item_id, setup.video)
    if not comes_to_show(client, BREAK_PICTURE, setup.break_picture):
        raise UserFacingError("break_picture_unreadable", file=str(setup.break_picture))


def update_settings(client: ObsClient, name: str, settings: dict[str, Any]) -> None:
    """Change an input's settings only where they differ: each change reloads its picture."""
    present = client.request("GetInputSettings", {"inputName": name})["inputSettings"]
    if any(present.get(key) != value for key, value in settings.items()):
        client.request("SetInputSettings", {"inputName": name, "inputSettings": settings})


def fill(client: ObsClient, scene: str, item_id: int, video: VideoProfile) -> None:
    """Fit an item into the whole canvas, keeping its proportions."""
    transform = {
        "positionX": 0.0,
        "positionY": 0.0,
        "alignment": TOP_LEFT,
        "boundsType": "OBS_BOUNDS_SCALE_INNER",
        "boundsAlignment": 0,
        "boundsWidth": float(video.width),
        "boundsHeight": float(video.height),
    }
    where = {"sceneName": scene, "sceneItemId": item_id}
    client.request("SetSceneItemTransform", where | {"sceneItemTransform": transform})


def show(client: ObsClient, scene: str, name: str, *, shown: bool) -> None:
    """Show or hide the item of a source, only where it is not so already."""
    item = items(client, scene)[name]
    if bool(item["sceneItemEnabled"]) != shown:
        where = {"sceneName": scene, "sceneItemId": item["sceneItemId"]}
        client.request("SetSceneItemEnabled", where | {"sceneItemEnabled": shown})


def _settle_new(client: ObsClient, before: set[str]) -> None:
    """In a collection just made: cut instead of fade, and OBS's own empty scene goes."""
    listing = client.request("GetSceneTransitionList")["transitions"]
    cuts = [t["transitionName"] for t in listing if t["transitionKind"] == "cut_transition"]
    for name in cuts[:1]:
        client.request("SetCurrentSceneTransition", {"transitionName": name})
    client.request("SetCurrentProgramScene", {"sceneName": PROGRAMME})
    for name in before:
        client.request("RemoveScene", {"sceneName": name})
