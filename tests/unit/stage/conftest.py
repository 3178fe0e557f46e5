"""A connection to a fake OBS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import Address
from tests.helpers.fake_obs import FakeObs, fake_obs


@pytest.fixture
def obs() -> Iterator[FakeObs]:
    with fake_obs() as server:
        yield server


@pytest.fixture
def client(obs: FakeObs) -> Iterator[ObsClient]:
    made = ObsClient(Address.parse(obs.url), None, lambda *_: None, lambda *_: None)
    made.connect()
    yield made
    made.disconnect()
