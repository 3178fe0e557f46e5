"""Which broadcast was the last, which one was left, and that asking never reads every order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from sqlite_utils import Database

from studio.session import archive, journal
from studio.session import events as e
from studio.session.archive import SessionOptions
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct, TimelineStep
from studio.stage.port import VideoProfile
from studio.store.database import Store


def broadcast(store: Store, name: str, live_at: int, *facts: e.Fact) -> None:
    def work(db: Database) -> None:
        options = SessionOptions(stage="practice")
        archive.create(db, name, Plan(title=name, anchor="阿芬"), options, live_at)
        for fact in (e.WentLive("practice", False), *facts):
            journal.append(db, name, fact, at=live_at, recorded=live_at)

    store.write(work).result()


def test_the_last_ended_is_the_latest_that_went_live_and_was_ended(store: Store) -> None:
    assert store.read(archive.last_ended).result() is None
    broadcast(store, "晚的", 2_000, e.Ended())
    broadcast(store, "早的", 1_000, e.Ended())  # its clock was wrong
    broadcast(store, "断了的", 3_000)
    last = store.read(archive.last_ended).result()
    assert last is not None
    assert (last.title, last.live_at, last.ended_at) == ("晚的", 2_000, 2_000)
    assert (last.orders, last.paid_fen) == (0, 0)
    assert [row.title for row in store.read(archive.sessions).result()] == [
        "断了的",
        "早的",
        "晚的",
    ]
    left = store.read(archive.interrupted).result()
    assert left is not None
    assert left.session_id == "断了的"


def test_only_the_latest_may_still_be_on_the_air(store: Store) -> None:
    broadcast(store, "a", 1_000, e.Ended(perhaps_on_air=True))
    found = store.read(archive.left_on_air).result()
    assert found is not None
    assert found.session_id == "a"
    broadcast(store, "b", 2_000, e.Ended(perhaps_on_air=True), e.LeftAir())
    assert store.read(archive.left_on_air).result() is None


@pytest.mark.parametrize(
    "ask",
    [
        archive.interrupted,
        archive.left_on_air,
        archive.last_ended,
        archive.is_latest_on_air,
        archive.pictures_of_open,
        archive.sessions,
        lambda db: archive.latest_live(db, "practice"),
        lambda db: archive.latest(db, 4),
    ],
)
def test_the_first_screen_reads_turning_points_only(
    store: Store, ask: Callable[[Database], object]
) -> None:
    broadcast(store, "a", 1_000, e.Ended())

    def plans(db: Database) -> list[str]:
        asked: list[tuple[str, object]] = []
        with db.tracer(lambda sql, values: asked.append((sql, values or []))):
            ask(db)
        steps = []
        for sql, values in asked:
            steps += [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        return steps

    touched = [
        step
        for step in store.read(plans).result()
        if any(name in step.split() for name in ("live", "ended", "journal", "live_sale"))
    ]
    assert touched
    for step in touched:
        new_only = "live_sale" in step and "(id>?)" in step  # what the listing does not have yet
        assert "journal_turning_points_once" in step or "(session_id=?" in step or new_only, step


def test_the_latest_are_those_begun_last_of_those_that_went_live(store: Store) -> None:
    for name in ("a", "b", "c"):
        broadcast(store, name, 1_000)
    options = SessionOptions(stage="practice")
    store.write(lambda db: archive.create(db, "d", Plan("d", "阿芬"), options, 2_000)).result()
    assert store.read(lambda db: archive.latest(db, 2)).result() == ["c", "b"]


def test_a_session_keeps_the_whole_of_its_plan(store: Store) -> None:
    """What had been prepared for the evening was gone after a restart."""
    product = PlannedProduct("YM", "杨梅", "5斤", 8990, 9900, picture=Path("a.png"))
    plan = Plan(
        "杨梅专场",
        "阿芬",
        VideoProfile(640, 360, 25),
        (product,),
        (TimelineStep(2.5, "order", "YM", 2, "抖音"),),
        (
            PlannedOverlay("coupon", (("amount", 500), ("title", "满减"))),
            PlannedOverlay("0123456789ab/bar.html", (("f1", 24.5), ("f2", True)), "天气条"),
        ),
        Path("杨梅专场.yaml"),
    )
    nothing = Plan("")
    assert all(getattr(plan, each.name) != getattr(nothing, each.name) for each in fields(Plan))
    store.write(lambda db: archive.create(db, "s", plan, SessionOptions(), 1)).result()
    kept, _ = store.read(lambda db: archive.load(db, "s")).result()
    assert kept == plan


def test_a_session_of_before_had_no_overlays(store: Store) -> None:
    def as_before(db: Database) -> None:
        archive.create(db, "new", Plan("杨梅专场"), SessionOptions(), 1)
        db.execute(
            "INSERT INTO session (id, plan, stage, options, created_at) SELECT 's', "
            "json_remove(plan, '$.overlays'), stage, options, created_at FROM session"
        )

    store.write(as_before).result()
    assert store.read(lambda db: archive.load(db, "s")).result()[0].overlays == ()
