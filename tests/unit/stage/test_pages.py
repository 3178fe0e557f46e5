"""What OBS is asked for a template of others: one page a time, in its place, matched, taken out.

OBS is the small server of `tests.helpers.fake_obs` with a memory, for the real one that can be had
here has no browser source; a thread stands for the browser in it. What a browser makes of the page:
tests/integration/test_pages_in_chromium.py.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.health import policy
from studio.runtime.errors import UserFacingError
from studio.stage.layers import Layer, Page, Slot
from studio.stage.obs import scenes as obs_scenes
from studio.stage.obs.client import ObsClient
from studio.stage.obs.errors import ObsTimeout
from studio.stage.obs.handshake import Address
from studio.stage.obs.layers import Layers
from studio.stage.obs.look import Look
from studio.stage.obs.matcher import Matcher
from studio.stage.obs.outputs import StreamWatch
from studio.stage.obs.pages import KIND, ONLY_OURS, Air
from studio.stage.port import Scene, StageSetup, VideoProfile, Wanted
from studio.stage.web import hosted as hosted_pages
from studio.stage.web.hosted import Hosted
from studio.stage.web.server import PageServer
from tests.helpers.fake_obs import FakeObs, fake_obs
from tests.helpers.practice import until

SEEN, UNSEEN = Air(20, seen=True), Air(20, seen=False)
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Scenes:
    """What such an OBS remembers; `changes` is what was asked of it that changes something."""

    def __init__(self, server: FakeObs, *kinds: str) -> None:
        self.kinds = list(kinds)
        self.items: list[dict[str, Any]] = []
        self.settings: dict[str, dict[str, Any]] = {}
        self.changes: list[str] = []
        for name in ("GetInputKindList", "GetInputList", "GetSceneItemList", "GetInputSettings"):
            server.answers[name] = getattr(self, name)
        for name in (
            *("CreateInput", "SetInputSettings", "SetInputMute", "SetSceneItemEnabled"),
            *("SetSceneItemTransform", "SetSceneItemIndex"),
        ):
            server.answers[name] = lambda asked, name=name: self._change(name, asked)

    def GetInputKindList(self, _: object) -> dict[str, Any]:  # noqa: N802
        return {"inputKinds": self.kinds}

    def GetInputList(self, _: object) -> dict[str, Any]:  # noqa: N802
        return {"inputs": [{"inputName": name} for name in self.settings]}

    def GetSceneItemList(self, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        own = [each for each in self.items if each["scene"] == asked["sceneName"]]
        return {"sceneItems": [each | {"sceneItemIndex": n} for n, each in enumerate(own)]}

    def GetInputSettings(self, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {"inputSettings": self.settings[asked["inputName"]]}

    def _change(self, name: str, asked: dict[str, Any]) -> dict[str, Any]:
        self.changes.append(name)
        if name == "CreateInput":
            self.settings[asked["inputName"]] = {}
            made = {
                "scene": asked["sceneName"],
                "sceneItemId": len(self.items) + 1,
                "sourceName": asked["inputName"],
                "kind": asked["inputKind"],
                "sceneItemEnabled": asked["sceneItemEnabled"],
                "sceneItemTransform": {},
            }
            self.items.append(made)
            return {"sceneItemId": made["sceneItemId"]}
        if name == "SetInputSettings":
            self.settings[asked["inputName"]] |= asked["inputSettings"]
            return {}
        item = next((i for i in self.items if i["sceneItemId"] == asked.get("sceneItemId")), {})
        match name:
            case "SetSceneItemEnabled":
                item["sceneItemEnabled"] = asked["sceneItemEnabled"]
            case "SetSceneItemTransform":
                item["sceneItemTransform"] |= asked["sceneItemTransform"]
            case "SetSceneItemIndex":
                self.items.remove(item)
                self.items.insert(asked["sceneItemIndex"], item)
        return {}

    @property
    def shown(self) -> list[str]:
        return [each["sourceName"] for each in self.items if each["sceneItemEnabled"]]


class Browser:
    """Loads what is shown, as a browser source does, and says of each order how it went."""

    def __init__(self, scenes: Scenes) -> None:
        self._scenes = scenes
        self.orders: list[tuple[str, bool, dict[str, Any]]] = []
        """Input, whether it is to play, and with what."""
        self.fails: set[str] = set()
        """Words; a page that is to say one of them does not do it."""
        self._going = threading.Event()
        self._thread = threading.Thread(target=self._browse, name="browser")
        self._thread.start()

    def close(self) -> None:
        self._going.set()
        self._thread.join(60)

    def _browse(self) -> None:
        heard: dict[str, int] = {}
        while not self._going.wait(0.01):
            for name in self._scenes.shown:
                url = self._scenes.settings[name].get("url", "")
                order = _get(f"{url}orders?after=0") if url else None
                if order is not None and order["number"] > heard.get(url, 0):
                    heard[url] = order["number"]
                    self.orders.append((name, order["play"], order["data"]))
                    went = not self.fails & set(order["data"].values())
                    said = json.dumps({"number": order["number"], "went": went})
                    _post(f"{url}told", said)


def _get(url: str, **headers: str) -> dict[str, Any] | None:
    try:
        with DIRECT.open(urllib.request.Request(url, headers=headers), timeout=60) as answer:
            found: dict[str, Any] | None = json.loads(answer.read() or "null")
            return found
    except OSError:
        return None


def _post(url: str, body: str) -> None:
    try:
        DIRECT.open(urllib.request.Request(url, data=body.encode()), timeout=60).close()
    except OSError:
        return  # the page was let go meanwhile


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy computer's threads take their time; what never comes is waited for in its own test."""
    for name in ("PAGE_LOAD_SECONDS", "PAGE_PLAY_SECONDS", "PAGE_STOP_SECONDS"):
        monkeypatch.setattr(policy, name, 20.0)


@pytest.fixture
def server() -> Iterator[FakeObs]:
    with fake_obs() as running:
        yield running


@pytest.fixture
def client(server: FakeObs) -> Iterator[ObsClient]:
    made = ObsClient(Address.parse(server.url), None, lambda *_: None, lambda *_: None)
    made.connect()
    yield made
    made.disconnect()


@pytest.fixture
def scenes(server: FakeObs) -> Scenes:
    return Scenes(server, "image_source", KIND)


@pytest.fixture
def browser(scenes: Scenes) -> Iterator[Browser]:
    made = Browser(scenes)
    yield made
    made.close()


@pytest.fixture
def layers() -> Iterator[Layers]:
    made = Layers()
    yield made
    made.close()


@pytest.fixture
def bar(tmp_path: Path) -> Layer:
    (tmp_path / "main.mjs").write_text("", "utf-8")
    return saying(Layer(Slot.PAGE, tmp_path, "", 0, 0, 320, 180, label="天气条"), tmp_path, "晴")


def saying(layer: Layer, folder: Path, words: str) -> Layer:
    page = Page(folder, "main.mjs", json.dumps({"words": words}))
    return replace(layer, sha256=words, page=page)


def match(layers: Layers, client: ObsClient, *wanted: Layer) -> list[str]:
    """Codes of what was refused."""
    try:
        layers.match_page(client, wanted[0] if wanted else None, SEEN)
    except UserFacingError as error:
        return [error.code]
    return []


def test_a_page_is_played_once_told_anew_and_played_out(
    layers: Layers, client: ObsClient, scenes: Scenes, browser: Browser, bar: Layer, tmp_path: Path
) -> None:
    assert match(layers, client, bar) == []
    assert scenes.shown == ["模板网页A"]
    (item,) = scenes.items
    assert (item["kind"], item["scene"]) == (KIND, "贴片层")
    place = item["sceneItemTransform"]
    assert (place["positionX"], place["boundsWidth"], place["boundsHeight"]) == (0, 320, 180)
    settings = scenes.settings["模板网页A"]
    assert {key: settings[key] for key in ("is_local_file", "webpage_control_level", "css")} == {
        "is_local_file": False,
        "webpage_control_level": 0,
        "css": ONLY_OURS,
    }
    assert (settings["width"], settings["height"], settings["fps"]) == (320, 180, 20)
    assert settings["url"].startswith("http://127.0.0.1:")
    assert "SetInputMute" in scenes.changes
    assert layers.on_air(client) == {Slot.PAGE: "晴"}

    scenes.changes.clear()
    assert match(layers, client, bar) == []
    assert scenes.changes == [], "nothing is done twice"

    assert match(layers, client, saying(bar, tmp_path, "雨")) == []
    assert set(scenes.changes) == {"SetInputSettings", "SetInputMute"}, (
        "the page is not loaded anew"
    )
    assert layers.on_air(client) == {Slot.PAGE: "雨"}
    assert match(layers, client) == []
    assert scenes.shown == []
    assert [(play, data["words"]) for _, play, data in browser.orders] == [
        *((False, "晴"), (True, "晴"), (True, "雨"), (False, "雨")),
    ]


def test_another_template_comes_beside_the_first_and_one_that_fails_leaves_it(
    layers: Layers, client: ObsClient, scenes: Scenes, browser: Browser, bar: Layer, tmp_path: Path
) -> None:
    match(layers, client, bar)
    (tmp_path / "b").mkdir()
    other = saying(bar, tmp_path / "b", "潮")
    browser.fails = {"潮"}
    assert match(layers, client, other) == ["layer_not_loaded"]
    assert layers.on_air(client) == {Slot.PAGE: "晴"}
    assert scenes.shown == ["模板网页A"]
    browser.fails = {"坏"}
    assert match(layers, client, saying(bar, tmp_path, "坏")) == ["layer_not_loaded"]
    assert layers.on_air(client) == {Slot.PAGE: "晴"}
    until(lambda: browser.orders[-1][2] == {"words": "晴"})  # and it says again what it said
    browser.fails = set()
    assert match(layers, client, other) == []
    assert scenes.shown == ["模板网页B"]
    assert ("模板网页A", False, {"words": "晴"}) in browser.orders[1:]


def test_a_page_nobody_answers_for_is_taken_off_again_and_what_leaves_is_not_waited_for_long(
    layers: Layers,
    client: ObsClient,
    scenes: Scenes,
    bar: Layer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It hangs, or OBS shows another scene."""
    for name in ("PAGE_LOAD_SECONDS", "PAGE_STOP_SECONDS"):
        monkeypatch.setattr(policy, name, 0.0)
    assert match(layers, client, bar) == ["layer_not_loaded"]
    assert scenes.shown == []
    layers.match_page(client, bar, UNSEEN)
    assert match(layers, client) == []
    assert scenes.shown == []


def test_one_that_nobody_sees_is_on_air_once_it_was_seen_to_play(
    layers: Layers, client: ObsClient, scenes: Scenes, bar: Layer, tmp_path: Path
) -> None:
    """Behind 歇一下 a browser loads nothing."""
    layers.match_page(client, bar, UNSEEN)
    scenes.changes.clear()
    layers.match_page(client, bar, UNSEEN)
    assert (scenes.changes, layers.on_air(client)) == ([], {})
    with contextlib.closing(Browser(scenes)) as browser:
        browser.fails = {"晴"}
        assert match(layers, client, bar) == ["layer_not_loaded"]
        assert (scenes.shown, layers.on_air(client)) == ([], {})
        browser.fails = set()
        layers.match_page(client, bar, UNSEEN)
        url = scenes.settings["模板网页A"]["url"]
        assert match(layers, client, bar) == []
        assert layers.on_air(client) == {Slot.PAGE: "晴"}
        layers.match_page(client, saying(bar, tmp_path, "雨"), UNSEEN)
        assert layers.on_air(client) == {Slot.PAGE: "晴"}, "nobody saw it say anything else"
        assert match(layers, client, saying(bar, tmp_path, "雨")) == []
        assert layers.on_air(client) == {Slot.PAGE: "雨"}
        assert scenes.settings["模板网页A"]["url"] == url, "it was not loaded anew"


def test_one_whose_turn_ran_out_is_not_taken_for_playing(
    layers: Layers,
    client: ObsClient,
    server: FakeObs,
    scenes: Scenes,
    bar: Layer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    show = server.answers["SetSceneItemEnabled"]

    def too_late(asked: dict[str, Any]) -> dict[str, Any] | None:
        client.deadline = time.monotonic()
        time.sleep(0.2)  # the answer comes when nobody waits for it any more
        return show(asked)

    server.answers["SetSceneItemEnabled"] = too_late
    with pytest.raises(ObsTimeout):
        match(layers, client, bar)
    server.answers["SetSceneItemEnabled"], client.deadline = show, None
    assert layers.on_air(client) == {}
    monkeypatch.setattr(policy, "PAGE_LOAD_SECONDS", 0.0)
    assert match(layers, client, bar) == ["layer_not_loaded"]
    assert match(layers, client) == []
    assert (scenes.shown, layers.on_air(client)) == ([], {})


def test_one_that_was_hidden_by_hand_is_not_handed_out_any_more(
    layers: Layers, client: ObsClient, scenes: Scenes, browser: Browser, bar: Layer
) -> None:
    match(layers, client, bar)
    url = scenes.settings["模板网页A"]["url"]
    assert _get(f"{url}orders?after=0") is not None
    scenes.items[0]["sceneItemEnabled"] = False
    assert match(layers, client) == []
    assert _get(f"{url}orders?after=0") is None


def test_a_microphone_is_muted_before_a_page_is_waited_for(
    client: ObsClient, server: FakeObs, scenes: Scenes, bar: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever mutes, or goes behind 歇一下, has it at once."""
    monkeypatch.setattr(policy, "PAGE_LOAD_SECONDS", 0.0)
    monkeypatch.setattr(obs_scenes, "raise_overlays", lambda *_: None)
    asked: list[str] = []

    def answer(name: str, **told: object) -> None:
        known = server.answers.get(name)

        def told_(data: dict[str, Any]) -> dict[str, Any] | None:
            asked.append(f"{name} {data.get('inputName', data.get('sceneName', ''))}")
            return known(data) if known else dict(told)

        server.answers[name] = told_

    microphone = {"inputName": "话筒", "unversionedInputKind": "pulse_input_capture"}
    del server.answers["GetInputList"]
    answer("GetInputList", inputs=[microphone])
    answer("GetInputMute", inputMuted=False)
    answer("GetPersistentData", slotValue=None)
    answer("SetPersistentData")
    answer("GetCurrentProgramScene", currentProgramSceneName="节目")
    answer("SetCurrentProgramScene")
    answer("GetStreamStatus", outputActive=False, outputReconnecting=False)
    answer("GetRecordStatus", outputActive=False)
    for name in ("CreateInput", "SetInputMute"):
        answer(name)
    matcher = Matcher(StreamWatch())
    matcher.setup = StageSetup(VideoProfile(320, 180, 20), bar.path, bar.path)
    wanted = Wanted(scene=Scene.BREAK, muted=True, layers=(bar,))
    matcher._match_all(client, wanted, Look.only(client, obs_scenes.NAMES))
    matcher.close()
    done = [
        each for each in asked if each.startswith(("SetInputMute", "SetCurrent", "CreateInput"))
    ]
    assert done[:2] == ["SetCurrentProgramScene 歇一下", "SetInputMute 话筒"]
    assert "CreateInput 模板网页A" in done


def test_what_an_earlier_run_or_a_hand_left_is_put_right(
    layers: Layers, client: ObsClient, scenes: Scenes, browser: Browser, bar: Layer
) -> None:
    match(layers, client, bar)
    scenes.items[0]["sceneItemTransform"]["positionX"] = 50.0
    assert match(layers, client, bar) == []
    assert scenes.items[0]["sceneItemTransform"]["positionX"] == 0
    again = Layers()  # the program was started anew: nobody there hears it any more
    try:
        assert match(again, client, bar) == []
        assert scenes.shown == ["模板网页B"]
        assert again.on_air(client) == {Slot.PAGE: "晴"}
    finally:
        again.close()


def test_an_obs_without_a_browser_source_is_asked_for_nothing(
    layers: Layers, client: ObsClient, server: FakeObs, bar: Layer
) -> None:
    bare = Scenes(server, "image_source", "slideshow")
    assert not layers.plays_pages(client)
    assert match(layers, client, bar) == ["page_no_browser_source"]
    assert (bare.changes, bare.shown) == ([], [])


# -- what is handed out


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[Hosted]:
    folder = tmp_path / "template"
    (folder / "sub").mkdir(parents=True)
    for name in ("main.mjs", "sub/a.png", "orders.xlsx", ".env"):
        (folder / name).write_text("mine", "utf-8")
    (tmp_path / "secret.json").write_text("{}", "utf-8")
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    made = PageServer()
    yield made.host(Page(folder, "main.mjs", "{}"), VideoProfile(320, 180, 20))
    made.close()


def status(hosted: Hosted, path: str, host: str = "") -> int:
    port = hosted.url.split(":")[2].split("/")[0]
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    asked.add_header("Host", host or hosted.play_origin)
    try:
        with DIRECT.open(asked, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_pages_are_handed_out_without_asking_a_name_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is down would hold the stage up for seconds."""
    for name in ("getfqdn", "gethostbyaddr"):
        monkeypatch.setattr(socket, name, lambda *_: pytest.fail("a name server was asked"))
    made = PageServer()
    with contextlib.closing(made):
        found = made.host(Page(tmp_path, "main.mjs", "{}"), VideoProfile(320, 180, 20))
        assert status(found, f"/{found.token}/host.mjs", found.url.split("/")[2]) == 200


def test_nobody_else_can_have_the_port_of_the_pages(hosted: Hosted) -> None:
    """On Windows two programs may share one where either lets the other."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match=r"Errno|WinError"):
            other.bind(("127.0.0.1", int(hosted.url.split(":")[2].split("/")[0])))


def test_nothing_but_the_template_s_own_files_is_handed_out(hosted: Hosted) -> None:
    own = f"/{hosted.token}/play/"
    assert [status(hosted, own + each) for each in ("main.mjs", "sub/a.png")] == [200, 200]
    for name in (
        *("../secret.json", "..%2fsecret.json", "sub/..%2f..%2fsecret.json", "link.json"),
        *("%2fetc/hostname", "C:%5cx.json", "orders.xlsx", ".env", "sub", "", "x%00.json"),
        *("../told", "../host.mjs", "../orders"),
    ):
        assert status(hosted, own + name) == 404, name
    assert status(hosted, "/" + "0" * 32 + "/play/main.mjs") == 404
    assert status(hosted, own + "main.mjs", host="evil.example") == 404
    assert status(hosted, f"/{hosted.token}/", host="evil.example") == 404
    home = hosted.url.removeprefix("http://").partition("/")[0]
    assert status(hosted, own + "main.mjs", host=home) == 404, "the host page reads no template"
    assert status(hosted, f"/{hosted.token}/", host=home) == 200


@pytest.mark.parametrize("told", ["", "[", "[]", '{"number": "1"}', '{"went": true}', "9" * 5000])
def test_an_answer_that_is_none_is_not_listened_to(hosted: Hosted, told: str) -> None:
    _post(f"{hosted.url}told", told)
    assert hosted.answer(1, 0) is None


def test_a_script_of_ours_is_the_first_of_an_spx_page(hosted: Hosted) -> None:
    made = hosted.as_page(
        b"\xef\xbb\xbf<!-- a --><!DOCTYPE html>\n<html><script>x</script>"
    ).decode()
    assert made.startswith("<!-- a --><!DOCTYPE html><script src=")
    assert hosted.as_page(b"<p>").startswith(b"<script src=")


def test_a_page_of_many_comments_is_looked_through_once(hosted: Hosted) -> None:
    """Twice as long for each one of them: with thirty nothing was answered any more."""
    comments = b"<!-- c -->\n" * 5000
    assert hosted.as_page(comments + b"<html>").startswith(b"<script src=")
    made = hosted.as_page(comments + b"<!doctype html><html>")
    assert made.startswith(comments + b"<!doctype html><script src=")


NEWER = re.compile(
    r"\?\.\D|\?\?|[|&]{2}=|inset:|replaceAll|^(?!\s|async |//).*\bawait\b", re.MULTILINE
)
"""Words of after 2018: `?.`, `??`, an `await` outside of a function."""


def test_the_browser_of_an_old_obs_can_read_the_pages_of_this_house() -> None:
    """One word it does not know, and it reads none of the page: nothing is ever shown."""
    for words in (hosted_pages.HOST, hosted_pages.FRAME, *_scripts()):
        assert NEWER.findall(words) == []


def _scripts() -> list[str]:
    return [file.read_text("utf-8") for file in Path(hosted_pages.__file__).parent.glob("*.mjs")]
