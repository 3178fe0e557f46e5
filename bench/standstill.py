"""How long the main thread stands still, through the course of one broadcast.

Measured as the tests do: time in which other programs had the processors is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Qt, QTimer

from studio.session.live import LiveSession
from studio.session.state import Phase
from tests.helpers.heartbeat import Heartbeat

REFUSED_SECONDS = 12.0
"""Of the ingest that refuses: three tries, 3 s apart, and then knocks."""
AWAKE_SECONDS = 8.0
FROZEN_SECONDS = 15.0
PATIENCE_SECONDS = 60.0
"""For going live and for ending, on a slow machine."""
ASK_MS = 500
LOOK_MS = 50
"""How often it is seen whether the broadcast has got further."""


class Course(Enum):
    """Where the measurement is; each step follows the one above."""

    GOING_LIVE = "going live"
    REFUSED = "first connect refused"
    AWAKE = "awake"
    FROZEN = "frozen"
    ENDING = "ending"


class Standstill(QObject):
    """Takes a broadcast through its course, and asks for things, while the heart beats.

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
        self.asked = 0
        self._heart = Heartbeat()
        self._session, self._freeze, self._thaw, self._leave = session, freeze, thaw, leave
        self._enter(Course.GOING_LIVE)
        self._timers = [self._every(LOOK_MS, self._on_look), self._every(ASK_MS, self._on_ask)]
        self._heart.start()

    def gaps(self, course: Course) -> list[float]:
        """All between two heartbeats, in milliseconds."""
        return [gap.milliseconds for gap in self._heart.gaps if gap.during == course.value]

    def longest(self) -> str:
        """The longest of all, during what, and where every thread stood."""
        return str(self._heart.longest())

    def _every(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=milliseconds, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(call)
        timer.start()
        return timer

    def _on_look(self) -> None:
        spent, phase = time.monotonic() - self._since, self._session.state.phase
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
            self._heart.stop()
            self._leave()

    def _enter(self, stage: Course) -> None:
        self.stage, self._since = stage, time.monotonic()
        self._heart.doing(stage.value)

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
