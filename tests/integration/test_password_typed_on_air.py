"""A broadcast goes on without OBS's password; it is typed, and the air comes back by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.runtime.threads import Runtime
from studio.session.archive import SessionOptions
from studio.stage.obs.stage import ObsStage
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.obs_rig import real_obs
from tests.helpers.stages import SMALL
from tests.integration.test_left_on_real_obs import Artist
from tests.integration.test_live_session import PLAN, Room, code_of, wait_until

pytestmark = pytest.mark.obs


def test_a_password_typed_on_air_brings_obs_back(
    store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> None:
    room = Room(store, runtime, clock, tmp_path)
    room.artist = Artist(tmp_path)
    secrets = room.studio.secrets
    with real_obs() as obs:
        options = SessionOptions(stage="obs", obs_url=obs.url)
        plan = replace(PLAN, video=SMALL)
        room.stage = ObsStage(obs.url, obs.password)  # type: ignore[assignment]
        session = room.studio.start_session(plan, "obs", options).result(60)
        session.open_stage().result(60)
        session.go_live().result(60)
        session.close()  # as good as kill -9, on a computer without a keyring

        def stage() -> ObsStage:
            return ObsStage(obs.url, lambda: secrets.get("obs_password"))

        room.stage = stage()  # type: ignore[assignment]
        missing = room.studio.missing_secrets(session.session_id).result(60)
        assert missing == {"obs_password": "obs_password_missing"}
        room.stage = stage()  # type: ignore[assignment]
        again = room.studio.resume_session(session.session_id).result(60)
        assert code_of(again.resume(clock.now_ms())) == "obs_password_missing"
        assert again.state.stage_lost_reason == "obs_password_missing"
        assert code_of(again.programme(320)) == "obs_password_missing"
        room.studio.keep_secrets({"obs_password": obs.password}).result(60)
        wait_until(lambda: not again.state.stage_lost, 30)
        assert again.programme(320).result(60).startswith(b"\xff\xd8")
        again.end().result(60)
        again.close()
