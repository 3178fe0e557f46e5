"""The practice stage's one thread: it alone touches the air, so nothing there needs a lock."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TypeVar

from studio.runtime.errors import UserFacingError

log = logging.getLogger(__name__)
T = TypeVar("T")

CALL_SECONDS = 4.0
"""How long a caller waits for the thread; the port promises no call takes longer than about 5 s."""
CLOSE_SECONDS = 10.0
AFTER_BUG_SECONDS = 1.0


class RenderThread:
    """Runs ``tick`` again and again, and in between what others ask of the air.

    ``tick`` returns how many seconds later it wants to be called again. `call` may be used from
    any other thread.
    """

    def __init__(
        self, name: str, tick: Callable[[], float], monotonic: Callable[[], float]
    ) -> None:
        self._tick = tick
        self._monotonic = monotonic
        self._queue: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def call(self, work: Callable[[], T]) -> T:
        """The result of ``work``, run on the thread.

        ``stage_slow`` where it does not come to it in time: the computer is too busy to draw. The
        work is done all the same, later.
        """
        future: Future[T] = Future()
        self._queue.put(lambda: _answer(future, work))
        try:
            return future.result(CALL_SECONDS)
        except FutureTimeout:
            raise UserFacingError("stage_slow") from None

    def close(self, last: Callable[[], None] = lambda: None) -> None:
        """End after what is queued and ``last``, which must not raise. Idempotent, never raises.

        ``last`` is waited for however long it takes. Where the thread is too busy to begin with it
        in time, it is done later: nobody else may touch what the thread still works on.
        """
        end = _End(last)
        self._queue.put(end)
        self._thread.join(CLOSE_SECONDS)
        if end.begun.is_set():
            self._thread.join()
        if self._thread.is_alive():
            log.warning("thread %s did not end within %.0f s", self._thread.name, CLOSE_SECONDS)

    def _run(self) -> None:
        due = self._monotonic()
        while True:
            try:
                work = self._queue.get(timeout=max(0.0, due - self._monotonic()))
            except queue.Empty:
                due = self._monotonic() + self._tick_once()
                continue
            work()
            if isinstance(work, _End):
                return
            due = min(due, self._monotonic())  # what was asked shows in the very next picture

    def _tick_once(self) -> float:
        # A bug in one picture must not end the recording: logged, then the next one is tried.
        try:
            return self._tick()
        except Exception:
            log.exception("drawing a picture failed")
            return AFTER_BUG_SECONDS


class _End:
    """The last that is done on the thread: nothing is drawn between it and the thread's end."""

    def __init__(self, last: Callable[[], None]) -> None:
        self._last = last
        self.begun = threading.Event()

    def __call__(self) -> None:
        self.begun.set()
        self._last()


def _answer(future: Future[T], work: Callable[[], T]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - carried by the Future to whoever asked
        future.set_exception(error)
    else:
        future.set_result(result)
