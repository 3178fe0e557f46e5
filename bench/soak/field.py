"""What the faults are played on: the program, OBS, the ingest, and the lines between them."""

from __future__ import annotations

import configparser
import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bench.result import UnavailableError
from bench.soak.line import Line
from bench.soak.program import Program
from studio.runtime.errors import UserFacingError
from studio.session.air import ABSENT_CODES
from studio.stage.obs.client import ObsClient
from studio.stage.obs.collection import OURS
from studio.stage.obs.errors import ObsError, ObsLost, ObsTimeout
from studio.stage.obs.handshake import Address
from tests.helpers.obs_rig import find_program, free_port
from tests.helpers.own_obs import OwnObs, own_obs
from tests.helpers.pictures import write_clip, write_tone
from tests.helpers.rtmp import MODULE, RtmpServer, rtmp_server
from tests.helpers.thin_net import ThinNet, thin_net
from tests.helpers.village_obs import KBPS, received

ROOM_CLOSES_AFTER_S = 45
PLATFORM = f"""[soak]
zh = "演习"
en = "Soak"
stream_key = "always"
route = "stream_key"
ingest_hint_zh = "不用"
ingest_hint_en = "None"
video = "1280x720@30"
video_kbps = {KBPS}
note_zh = "只为演习。"
note_en = "For soaks only."
room_closes_after_s = {ROOM_CLOSES_AFTER_S}
"""
NOT_NOW = (ObsError, ObsLost, ObsTimeout, UserFacingError)
"""What asking an OBS that is dying or coming up may end in."""


class NeverError(AssertionError):
    """What was waited for did not come."""


@dataclass
class Wished:
    """What the people in the room have asked for last."""

    card: bool = False
    on_break: bool = False
    muted: bool = False
    orders: int = 0


@dataclass
class Field:
    """One broadcast that things are done to."""

    program: Program
    own: OwnObs
    net: ThinNet
    rtmp: RtmpServer
    line: Line
    clips: Path
    kbps: int = KBPS
    """Rate of the picture, in the settings of the program."""
    wished: Wished = field(default_factory=Wished)
    refused: list[str] = field(default_factory=list)
    """What people were told no to, although OBS was there."""
    _hand: ObsClient | None = None

    @property
    def tone(self) -> Path:
        """What the camera films: it moves, and there is a voice."""
        return self.clips / "tone.mkv"

    @property
    def stuck(self) -> Path:
        """The same place, and nothing moves."""
        return self.clips / "stuck.avi"

    def hand(self) -> ObsClient:
        """Somebody at OBS itself, past the program and its line."""
        if self._hand is None or not self._hand.alive:
            address = Address.parse(f"ws://127.0.0.1:{self.own.port}")
            client = ObsClient(address, self.program.password, _hear_nothing, lambda reason: None)
            client.connect()
            self._hand = client
        return self._hand

    def let_go(self) -> None:
        """The hand leaves OBS."""
        hand, self._hand = self._hand, None
        if hand is not None:
            hand.disconnect()

    def press(self, name: str, *arguments: Any) -> str | None:
        """One press of a person's in the program; the code of what they were told."""
        refused: str | None = self.program.ask("act", name, *arguments)["refused"]
        if refused is not None and refused not in ABSENT_CODES:
            self.refused.append(f"{name} was refused: {refused}")
        return refused

    def order(self) -> None:
        """One order; it must be kept whatever goes on."""
        sku = self.look()["current_sku"]
        refused = self.press("note_order", sku, 1, "抖音")
        if refused is not None:
            raise NeverError(f"an order was refused: {refused}")
        self.wished.orders += 1

    def look(self) -> dict[str, Any]:
        return self.program.ask("look")

    def facts(self) -> list[dict[str, Any]]:
        """The journal of the session on the air."""
        facts: list[dict[str, Any]] = self.program.ask("facts")["facts"]
        return facts

    def received(self) -> int:
        return received(self.rtmp)

    def choose_another_collection(self) -> None:
        """As by hand in OBS; bringing ours back is the program's."""
        self._choose(lambda name: name != OURS)

    def choose_our_collection(self) -> None:
        """As by hand in OBS."""
        self._choose(lambda name: name == OURS)

    def _choose(self, fits: Callable[[str], bool]) -> None:
        known = self.hand().request("GetSceneCollectionList")["sceneCollections"]
        name = next(each for each in known if fits(each))
        self.hand().request("SetCurrentSceneCollection", {"sceneCollectionName": name}, 10)

    def set_password(self, password: str) -> None:
        """OBS's own settings hold another password from its next start."""
        file = self.own.settings / "global.ini"
        ini = configparser.ConfigParser(interpolation=None, strict=False)
        ini.optionxform = str  # type: ignore[assignment,method-assign]
        ini.read_string(file.read_text("utf-8-sig"))
        ini.set("OBSWebSocket", "ServerPassword", password)
        with file.open("w", encoding="utf-8") as out:
            ini.write(out, space_around_delimiters=False)
        self.program.password = password

    def go_live(self) -> None:
        self.program.ask("go_live")
        self.wished = Wished()


def must_be_possible() -> None:
    """UnavailableError where this machine has no OBS, no ingest, or makes no network of its own."""
    names = ("ffmpeg", "obs", "Xvfb", "nginx", "ip", "tc", "nsenter", "sysctl")
    missing = [name for name in names if find_program(name) is None]
    if missing or not MODULE.exists():
        raise UnavailableError(f"needs {', '.join(missing) or 'nginx-rtmp'}")
    if os.geteuid() != 0:
        raise UnavailableError("needs root: it makes network namespaces")


def wait_for(
    holds: Callable[[], bool], what: str, seconds: float = 30.0, every: float = 0.1
) -> float:
    """Until it holds; how long it took. NeverError: it never did."""
    begin = time.monotonic()
    while not holds():
        if time.monotonic() - begin > seconds:
            raise NeverError(f"not within {seconds:g} s: {what}")
        time.sleep(every)
    return time.monotonic() - begin


@contextlib.contextmanager
def make_field(folder: Path, kbps: int = KBPS) -> Iterator[Field]:
    """Everything up, and nothing on the air yet; all of it gone afterwards."""
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        net = stack.enter_context(thin_net())
        ingest = rtmp_server(host=net.ingest, inside=net.inside, idle_seconds=20)
        rtmp = stack.enter_context(ingest)
        own = stack.enter_context(own_obs(patch))
        program = Program(folder)
        program.data_dir.mkdir()
        (program.data_dir / "platforms.toml").write_text(PLATFORM, "utf-8")
        write_tone(folder / "tone.mkv")
        write_clip(folder / "stuck.avi", moving=0.05, still=30)
        stack.callback(program.stop)
        program.start()
        program.ask("settings", obs_program=str(own.program), obs_restart="yes")
        program.password = program.ask("prepare_obs")["password"]
        line = Line(free_port(), own.port)
        stack.callback(line.close)
        made = Field(program, own, net, rtmp, line, folder, kbps)
        stack.callback(made.let_go)
        program.ask(
            "settings",
            obs_url=line.url,
            ingest_server=rtmp.server,
            target_kbps=kbps,
            platform="soak",
            footage=str(made.tone),
        )
        yield made


def _hear_nothing(name: str, data: object) -> None:
    """The hand only acts."""
