"""What is done in the background when the program ends."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from studio.bootstrap import open_studio
from studio.store.secrets import MemorySecrets
from tests.helpers.stages import wait_for


def test_it_finds_the_store_open_until_it_is_done(tmp_path: Path) -> None:
    begun, closing = threading.Event(), threading.Event()
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:

        def look() -> int:
            begun.set()
            assert closing.wait(60)
            time.sleep(0.2)  # the store would be closed meanwhile
            return int(studio.store.read(lambda db: db.execute("SELECT 7").fetchone()[0]).result())

        studio.runtime.at_close(closing.set)
        looking = studio.runtime.background(look)
        assert begun.wait(60)
    assert looking.result(0) == 7


def test_what_waits_for_its_turn_is_not_begun(tmp_path: Path) -> None:
    go_on, done = threading.Event(), list[int]()
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        at_work = [studio.runtime.background(lambda: go_on.wait(60)) for _ in range(2)]
        waiting = studio.runtime.background(lambda: done.append(1))
        wait_for(lambda: all(each.running() for each in at_work), "both workers are busy")
        waiting.add_done_callback(lambda _: go_on.set())
    assert waiting.cancelled()
    assert done == []
