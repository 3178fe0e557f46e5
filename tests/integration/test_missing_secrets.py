"""What a crash on a computer without a keyring took along, found before a broadcast goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.runtime.errors import UserFacingError
from studio.runtime.threads import Runtime
from studio.session.archive import SessionOptions
from studio.stage.port import Listener, StageInfo, StageSetup
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeStage
from tests.integration.test_live_session import PLAN, Room

SERVER = "rtmp://push.example.com/live"


class GuardedStage(FakeStage):
    """Lets in who knows the password, or nobody while ``code`` stands for another trouble."""

    def __init__(self, code: str = "") -> None:
        super().__init__()
        self.code = code

    def open(self, setup: StageSetup, listener: Listener) -> StageInfo:
        if self.code:
            raise UserFacingError(self.code, host="127.0.0.1", port=4455)
        return super().open(setup, listener)


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Iterator[Room]:
    return Room(store, runtime, clock, tmp_path)


def interrupted(room: Room, kind: str = "obs", server: str = "") -> str:
    options = SessionOptions(stage=kind, ingest_server=server)
    session = room.studio.start_session(PLAN, kind, options).result(60)
    session.open_stage().result(60)
    session.go_live().result(60)
    session.close()
    return session.session_id


@pytest.mark.parametrize("code", ["obs_password_missing", "obs_wrong_password"])
def test_a_password_obs_asks_for_is_missing_and_why_is_told(room: Room, code: str) -> None:
    session_id = interrupted(room)
    room.stage = GuardedStage(code)
    assert room.studio.missing_secrets(session_id).result(60) == {"obs_password": code}
    assert room.stage.closed


@pytest.mark.parametrize("code", ["stage_unreachable", "obs_silent"])
def test_an_obs_that_is_not_there_asks_for_nothing(room: Room, code: str) -> None:
    session_id = interrupted(room)
    room.stage = GuardedStage(code)
    assert room.studio.missing_secrets(session_id).result(60) == {}


def test_a_stream_key_is_missing_until_it_was_typed(room: Room) -> None:
    session_id = interrupted(room, server=SERVER)
    room.stage = GuardedStage()
    (name,) = room.studio.missing_secrets(session_id).result(60)
    assert name.startswith("stream_key")
    room.studio.keep_secrets({name: "dong-hai-wan"}).result(60)
    assert room.studio.missing_secrets(session_id).result(60) == {}


def test_a_rehearsal_needs_no_secret(room: Room) -> None:
    session_id = interrupted(room, "practice")
    assert room.studio.missing_secrets(session_id).result(60) == {}
