"""How long the main thread stands still, through the course of one broadcast."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Qt, QTimer

from studio.session.live import LiveSession
from studio.session.state import Phase

REFUSED_SECONDS = 12.0
"""Of the ingest that refuses: three tries, 3 s apart, and then knocks."""
AWAKE_SECONDS = 8.0
FROZEN_SECONDS = 15.0
PATIENCE_SECONDS = 60.0
"""For going live and for ending, on a slow machine."""
ASK_MS = 500
TICK_MS = 5


class Course(Enum):
    """Where the measurement is; each step follows the one above."""

    GOING_LIVE = "going live"
    REFUSED = "first connect refused"
    AWAKE = "awake"
    FROZEN = "frozen"
    ENDING = "ending"


class Standstill(QObject):
    """Notes every gap between ticks of a timer, in milliseconds, while things are asked for.

    Made on the main thread; calls ``leave`` when the broadcast has ended or patience has.
    """

    def __init__(
        self,
        session: LiveSession,
        freeze: Callable[[], None],
        thaw: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self.gaps: dict[Course, list[float]] = {course: [] for course in Course}
        self.asked = 0
        self.stage = Course.GOING_LIVE
        self._session, self._freeze, self._thaw, self._leave = session, freeze, thaw, leave
        self._last = self._since = time.monotonic()
        self._timers = [self._every(TICK_MS, self._on_tick), self._every(ASK_MS, self._on_ask)]

    def _every(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=milliseconds, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(call)
        timer.start()
        return timer

    def _on_tick(self) -> None:
        now = time.monotonic()
        gap, self._last = (now - self._last) * 1000, now
        self.gaps[self.stage].append(gap)
        self._go_on(now - self._since)

    def _go_on(self, spent: float) -> None:
        phase = self._session.state.phase
        if self.stage is Course.GOING_LIVE and phase is Phase.LIVE:
            self._enter(Course.REFUSED)
        elif self.stage is Course.REFUSED and spent > REFUSED_SECONDS:
            self._enter(Course.AWAKE)
        elif self.stage is Course.AWAKE and spent > AWAKE_SECONDS:
            self._freeze()
            self._enter(Course.FROZEN)
        elif self.stage is Course.FROZEN and spent > FROZEN_SECONDS:
            self._thaw()
            self._session.end()
            self._enter(Course.ENDING)
        elif phase is Phase.ENDED or spent > PATIENCE_SECONDS:
            self._leave()

    def _enter(self, stage: Course) -> None:
        self.stage, self._since = stage, time.monotonic()

    def _on_ask(self) -> None:
        if self.stage in (Course.GOING_LIVE, Course.ENDING):
            return
        session = self._session
        sku = session.plan.products[0].sku
        asks: tuple[Callable[[], object], ...] = (
            session.next_product,
            session.toggle_card,
            lambda: session.note_order(sku, 1, "抖音"),
            session.toggle_break,
            lambda: session.programme(480),
        )
        asks[self.asked % len(asks)]()
        self.asked += 1
