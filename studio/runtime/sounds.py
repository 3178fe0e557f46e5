"""Two short sounds, made by the program: right is high and single, wrong is low and double.

Played by what the system brings (Windows itself, ``afplay``, ``pw-play``, ``paplay`` or ``aplay``);
nothing is installed for it. What a sound says always stands on the screen too.
"""

from __future__ import annotations

import logging
import math
import shutil
import struct
import subprocess
import sys
import wave
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from enum import StrEnum
from pathlib import Path

from studio.runtime.threads import OwnerThread

log = logging.getLogger(__name__)

RATE = 22_050
LOUD = 0.5
FADE_SECONDS = 0.008
"""A tone that begins at once clicks."""
PLAY_SECONDS = 5.0
PLAYERS = (("afplay",), ("pw-play",), ("paplay",), ("aplay", "-q"))


class Sound(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"


TONES: dict[Sound, Sequence[tuple[float, float]]] = {
    Sound.RIGHT: ((1320.0, 0.09),),
    Sound.WRONG: ((247.0, 0.22), (0.0, 0.06), (196.0, 0.34)),
}
"""Hertz and seconds, one tone after the other; 0 Hz is silence."""


def samples(sound: Sound) -> list[int]:
    """The sound as 16-bit samples, one channel."""
    made: list[int] = []
    for hertz, seconds in TONES[sound]:
        count = round(seconds * RATE)
        for place in range(count):
            edge = min(place, count - 1 - place) / (FADE_SECONDS * RATE)
            height = math.sin(2 * math.pi * hertz * place / RATE) * min(1.0, edge) * LOUD
            made.append(round(height * 32767))
    return made


def write(sound: Sound, path: Path) -> None:
    """Write the sound as a WAV file."""
    made = samples(sound)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(made)}h", *made))


Play = Callable[[Path], bool]


def system_play(path: Path) -> bool:
    """Play a file and wait for its end; False: this computer has nothing to play it with."""
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return True
    for name, *options in PLAYERS:
        if program := shutil.which(name):
            done = subprocess.run(
                [program, *options, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PLAY_SECONDS,
                check=False,
            )
            if done.returncode == 0:
                return True
    return False


class Sounds:
    """Plays one after the other on a thread of its own, made with the first. Any thread."""

    def __init__(self, folder: Path, play: Play = system_play) -> None:
        """``folder``: where the files are kept."""
        self._folder, self._play = folder, play
        self._thread: OwnerThread | None = None
        self._closed = False

    def play(self, sound: Sound) -> Future[bool]:
        """True once it was played; False: nothing here plays it."""
        if self._closed:
            silent: Future[bool] = Future()
            silent.set_result(False)
            return silent
        if self._thread is None:
            self._thread = OwnerThread("sounds")
        return self._thread.submit(lambda: self._played(sound))

    def close(self) -> None:
        """Wait for the last sound and end the thread. Idempotent."""
        self._closed = True
        if self._thread is not None:
            self._thread.close()

    def _played(self, sound: Sound) -> bool:
        path = self._folder / f"{sound}.wav"
        try:
            if not path.exists():
                self._folder.mkdir(parents=True, exist_ok=True)
                write(sound, path)
            return self._play(path)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            log.info("the sound %s could not be played: %s", sound, error)
            return False
