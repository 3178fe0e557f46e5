"""Which pictures of cards and overlays may go: those no broadcast needs, once they are old.

`gongfu card proof` needs none: it tells from the journal what was on air, by its hash.
"""

from __future__ import annotations

import logging
from pathlib import Path

from sqlite_utils import Database

from overlays import old
from studio.session import archive
from studio.store.database import Store

log = logging.getLogger(__name__)

FOLDER = "cards"
"""Of the drawn pictures, in the data folder."""
KEPT_DAYS = 1100
"""Since a picture was last used, a little more than three years: so long what was on air has to be
shown where somebody asks for it (直播电商监督管理办法 28)."""
DAY_SECONDS = 86_400


def tidy(store: Store, folder: Path, now_s: float) -> int:
    """Remove the old ones; how many were. Blocks: on a worker. ``now_s``: as `time.time`.

    None while a broadcast is on the air, or may be: OBS shows pictures no journal names.
    """
    keep = store.read(needed).result()
    if keep is None:
        return 0
    removed = old.remove(folder, now_s - KEPT_DAYS * DAY_SECONDS, keep)
    if removed:
        log.info("%d pictures of cards were not used for %d days: removed", removed, KEPT_DAYS)
    return removed


def needed(db: Database) -> frozenset[str] | None:
    """The hashes of what broadcasts that were never ended had on; None: the latest may be on air.

    Inside a store transaction.
    """
    if archive.is_latest_on_air(db):
        return None
    return archive.pictures_of_open(db)
