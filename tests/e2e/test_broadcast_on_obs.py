"""A whole broadcast on a real OBS, to a real ingest: what was received is what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.stage.obs.stage import ObsStage
from studio.stage.port import Ingest, StreamState, Wanted
from tests.e2e.test_broadcast import TIMELINE, assert_aired, assert_books_agree, run_plan
from tests.helpers.obs_rig import RealObs, real_obs
from tests.helpers.program import answer, write_plan
from tests.helpers.rtmp import RtmpServer, rtmp_server
from tests.helpers.stages import Heard, make_setup


@pytest.fixture(scope="module")
def obs() -> Iterator[RealObs]:
    with real_obs() as running:
        yield running


@pytest.fixture
def server() -> Iterator[RtmpServer]:
    with rtmp_server() as running:
        yield running


@pytest.mark.obs
def test_what_obs_streamed_is_what_the_journal_says(
    tmp_path: Path, obs: RealObs, server: RtmpServer
) -> None:
    lines, data, out = run_plan(
        tmp_path,
        *("--stage", "obs", "--obs-url", obs.url, "--obs-password-env", "OBS_PASSWORD"),
        *("--ingest", server.server, "--stream-key-env", "STREAM_KEY"),
        OBS_PASSWORD=obs.password,
        STREAM_KEY="dong-hai-wan-2026",
    )
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    events = [line["event"] for line in lines]
    assert "stream_started" in events
    assert events[-1] == "ended"
    assert_books_agree(summary, lines, data)
    server.stop()
    (film,) = server.received()
    assert_aired(film, summary)
    assert_aired(next(out.glob("recording.*")), summary)
    log = (data / "logs" / "gongfu.log").read_text("utf-8")
    assert "dong-hai-wan-2026" not in log + json.dumps(lines)
    assert obs.password not in log + json.dumps(lines)


@pytest.mark.obs
def test_an_obs_that_streams_already_is_refused_and_left_alone(
    tmp_path: Path, obs: RealObs, server: RtmpServer
) -> None:
    elsewhere = ObsStage(obs.url, obs.password)
    elsewhere.open(make_setup(tmp_path, ingest=Ingest(server.server, "elsewhere")), Heard())
    elsewhere.apply(Wanted(streaming=True))
    plan, out = write_plan(tmp_path, TIMELINE), tmp_path / "out"
    told = answer(
        *("live", plan, "--unattended", "--data-dir", tmp_path / "data", "--out", out),
        *("--stage", "obs", "--obs-url", obs.url, "--obs-password-env", "OBS_PASSWORD"),
        *("--ingest", server.server, "--stream-key-env", "STREAM_KEY"),
        status=1,
        OBS_PASSWORD=obs.password,
        STREAM_KEY="ours",
    )
    assert told["error"] == "stage_already_on_air"
    assert server.bytes_received("elsewhere") is not None
    assert server.bytes_received("ours") is None
    assert elsewhere.apply(Wanted()).stream is StreamState.OFF
    elsewhere.close()
