"""The shipped templates through a session onto the practice stage, found again in its programme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from studio.bootstrap import open_studio
from studio.session import boards
from studio.session.boards import Wish
from studio.session.live import LiveSession
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.session.truth_watch import TruthWatch
from studio.stage.port import VideoProfile
from studio.stage.practice.layers import Layers
from studio.store.secrets import MemorySecrets
from tests.integration.test_live_session import wait_until
from ui.app import make_application

TRACE = "https://trace.example/b/20261127"
PLAN = Plan(
    "杨梅专场",
    "王阿姨",
    VideoProfile(1280, 720, 10),
    (
        PlannedProduct("YM", "东魁杨梅", "5斤/箱", 8990, unit="箱", stock=9, origin="后山村"),
        PlannedProduct("YB", "厚壳贻贝", "2.5kg/箱", 3990, unit="箱", stock=9),
    ),
)
SELLER = {
    "seller_name": "后山村专业合作社",
    "seller_address": "后山村 1 号",
    "seller_contact": "0580-000",
    "always_on_air": ["seller", "ai_label"],
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[LiveSession]:
    """On the practice stage, with what must be on air."""
    make_application([])
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        studio.settings.update(SELLER)
        made = studio.start_session(PLAN, "practice").result(60)
        made.open_stage().result(60)
        made.go_live().result(60)
        yield made
        made.end().result(60)
        made.close()


def put(session: LiveSession, wish: Wish) -> None:
    now = session.clock.now_ms()
    session.put_on(boards.overlay(wish, PLAN, session.state, now)).result(60)


def is_found(session: LiveSession) -> bool:
    """Everything on air was found in the programme, as the picture it is now."""
    session.prove().result(60)
    state = session.state
    wanted = {slot: on.sha256 for slot, on in state.layers.items()}
    if not state.card_waits:
        wanted["card"] = state.card_sha256 or ""
    looked = {slot: proof.sha256 for slot, proof in state.proved.items() if proof.seen}
    return wanted.items() <= looked.items()


def test_the_shipped_templates_are_found_in_the_programme(session: LiveSession) -> None:
    session.card_on().result(60)
    for wish in (
        Wish("countdown", "开抢还有", seconds=90),
        Wish("rolling-notice", "今天下单都包邮"),
        Wish("coupon", "新人", fen=1000, seconds=600),
    ):
        put(session, wish)
    assert {"seller", "ai_label"} < set(session.state.layers)
    wait_until(lambda: is_found(session))
    put(session, Wish("price-drop", fen=6990, seconds=600))
    wait_until(lambda: is_found(session))
    # About no product: one about a product says what is on record of its lot, and leaves without.
    origin = Overlay.of("origin-card", name="东魁杨梅", place="后山村", trace=TRACE)
    session.put_on(origin).result(60)
    wait_until(lambda: is_found(session))
    assert session.state.card_waits, "the product's card makes room for it"
    assert session.state.proved["board"].codes == (TRACE,)


def test_figures_nobody_vouches_for_are_found_grey(
    session: LiveSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The camera shone through them, so none was ever found: a false alarm each time."""
    session.card_on().result(60)
    put(session, Wish("next-product"))
    watch = next(each for each in session.watchers if isinstance(each, TruthWatch))
    monkeypatch.setattr(watch, "_read", Future[Any])  # one that never answers
    coloured = session.state.card_sha256
    watch._become(stale=True)
    wait_until(lambda: session.state.stale and session.state.layers["board"].stale)
    assert session.state.card_sha256 != coloured
    wait_until(lambda: is_found(session))


def test_there_is_one_animation_at_a_time_whoever_asks_meanwhile(
    session: LiveSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is asked for while the one before still moves, and waits for its turn."""
    disturbed: list[bool] = []
    moves: list[bool] = []
    match = Layers.match

    def take(layers: Layers, *asked: Any) -> Any:
        disturbed.append(layers.moving)
        refused = match(layers, *asked)
        moves.append(layers.moving)
        return refused

    monkeypatch.setattr(Layers, "match", take)
    asked = []

    def ask(what: Callable[[], Any]) -> None:
        before = sum(moves)
        asked.append(what())
        wait_until(lambda: sum(moves) > before)

    now = session.clock.now_ms()
    lower = boards.overlay(Wish("lower-third"), PLAN, session.state, now)
    ask(session.card_on)
    ask(lambda: session.put_on(lower))
    ask(lambda: session.take_off(lower.slot))
    ask(session.card_off)
    for each in asked:
        each.result(60)
    assert sum(moves) == 4
    assert not any(disturbed)
