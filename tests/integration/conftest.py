"""A real OBS for a whole file of tests, and somebody at its keyboard."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import Address
from tests.helpers.obs_rig import RealObs, real_obs


@pytest.fixture(scope="module")
def obs() -> Iterator[RealObs]:
    """One for the file: each test puts back what it changed."""
    with real_obs() as running:
        yield running


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
