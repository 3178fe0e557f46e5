"""What is done in the background when the program ends."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from studio.bootstrap import open_studio
from studio.store.database import Store
from studio.store.secrets import MemorySecrets
from tests.helpers.stages import wait_for


def test_it_finds_the_store_open_until_it_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, closing, closed = threading.Event(), threading.Event(), threading.Event()
    close = Store.close
    monkeypatch.setattr(Store, "close", lambda store: (closed.set(), close(store)))
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:

        def look() -> bool:
            begun.set()
            assert closing.wait(60)
            return closed.wait(0.3)

        studio.runtime.at_close(closing.set)
        looking = studio.runtime.background(look)
        assert begun.wait(60)
    assert looking.result(0) is False
    assert closed.is_set()


def test_what_waits_for_its_turn_is_done_as_well(tmp_path: Path) -> None:
    """The last change of a plan, say."""
    go_on = threading.Event()
    with open_studio(tmp_path, secrets=MemorySecrets()) as studio:
        at_work = [studio.runtime.background(lambda: go_on.wait(60)) for _ in range(2)]
        waiting = studio.runtime.background(lambda: studio.store.read(lambda db: 7).result())
        wait_for(lambda: all(each.running() for each in at_work), "both workers are busy")
        studio.runtime.at_close(go_on.set)
    assert waiting.result(0) == 7
