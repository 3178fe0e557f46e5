"""Threads with an owner, and the order in which they end."""

from __future__ import annotations

import contextlib
import sys
import threading
from concurrent.futures import Future

import pytest

from studio.runtime.dispatcher import Dispatcher
from studio.runtime.threads import (
    OwnerThread,
    Runtime,
    Ticker,
    chain,
    install_exception_hooks,
    switch_seconds,
)


def test_an_owner_does_its_work_in_order_on_one_thread():
    owner = OwnerThread("owner")
    done: list[tuple[int, bool]] = []
    futures = [
        owner.submit(lambda n=n: done.append((n, owner.is_current()))) for n in range(50)
    ]  # fmt: skip
    futures[-1].result(60)
    assert done == [(n, True) for n in range(50)]
    assert not owner.is_current()
    owner.close()


def test_a_failure_reaches_whoever_asked_and_the_owner_goes_on():
    owner = OwnerThread("owner")
    with pytest.raises(ZeroDivisionError):
        owner.submit(lambda: 1 // 0).result(60)
    assert owner.submit(lambda: 7).result(60) == 7
    owner.close()


def test_closing_finishes_what_is_queued_and_refuses_the_rest():
    owner = OwnerThread("owner")
    gate = threading.Event()
    first = owner.submit(lambda: gate.wait(60))
    last = owner.submit(lambda: "done")
    closing = threading.Thread(target=owner.close)
    closing.start()
    gate.set()
    closing.join(60)
    assert first.result(0)
    assert last.result(0) == "done"
    with pytest.raises(RuntimeError, match="closed"):
        owner.submit(lambda: None)
    owner.close()


def test_a_cancelled_piece_of_work_is_not_done():
    owner = OwnerThread("owner")
    gate = threading.Event()
    owner.submit(lambda: gate.wait(60))
    done: list[int] = []
    cancelled = owner.submit(lambda: done.append(1))
    assert cancelled.cancel()
    gate.set()
    owner.close()
    assert done == []


def test_an_owner_may_close_itself():
    owner = OwnerThread("owner")
    owner.submit(owner.close).result(60)


@pytest.mark.expects_log
def test_a_thread_that_does_not_end_is_reported(caplog: pytest.LogCaptureFixture):
    owner = OwnerThread("stuck")
    gate = threading.Event()
    owner.submit(lambda: gate.wait(60))
    owner.close(timeout=0.01)
    assert "stuck did not end" in caplog.text
    gate.set()
    owner.close()


def test_chain_passes_results_and_failures_on():
    first: Future[int] = Future()
    second = chain(first, lambda n: n + 1)
    third = chain(second, lambda n: 1 // (n - 4))
    first.set_result(3)
    assert second.result(0) == 4
    with pytest.raises(ZeroDivisionError):
        third.result(0)
    with pytest.raises(ZeroDivisionError):
        chain(third, lambda n: n).result(0)


def test_what_hangs_on_a_cancelled_future_is_cancelled_too():
    """Closing the program cancels what waits: nobody may wait for it for ever."""
    first: Future[int] = Future()
    second = chain(first, lambda n: n)
    first.cancel()
    assert second.cancelled()


@pytest.mark.expects_log
def test_a_ticker_ticks_on_after_a_failure_until_closed():
    ticks: list[int] = []
    enough = threading.Event()

    def tick() -> None:
        ticks.append(1)
        if len(ticks) == 1:
            raise ValueError("first")
        enough.set()

    ticker = Ticker("tick", 0.01, tick)
    assert enough.wait(60)
    ticker.close()
    ticker.close()
    before = len(ticks)
    assert not any(thread.name == "tick" for thread in threading.enumerate())
    assert len(ticks) == before


def test_a_ticker_may_close_itself():
    made: list[Ticker] = []
    ready, closed = threading.Event(), threading.Event()

    def tick() -> None:
        ready.wait(60)
        made[0].close()
        closed.set()

    made.append(Ticker("tick", 0.01, tick))
    ready.set()
    assert closed.wait(60)
    made[0].close()


@pytest.mark.expects_log
def test_the_runtime_closes_services_then_threads_last_made_first():
    runtime = Runtime()
    order: list[str] = []
    owner = runtime.owner("first")
    runtime.at_close(lambda: order.append("made first"))
    forget = runtime.at_close(lambda: order.append("forgotten"))

    def fail() -> None:
        order.append("fails")
        raise ValueError("closing")

    runtime.at_close(fail)
    runtime.at_close(lambda: order.append(f"thread alive: {owner.submit(lambda: True).result(60)}"))
    forget()
    forget()
    runtime.close()
    runtime.close()
    assert order == ["thread alive: True", "fails", "made first"]
    with pytest.raises(RuntimeError):
        owner.submit(lambda: None)


def test_outcomes_come_back_through_the_hop():
    hops: list[str] = []

    def hop(work: object) -> None:
        hops.append("hop")
        work()  # type: ignore[operator]

    runtime = Runtime(Dispatcher(hop))
    told: list[object] = []
    for work in (lambda: 3, lambda: 1 // 0):
        future = runtime.background(work)
        runtime.then(future, told.append, lambda error: told.append(type(error)))
        future.exception(5)
    runtime.close()  # waits for the pool, and with it for both outcomes
    assert sorted(map(str, told)) == ["3", "<class 'ZeroDivisionError'>"]
    assert hops == ["hop", "hop"]


def test_a_cancelled_future_tells_nobody():
    runtime = Runtime()
    future: Future[int] = Future()
    told: list[object] = []
    runtime.then(future, told.append, told.append)
    future.cancel()
    assert told == []
    runtime.close()


@pytest.mark.expects_log
def test_bugs_of_every_thread_are_heard(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    bugs: list[BaseException] = []
    install_exception_hooks(bugs.append)
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join(60)
    sys.excepthook(ValueError, ValueError("main"), None)
    assert [type(bug) for bug in bugs] == [ZeroDivisionError, ValueError]


def test_work_handed_in_while_closing_is_done_or_refused_never_forgotten():
    for _ in range(50):
        owner = OwnerThread("owner")
        asked: list[Future[None]] = []

        def hand_in(owner: OwnerThread = owner, asked: list[Future[None]] = asked) -> None:
            with contextlib.suppress(RuntimeError):
                while True:
                    asked.append(owner.submit(lambda: None))

        hands = [threading.Thread(target=hand_in) for _ in range(3)]
        for hand in hands:
            hand.start()
        owner.close()
        for hand in hands:
            hand.join(60)
        assert all(one.done() for one in asked)


@pytest.mark.parametrize(("system", "microseconds"), [("win32", 1000), ("linux", 500)])
def test_who_waits_for_the_interpreter_sleeps_meanwhile(system: str, microseconds: int) -> None:
    """As CPython counts: on Windows whole milliseconds, and with none of them a core is burnt."""
    assert int(1e6 * switch_seconds(system)) == microseconds
