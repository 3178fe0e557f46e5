"""One way for a worker to tell the rest of the program that something happened.

Services publish frozen dataclasses in the past tense; subscribers name the type they want. The
dispatcher is given a *hop*: a callable that runs a function where subscribers live. ``ui``
supplies one that posts to Qt's main thread, tests and the command line run it at once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

log = logging.getLogger(__name__)

Hop = Callable[[Callable[[], None]], None]
EventT = TypeVar("EventT")


def immediate(work: Callable[[], None]) -> None:
    """The hop that does not hop: runs in the publishing thread."""
    work()


class Dispatcher:
    """Publish and subscribe by event type. `publish` may be called from any thread."""

    def __init__(self, hop: Hop = immediate) -> None:
        self._hop = hop
        self._lock = threading.Lock()
        self._handlers: dict[type, tuple[Callable[[Any], None], ...]] = {}
        """Never changed, only replaced: whoever delivers needs no lock, and no copy."""

    def subscribe(
        self, event_type: type[EventT], handler: Callable[[EventT], None]
    ) -> Callable[[], None]:
        """Call ``handler`` for each event of exactly that type; returns how to stop."""
        with self._lock:
            self._handlers[event_type] = (*self._handlers.get(event_type, ()), handler)

        def unsubscribe() -> None:
            with self._lock:
                handlers = list(self._handlers[event_type])
                if handler in handlers:
                    handlers.remove(handler)
                    self._handlers[event_type] = tuple(handlers)

        return unsubscribe

    def publish(self, event: object) -> None:
        """Hand ``event`` to its subscribers, in the order they subscribed, through the hop."""
        self._hop(partial(self._deliver, event))

    def run_later(self, work: Callable[[], None]) -> None:
        """Run ``work`` where subscribers live: the one way back from a worker."""
        self._hop(work)

    def _deliver(self, event: object) -> None:
        for handler in self._handlers.get(type(event), ()):
            # One subscriber's bug must not keep the news from the others.
            try:
                handler(event)
            except Exception:
                log.exception("subscriber of %s failed", type(event).__name__)
