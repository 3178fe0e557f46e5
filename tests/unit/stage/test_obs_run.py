"""Which run of OBS answers, told by how long it has been drawing."""

from __future__ import annotations

import itertools

import pytest

from studio.stage.obs import run as module
from studio.stage.obs.client import ObsClient
from studio.stage.obs.run import Run
from tests.helpers.fake_obs import FakeObs


@pytest.fixture(autouse=True)
def video(obs: FakeObs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_AGAIN_SECONDS", 0.0)
    rate = {"fpsNumerator": 30_000, "fpsDenominator": 1001}
    obs.answers["GetVideoSettings"] = lambda _: dict(rate)


@pytest.mark.parametrize(
    ("drawn", "away", "is_another"),
    [
        pytest.param(313, 0.4, False, id="its line was cut"),
        pytest.param(630, 11.0, False, id="it hung"),
        pytest.param(20, 0.9, True, id="it was back at once"),
        pytest.param(60, 2.5, True, id="it drew more than one that had crashed early"),
    ],
)
def test_one_that_draws_for_less_time_than_it_was_away_is_another(
    obs: FakeObs, client: ObsClient, drawn: int, away: float, is_another: bool
) -> None:
    now = 100.0
    run = Run(lambda: now)
    run.seen()
    now += away
    counts = itertools.count(drawn)
    obs.answers["GetStats"] = lambda _: {"renderTotalFrames": next(counts)}
    assert run.is_another(client) is is_another


@pytest.mark.parametrize("slow", [0, 40], ids=["at once", "on a computer that is still busy"])
def test_one_that_hung_is_asked_until_it_has_counted_what_it_missed(
    obs: FakeObs, client: ObsClient, slow: int
) -> None:
    now = 100.0
    run = Run(lambda: now)
    run.seen()
    now += 18.0
    drawn = iter([44, 44, *[45] * slow, 46, 590])
    obs.answers["GetStats"] = lambda _: {"renderTotalFrames": next(drawn)}
    assert not run.is_another(client)


def test_one_whose_picture_stands_still_is_not_asked_for_ever(
    obs: FakeObs, client: ObsClient
) -> None:
    now = 100.0
    run = Run(lambda: now)
    run.seen()
    now += 18.0
    obs.answers["GetStats"] = lambda _: {"renderTotalFrames": 44}
    assert run.is_another(client)


def test_the_first_is_no_other(client: ObsClient) -> None:
    assert not Run(lambda: 1.0).is_another(client)
