"""A village's uplink made of network namespaces: it can be narrow, or a black hole.

    here ── veth ── router ── veth ── ingest (nginx-rtmp)

OBS and the program stay here, where their websocket is; only what goes to the ingest crosses the
router. A black-hole route there swallows every packet without a word, in both directions, as a
dead line does; a route here would be refused at once, which is another fault.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.helpers.obs_rig import find_program, need_programs


def need_namespaces() -> None:
    """Skip where no network namespace can be made; fail instead when ``CI=true``."""
    need_programs(["ip", "tc", "nsenter"])
    if _try("ip", "netns", "add", probe := f"gf-{secrets.token_hex(3)}"):
        _run("ip", "netns", "del", probe)
        return
    reason = "needs root and network namespaces"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(frozen=True)
class ThinNet:
    """One such network."""

    name: str
    third: int
    """Third byte of its addresses, so that two runs do not meet."""

    @property
    def ingest(self) -> str:
        """Address of the ingest, as seen from here."""
        return f"10.213.{self.third}.6"

    @property
    def inside(self) -> tuple[str, ...]:
        """What to put before a command that runs beside the ingest."""
        return (str(find_program("nsenter")), f"--net=/run/netns/{self._far}")

    def black_hole(self) -> None:
        """Swallow everything from now on."""
        for end in (self.ingest, self._here):
            _run("ip", "-n", self._router, "route", "replace", "blackhole", f"{end}/32")

    def narrow(self, kbit: int) -> None:
        """Let so much through towards the ingest."""
        rate = ("rate", f"{kbit}kbit", "burst", "16kb", "latency", "400ms")
        _run("tc", "-n", self._router, "qdisc", "replace", "dev", "far", "root", "tbf", *rate)

    def lift(self) -> None:
        """A good network again."""
        for end in (self.ingest, self._here):
            _try("ip", "-n", self._router, "route", "del", "blackhole", f"{end}/32")
        _try("tc", "-n", self._router, "qdisc", "del", "dev", "far", "root")

    @property
    def _here(self) -> str:
        return f"10.213.{self.third}.1"

    @property
    def _router(self) -> str:
        return f"{self.name}r"

    @property
    def _far(self) -> str:
        return f"{self.name}i"

    def build(self) -> None:
        here, near, far = (f"10.213.{self.third}.{last}" for last in (1, 2, 5))
        for space in (self._router, self._far):
            _run("ip", "netns", "add", space)
            _run("ip", "-n", space, "link", "set", "lo", "up")
        near_end = ("peer", "name", "near", "netns", self._router)
        _run("ip", "link", "add", self.name, "type", "veth", *near_end)
        far_end = ("peer", "name", "far", "netns", self._router)
        _run("ip", "-n", self._far, "link", "add", "eth", "type", "veth", *far_end)
        for where, device, address in (
            ((), self.name, here),
            (("-n", self._router), "near", near),
            (("-n", self._router), "far", far),
            (("-n", self._far), "eth", self.ingest),
        ):
            _run("ip", *where, "addr", "add", f"{address}/30", "dev", device)
            _run("ip", *where, "link", "set", device, "up")
        _run("ip", "route", "add", f"10.213.{self.third}.4/30", "via", near)
        _run("ip", "-n", self._far, "route", "add", "default", "via", far)
        forward = ("sysctl", "-qw", "net.ipv4.ip_forward=1")
        _run("nsenter", f"--net=/run/netns/{self._router}", *forward)

    def remove(self) -> None:
        for space in (self._router, self._far):
            _try("ip", "netns", "del", space)  # its devices and our end of them go with it
        _try("ip", "link", "del", self.name)


@contextlib.contextmanager
def thin_net() -> Iterator[ThinNet]:
    """A network of our own; gone afterwards."""
    need_namespaces()
    net = ThinNet(f"gf{secrets.token_hex(3)}", secrets.choice(_free()))
    try:
        net.build()
        yield net
    finally:
        net.remove()


def _free() -> list[int]:
    """Third bytes nobody uses: a run that was killed leaves its network behind."""
    routes = _said("ip", "-4", "route", "show")
    return [each for each in range(1, 255) if f"10.213.{each}." not in routes]


def _said(program: str, *words: str) -> str:
    command = [str(find_program(program)), *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout


def _run(program: str, *words: str) -> None:
    subprocess.run(
        [str(find_program(program)), *words], check=True, capture_output=True, timeout=60
    )


def _try(program: str, *words: str) -> bool:
    command = [str(find_program(program)), *words]
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
