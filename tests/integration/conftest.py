"""A real OBS for a whole file of tests, and somebody at its keyboard."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from studio.stage.obs import collection, handshake, microphone, outputs, picture, take
from studio.stage.obs import stage as obs_stage
from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import Address
from studio.stage.obs.stage import ObsStage
from tests.helpers.obs_rig import RealObs, real_obs

LONGEST_SECONDS = 30.0


@pytest.fixture(scope="module")
def obs() -> Iterator[RealObs]:
    """One for the file: each test puts back what it changed."""
    with real_obs() as running:
        yield running


@pytest.fixture
def patient_obs(monkeypatch: pytest.MonkeyPatch) -> None:
    """OBS has ten times as long to answer, for tests that are about what it does in the end.

    The program gives it 3 s for an answer and 4.5 s for a step, says that it is silent, and goes on
    when it answers. Beside three other tests on two cores OBS needs longer for a change of profile.
    """
    for module, name in (
        *((take, "REQUEST_SECONDS"), (picture, "SCREENSHOT_SECONDS")),
        *((collection, "SWITCH_SECONDS"), (handshake, "CONNECT_SECONDS")),
        *((outputs, "STOP_SECONDS"), (obs_stage, "OPEN_SECONDS")),
    ):
        monkeypatch.setattr(module, name, LONGEST_SECONDS)
    by_name = (ObsClient.batch.__kwdefaults__ or {}) | {"seconds": LONGEST_SECONDS}
    monkeypatch.setattr(ObsClient.batch, "__kwdefaults__", by_name)
    monkeypatch.setattr(ObsClient.request, "__defaults__", (None, LONGEST_SECONDS))
    turn = ObsStage._turn.__wrapped__  # type: ignore[attr-defined]
    monkeypatch.setattr(turn, "__defaults__", (LONGEST_SECONDS,))


@pytest.fixture(autouse=True)
def made_microphones(monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The kinds of which OBS gets a microphone by itself; here none: a test computer's is silent
    for ever, and a studio with one is listened to by it alone."""
    kinds = microphone.KINDS
    monkeypatch.setattr(microphone, "KINDS", ())
    return kinds


@pytest.fixture
def hand(obs: RealObs) -> Iterator[ObsClient]:
    """Somebody at OBS itself."""
    with at_obs(obs) as client:
        yield client


@contextlib.contextmanager
def at_obs(obs: RealObs) -> Iterator[ObsClient]:
    """The same, for an OBS that is started in the middle of a test."""
    client = ObsClient(Address.parse(obs.url), obs.password, lambda n, d: None, lambda r: None)
    client.connect()
    try:
        yield client
    finally:
        client.disconnect()
