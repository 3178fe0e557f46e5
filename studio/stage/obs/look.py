"""All that is looked at before a take, asked for in one message.

Eight answers waited for one after the other took longer than OBS needs for a frame [M], each of
them waiting for its turn with OBS's own drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from studio.stage.obs.client import ObsClient, Request

Item = dict[str, Any]
Told = dict[str, Any] | None
"""An answer's data; None where OBS refused, because there is no such thing, or not just now."""


@dataclass(frozen=True, slots=True)
class Look:
    """What OBS has at one moment."""

    profile: str
    collection: str
    """Current ones; empty where OBS did not say."""
    scene: str
    """The one on air, ours or not; empty where OBS did not say."""
    kinds: frozenset[str]
    """Of inputs that this OBS knows."""
    scenes: dict[str, tuple[Item, ...]]
    """Items of each scene that was asked for and is there, lowest first."""
    settings: dict[str, dict[str, Any]]
    """Of each input that was asked for and is there."""

    @classmethod
    def only(cls, client: ObsClient, scenes: Iterable[str]) -> Look:
        """Into these scenes, and at nothing else."""
        scenes = tuple(scenes)
        lists = client.batch([_listed(name) for name in scenes], halt=False)
        return cls("", "", "", frozenset(), _found(scenes, lists), {})

    @classmethod
    def at(cls, client: ObsClient, scenes: Iterable[str], inputs: Iterable[str]) -> Look:
        """Now."""
        scenes, inputs = tuple(scenes), tuple(inputs)
        asked: list[Request] = [
            *(("GetProfileList", {}), ("GetSceneCollectionList", {})),
            *(("GetCurrentProgramScene", {}), ("GetInputKindList", {})),
            *(_listed(name) for name in scenes),
            *(("GetInputSettings", {"inputName": name}) for name in inputs),
        ]
        profiles, collections, current, kinds, *rest = client.batch(asked, halt=False)
        lists, settings = rest[: len(scenes)], rest[len(scenes) :]
        return cls(
            str(_of(profiles, "currentProfileName", "")),
            str(_of(collections, "currentSceneCollectionName", "")),
            str(_of(current, "currentProgramSceneName", "")),
            frozenset(_of(kinds, "inputKinds", ())),
            _found(scenes, lists),
            {n: told["inputSettings"] for n, told in zip(inputs, settings, strict=True) if told},
        )

    def named(self, scene: str) -> dict[str, Item]:
        """A scene's items by the name of their source, lowest first; none where it is not there."""
        return {str(item["sourceName"]): item for item in self.scenes.get(scene, ())}


def _of(told: Told, key: str, otherwise: Any) -> Any:
    return told[key] if told else otherwise


def _listed(scene: str) -> Request:
    return "GetSceneItemList", {"sceneName": scene}


def _found(scenes: Sequence[str], lists: Sequence[Told]) -> dict[str, tuple[Item, ...]]:
    def height(item: Item) -> int:
        return int(item["sceneItemIndex"])

    pairs = zip(scenes, lists, strict=True)
    return {name: tuple(sorted(told["sceneItems"], key=height)) for name, told in pairs if told}
