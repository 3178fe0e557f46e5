"""News by type, in order, and one listener's bug is nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from studio.runtime.dispatcher import Dispatcher


@dataclass(frozen=True)
class Rained:
    mm: int


@dataclass(frozen=True)
class Poured(Rained):
    pass


def test_subscribers_hear_exactly_their_type_in_order_until_they_stop():
    dispatcher = Dispatcher()
    heard: list[str] = []
    stop = dispatcher.subscribe(Rained, lambda event: heard.append(f"a{event.mm}"))
    dispatcher.subscribe(Rained, lambda event: heard.append(f"b{event.mm}"))
    dispatcher.publish(Rained(1))
    dispatcher.publish(Poured(9))
    stop()
    stop()
    dispatcher.publish(Rained(2))
    assert heard == ["a1", "b1", "b2"]


@pytest.mark.expects_log
def test_a_subscriber_with_a_bug_keeps_the_news_from_nobody(caplog: pytest.LogCaptureFixture):
    dispatcher = Dispatcher()
    heard: list[Rained] = []
    dispatcher.subscribe(Rained, lambda event: 1 // 0)
    dispatcher.subscribe(Rained, heard.append)
    dispatcher.publish(Rained(3))
    assert heard == [Rained(3)]
    assert "ZeroDivisionError" in caplog.text


def test_a_subscriber_may_unsubscribe_and_publish_while_it_hears():
    dispatcher = Dispatcher()
    heard: list[int] = []

    def once(event: Rained) -> None:
        stop()
        heard.append(event.mm)
        dispatcher.publish(Rained(event.mm + 1))

    stop = dispatcher.subscribe(Rained, once)
    dispatcher.publish(Rained(1))
    assert heard == [1]


def test_everything_goes_through_the_hop():
    waiting: list[Callable[[], None]] = []
    dispatcher = Dispatcher(waiting.append)
    heard: list[object] = []
    dispatcher.subscribe(Rained, heard.append)
    dispatcher.publish(Rained(1))
    dispatcher.run_later(lambda: heard.append("later"))
    assert heard == []
    for work in waiting:
        work()
    assert heard == [Rained(1), "later"]
