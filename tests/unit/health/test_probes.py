"""Disk, battery and ports of this very computer."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from studio.health import probes
from tests.helpers.obs_rig import free_port


def test_disk_free_is_the_systems_figure_even_for_a_folder_not_made_yet(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    assert probes.disk_free(tmp_path / "not" / "made") == pytest.approx(free, rel=0.05)


def test_port_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert probes.port_answers("127.0.0.1", port, 20.0)
    assert not probes.port_answers("127.0.0.1", free_port(), 1.0)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (None, None),
        (SimpleNamespace(percent=41.6, power_plugged=False, secsleft=3600), (42, False, 3600)),
        (SimpleNamespace(percent=99, power_plugged=True, secsleft=-2), (99, True, None)),
        (SimpleNamespace(percent=70, power_plugged=None, secsleft=-1), (70, True, None)),
    ],
)
def test_battery(monkeypatch: pytest.MonkeyPatch, told: object, wanted: object) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: told, raising=False)
    assert probes.battery() == (probes.Battery(*wanted) if wanted else None)  # type: ignore[misc]


def test_a_system_that_tells_nothing_of_power_has_no_battery(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise FileNotFoundError("/sys/class/power_supply")

    monkeypatch.setattr(psutil, "sensors_battery", refuse, raising=False)
    assert probes.battery() is None
