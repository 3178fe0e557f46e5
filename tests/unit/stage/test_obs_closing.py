"""A stage that is closed while it is being reconnected leaves no connection behind."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from studio.runtime.errors import UserFacingError
from studio.stage.obs.figures import Figures
from studio.stage.obs.stage import ObsStage
from studio.stage.port import StageInfo, StageSetup, VideoProfile


class Connection:
    """To an OBS that answers."""

    def __init__(self) -> None:
        self.alive = True
        self.deadline: float | None = None

    def disconnect(self) -> None:
        self.alive = False


class Keeper:
    """Of a stage that was opened; what it does is its own thread's."""

    def close(self) -> None:
        """It did not come to an end in time."""


def test_a_connection_made_after_the_close_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    stage: Any = ObsStage("ws://127.0.0.1", None)
    stage._matcher.setup = StageSetup(VideoProfile(320, 180, 20), Path(), Path())
    stage._keeper = Keeper()
    made = Connection()

    def prepare(client: object) -> StageInfo:
        with pytest.MonkeyPatch.context() as patched:  # the turn is taken: nothing is asked of it
            patched.setattr(stage, "_leave", lambda: None)
            stage.close()
        return StageInfo("obs", "29.0.2", False, False)

    monkeypatch.setattr(stage, "_connect", lambda keeper: made)
    monkeypatch.setattr(stage._run, "is_another", lambda client: False)
    monkeypatch.setattr(stage._renewal, "cut", lambda client: None)
    monkeypatch.setattr(Figures, "of", lambda client: SimpleNamespace(microphones=frozenset()))
    monkeypatch.setattr(stage._matcher, "prepare", prepare)
    with pytest.raises(UserFacingError, match="stage_lost"):
        stage.regain()
    assert not made.alive
    assert stage._client is None
