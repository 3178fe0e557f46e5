"""Templates of others in a browser, on the host page that OBS shows: they play and do no harm."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from overlays import brought
from overlays.brought import Brought
from studio.health import policy
from studio.stage.layers import Page
from studio.stage.obs.pages import ONLY_OURS
from studio.stage.port import VideoProfile
from studio.stage.web.hosted import Answer, Hosted
from studio.stage.web.server import PageServer
from tests.helpers import strangers
from tests.helpers.gui import gui
from tests.helpers.practice import until
from tests.helpers.strangers import WORDS, page_of
from tests.helpers.tabs import Browser, Tab, browsing

SMALL = VideoProfile(320, 180, 20)
NOTHING, GREEN = "#00000000", "#ff00ff00"
PATIENCE = 60.0
CORNER = 315, 175
"""Where no frame reaches that a template makes."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    gui()
    with browsing(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy computer's browser takes its time; what never comes is waited for in its own test."""
    for name in ("PAGE_LOAD_SECONDS", "PAGE_PLAY_SECONDS", "PAGE_STOP_SECONDS"):
        monkeypatch.setattr(policy, name, PATIENCE)


@pytest.fixture
def server() -> Iterator[PageServer]:
    made = PageServer()
    yield made
    made.close()


@pytest.fixture
def show(browser: Browser, server: PageServer) -> Callable[[Page], tuple[Hosted, Tab]]:
    def shown(page: Page) -> tuple[Hosted, Tab]:
        hosted = server.host(page, SMALL)
        return hosted, browser.open(hosted.url)

    return shown


def bring(path: Path, tmp_path: Path) -> Brought:
    return brought.bring_in(path, tmp_path / "data")


def answer(hosted: Hosted, number: int) -> Answer:
    told = hosted.answer(number, PATIENCE)
    assert told is not None
    return told


def went(hosted: Hosted, number: int) -> bool:
    return answer(hosted, number).went


@pytest.mark.parametrize("kind", ["ograf", "spx"])
def test_a_stranger_s_template_plays_what_was_typed_is_told_anew_and_leaves(
    kind: str, tmp_path: Path, show: Callable[[Page], tuple[Hosted, Tab]]
) -> None:
    template = bring(getattr(strangers, kind)(tmp_path / "stick"), tmp_path)
    keys = ("words", "tint", "wide") if kind == "ograf" else ("f0", "f1", "f2")

    def saying(*typed: object) -> Page:
        more = {} if kind == "ograf" else {"f3": True}
        return page_of(template, **dict(zip(keys, typed, strict=True)), **more)

    first = saying(WORDS, "#3366cc", 100.0)
    hosted, tab = show(first)
    assert went(hosted, 1)
    assert tab.colour(20, 20) == tab.colour(20, 80) == NOTHING
    assert went(hosted, hosted.order(first, play=True))
    tab.comes_to(90, 20, "#ff3366cc")
    assert (tab.colour(110, 20), tab.colour(20, 80)) == (NOTHING, GREEN)
    second = saying("别的", "#aa5500", 200.0)
    assert went(hosted, hosted.order(second, play=True))
    tab.comes_to(190, 20, "#ffaa5500")
    assert tab.colour(20, 80) == "#ffff00ff"
    tab.go(hosted.url)  # as a restarted OBS does: what is wanted comes back by itself
    tab.comes_to(190, 20, "#ffaa5500")
    assert went(hosted, hosted.order(second, play=False))
    tab.comes_to(20, 20, NOTHING)


STEPS = {
    "ograf": """export default class extends HTMLElement {
      async load() { this.style.cssText = "position:absolute;inset:0"; this.at = -1; }
      async playAction({ delta = 1, goto }) {
        this.at = goto ?? this.at + delta;
        this.style.background = ["#102030", "#405060", "#708090"][this.at];
        return { currentStep: this.at };
      } }""",
    "spx": """<!DOCTYPE html><html><head><script>
      window.SPXGCTemplateDefinition = { description: "Steps", steps: "3", DataFields: [] };
      let at = 0;
      const draw = () => {
        document.body.style.background = ["#102030", "#405060", "#708090"][at];
      };
      function update() {}
      function play() { at = 0; draw(); }
      function next() { at += 1; draw(); }
      </script></head><body></body></html>""",
}


@pytest.mark.parametrize("kind", ["ograf", "spx"])
def test_one_in_steps_goes_on_comes_back_where_it_was_and_begins_anew(
    kind: str, tmp_path: Path, show: Callable[[Page], tuple[Hosted, Tab]]
) -> None:
    make = strangers.ograf if kind == "ograf" else strangers.spx
    stick = tmp_path / "stick"
    given = {"graphic": STEPS[kind]} if kind == "ograf" else {"page": STEPS[kind]}
    first = page_of(bring(make(stick, **given), tmp_path))
    hosted, tab = show(first)
    assert went(hosted, hosted.order(first, play=True))
    tab.comes_to(20, 20, "#ff102030")
    for step, colour in ((1, "#ff405060"), (2, "#ff708090")):
        assert went(hosted, hosted.order(replace(first, step=step), play=True))
        tab.comes_to(20, 20, colour)
    tab.go(hosted.url)  # as a restarted OBS does
    tab.comes_to(20, 20, "#ff708090")
    assert went(hosted, hosted.order(first, play=True))
    tab.comes_to(20, 20, "#ff102030")


def test_an_update_that_fails_is_told(
    tmp_path: Path, show: Callable[[Page], tuple[Hosted, Tab]]
) -> None:
    template = bring(strangers.ograf(tmp_path / "stick"), tmp_path)
    page = page_of(template, tint="#3366cc", wide=10.0)
    hosted, _ = show(page)
    assert went(hosted, hosted.order(page, play=True))
    told = answer(hosted, hosted.order(page_of(template, tint="#ff0000"), play=True))
    assert (told.went, told.words) == (False, "not this one")


def test_a_chosen_picture_is_seen(
    tmp_path: Path, show: Callable[[Page], tuple[Hosted, Tab]]
) -> None:
    """Copied to the template, and found from anywhere in its folder."""
    graphic = """export default class extends HTMLElement {
      async load({ data }) { this.data = data; }
      async playAction() {
        const picture = Object.assign(new Image(), { src: this.data.logo });
        picture.style.cssText = "position:absolute;left:0;top:0;width:320px;height:180px";
        this.append(picture);
      } }"""
    drawn = tmp_path / "标 志.svg"
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">{}</svg>'
    drawn.write_text(square.format('<rect width="8" height="8" fill="#0a141e"/>'), "utf-8")
    template = bring(strangers.ograf(tmp_path / "stick", graphic=graphic), tmp_path)
    page = page_of(template, **brought.with_pictures(template, {"logo": str(drawn)}))
    drawn.unlink()
    hosted, tab = show(page)
    assert went(hosted, hosted.order(page, play=True))
    tab.comes_to(160, 90, "#ff0a141e")


class Net:
    """Whoever is asked for something from elsewhere: remembers what was said.

    A browser may open a line before it looks whether it may use it: nothing is said on it then.
    """

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.said: list[bytes] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            with line, contextlib.suppress(TimeoutError):
                line.settimeout(0.5)
                self.said.append(line.recv(200))

    def close(self) -> None:
        """Idempotent; what was said on a line that is open is heard first."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(60)
        self.listener.close()


@pytest.fixture
def net() -> Iterator[Net]:
    made = Net()
    with contextlib.closing(made):
        yield made


TRIES = """
const out = "http://127.0.0.1:%(tcp)d/";
const heard = (target, ...events) => new Promise((resolve) =>
  events.forEach((each) => target.addEventListener(each, resolve, { once: true })));
const tries = [
  () => fetch(out), () => fetch(out, { mode: "no-cors" }), () => import(out),
  () => navigator.sendBeacon(out, "x"),
  () => heard(new WebSocket(out.replace("http", "ws")), "open", "error"),
  () => heard(new EventSource(out), "open", "error"),
  () => heard(Object.assign(new Image(), { src: out }), "load", "error"),
  () => { const x = new XMLHttpRequest(); x.open("GET", out); x.send();
    return heard(x, "loadend"); },
  () => { top.location.href = out; }, () => open(out),
  () => { const f = document.createElement("iframe"); f.src = out; document.body.append(f);
    return heard(f, "load"); },
  () => { const f = document.createElement("iframe"); const over = heard(window, "message");
    f.srcdoc = `<script>fetch("${out}").catch(() => {}).then(() => parent.postMessage("", "*"))
      <\\/script>`; document.body.append(f); return over; },
  () => { const f = document.createElement("form"); f.action = out; document.body.append(f);
    f.submit(); },
  () => { const l = document.createElement("link"); l.rel = "stylesheet"; l.href = out;
    document.head.append(l); return heard(l, "load", "error"); },
  () => heard(new Worker(URL.createObjectURL(new Blob([`fetch("${out}").finally(() =>
    postMessage(""))`]))), "message", "error"),
  () => navigator.serviceWorker.register("shown.mjs"),
  () => parent.document.body.append("x"), () => { parent.frames[0].close(); },
  () => parent.postMessage("here", "*"), () => new RTCPeerConnection({}),
];
const files = [
  "file:///etc/hostname", "../../../../etc/hostname", "..%%2f..%%2fband.ograf.json",
  "/%%2e%%2e/host.mjs", "../told", "../orders?after=0", "../../secret.json", "../link.json",
];
async function hostile() {
  const read = await Promise.all(files.map((name) =>
    fetch(new URL(name, import.meta.url)).then((got) => got.ok, () => false)));
  await Promise.all(tries.map(async (attempt) => { try { await attempt(); } catch {} }));
  return read.filter(Boolean).length + Number("RTCPeerConnection" in window);
}
"""


def test_a_template_that_means_no_good_reaches_neither_network_nor_files(
    tmp_path: Path, net: Net, show: Callable[[Page], tuple[Hosted, Tab]]
) -> None:
    """It shows how many files it could read that are not its own: a green picture for none."""
    tries = TRIES % {"tcp": net.listener.getsockname()[1]}
    graphic = f"""{tries}
    export default class extends HTMLElement {{
      async load() {{}}
      async playAction() {{
        this.style.background = (await hostile()) === 0 ? "#00ff00" : "#ff0000";
      }}
      updateAction() {{ location.href = out; }} }}"""
    template = bring(strangers.ograf(tmp_path / "stick", graphic=graphic), tmp_path)
    (tmp_path / "data" / "secret.json").write_text("{}", "utf-8")
    (template.path.parent / "link.json").symlink_to(tmp_path / "data" / "secret.json")
    page = page_of(template)
    hosted, tab = show(page)
    assert went(hosted, hosted.order(page, play=True))
    tab.comes_to(*CORNER, GREEN)
    hosted.order(page_of(template, wide=1.0), play=True)  # now it leaves for elsewhere
    tab.comes_to(*CORNER, NOTHING)
    assert not went(hosted, hosted.order(page, play=False)), "and its host page knows"
    net.close()
    assert [each for each in net.said if each] == []


@pytest.mark.parametrize(
    ("graphic", "why", "patience"),
    [
        ("throw new Error('at once');", "at once", PATIENCE),
        ("async load() { return { statusCode: 500, statusMessage: 'no' }; }", "500 no", PATIENCE),
        ("load() { return new Promise(() => {}); }", "late", 0.5),
    ],
)
def test_one_that_does_not_load_is_told_and_shows_nothing(
    graphic: str,
    why: str,
    patience: float,
    tmp_path: Path,
    show: Callable[[Page], tuple[Hosted, Tab]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(policy, "PAGE_LOAD_SECONDS", patience)
    if "load()" in graphic:
        graphic = f"export default class extends HTMLElement {{ {graphic} }}"
    template = bring(strangers.ograf(tmp_path / "stick", graphic=graphic), tmp_path)
    hosted, tab = show(page_of(template, tint="#123456"))
    told = answer(hosted, 1)
    assert (told.went, told.words) == (False, why)
    tab.comes_to(160, 90, NOTHING)


NEVER = """export default class extends HTMLElement {
  async load() {}
  playAction() { this.style.background = "#00ff00"; return new Promise(() => {}); }
  updateAction() { return new Promise(() => {}); }
  stopAction() { return new Promise(() => {}); } }"""


def test_one_that_never_ends_plays_and_is_gone_when_it_should_be(
    tmp_path: Path,
    show: Callable[[Page], tuple[Hosted, Tab]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PAGE_PLAY_SECONDS", "PAGE_STOP_SECONDS"):
        monkeypatch.setattr(policy, name, 0.2)
    template = bring(strangers.ograf(tmp_path / "stick", graphic=NEVER), tmp_path)
    page = page_of(template, wide=1.0)
    hosted, tab = show(page)
    assert went(hosted, hosted.order(page, play=True))
    tab.comes_to(160, 90, GREEN)
    assert went(hosted, hosted.order(page_of(template, wide=2.0), play=True))
    answer(hosted, hosted.order(page, play=False))
    tab.comes_to(160, 90, NOTHING)


def test_a_page_whose_program_is_gone_shows_nothing_and_obeys_nobody_who_has_its_port(
    tmp_path: Path,
    server: PageServer,
    show: Callable[[Page], tuple[Hosted, Tab]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(policy, "PAGE_LEFT_SECONDS", 0.0)
    template = bring(strangers.ograf(tmp_path / "stick"), tmp_path)
    page = page_of(template, words=WORDS, tint="#3366cc", wide=100.0)
    hosted, tab = show(page)
    assert went(hosted, hosted.order(page, play=True))
    tab.comes_to(90, 20, "#ff3366cc")
    theirs = hosted.next_order(0, 0.0)
    assert theirs is not None
    order = json.dumps(theirs | {"number": 99, "data": theirs["data"] | {"tint": "#aa5500"}})
    asked: list[str] = []

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(order)))
            self.end_headers()
            self.wfile.write(order.encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server.close()
    with ThreadingHTTPServer(("127.0.0.1", int(hosted.play_origin.split(":")[1])), Other) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        try:
            until(lambda: len(asked) > 1, PATIENCE)  # the first answer made it do nothing
            tab.comes_to(90, 20, NOTHING)
        finally:
            other.shutdown()
            thread.join()


LAID = f"""document.head.append(Object.assign(document.createElement("style"),
    {{textContent: {json.dumps(ONLY_OURS)}}}))"""
"""What OBS does with the words it is given for every page."""


def test_no_page_of_the_browser_s_own_is_on_air_where_ours_is_gone(
    tmp_path: Path, server: PageServer, show: Callable[[Page], tuple[Hosted, Tab]]
) -> None:
    """OBS was started again: a page of before is handed out no more, or the program is not there.
    A white page that said so lay over everything."""
    page = page_of(bring(strangers.ograf(tmp_path / "stick"), tmp_path), words=WORDS, wide=10.0)
    hosted, tab = show(page)
    assert went(hosted, hosted.order(page, play=True))
    tab.run(LAID)
    tab.comes_to(20, 80, GREEN)
    server.drop(hosted)
    tab.go(hosted.url)
    until(lambda: tab.run("location + document.body.innerHTML") == hosted.url, PATIENCE)
    assert tab.colour(*CORNER) == NOTHING
    server.close()
    tab.go(hosted.url)
    until(lambda: tab.colour(*CORNER) not in ("", NOTHING), PATIENCE)
    tab.run(LAID)
    tab.comes_to(*CORNER, NOTHING)
