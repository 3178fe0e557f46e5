"""A session's own overlays on a real OBS: drawn, put on, changed, refused, found, and back again.

What the stage does with any layer is tested in `test_layers_on_air`; here the whole way is gone,
from a wish at the floor to the picture that OBS composes.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from inventory import products
from inventory.products import Product
from studio.bootstrap import open_studio
from studio.session import boards
from studio.session.archive import SessionOptions
from studio.session.boards import Wish
from studio.session.live import LiveSession
from studio.session.overlay import Overlay
from studio.session.plan import Plan, PlannedProduct
from studio.session.studio import Studio
from studio.stage.layers import ALWAYS, Slot
from studio.stage.obs.client import ObsClient
from studio.stage.obs.handshake import Address
from studio.stage.obs.scenes import BREAK, PROGRAMME, UPPER
from studio.stage.obs.slots import Overlay as InObs
from studio.store.secrets import OBS_PASSWORD, MemorySecrets
from tests.helpers.obs_rig import RealObs
from tests.helpers.stages import WIDE, wait_for
from tests.integration.test_live_session import code_of
from ui.app import make_application

pytestmark = [pytest.mark.obs, pytest.mark.usefixtures("patient_obs")]

PATIENCE = 60.0
MUSSELS = PlannedProduct("YB-001", "厚壳贻贝", "2.5kg/箱", 3990, unit="箱", stock=10)
BERRIES = PlannedProduct("YM-001", "东魁杨梅", "5斤/箱", 8990, unit="箱", stock=9)
PLAN = Plan("贻贝专场", "王阿姨", WIDE, (MUSSELS, BERRIES))
MUST = {
    "seller_name": "后山村专业合作社",
    "seller_address": "后山村 1 号",
    "seller_contact": "0580-000",
    "notice_words": "生鲜不支持七天无理由退货",
    "always_on_air": ["seller", "notice"],
}
MUST_SLOTS = {Slot.SELLER, Slot.NOTICE}


@pytest.fixture
def studio(obs: RealObs, tmp_path: Path) -> Iterator[Studio]:
    make_application([])
    secrets = MemorySecrets()
    secrets.set(OBS_PASSWORD, obs.password)
    with open_studio(tmp_path, secrets=secrets) as opened:
        opened.settings.update({"obs_restart": "ask", **MUST})
        yield opened


@pytest.fixture
def session(studio: Studio, obs: RealObs) -> Iterator[LiveSession]:
    """On air: recorded, which counts as being watched."""
    options = SessionOptions("obs", obs.url)
    made = studio.start_session(PLAN, "obs", options).result(PATIENCE)
    made.open_stage().result(PATIENCE)
    made.go_live().result(PATIENCE)
    yield made
    made.end().result(PATIENCE)
    made.close()


@contextlib.contextmanager
def at_obs(obs: RealObs) -> Iterator[ObsClient]:
    client = ObsClient(Address.parse(obs.url), obs.password, lambda n, d: None, lambda r: None)
    client.connect()
    try:
        yield client
    finally:
        client.disconnect()


def shown(obs: RealObs) -> Mapping[Slot, str]:
    """What each slot shows by OBS's own word; a slot that shows two pictures is wrong."""
    with at_obs(obs) as client:
        there = InObs.read(client)
    seen = {}
    for slot in Slot:
        side = there.shown(slot)
        if side is not None:
            seen[slot] = there.sha(side)
    return seen


def items(obs: RealObs) -> Counter[str]:
    with at_obs(obs) as client:
        return Counter(str(item["sourceName"]) for item in InObs.read(client).items)


def asked(session: LiveSession) -> Mapping[Slot, str]:
    """What the journal says is on air."""
    state = session.state
    found = {Slot(slot): on.sha256 for slot, on in state.layers.items()}
    return found | ({Slot.CARD: state.card_sha256} if state.card_sha256 else {})


def put(session: LiveSession, *wishes: Wish) -> None:
    for wish in wishes:
        now = session.clock.now_ms()
        session.put_on(boards.overlay(wish, session.plan, session.state, now)).result(PATIENCE)


def becomes_green(session: LiveSession) -> None:
    """Until everything on air was found in the programme, as the picture it is now."""
    missing: set[str] = set()

    def is_green() -> bool:
        """Looked for by the session itself; once more by hand where it was not found."""
        looked = session.state.proved
        on_air = {(slot.value, sha) for slot, sha in asked(session).items()}
        missing.clear()
        missing.update(
            slot for slot, sha in on_air if slot not in looked or looked[slot].sha256 != sha
        )
        if missing:
            return False
        missing.update(slot for slot, _ in on_air if not looked[slot].seen)
        if missing:
            session.prove().result(PATIENCE)
        return not missing

    try:
        wait_for(is_green, "everything found in OBS's programme", PATIENCE)
    except AssertionError as error:
        error.add_note(f"never found: {sorted(missing)}")
        raise


COUPON = Wish("coupon", "新人", fen=1000, seconds=3600)
"""On a picture as small as this there is no room for it beside the card."""
BESIDE_THE_CARD = (
    Wish("countdown", "开抢还有", seconds=3600),
    Wish("rolling-notice", "今天下单都包邮"),
)


def test_what_is_on_air_is_found_there_follows_its_record_and_covers_nothing_that_must_be_seen(
    session: LiveSession, studio: Studio, obs: RealObs
) -> None:
    assert shown(obs).keys() == MUST_SLOTS
    put(session, Wish("lower-third"), COUPON, *BESIDE_THE_CARD)
    slots = {Slot.LOWER_THIRD, Slot.BOARD, Slot.COUNTDOWN, Slot.ROLLING_NOTICE}
    before = shown(obs)
    assert before == asked(session)
    assert before.keys() == slots | MUST_SLOTS
    other = Overlay.of("seller", seller="别人")
    assert code_of(session.put_on(other)) == "layer_would_cover_seller"
    assert code_of(session.take_off(Slot.NOTICE)) == "layer_mandatory"
    assert shown(obs) == before
    becomes_green(session)

    put(session, Wish("next-product"))
    before = shown(obs)

    def desk(db: object, now: int) -> None:
        found: Product = products.find(db, BERRIES.sku)  # type: ignore[arg-type]
        products.change(db, replace(found, price_fen=7990))  # type: ignore[arg-type]

    studio.books.write(desk).result(PATIENCE)
    wait_for(lambda: said_price(session) == 7990, "the board's new price", PATIENCE)
    assert shown(obs)[Slot.BOARD] != before[Slot.BOARD]

    session.break_on().result(PATIENCE)
    with at_obs(obs) as client:
        scene = client.request("GetCurrentProgramScene")["currentProgramSceneName"]
        listed = client.request("GetSceneItemList", {"sceneName": BREAK})["sceneItems"]
    assert scene == BREAK
    assert max(listed, key=lambda item: int(item["sceneItemIndex"]))["sourceName"] == UPPER
    assert {slot for slot in shown(obs) if slot in ALWAYS} == MUST_SLOTS
    assert {slot for slot in asked(session) if slot in ALWAYS} == MUST_SLOTS
    session.break_off().result(PATIENCE)
    becomes_green(session)


def said_price(session: LiveSession) -> object:
    return session.state.layers["board"].data.get("price")


def test_an_order_changes_the_number_and_leaves_a_scene_chosen_by_hand(
    session: LiveSession, obs: RealObs
) -> None:
    session.card_on().result(PATIENCE)
    first = shown(obs)[Slot.CARD]
    session.note_order(MUSSELS.sku, 3, "抖音").result(PATIENCE)
    wait_for(lambda: session.state.card_left == 7, "the number on air", PATIENCE)
    second = shown(obs)[Slot.CARD]
    assert (second != first, second) == (True, asked(session)[Slot.CARD])
    becomes_green(session)

    with at_obs(obs) as hand:
        hand.request("SetCurrentProgramScene", {"sceneName": BREAK})
        session.note_order(MUSSELS.sku, 1, "抖音").result(PATIENCE)
        wait_for(lambda: shown(obs)[Slot.CARD] != second, "the next number", PATIENCE)
        assert hand.request("GetCurrentProgramScene")["currentProgramSceneName"] == BREAK
        assert session.state.card_left == 7, "viewers have not seen it"
        hand.request("SetCurrentProgramScene", {"sceneName": PROGRAMME})
    wait_for(lambda: session.state.card_left == 6, "seen", PATIENCE)


def test_over_a_scene_chosen_by_hand_nothing_is_claimed_and_back_in_ours_all_is(
    session: LiveSession, obs: RealObs
) -> None:
    """OBS tells nothing of either: both are seen within a second or two."""
    session.show_product(MUSSELS.sku).result(PATIENCE)
    session.card_on().result(PATIENCE)
    becomes_green(session)
    with at_obs(obs) as hand:
        hand.request("CreateScene", {"sceneName": "外景"})
        hand.request("SetCurrentProgramScene", {"sceneName": "外景"})
        wait_for(lambda: session.state.scene_by_hand, "told", PATIENCE)
        session.show_product(BERRIES.sku).result(PATIENCE)
        assert hand.request("GetCurrentProgramScene")["currentProgramSceneName"] == "外景"
        assert session.state.card_sku == MUSSELS.sku, "viewers have not seen the other"
        hand.request("SetCurrentProgramScene", {"sceneName": PROGRAMME})
        wait_for(lambda: session.state.card_sku == BERRIES.sku, "seen", PATIENCE)
        hand.request("RemoveScene", {"sceneName": "外景"})
    assert not session.state.scene_by_hand
    becomes_green(session)


def test_overlays_come_back_once_where_obs_was_killed(session: LiveSession, obs: RealObs) -> None:
    session.card_on().result(PATIENCE)
    put(session, *BESIDE_THE_CARD)
    before, there = shown(obs), items(obs)
    obs.kill()
    wait_for(lambda: session.state.stage_lost, "the loss told", PATIENCE)
    session.change_price(MUSSELS.sku, 3490).exception(PATIENCE)  # nobody answers; the record has it
    obs.start()
    wait_for(lambda: not session.state.stage_lost, "OBS back", PATIENCE)
    wait_for(lambda: shown(obs).keys() == before.keys(), "every overlay back", PATIENCE)
    wait_for(lambda: shown(obs) == asked(session), "as the journal says", PATIENCE)
    same = before.keys() - {Slot.CARD}
    assert {slot: shown(obs)[slot] for slot in same} == {slot: before[slot] for slot in same}
    assert shown(obs)[Slot.CARD] != before[Slot.CARD]
    assert items(obs).keys() == there.keys()
    assert max((items(obs) - there).values(), default=0) == 0, "doubled"
    becomes_green(session)
    session.card_off().result(PATIENCE)
    assert Slot.CARD not in shown(obs)
