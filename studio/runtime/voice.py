"""Says a sentence aloud with the voice the system brings, where it brings one.

Windows speaks through SAPI, macOS through ``say``, Linux through speech-dispatcher or espeak-ng.
Nothing is installed for it: a computer without a voice stays silent, and what is spoken always
stands on the screen too.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from studio.runtime.threads import OwnerThread
from studio.runtime.wording import Language

log = logging.getLogger(__name__)

SPEAK_SECONDS = 15.0
"""Longer than any sentence of ours; a voice that hangs must not keep the next one silent."""
LIST_SECONDS = 5.0
SAYS = "GONGFU_SAYS"
"""Carries the sentence to PowerShell: its command line and its input know only a code page."""
LOCALES: Mapping[Language, str] = {"zh": "zh-CN", "en": "en-US"}
_POWERSHELL = (
    "Add-Type -AssemblyName System.Speech;"
    "$v = New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$v.SelectVoiceByHints('NotSet', 'NotSet', 0, [cultureinfo]'{locale}');"
    f"$v.Speak($env:{SAYS})"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command that says one sentence and ends when it was said."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


Find = Callable[[str], str | None]


def how_to_say(
    text: str, language: Language, *, platform: str = sys.platform, find: Find = shutil.which
) -> Spoken | None:
    """How this system says ``text``; None where it has no voice. Starts nothing, except on macOS
    ``say -v ?`` once, to learn which voice speaks the language.
    """
    if platform == "win32":
        shell = find("powershell")
        script = _POWERSHELL.format(locale=LOCALES[language])
        command = (shell or "", "-NoProfile", "-NonInteractive", "-Command", script)
        return Spoken(command, {SAYS: text}) if shell else None
    if platform == "darwin":
        say = find("say")
        return Spoken((say, *_mac_choice(say, language), "--", text)) if say else None
    return _linux(text, language, find)


def _linux(text: str, language: Language, find: Find) -> Spoken | None:
    if spd := find("spd-say"):
        return Spoken((spd, "--wait", "--language", language, "--", text))
    if espeak := find("espeak-ng"):
        voice = "cmn" if language == "zh" else "en"
        return Spoken((espeak, "-v", voice, "--", text))
    return None


def _mac_choice(say: str, language: Language) -> tuple[str, ...]:
    """The system's own voice may not know Chinese, and then says nothing at all."""
    try:
        asked = subprocess.run(
            [say, "-v", "?"], capture_output=True, timeout=LIST_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.info("the voices could not be listed: %s", error)
        return ()
    voice = mac_voice(asked.stdout.decode("utf-8", "replace"), language)
    return ("-v", voice) if voice else ()


def mac_voice(listing: str, language: Language) -> str | None:
    """The first voice for ``language`` in what ``say -v ?`` prints."""
    wanted = LOCALES[language].replace("-", "_")
    for line in listing.splitlines():
        before, _, _ = line.partition("#")
        name, _, locale = before.rstrip().rpartition(" ")
        if locale == wanted:
            return name.strip()
    return None


class Voice:
    """Says one sentence after the other, on a thread of its own. Any thread.

    A sentence still waiting when the next one comes is left out: what was true a moment ago is
    not worth hearing late.
    """

    def __init__(self, how: Callable[[str, Language], Spoken | None] = how_to_say) -> None:
        self._how = how
        self._lock = threading.Lock()
        self._thread: OwnerThread | None = None
        self._latest = 0
        self._speaking: subprocess.Popen[bytes] | None = None
        self._closed = False

    def say(self, text: str, language: Language) -> Future[bool]:
        """Say it. True once it was said; False: no voice, overtaken by a later one, or closed."""
        with self._lock:
            if self._closed:
                silent: Future[bool] = Future()
                silent.set_result(False)
                return silent
            self._latest += 1
            ticket = self._latest
            if self._thread is None:  # nobody who wants no voice pays for a thread
                self._thread = OwnerThread("voice")
            return self._thread.submit(lambda: self._say(ticket, text, language))

    def close(self) -> None:
        """Fall silent at once, in the middle of a word. Idempotent."""
        with self._lock:
            self._closed = True
            thread, speaking = self._thread, self._speaking
        if speaking is not None:
            speaking.kill()
        if thread is not None:
            thread.close()

    def _say(self, ticket: int, text: str, language: Language) -> bool:
        if ticket != self._latest:
            return False
        spoken = self._how(text, language)
        if spoken is None:
            log.info("no voice on this computer: %s", text)
            return False
        process = self._start(spoken)
        return process is not None and self._ended_well(process)

    def _start(self, spoken: Spoken) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closed:
                return None
            try:
                self._speaking = subprocess.Popen(
                    spoken.command,
                    env={**os.environ, **spoken.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            except OSError as error:
                log.info("the voice could not be started: %s", error)
                return None
            return self._speaking

    def _ended_well(self, process: subprocess.Popen[bytes]) -> bool:
        try:
            code = process.wait(SPEAK_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        with self._lock:
            self._speaking = None
        if code != 0:
            log.info("the voice ended with %s", code)
        return code == 0
