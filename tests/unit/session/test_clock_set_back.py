"""A village PC's clock jumps when it finds a network: no figure may turn negative for it."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session.events import Entry
from studio.session.live import LiveSession
from studio.session.plan import Plan, PlannedProduct
from studio.session.plan_library import PlanLibrary
from studio.session.state import fold
from studio.session.studio import Studio, StudioParts
from studio.store.database import Store
from studio.store.secrets import KeyringSecrets
from studio.store.settings import Settings
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeArtist, FakeStage

HOUR = 3_600_000
PLAN = Plan(
    "贻贝专场", "主播甲", products=(PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, stock=9),)
)


@pytest.fixture
def studio(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Studio:
    artist = FakeArtist()
    return Studio(
        StudioParts(
            runtime=runtime,
            store=store,
            settings=Settings(tmp_path),
            secrets=KeyringSecrets(),
            clock=clock,
            data_dir=tmp_path,
            plans=PlanLibrary(tmp_path / "plans"),
            stages={"practice": lambda options, secrets: FakeStage()},
            artist=lambda workshop: artist,
        )
    )


def done(future: Future[object]) -> object:
    return future.result(20)


def negatives(value: object, path: str = "") -> list[str]:
    """Every negative number anywhere in a summary."""
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in negatives(one, f"{path}.{key}")]
    if isinstance(value, list):
        return [found for n, one in enumerate(value) for found in negatives(one, f"{path}[{n}]")]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return [f"{path} = {value}"] if is_number and value < 0 else []  # type: ignore[operator]


def live(studio: Studio, clock: ManualClock) -> LiveSession:
    session = studio.start_session(PLAN, "practice").result(20)
    done(session.open_stage())
    done(session.go_live())
    clock.advance(60)
    done(session.note_order("YB-001", 1, "抖音"))
    return session


def test_set_back_an_hour_in_the_middle_of_a_broadcast(studio: Studio, clock: ManualClock):
    session = live(studio, clock)
    clock.set_wall(clock.now_ms() - HOUR)
    assert session.state.on_air_ms(clock.now_ms()) == 0
    done(session.card_on())
    done(session.note_order("YB-001", 2, "电话"))
    done(session.card_off())
    done(session.end())
    summary = studio.summary(session.session_id).result(20)
    assert (summary["orders"], summary["paid_fen"]) == (2, 3 * 3990)
    assert negatives(summary) == []
    (message,) = studio.outbox().result(20)
    assert negatives(message.contents()) == []
    assert [sale.qty for sale in studio.orders().result(20)] == [2, 1]  # the newest first


def test_set_back_an_hour_while_the_program_was_not_running(studio: Studio, clock: ManualClock):
    first = live(studio, clock)
    first.close()
    clock.advance(30)
    clock.set_wall(clock.now_ms() - HOUR)
    left = studio.interrupted().result(20)
    assert left is not None
    session = studio.resume_session(left.session_id).result(20)
    done(session.resume(left.interrupted_at))
    clock.advance(10)
    # Sixty seconds before the power went, ten since: the missing hour is not counted.
    assert session.state.worked_ms(clock.now_ms()) == 70_000
    done(session.note_order("YB-001", 1, "抖音"))
    done(session.end())
    assert negatives(studio.summary(session.session_id).result(20)) == []


def test_the_fold_does_not_care_which_way_time_goes():
    facts = [
        (1000, e.SessionPlanned("t", "a", ("A",))),
        (2000, e.WentLive("practice", False)),
        (500, e.ProductShown("A")),
        (400, e.OrderNoted("A", 1, "抖音", 100, 100, 8)),
        (300, e.Ended()),
    ]
    state = fold(Entry(n, str(n), "s", at, at, fact) for n, (at, fact) in enumerate(facts))
    assert state.orders_count == 1
    assert state.on_air_ms(10_000) == 0
