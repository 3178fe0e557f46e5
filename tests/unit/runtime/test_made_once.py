"""A part that two threads ask for at once is made once."""

from __future__ import annotations

import threading

from studio.runtime.made_once import made_once

ASKING = 2
PATIENCE_S = 60.0


class House:
    def __init__(self) -> None:
        self.made = 0
        self.all_ask = threading.Barrier(ASKING)

    @made_once
    def part(self) -> object:
        """A part."""
        self.made += 1
        return object()

    def ask(self, got: list[object]) -> None:
        self.all_ask.wait(PATIENCE_S)
        got.append(self.part)


def test_it_is_made_when_asked_for_and_once() -> None:
    house, other = House(), House()
    assert house.made == 0
    got: list[object] = []
    threads = [threading.Thread(target=house.ask, args=[got]) for _ in range(ASKING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(got) == ASKING
    assert set(got) == {house.part}
    assert house.made == 1
    assert other.part is not house.part
