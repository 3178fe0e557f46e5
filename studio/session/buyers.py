"""Who a platform's order is for: masked until a person asks, and the asking on record."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlite_utils import Database

from inventory.fulfilment import sent
from inventory.fulfilment.sent import Sending
from inventory.orders import catalogue
from inventory.orders.catalogue import Shown
from studio.runtime.errors import UserFacingError
from studio.store.privacy import Look, note_look
from studio.store.sealed import Sealer

if TYPE_CHECKING:
    from inventory.aftersales.cases import Case
    from studio.session.studio import Studio

log = logging.getLogger(__name__)
CANNOT_OPEN = ("sealed_key_missing", "sealed_broken")


@dataclass(frozen=True, slots=True)
class OrderAndBuyer:
    """An order, and its buyer's data masked, by the platform's headings: empty where nothing was
    kept, or no more; None where it cannot be opened on this computer."""

    shown: Shown
    buyer: Mapping[str, str] | None
    sendings: Mapping[str, Sending] = field(default_factory=dict)
    """How its lines go out in our parcels, by their ids."""
    cases: Sequence[Case] = ()
    """What its buyer wants after the sale, the newest first."""
    looked_ms: int = 0
    """UTC ms, for the clocks of the cases."""


class Buyers:
    """Any thread; the futures are a worker's, because the system's keyring may be slow."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._sealer = Sealer(studio.secrets)

    def look(self, order: str) -> Future[OrderAndBuyer]:
        """The order of that id or number with its buyer masked. Raises order_unknown."""
        return self._studio.runtime.background(lambda: self._look(order))

    def unmasked(self, order_id: str, who: str) -> Future[Mapping[str, str]]:
        """The buyer as the platform told, once it is on the disk that ``who`` looked.

        Raises sealed_key_missing, sealed_broken: then nobody saw anything, and nothing is noted.
        The keyring may ask somebody first: an order noted meanwhile does not wait for that.
        """
        look = Look(self._studio.clock.now_ms(), who, "raw_content.personal", order_id, "asked")
        store = self._studio.store

        def work() -> Mapping[str, str]:
            told = store.read(lambda db: catalogue.buyer(db, order_id, self._sealer)).result()
            store.write(lambda db: note_look(db, look)).result()
            return told

        return self._studio.runtime.background(work)

    def _look(self, order: str) -> OrderAndBuyer:
        read = self._studio.store.read
        shown, sendings, cases = read(lambda db: _find(db, order)).result()
        about = sendings, cases, self._studio.clock.now_ms()
        try:
            told = read(lambda db: catalogue.buyer(db, shown.head.id, self._sealer)).result()
        except UserFacingError as error:
            if error.code not in CANNOT_OPEN:
                raise
            log.warning("the buyer of order %s is not shown: %s", shown.head.id, error)
            return OrderAndBuyer(shown, None, *about)
        return OrderAndBuyer(shown, catalogue.masked(told), *about)


def _find(db: Database, order: str) -> tuple[Shown, Mapping[str, Sending], Sequence[Case]]:
    from inventory.aftersales import cases  # no part of a window that opens no order

    shown = catalogue.find(db, order)
    sendings = sent.of_lines(db, [line.id for line in shown.lines])
    return shown, sendings, cases.of_order(db, shown.head.id)
