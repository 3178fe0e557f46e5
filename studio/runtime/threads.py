"""Every thread of the program has an owner, a name, and a place in the order of shutdown."""

from __future__ import annotations

import logging
import queue
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, TypeVar

from studio.runtime.dispatcher import Dispatcher
from studio.runtime.heaps import share_heaps

log = logging.getLogger(__name__)
T = TypeVar("T")
U = TypeVar("U")

SWITCH_SECONDS = 0.0005
"""How long a busy thread keeps the interpreter from one that waits for it.

Python's own 5 ms is paid each time the main thread comes back from Qt while a worker reads a plan:
a screen that opens then pays it dozens of times.
"""
SWITCH_SECONDS_ON_WINDOWS = 0.001
"""The least there: CPython waits in whole milliseconds (``PyCOND_TIMEDWAIT`` of its condvar.h).
With less than one a thread that waits does not sleep: it asks again and again, on its own core."""
SHUTDOWN_SECONDS = 10.0
"""How long a thread may take to finish its last piece of work before shutdown reports it."""


class OwnerThread:
    """One thread with a queue: the sole owner of something that must not be shared.

    `submit` may be called from any thread and returns a Future. Work runs in order.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._closed = False
        self._lock = threading.Lock()
        self._thread.start()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Queue ``work``; the Future carries its result or exception. RuntimeError if closed."""
        future: Future[T] = Future()
        with self._lock:  # else work could be queued behind the end, and be waited for for ever
            if self._closed:
                raise RuntimeError(f"thread {self.name} is closed")
            self._queue.put(lambda: _fulfil(future, work))
        return future

    def is_current(self) -> bool:
        """True when called from this very thread."""
        return threading.current_thread() is self._thread

    def close(self, timeout: float = SHUTDOWN_SECONDS) -> None:
        """Finish what is queued, then end. Any thread; safe to call twice."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        if self.is_current():
            return  # it ends with the piece of work that asked
        self._thread.join(timeout)
        if self._thread.is_alive():
            log.warning("thread %s did not end within %.0f s", self.name, timeout)

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            work()


def _fulfil(future: Future[T], work: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - carried by the Future to whoever asked
        future.set_exception(error)
    else:
        future.set_result(result)


def failed(error: BaseException) -> Future[Any]:
    """A Future that has failed already."""
    outcome: Future[Any] = Future()
    outcome.set_exception(error)
    return outcome


def chain(first: Future[T], then: Callable[[T], U]) -> Future[U]:
    """A Future of ``then`` applied to ``first``'s result, in the thread that completed it.

    ``then`` must be short; an exception of either becomes the new Future's, and so does being
    cancelled: nobody waits for ever for what will not come.
    """
    outcome: Future[U] = Future()

    def settle(done: Future[T]) -> None:
        if done.cancelled():
            outcome.cancel()
            return
        error = done.exception()
        if error is not None:
            outcome.set_exception(error)
        else:
            _fulfil(outcome, lambda: then(done.result()))

    first.add_done_callback(settle)
    return outcome


class Ticker:
    """Calls ``work`` every ``seconds`` on a thread of its own until closed.

    The work must return at once (enqueue, no more): a late tick is skipped, never caught up.
    """

    def __init__(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        self._seconds = seconds
        self._work = work
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the ticking and wait for the thread. Idempotent."""
        self._stop.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(SHUTDOWN_SECONDS)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                self._work()
            except Exception:
                log.exception("tick of %s failed", self._thread.name)


def switch_seconds(platform: str = sys.platform) -> float:
    """How long a busy thread keeps the interpreter, on that system. Pure."""
    return SWITCH_SECONDS_ON_WINDOWS if platform == "win32" else SWITCH_SECONDS


class Runtime:
    """The program's threads and the dispatcher, made and unmade in one place."""

    def __init__(self, dispatcher: Dispatcher | None = None, workers: int = 2) -> None:
        sys.setswitchinterval(switch_seconds())
        share_heaps()
        self.dispatcher = dispatcher or Dispatcher()
        self._owners: list[OwnerThread] = []
        self._closers: list[Callable[[], None]] = []
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="gongfu-worker")

    def owner(self, name: str) -> OwnerThread:
        """A new owned thread; closed by `close` in reverse order of making."""
        thread = OwnerThread(name)
        self._owners.append(thread)
        return thread

    def at_close(self, closer: Callable[[], None]) -> Callable[[], None]:
        """Call ``closer`` during `close`, before the threads end, last registered first.

        Returns how to take it back, for what is closed earlier than the program.
        """
        self._closers.append(closer)

        def forget() -> None:
            if closer in self._closers:
                self._closers.remove(closer)

        return forget

    def background(self, work: Callable[[], T]) -> Future[T]:
        """Run ``work`` on the small pool for files and network. RuntimeError once that ended."""
        return self._pool.submit(work)

    def end_background(self) -> None:
        """Finish what is queued there and take nothing more. Idempotent.

        For `at_close` of whoever owns what such work uses: it finds all of it still open. The last
        change of a plan may be among what waits for its turn.
        """
        self._pool.shutdown()

    def then(
        self,
        future: Future[T],
        on_result: Callable[[T], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        """Bring a Future's outcome back to where subscribers live: the one door back."""

        def back(done: Future[T]) -> None:
            if done.cancelled():
                return
            error = done.exception()
            if error is not None:
                self.dispatcher.run_later(lambda: on_error(error))
            else:
                result = done.result()
                self.dispatcher.run_later(lambda: on_result(result))

        future.add_done_callback(back)

    def close(self) -> None:
        """Stop services, then threads, then the pool where none of them did. Idempotent."""
        while self._closers:
            closer = self._closers.pop()
            try:
                closer()
            except Exception:
                log.exception("closing failed")
        while self._owners:
            self._owners.pop().close()
        self.end_background()


def install_exception_hooks(on_bug: Callable[[BaseException], None]) -> None:
    """Log every uncaught exception of any thread, then tell ``on_bug``.

    Python sends a thread's exception only to ``threading.excepthook``, the main thread's only to
    ``sys.excepthook``: both are installed.
    """

    def main_hook(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("uncaught exception", exc_info=(kind, error, trace))
        on_bug(error)

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            main_hook(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = main_hook
    threading.excepthook = thread_hook
