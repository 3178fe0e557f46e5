"""At rest: what the program believes, what OBS shows, and what the people asked for are one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.soak.field import NOT_NOW, Field, Wished
from bench.soak.program import ProgramError
from studio.stage.obs.client import ObsClient
from studio.stage.obs.collection import OURS
from studio.stage.obs.scenes import FOOTAGE, OVERLAY, SCENES, SLOTS, items
from studio.stage.obs.slots import SHA
from studio.stage.port import Scene

REST_SECONDS = 75.0
"""What is not at rest by then never will be: OBS starts in 15 s, a room's clock is run out."""
STAYS_SECONDS = 1.5
LOOK_SECONDS = 0.25

Shape = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rest:
    """How it came to rest."""

    seconds: float
    wrong: list[str] = field(default_factory=list)
    """Empty: everything is as it should be."""


def come_to_rest(there: Field, shape: Shape, patience: float = REST_SECONDS) -> Rest:
    """Wait until nothing differs, and stays so for a moment."""
    begin = time.monotonic()
    good_since: float | None = None
    while True:
        wrong, now = _differences(there, shape), time.monotonic()
        if wrong and now - begin > patience:
            return Rest(now - begin, wrong)
        good_since = None if wrong else (now if good_since is None else good_since)
        if good_since is not None and now - good_since >= STAYS_SECONDS:
            return Rest(good_since - begin)
        time.sleep(LOOK_SECONDS)


def shape_of(hand: ObsClient) -> Shape:
    """What is in OBS: each name once for each time it is there."""
    scenes = sorted(scene["sceneName"] for scene in hand.request("GetSceneList")["scenes"])
    listings = {
        scene: hand.request("GetSceneItemList", {"sceneName": scene})["sceneItems"]
        for scene in scenes
    }
    return {
        "scenes": scenes,
        "inputs": sorted(each["inputName"] for each in hand.request("GetInputList")["inputs"]),
        "items": {
            scene: sorted(str(item["sourceName"]) for item in listing)
            for scene, listing in listings.items()
        },
    }


def _differences(there: Field, shape: Shape) -> list[str]:
    try:
        state = there.look()
        return [*in_program(state, there.wished), *_in_obs(there, state, shape), *_sent(there)]
    except (*NOT_NOW, ProgramError) as error:
        return [f"cannot be asked: {error!r}"]


def in_program(state: dict[str, Any], wished: Wished) -> list[str]:
    wanted = {
        "phase": "live",
        "stage_lost": False,
        "stream_on": True,
        "on_break": wished.on_break,
        "covered": False,
        "muted": wished.muted,
        "muted_by_hand": False,
        "uplink": "good",
        "picture": "good",
        "sound": "good",
        "room_may_be_closed": False,
        "orders_count": wished.orders,
    }
    if not wished.on_break:  # under it a card waits
        wanted["card_sku"] = state["current_sku"] if wished.card else None
    wrong = [f"program: {k} is {state[k]!r}, not {v!r}" for k, v in wanted.items() if state[k] != v]
    return wrong if state["recording_path"] else [*wrong, "program: nothing is recorded"]


def _in_obs(there: Field, state: dict[str, Any], shape: Shape) -> list[str]:
    hand, wished = there.hand(), there.wished
    scene = SCENES[Scene.BREAK if wished.on_break else Scene.PROGRAMME]
    stream = hand.request("GetStreamStatus")
    wanted = {
        "collection": OURS,
        "profile": OURS,
        "scene": scene,
        "streams": (True, False),
        "records": True,
        "muted": wished.muted,
        "shape": shape,
    }
    collection = hand.request("GetSceneCollectionList")["currentSceneCollectionName"]
    seen: dict[str, Any] = {
        "collection": collection,
        "profile": hand.request("GetProfileList")["currentProfileName"],
        "scene": hand.request("GetCurrentProgramScene")["currentProgramSceneName"],
        "streams": (stream["outputActive"], stream["outputReconnecting"]),
        "records": hand.request("GetRecordStatus")["outputActive"],
        "muted": hand.request("GetInputMute", {"inputName": FOOTAGE})["inputMuted"],
        "shape": shape_of(hand),
    }
    wrong = [f"OBS: {k} is {seen[k]!r}, not {v!r}" for k, v in wanted.items() if seen[k] != v]
    if not wished.on_break and (cards := _cards(hand)) != _wanted_cards(state):
        wrong.append(f"OBS: cards on air {cards}, by the journal {_wanted_cards(state)}")
    return wrong


def _cards(hand: ObsClient) -> list[str]:
    """Which pictures the overlay shows, by what was loaded into its slots."""
    found = items(hand, OVERLAY)
    shown = [slot for slot in SLOTS if slot in found and found[slot]["sceneItemEnabled"]]
    loaded = [hand.request("GetInputSettings", {"inputName": slot}) for slot in shown]
    return [str(each["inputSettings"].get(SHA)) for each in loaded if each["inputSettings"]]


def _wanted_cards(state: dict[str, Any]) -> list[str]:
    return [state["card_sha256"]] if state["card_sha256"] else []


def _sent(there: Field) -> list[str]:
    before = there.received()
    time.sleep(LOOK_SECONDS)
    end = time.monotonic() + 2
    while there.received() <= before and time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
    return [] if there.received() > before > 0 else ["ingest: nothing arrives"]
