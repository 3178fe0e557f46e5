"""Keeps the black box of a broadcast: health once a second, stills, facts, the end of OBS's log.

It looks on and asks nobody's leave: whatever goes wrong with it ends the box, with one line in the
log and one sentence on the screen, and never the broadcast. What it is told it writes on a thread
of its own, so that a slow disk makes nobody wait.
"""

from __future__ import annotations

import logging
import platform
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from studio import __version__
from studio.health import machine
from studio.runtime.clock import Clock
from studio.runtime.dispatcher import Dispatcher
from studio.runtime.errors import UserFacingError
from studio.runtime.threads import OwnerThread, Ticker
from studio.session import events as e
from studio.session.black_box_file import BoxWriter, HealthRow, box_path, drop_oldest
from studio.session.live import CommandFailed
from studio.session.recorder import Recorder, SessionChanged
from studio.session.stage_keeper import StageKeeper
from studio.session.state import Phase
from studio.session.stream_minder import HealthMeasured
from studio.stage.obs.log_tail import LogTail
from studio.store.sqlite import sqlite3

log = logging.getLogger(__name__)

SAMPLE_SECONDS = 1.0
STALE_SECONDS = 2.5
"""A measurement of the stage older than this is no news of this second."""
FLUSH_EVERY = 5
"""Samples between two transactions: what a killed program loses at most, but for facts that wait
(`FACTS_A_SAMPLE`), which the journal has."""
FACTS_A_SAMPLE = 25
"""More than people note in a second. Orders that come faster wait with theirs for the next samples:
each takes as long as a tenth of an order's own work, on the one interpreter there is for both."""
STILL_EVERY = 10
STILL_WIDTH = 320
"""Pixels; such a picture has about 3 to 10 KB and costs OBS 3 to 33 ms [M]."""


WRITTEN_AT_ONCE = (e.StageWasLost, e.StageWasRegained, e.Ended)


@dataclass(frozen=True, slots=True)
class BoxParts:
    """Where a box lies and what it may ask."""

    folder: Path
    kept: int
    """Boxes kept in the folder; the oldest go when a new one begins."""
    entries: Callable[[], Sequence[e.Entry]]
    """The session's journal, read from the disk; blocks."""
    obs_log: Callable[[], LogTail | None] | None = None
    """None where there is no OBS."""


class BlackBox:
    """See the module. Made with the session, closed with it; `on_…` run where the news arrives."""

    def __init__(
        self,
        parts: BoxParts,
        keeper: StageKeeper,
        recorder: Recorder,
        dispatcher: Dispatcher,
        clock: Clock,
    ) -> None:
        self._parts = parts
        self._keeper = keeper
        self._recorder = recorder
        self._dispatcher = dispatcher
        self._clock = clock
        self._measured: tuple[float, HealthMeasured] | None = None
        self._facts: deque[e.Entry] = deque()
        self._lock = threading.Lock()
        self._waiting = False
        self._thread: OwnerThread | None = None
        self._ticker: Ticker | None = None
        # From here on: touched by the box's thread only.
        self._file: BoxWriter | None = None
        self._broken = False
        self._samples = 0
        self._unsubscribe = [
            dispatcher.subscribe(HealthMeasured, self.on_health_measured),
            dispatcher.subscribe(SessionChanged, self.on_session_changed),
        ]

    @property
    def path(self) -> Path:
        return box_path(self._parts.folder, self._recorder.session_id)

    def on_health_measured(self, measured: HealthMeasured) -> None:
        self._measured = (self._clock.monotonic(), measured)

    def on_session_changed(self, changed: SessionChanged) -> None:
        """The first fact of a broadcast, or of its resumption, begins the box."""
        if changed.entry.session_id != self._recorder.session_id:
            return
        begins = self._thread is None and changed.state.phase is Phase.LIVE
        if begins:
            self._thread = OwnerThread("black-box")
            self._do(self._open)
            self._ticker = Ticker("black-box-ticker", SAMPLE_SECONDS, self._tick)
        if self._thread is None:
            return
        # An order waits for its line while the news goes round: facts are written with the next
        # sample, but what the box must not miss at once.
        self._facts.append(changed.entry)
        if begins or isinstance(changed.entry.fact, WRITTEN_AT_ONCE):
            self._do(self._take_all_facts)

    def close(self) -> None:
        """Write what is there and let the file go. Idempotent."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        if self._ticker is not None:
            self._ticker.close()
        if self._thread is not None:
            self._do(self._finish)
            self._thread.close()

    # -- on the box's thread -----------------------------------------------------------------

    def _do(self, work: Callable[[], None]) -> None:
        assert self._thread is not None
        try:
            self._thread.submit(lambda: self._safely(work))
        except RuntimeError:
            log.debug("the black box is closed already")

    def _safely(self, work: Callable[[], None]) -> None:
        """A box that cannot be written is given up, once."""
        if self._broken:
            return
        try:
            work()
        except (sqlite3.Error, OSError, ValueError, UserFacingError) as error:
            self._give_up(error)
        except Exception as error:
            log.exception("bug in the black box")
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self._broken = True
        log.warning("the black box is given up: %s: %s", type(error).__name__, error)
        if self._file is not None:
            self._file.close()
            self._file = None
        self._dispatcher.publish(CommandFailed(UserFacingError("black_box_stopped")))

    def _open(self) -> None:
        self._parts.folder.mkdir(parents=True, exist_ok=True)
        about = {"program": __version__, "system": platform.platform()}
        self._file = BoxWriter(self.path, self._recorder.session_id, about)
        drop_oldest(self._parts.folder, self._parts.kept)
        self._file.facts(self._parts.entries())
        self._file.flush()

    def _take_all_facts(self) -> None:
        self._take_facts(len(self._facts))

    def _take_facts(self, most: int) -> None:
        """The oldest of those that wait."""
        if self._file is None:
            return
        facts = [self._facts.popleft() for _ in range(min(most, len(self._facts)))]
        self._file.facts(facts)
        if any(isinstance(entry.fact, WRITTEN_AT_ONCE) for entry in facts):
            self._take_obs_log()
        if any(isinstance(entry.fact, e.Ended) for entry in facts):
            self._file.flush()

    def _take_obs_log(self) -> None:
        if self._file is None or self._parts.obs_log is None:
            return
        found = self._parts.obs_log()
        if found is not None:
            self._file.obs_log(self._clock.now_ms(), found.name, found.text)

    def _finish(self) -> None:
        if self._file is None:
            return
        self._take_obs_log()
        self._file.facts(self._all_facts())
        self._file.flush()
        self._file.close()
        self._file = None

    def _all_facts(self) -> Sequence[e.Entry]:
        """What is on the disk; where the store was quicker to close, what was told of it."""
        try:
            return self._parts.entries()
        except RuntimeError as error:
            log.info("the journal is closed already: %s", error)
            return tuple(self._facts)

    # -- every second --------------------------------------------------------------------------

    def _tick(self) -> None:
        """On the ticker's thread; a disk that hangs must not pile up samples."""
        if self._recorder.state.phase is not Phase.LIVE:
            return
        with self._lock:
            waiting, self._waiting = self._waiting, True
        if not waiting:
            self._do(self._sample)

    def _sample(self) -> None:
        with self._lock:
            self._waiting = False
        if self._file is None:
            return
        self._take_facts(FACTS_A_SAMPLE)
        self._file.health(self._row())
        if self._samples % STILL_EVERY == 0:
            self._ask_for_still()
        self._samples += 1
        if self._samples % FLUSH_EVERY == 0:
            self._file.flush()

    def _row(self) -> HealthRow:
        measured = self._measured
        fresh = measured is not None and self._clock.monotonic() - measured[0] <= STALE_SECONDS
        stage = measured[1] if measured is not None and fresh else None
        computer = machine.look(self._parts.folder)
        return HealthRow(
            at=self._clock.now_ms(),
            kbps=stage.kbps if stage else None,
            uplink=stage.uplink if stage else None,
            dropped=stage.dropped_ratio if stage else None,
            fps=stage.fps if stage else None,
            stream=str(stage.stream) if stage else None,
            cpu_percent=computer.cpu_percent,
            memory_percent=computer.memory_percent,
            disk_free=computer.disk_free,
            battery_percent=computer.battery_percent,
            plugged_in=computer.plugged_in,
        )

    def _ask_for_still(self) -> None:
        state = self._recorder.state
        if state.stage_lost or state.power.state == "saving":
            return
        try:
            self._keeper.programme(STILL_WIDTH).add_done_callback(self._still_came)
        except RuntimeError:
            log.debug("no still of a stage that was let go")

    def _still_came(self, done: Future[bytes]) -> None:
        """On the stage's thread. One that does not answer costs a still, nothing more."""
        error = done.exception()
        if error is not None:
            log.debug("no still: %s", error)
            return
        at, picture = self._clock.now_ms(), done.result()
        self._do(lambda: self._file.still(at, picture) if self._file is not None else None)
