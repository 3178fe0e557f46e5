"""A power cut takes program and OBS in the same moment, and the broadcast goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.test_power_cut import assert_whole, run_through_the_cut
from tests.helpers.obs_rig import real_obs
from tests.helpers.rtmp import rtmp_server


@pytest.mark.obs
def test_obs_records_on_in_a_new_file(tmp_path: Path) -> None:
    with real_obs() as obs, rtmp_server() as server:

        def cut() -> None:
            obs.kill()
            obs.start()

        stage: list[object] = ["--stage", "obs", "--obs-url", obs.url]
        stage += ["--obs-password-env", "OBS_PASSWORD", "--ingest", server.server]
        stage += ["--stream-key-env", "STREAM_KEY"]
        summary, lines = run_through_the_cut(
            tmp_path, stage, cut, OBS_PASSWORD=obs.password, STREAM_KEY="hai-feng"
        )
    assert_whole(summary, lines, tmp_path)
    assert "stream_started" in [line["event"] for line in lines]
