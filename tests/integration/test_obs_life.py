"""A real OBS from nothing to the air, killed in a broadcast, hanging, started again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from bench.soak.rest import shape_of
from studio.bootstrap import open_studio
from studio.runtime.errors import UserFacingError
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.live import LiveSession
from studio.session.plan import Plan, PlannedProduct
from studio.session.recorder import SessionChanged
from studio.session.stream_minder import HealthMeasured
from studio.session.studio import Studio
from studio.stage.obs import microphone
from studio.stage.obs.client import ObsClient
from studio.stage.obs.collection import OURS, current_collection
from studio.stage.obs.handshake import Address
from studio.stage.obs.life import ObsLife
from studio.stage.obs.scenes import BREAK, OVERLAY, PROGRAMME, UPPER
from studio.stage.port import StreamState
from studio.store.secrets import OBS_PASSWORD
from tests.helpers.film import frame_times, length_s
from tests.helpers.own_obs import OwnObs, own_obs
from tests.helpers.rtmp import RtmpServer, rtmp_server
from tests.helpers.screens import Calls
from tests.helpers.stages import SMALL
from ui.obs_setup.presenter import ObsSetupPresenter, Standing

pytestmark = pytest.mark.obs

MUSSELS = PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, unit="箱", stock=10)
PLAN = Plan("贻贝专场", "主播甲", products=(MUSSELS,), video=SMALL)
IMPATIENT = "[kuaishou]\nroom_closes_after_s = 10\n"
"""A hang is noticed after as long: by then the room may be closed."""
PATIENCE = 60.0
"""A loaded test machine is slow, not wrong."""


@pytest.fixture
def own(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnObs]:
    with own_obs(monkeypatch) as made:
        yield made


@pytest.fixture
def studio(own: OwnObs, tmp_path: Path) -> Iterator[Studio]:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "platforms.toml").write_text(IMPATIENT, "utf-8")
    with open_studio(tmp_path / "data") as opened:
        own.choose(opened.settings)
        yield opened


@pytest.fixture
def life(studio: Studio) -> ObsLife:
    assert studio.obs_life is not None
    return studio.obs_life


def wait_for(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.05)


class News:
    """The facts of a session, as they reach the disk."""

    def __init__(self, studio: Studio) -> None:
        self.facts: list[e.Fact] = []
        studio.dispatcher.subscribe(SessionChanged, lambda news: self.facts.append(news.entry.fact))

    def of(self, kind: type[e.Fact]) -> list[e.Fact]:
        return [fact for fact in self.facts if isinstance(fact, kind)]


def on_air(studio: Studio, server: str) -> LiveSession:
    url, platform = studio.settings.get("obs_url"), studio.settings.get("platform")
    options = SessionOptions("obs", url, server, platform=platform)
    session = studio.start_session(PLAN, "obs", options).result(PATIENCE)
    session.open_stage().result(PATIENCE)
    session.go_live().result(PATIENCE)
    wait_for(lambda: session.state.stream_on, "the stream")
    session.card_on().result(PATIENCE)
    return session


def hand(studio: Studio) -> ObsClient:
    """Somebody at OBS itself."""
    address = Address.parse(studio.settings.get("obs_url"))
    client = ObsClient(
        address, studio.secrets.get(OBS_PASSWORD), lambda name, data: None, lambda reason: None
    )
    client.connect()
    return client


def start(life: ObsLife) -> None:
    life.turn_server_on()
    life.start()
    life.wait_until_up(PATIENCE)


@pytest.fixture
def rtmp() -> Iterator[RtmpServer]:
    with rtmp_server() as running:
        yield running


def test_from_nothing_to_an_obs_that_answers(own: OwnObs, studio: Studio, life: ObsLife) -> None:
    assert life.find().version == (29, 0, 2)
    assert not life.server().enabled
    with pytest.raises(UserFacingError, match="obs_ended_at_start"):
        life.wait_until_up(1)
    before = (own.settings / "global.ini").read_text()
    life.turn_server_on()
    after = (own.settings / "global.ini").read_text()
    assert after.startswith(before.replace("ServerEnabled=false", "ServerEnabled=true"))
    life.start()
    assert life.wait_until_up(PATIENCE)["version"] == "29.0.2"
    assert studio.settings.get("obs_url") == f"ws://127.0.0.1:{own.port}"
    with pytest.raises(UserFacingError, match="obs_is_running"):
        life.start()


def test_obs_killed_in_a_broadcast_is_started_again_by_itself(
    own: OwnObs, studio: Studio, life: ObsLife, rtmp: RtmpServer
) -> None:
    start(life)
    news = News(studio)
    session = on_air(studio, rtmp.server)
    client = hand(studio)
    wait_for(lambda: _streamed_s(client) > 4, "some seconds on air")
    whole, recorded_s = shape_of(client), _streamed_s(client)
    assert whole["scenes"] == sorted([PROGRAMME, BREAK, OVERLAY, UPPER])
    first = session.state.recording_path
    client.disconnect()
    own.kill()
    wait_for(lambda: bool(news.of(e.StageWasRegained)), "OBS back")
    wait_for(lambda: session.state.stream_on, "the stream back")
    wait_for(lambda: session.state.recording_path not in (None, first), "a new recording")
    assert [fact.by_hand for fact in news.of(e.StageStarted)] == [False]  # type: ignore[union-attr]
    in_order = [e.StageWasLost, e.StageStarted, e.StageWasRegained]
    assert [type(fact) for fact in news.facts if type(fact) in in_order] == in_order
    assert session.state.recordings[0] == first
    assert len(session.state.recordings) == 2
    assert first is not None
    assert length_s(frame_times(Path(first))) > recorded_s - 1
    client = hand(studio)
    assert shape_of(client) == whole, "a scene, an item or an input is missing, or there twice"
    client.disconnect()
    assert session.state.card_sku == MUSSELS.sku
    session.end().result(PATIENCE)
    assert len(own.processes()) == 1, "OBS outlives the broadcast"


def test_the_wizard_ends_with_scenes_that_work(
    own: OwnObs,
    studio: Studio,
    monkeypatch: pytest.MonkeyPatch,
    made_microphones: tuple[str, ...],
) -> None:
    monkeypatch.setattr(microphone, "KINDS", made_microphones)
    view = Calls()
    errors: list[BaseException] = []
    presenter = ObsSetupPresenter(view, studio, lambda: "zh", lambda: None, errors.append)
    presenter.open()
    presenter.on_begin()
    wait_for(lambda: view.last("show_steps")[0][-1].standing is Standing.DONE, "the last step")
    standings = {model.step: model.standing for model in view.last("show_steps")[0]}
    assert set(standings.values()) == {Standing.DONE}
    client = hand(studio)
    assert current_collection(client) == OURS
    scenes = {scene["sceneName"] for scene in client.request("GetSceneList")["scenes"]}
    assert scenes == {PROGRAMME, BREAK, OVERLAY, UPPER}
    client.disconnect()
    presenter.on_begin()  # again: everything is so already
    wait_for(lambda: view.last("show_steps")[0][-1].standing is Standing.DONE, "once more")
    assert len(own.processes()) == 1
    presenter.close()
    assert errors == []


def test_without_consent_a_press_ends_one_that_hangs_and_its_stream_waits_for_a_person(
    own: OwnObs, studio: Studio, life: ObsLife, rtmp: RtmpServer
) -> None:
    start(life)
    studio.settings.set("obs_restart", "ask")
    studio.settings.set("platform", "kuaishou")
    news = News(studio)
    measured: list[HealthMeasured] = []
    studio.dispatcher.subscribe(HealthMeasured, measured.append)
    session = on_air(studio, rtmp.server)
    # A stream that nobody saw is not waited for.
    wait_for(lambda: any(each.stream is StreamState.ON for each in measured), "a sample of it")
    own.freeze()
    frozen = own.processes()[0].pid
    wait_for(lambda: session.state.stage_lost, "the hang noticed")
    assert news.of(e.StageStarted) == []
    session.restart_stage().result(PATIENCE)
    wait_for(lambda: not session.state.stage_lost, "OBS back")
    wait_for(lambda: session.state.room_may_be_closed, "a person asked to look")
    wait_for(lambda: session.state.covered, "the break picture")
    client = hand(studio)
    assert not client.request("GetStreamStatus")["outputActive"]
    client.disconnect()
    session.looked_at_platform().result(PATIENCE)
    wait_for(lambda: session.state.stream_on, "the stream back")
    wait_for(lambda: not session.state.covered, "the programme")
    assert [process.pid for process in own.processes()] != [frozen]
    assert [fact.by_hand for fact in news.of(e.StageStarted)] == [True]  # type: ignore[union-attr]
    session.end().result(PATIENCE)


def _streamed_s(client: ObsClient) -> float:
    """Seconds of film sent so far; the recording began before the stream did.

    OBS 29 tells nonsense about how long it has recorded.
    """
    return float(client.request("GetStreamStatus")["outputTotalFrames"]) / SMALL.fps
