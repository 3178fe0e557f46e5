"""Fakes for presenters and screens: answers that are there already, settings in memory."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from studio.runtime.errors import UserFacingError
from studio.store.settings import SETTINGS


class FakeSettings:
    """Settings that are forgotten; ``broken`` refuses to keep any."""

    def __init__(self, **values: Any) -> None:
        self.broken = False
        self._values = {setting.key: setting.default for setting in SETTINGS} | values

    def get(self, key: str) -> Any:
        return self._values[key]

    def set(self, key: str, value: Any) -> None:
        self.update({key: value})

    def update(self, values: dict[str, Any]) -> None:
        if self.broken:
            raise UserFacingError("settings_unwritable", path="settings.json")
        for key in values:
            if key not in self._values:
                raise KeyError(key)
        self._values |= values


class FakeSecrets:
    """A keyring in memory; ``broken`` refuses to keep anything."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.broken = False

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def set(self, name: str, value: str) -> None:
        if self.broken:
            raise UserFacingError("keyring_missing")
        self.kept[name] = value

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


class Later:
    """Work that is done when the test says so: `Runtime.background` and `Runtime.then`."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def background(self, work: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.append(lambda: _fulfil(future, work))
        return future

    def then(
        self,
        future: Future[Any],
        on_result: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        def back(done: Future[Any]) -> None:
            error = done.exception()
            if error is None:
                on_result(done.result())
            else:
                on_error(error)

        future.add_done_callback(back)

    def finish_next(self) -> None:
        """Do what has waited longest."""
        self._waiting.pop(0)()

    def finish_all(self) -> None:
        """Do what waits, and what comes of it."""
        while self._waiting:
            self._waiting.pop(0)()


def _fulfil(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        future.set_result(work())
    except Exception as error:  # noqa: BLE001 - carried by the Future
        future.set_exception(error)


class Calls:
    """Remembers every call of every method: a view that shows nothing."""

    def __init__(self, **answers: Any) -> None:
        self.said: list[tuple[Any, ...]] = []
        self._answers = answers

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*values: Any, **named: Any) -> Any:
            self.said.append((name, *values, *([named] if named else [])))
            return self._answers.get(name)

        return called

    def last(self, name: str) -> tuple[Any, ...]:
        """The values of the latest call of ``name``."""
        return next(call[1:] for call in reversed(self.said) if call[0] == name)

    def was(self, name: str) -> bool:
        return any(call[0] == name for call in self.said)
