"""A voice that is not heard."""

from __future__ import annotations

from concurrent.futures import Future

from studio.runtime.voice import Voice
from studio.runtime.wording import Language


class SpyVoice(Voice):
    """Keeps what it should have said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, Language]] = []

    def say(self, text: str, language: Language) -> Future[bool]:
        self.said.append((text, language))
        done: Future[bool] = Future()
        done.set_result(True)
        return done
