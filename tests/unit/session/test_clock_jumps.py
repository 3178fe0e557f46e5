"""A village PC's clock jumps when it finds a network: a broadcast's own time does not."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from studio.runtime.threads import Runtime
from studio.session import events as e
from studio.session import journal
from studio.session.events import Entry
from studio.session.live import LiveSession
from studio.session.plan import Plan, PlannedProduct, TimelineStep
from studio.session.plan_library import PlanLibrary
from studio.session.state import Phase, fold
from studio.session.studio import Studio, StudioParts
from studio.session.timeline import TimelineRunner
from studio.store.database import Store
from studio.store.secrets import KeyringSecrets
from studio.store.settings import Settings
from tests.helpers.clock import ManualClock
from tests.helpers.fake_stage import FakeArtist, FakeStage

HOUR = 3_600_000
YEAR = 365 * 24 * HOUR
JUMPS = pytest.mark.parametrize("jump", [-HOUR, HOUR, -YEAR, YEAR])
PLAN = Plan(
    "贻贝专场", "主播甲", products=(PlannedProduct("YB-001", "厚壳贻贝", price_fen=3990, stock=9),)
)


class Room:
    """A studio whose stage the test chooses: before a resume it may be one that kept the air."""

    def __init__(self, store: Store, runtime: Runtime, clock: ManualClock, folder: Path) -> None:
        self.clock = clock
        self.stage = FakeStage()
        artist = FakeArtist()
        self.studio = Studio(
            StudioParts(
                runtime=runtime,
                store=store,
                settings=Settings(folder),
                secrets=KeyringSecrets(),
                clock=clock,
                data_dir=folder,
                plans=PlanLibrary(folder / "plans"),
                stages={"practice": lambda options, secrets: self.stage},
                artist=lambda workshop, platform: artist,
            )
        )

    def live(self, plan: Plan = PLAN) -> LiveSession:
        """On air for a minute, with one order at its end."""
        session = self.studio.start_session(plan, "practice").result(60)
        done(session.open_stage())
        done(session.go_live(unattended=bool(plan.timeline)))
        self.clock.advance(60)
        done(session.note_order("YB-001", 1, "抖音"))
        return session

    def jump(self, ms: int) -> None:
        """Somebody, or the network, sets the computer's clock."""
        self.clock.set_wall(self.clock.now_ms() + ms)

    def resumed(self, *, kept_on_air: bool = False) -> LiveSession:
        """A new run of the program takes up what was interrupted."""
        self.stage = FakeStage(already_on_air=kept_on_air)
        left = self.studio.interrupted().result(60)
        assert left is not None
        session = self.studio.resume_session(left.session_id).result(60)
        done(session.resume(left.interrupted_at))
        return session

    def ids(self) -> list[str]:
        """Of all orders, in the order in which they were noted."""
        with_seq = self.studio.entries(self.studio.sessions().result(60)[0].id).result(60)
        return [entry.id for entry in with_seq if isinstance(entry.fact, e.OrderNoted)]


@pytest.fixture
def room(store: Store, runtime: Runtime, clock: ManualClock, tmp_path: Path) -> Room:
    return Room(store, runtime, clock, tmp_path)


def done(future: Future[object]) -> object:
    return future.result(60)


def negatives(value: object, path: str = "") -> list[str]:
    """Every negative number anywhere in a summary."""
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in negatives(one, f"{path}.{key}")]
    if isinstance(value, list):
        return [found for n, one in enumerate(value) for found in negatives(one, f"{path}[{n}]")]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return [f"{path} = {value}"] if is_number and value < 0 else []  # type: ignore[operator]


@JUMPS
def test_a_jump_in_the_middle_of_a_broadcast_changes_no_time_on_air(room: Room, jump: int) -> None:
    session = room.live()
    room.jump(jump)
    assert session.state.on_air_ms(session.clock.now_ms()) == 60_000
    room.clock.advance(30)
    done(session.card_on())
    done(session.note_order("YB-001", 2, "电话"))
    room.clock.advance(30)
    done(session.end())

    summary = room.studio.summary(session.session_id).result(60)
    (product,) = summary["products"]
    (card,) = summary["cards"]
    assert (summary["on_air_ms"], product["shown_ms"]) == (120_000, 120_000)
    assert (card["from_s"], card["to_s"]) == (90.0, 120.0)
    assert (summary["orders"], summary["paid_fen"]) == (2, 3 * 3990)
    assert negatives(summary) == []
    (message,) = room.studio.outbox().result(60)
    assert negatives(message.contents()) == []


@JUMPS
def test_a_broadcasts_entries_and_orders_stay_in_order(room: Room, jump: int) -> None:
    session = room.live()
    room.jump(jump)
    done(session.note_order("YB-001", 2, "电话"))
    room.jump(-2 * jump)
    done(session.note_order("YB-001", 3, "微信群"))
    entries = room.studio.entries(session.session_id).result(60)
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert room.ids() == sorted(room.ids())
    sales = room.studio.orders().result(60)
    assert [sale.qty for sale in sales] == [3, 2, 1]  # the newest first
    assert [sale.noted_at for sale in sales] == [
        entry.at for entry in reversed(entries) if isinstance(entry.fact, e.OrderNoted)
    ]


def test_what_the_computer_took_the_time_for_is_kept_too(room: Room) -> None:
    session = room.live()
    room.jump(YEAR)
    done(session.note_order("YB-001", 1, "电话"))
    entry = room.studio.entries(session.session_id).result(60)[-1]
    assert (entry.recorded, entry.recorded - entry.at) == (room.clock.now_ms(), YEAR)
    done(session.end())
    (message,) = room.studio.outbox().result(60)
    assert message.wall == room.clock.now_ms()


@JUMPS
def test_the_next_broadcast_begins_when_the_clock_says_it_does(room: Room, jump: int) -> None:
    first = room.live()
    room.jump(jump)
    done(first.end())
    began = room.clock.now_ms()
    room.live()
    assert room.studio.sessions().result(60)[0].live_at == began


@JUMPS
def test_a_timelines_steps_keep_their_distance(room: Room, jump: int) -> None:
    steps = (TimelineStep(60.0, "card_on"), TimelineStep(60.0, "end"))
    session = room.live(replace(PLAN, timeline=steps))
    room.jump(jump)
    assert TimelineRunner(session).run()  # at once: nobody turns this clock while it waits
    assert session.state.phase is Phase.ENDED


@JUMPS
@pytest.mark.parametrize("kept_on_air", [False, True])
def test_a_jump_before_the_power_went(room: Room, jump: int, kept_on_air: bool) -> None:
    first = room.live()
    room.jump(jump)
    done(first.card_on())
    first.close()
    room.clock.advance(30)
    session = room.resumed(kept_on_air=kept_on_air)
    room.clock.advance(10)
    assert session.state.worked_ms(session.clock.now_ms()) == 70_000
    on_air = session.state.on_air_ms(session.clock.now_ms())
    assert on_air == (100_000 if kept_on_air else 70_000)


@JUMPS
def test_a_jump_before_the_last_sign_of_life(store: Store, room: Room, jump: int) -> None:
    first = room.live()
    room.jump(jump)
    room.clock.advance(20)
    at, wall = first.clock.now_ms(), room.clock.now_ms()
    store.write(lambda db: journal.beat(db, first.session_id, at, wall)).result(60)
    first.close()
    room.clock.advance(30)
    session = room.resumed(kept_on_air=True)
    assert session.state.on_air_ms(session.clock.now_ms()) == 110_000


@pytest.mark.parametrize("kept_on_air", [False, True])
@pytest.mark.parametrize("jump", [-HOUR, -YEAR, YEAR])
def test_a_jump_while_the_program_was_not_running(
    room: Room, jump: int, kept_on_air: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can tell how long that was, so it was nothing."""
    room.live().close()
    room.clock.advance(30)
    room.jump(jump)
    monkeypatch.setattr("studio.runtime.ids._last", 0)  # as in a new process
    session = room.resumed(kept_on_air=kept_on_air)
    room.clock.advance(10)
    assert session.state.worked_ms(session.clock.now_ms()) == 70_000
    assert session.state.on_air_ms(session.clock.now_ms()) == 70_000
    done(session.note_order("YB-001", 2, "抖音"))
    done(session.end())
    entries = room.studio.entries(session.session_id).result(60)
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert room.ids() == sorted(room.ids())
    assert negatives(room.studio.summary(session.session_id).result(60)) == []


def test_an_hour_without_the_program_is_an_hour(room: Room) -> None:
    room.live().close()
    room.clock.advance(3600)
    session = room.resumed(kept_on_air=True)
    assert session.state.worked_ms(session.clock.now_ms()) == 60_000
    assert session.state.on_air_ms(session.clock.now_ms()) == 60_000 + HOUR


def test_orders_sort_although_the_clock_was_set_back_between_two_runs(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(room.live().end())
    room.jump(-YEAR)
    monkeypatch.setattr("studio.runtime.ids._last", 0)  # as in a new process
    second = room.live()
    done(second.note_order("YB-001", 2, "电话"))
    assert [sale.qty for sale in room.studio.orders().result(60)] == [2, 1, 1]


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
