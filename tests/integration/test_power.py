"""The battery during a broadcast."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.health import probes
from studio.health.power import Power
from studio.health.probes import Battery
from studio.session import black_box, power_watch
from studio.session.black_box_file import box_path, open_box
from studio.session.live import LiveSession
from tests.integration.test_black_box import grown
from tests.integration.test_live_session import Room, room, wait_until

__all__ = ["room"]


class Socket:
    """The computer's battery, as the test wants it."""

    def __init__(self) -> None:
        self.battery: Battery | None = Battery(80, plugged_in=True, seconds_left=None)
        self.looks = 0

    def look(self) -> Battery | None:
        self.looks += 1
        return self.battery

    def left(self, percent: int) -> None:
        self.battery = Battery(percent, plugged_in=False, seconds_left=600)


@pytest.fixture
def socket(monkeypatch: pytest.MonkeyPatch) -> Socket:
    made = Socket()
    monkeypatch.setattr(probes, "battery", made.look)
    monkeypatch.setattr(power_watch, "TICK_SECONDS", 0.02)
    return made


def comes_to(room: Room, session: LiveSession, power: Power) -> None:
    def there() -> bool:
        room.clock.advance(20)
        return session.state.power == power

    wait_until(there)


def test_a_battery_that_empties_is_told_step_by_step(room: Room, socket: Socket) -> None:
    session = room.live()
    for percent, state in ((70, "battery"), (20, "low"), (9, "saving")):
        socket.left(percent)
        comes_to(room, session, Power(state, percent))
    socket.battery = Battery(9, plugged_in=True, seconds_left=None)
    comes_to(room, session, Power("mains", 9))
    session.end().result(60)
    session.close()
    assert room.events.count("power_changed") == 4
    summary = room.studio.summary(session.session_id).result(60)
    codes = [row["code"] for row in summary["incidents"] if "power" in row["code"]]
    assert codes == ["incident_power_low", "incident_power_saving"]
    told = [row["code"] for row in summary["timeline"] if "power" in row["code"]]
    assert told == ["told_power_battery", "told_power_low", "told_power_saving", "told_power_mains"]


def test_a_battery_nearly_empty_costs_the_black_box_its_stills_until_it_is_plugged_in(
    room: Room, socket: Socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(black_box, "SAMPLE_SECONDS", 0.02)
    monkeypatch.setattr(black_box, "FLUSH_EVERY", 2)
    monkeypatch.setattr(black_box, "STILL_EVERY", 3)
    session = room.live()
    path = box_path(room.studio.data_dir / "recordings", session.session_id)

    def later(samples: int) -> tuple[int, int | None]:
        """Stills after so many more seconds, and the battery in the last of them."""
        grown(room, path, seconds(path) + samples)
        with open_box(path) as box:
            return len(box.still_times()), box.health()[-1].battery_percent

    grown(room, path, 2)
    socket.left(11)
    comes_to(room, session, Power("low", 11))
    before, _ = later(10)
    assert before > 1
    socket.left(9)
    comes_to(room, session, Power("saving", 9))
    later(2)  # one may have been under way
    saved, percent = later(10)
    assert later(10) == (saved, 9) == (saved, percent)
    socket.battery = Battery(9, plugged_in=True, seconds_left=None)
    comes_to(room, session, Power("mains", 9))
    assert later(10)[0] > saved
    session.end().result(60)
    session.close()


def seconds(path: Path) -> int:
    with open_box(path) as box:
        return box.info().seconds


def test_a_plugged_computer_is_looked_at_and_nothing_is_told(room: Room, socket: Socket) -> None:
    session = room.live()
    wait_until(lambda: socket.looks > 0)
    session.end().result(60)
    session.close()
    assert "power_changed" not in room.events
