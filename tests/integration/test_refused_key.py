"""A wrong stream key on a real OBS and a real nginx-rtmp that asks who may publish."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.stage.obs.stage import ObsStage
from studio.store.database import Store
from tests.helpers.clock import ManualClock
from tests.helpers.obs_rig import real_obs
from tests.helpers.rtmp import key_gate, rtmp_server
from tests.helpers.stages import SMALL
from tests.integration.test_live_session import PLAN, Room, wait_until
from tests.integration.test_obs_cameras import PlainArtist

pytestmark = pytest.mark.obs

PATIENCE = 240.0
"""Two rounds of four tries, 3 s apart, with a cooldown between them."""


def test_a_wrong_key_is_asked_for_and_the_right_one_is_on_air(
    store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path
) -> None:
    with real_obs() as obs, key_gate("right-key") as gate, rtmp_server(gate=gate) as rtmp:
        room = Room(store, runtime, clock, tmp_path)
        room.stage = ObsStage(obs.url, obs.password)  # type: ignore[assignment]
        options = SessionOptions(stage="obs", obs_url=obs.url, ingest_server=rtmp.server)
        room.artist = PlainArtist(tmp_path)
        room.studio.keep_secrets({"stream_key": "wrong-key"}).result(60)
        plan = replace(PLAN, video=SMALL)
        session = room.studio.start_session(plan, "obs", options).result(60)
        try:
            session.open_stage().result(60)
            session.go_live().result(60)
            wait_until(lambda: session.state.stream_refused, PATIENCE)
            entries = room.studio.entries(session.session_id).result(60)
            refused = [x.fact for x in entries if isinstance(x.fact, e.ConnectGivenUp)]
            assert refused == [e.ConnectGivenUp(answered=True)] * 2
            session.next_product().result(60)  # a step does not try the key again
            assert rtmp.bytes_received("wrong-key") is None
            session.try_stream_again("right-key").result(60)
            wait_until(lambda: bool(rtmp.bytes_received("right-key")))
            wait_until(lambda: session.state.stream_on)
            assert not session.state.stream_refused
            session.end().result(60)
        finally:
            session.close()
