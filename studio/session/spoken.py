"""Says aloud that viewers see or hear nothing, where the settings ask for it."""

from __future__ import annotations

from collections.abc import Callable

from studio.runtime.dispatcher import Dispatcher
from studio.runtime.voice import Voice
from studio.runtime.wording import Language, sentence
from studio.session import events as e
from studio.session.recorder import SessionChanged
from studio.store.settings import Settings

SPOKEN = (e.PictureWentBad, e.SoundWentBad)


class SpokenWarnings:
    """Listens to one session; closed with it."""

    def __init__(
        self, session_id: str, voice: Voice, settings: Settings, dispatcher: Dispatcher
    ) -> None:
        self._session_id = session_id
        self._voice = voice
        self._settings = settings
        self._unsubscribe: Callable[[], None] = dispatcher.subscribe(
            SessionChanged, self.on_session_changed
        )

    def close(self) -> None:
        """Say nothing more. Idempotent."""
        self._unsubscribe()

    def on_session_changed(self, event: SessionChanged) -> None:
        """The words of the fact, in the language of the screens."""
        fact = event.entry.fact
        if not isinstance(fact, SPOKEN) or event.entry.session_id != self._session_id:
            return
        if self._settings.get("speak_warnings") == "on":
            language: Language = self._settings.get("language")
            self._voice.say(sentence(f"spoken_{fact.what}", language), language)
