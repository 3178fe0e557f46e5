"""Which scene collection is made, and which is only entered."""

from __future__ import annotations

from typing import Any

import pytest

from studio.stage.obs import collection
from studio.stage.obs.client import ObsClient
from studio.stage.obs.collection import OURS
from studio.stage.obs.errors import ObsTimeout
from tests.helpers.fake_obs import FakeObs, Message


class Shelf:
    """OBS's collections; ours is not listed ``away`` times."""

    def __init__(self, obs: FakeObs, *, away: int) -> None:
        self._away = away
        self.asked: list[str] = []
        obs.answers |= {
            "GetSceneCollectionList": lambda _: self._listing(),
            "SetCurrentSceneCollection": lambda data: self._did("entered", data),
            "CreateSceneCollection": lambda data: self._did("made", data),
        }

    def _listing(self) -> Message:
        names = ["Untitled"] if self._away > 0 else ["Untitled", OURS]
        self._away -= 1
        return {"currentSceneCollectionName": "Untitled", "sceneCollections": names}

    def _did(self, what: str, data: Message) -> Message:
        assert data == {"sceneCollectionName": OURS}
        self.asked.append(what)
        return {}


def test_a_collection_that_is_just_being_saved_is_not_made_a_second_time(
    obs: FakeObs, client: ObsClient
) -> None:
    """The first look tells what is current, the second what there is."""
    shelf = Shelf(obs, away=3)
    assert not collection.enter_collection(client)
    assert shelf.asked == ["entered"]


def test_one_that_never_was_there_is_made(
    obs: FakeObs, client: ObsClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "LISTED_LOOK_SECONDS", 0)
    shelf = Shelf(obs, away=100)
    assert collection.enter_collection(client)
    assert shelf.asked == ["made"]


class TwoProfiles:
    """Ours was in the advanced mode; OBS does not answer when it is to change to the other one."""

    def __init__(self) -> None:
        self.current = OURS

    def request(self, name: str, data: Message | None = None, seconds: float = 0) -> Message:
        if name == "SetCurrentProfile" and data is not None:
            self.current = data["profileName"]
            if self.current != OURS:
                raise ObsTimeout(name)
        return {
            "profiles": ["Untitled", OURS],
            "parameterValue": "Advanced",
            "currentProfileName": self.current,
        }


def test_taking_our_profile_on_again_never_ends_in_somebody_elses() -> None:
    obs: Any = TwoProfiles()
    with pytest.raises(ObsTimeout):
        collection.make_simple(obs)
    assert obs.current == OURS
