"""Which script is read, and when it is read anew. No Qt; runs where the dispatcher delivers."""

from __future__ import annotations

from collections.abc import Callable

from studio.runtime.threads import Runtime
from studio.runtime.wording import Language
from studio.session import events as e
from ui.asking import OnError
from ui.live.models import ScriptModel
from ui.live.ports import Session
from ui.live.prompting import read_script

ScriptWanted = tuple[str, int | None, e.ProductChanged | None]
"""What a script says depends on: product, what is left of it, what changed of it."""


class ScriptDesk:
    """``script`` is that of the product that is on, as it was last read."""

    def __init__(
        self,
        session: Session,
        runtime: Runtime,
        language: Callable[[], Language],
        show: Callable[[ScriptModel], None],
        on_error: OnError,
    ) -> None:
        self._session, self._runtime, self._language = session, runtime, language
        self._show, self._on_error = show, on_error
        self._wanted: ScriptWanted | None = None
        self.script = ScriptModel("", ())

    def follow(self) -> None:
        """Read the current product's script anew when the product or its stock has changed."""
        sku = self._session.state.current_sku or self._session.state.next_sku
        if sku is None:
            return
        stock = self._session.stock.get(sku)
        wanted = (
            *(sku, stock.available if stock is not None else None),
            self._session.state.changed.get(sku),
        )
        if wanted == self._wanted:
            return
        self._wanted = wanted
        plan, language = self._session.plan, self._language()
        read = self._runtime.background(lambda: read_script(plan, sku, wanted[1], language))
        self._runtime.then(read, lambda script: self._take(wanted, script), self._on_error)

    def _take(self, wanted: ScriptWanted, script: ScriptModel) -> None:
        if wanted != self._wanted:
            return  # a later product or stock has overtaken this reading
        self.script = script
        self._show(script)
