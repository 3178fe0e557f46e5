"""The sessions kept in the store: making one, listing them, finding the interrupted one.

Every function runs inside a store transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from inventory import standing
from inventory.search import listing
from studio.runtime.errors import UserFacingError
from studio.session import journal
from studio.session.events import CardRecounted, CardTaken
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct, TimelineStep
from studio.session.state import LiveState, Phase, fold
from studio.stage.platforms import OWN
from studio.stage.port import VideoProfile

LONGEST_INTERRUPTION_MS = 30 * 24 * 3_600_000
"""Nobody goes on with last month's broadcast: a longer one means that the clock was set."""


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """How a session goes on air. Holds no secret: keys and passwords stay in the keyring."""

    stage: str = "practice"
    """``practice`` or ``obs``."""
    obs_url: str = "ws://127.0.0.1:4455"
    ingest_server: str = ""
    """Empty: nothing is streamed, only recorded."""
    footage: str = "synthetic"
    recordings: str = ""
    """Folder for the local recording; empty: the data folder's own."""
    platform: str = OWN
    """Id of the platform it goes to (studio/stage/platforms.toml)."""
    camera: str = ""
    """What OBS films (`StageSetup.camera`)."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the list of sessions. Instants are UTC ms, money is integer fen."""

    id: str
    title: str
    anchor: str
    stage: str
    live_at: int | None
    ended_at: int | None
    orders: int
    """Those of which something stands (`inventory.standing`)."""
    paid_fen: int
    """What stands of them comes to."""


@dataclass(frozen=True, slots=True)
class Titled:
    """What a session is called by those who were there."""

    title: str
    live_at: int
    """UTC ms."""


@dataclass(frozen=True, slots=True)
class Interruption:
    """A session that went live and was never ended."""

    session_id: str
    plan: Plan
    options: SessionOptions
    state: LiveState
    interrupted_at: int
    """UTC ms of the last fact or sign of life, by the broadcast's own clock."""
    wall_at: int
    """What the computer took for the time then, UTC ms."""
    cards: Mapping[str, tuple[str, int | None]]
    """The hash of the card each product was last on air with and how many it said were left to
    order, by SKU."""

    def goes_on_at(self, wall_ms: int) -> int:
        """By the broadcast's own clock, what it is now that the wall clock says ``wall_ms``.

        Between two runs there is only the wall clock to tell how long it was. Where it tells what
        cannot be, it was set meanwhile, and the interruption counts as none.
        """
        lasted = wall_ms - self.wall_at
        return self.interrupted_at + (lasted if 0 <= lasted <= LONGEST_INTERRUPTION_MS else 0)


@dataclass(frozen=True, slots=True)
class LeftOnAir:
    """A broadcast that was ended while its stage did not answer, and was not seen to stop since."""

    session_id: str
    plan: Plan
    options: SessionOptions


def create(
    db: Database, session_id: str, plan: Plan, options: SessionOptions, created_at: int
) -> None:
    """Keep a session with the whole text of its plan: the file may change or vanish later."""
    db.execute(
        "INSERT INTO session (id, plan, stage, options, created_at) VALUES (?, ?, ?, ?, ?)",
        [
            session_id,
            json.dumps(asdict(plan), ensure_ascii=False, default=str),
            options.stage,
            json.dumps(asdict(options), ensure_ascii=False),
            created_at,
        ],
    )


def load(db: Database, session_id: str) -> tuple[Plan, SessionOptions]:
    """A session's plan and options as they were; ``session_unknown`` if there is none."""
    row = db.execute("SELECT plan, options FROM session WHERE id = ?", [session_id]).fetchone()
    if row is None:
        raise UserFacingError("session_unknown", session=session_id)
    return _plan(json.loads(row[0])), SessionOptions(**json.loads(row[1]))


def on_air(db: Database, session_id: str) -> tuple[int | None, int | None]:
    """When that session went live and when it was ended, UTC ms; None: not (yet)."""
    row = db.execute(
        "SELECT min(CASE event WHEN 'went_live' THEN at END), "
        "max(CASE event WHEN 'ended' THEN at END) FROM journal "
        "WHERE session_id = ? AND event IN ('went_live', 'ended')",
        [session_id],
    ).fetchone()
    return row[0], row[1]


_LIVE = (
    "JOIN journal AS live ON live.session_id = session.id"
    " AND live.event = 'went_live' AND live.event IN ('went_live', 'ended')"
)
_ENDED = (
    "LEFT JOIN journal AS ended ON ended.session_id = session.id"
    " AND ended.event = 'ended' AND ended.event IN ('went_live', 'ended')"
)
"""The condition of the index on turning points stands there word for word: without it SQLite
does not see that the index serves, and reads every order ever noted."""


def interrupted(db: Database) -> Interruption | None:
    """The latest session that went live and never ended, if there is one."""
    row = db.execute(
        f"SELECT session.id FROM session {_LIVE} {_ENDED} WHERE ended.event IS NULL"
        " ORDER BY session.rowid DESC LIMIT 1"  # as they were begun, whatever the clock said
    ).fetchone()
    return None if row is None else interruption(db, row[0])


def latest_live(db: Database, stage: str) -> str | None:
    """The latest session that went live on that stage."""
    row = db.execute(
        f"SELECT session.id FROM session {_LIVE}"
        " WHERE session.stage = ? ORDER BY session.rowid DESC LIMIT 1",
        [stage],
    ).fetchone()
    return None if row is None else str(row[0])


def latest(db: Database, most: int) -> list[str]:
    """The ids of so many sessions that went live, the latest first."""
    sql = f"SELECT session.id FROM session {_LIVE} ORDER BY session.rowid DESC LIMIT ?"
    return [session_id for (session_id,) in db.execute(sql, [most])]


def is_latest_on_air(db: Database) -> bool:
    """Whether the latest broadcast is on the air, or may still be: nobody ended it, or nobody saw
    it stop."""
    row = db.execute(
        f"SELECT ended.event FROM session {_LIVE} {_ENDED} ORDER BY session.rowid DESC LIMIT 1"
    ).fetchone()
    return row is not None and (row[0] is None or left_on_air(db) is not None)


def pictures_of_open(db: Database) -> frozenset[str]:
    """The hashes of every picture that broadcasts nobody ended had on: they may be taken up."""
    rows = db.execute(
        "SELECT DISTINCT json_extract(body, '$.sha256') FROM journal"
        " WHERE event IN ('card_taken', 'card_recounted', 'layer_taken') AND session_id IN"
        f" (SELECT session.id FROM session {_LIVE} {_ENDED} WHERE ended.event IS NULL)"
    )
    return frozenset(sha256 for (sha256,) in rows if sha256)


def left_on_air(db: Database) -> LeftOnAir | None:
    """The latest broadcast, where it may still be on the air although it was ended."""
    row = db.execute(
        f"SELECT session.id, ended.body FROM session {_LIVE} {_ENDED}"
        " ORDER BY session.rowid DESC LIMIT 1"
    ).fetchone()
    if row is None or row[1] is None or not json.loads(row[1]).get("perhaps_on_air"):
        return None
    if _has(db, row[0], "left_air"):
        return None
    plan, options = load(db, row[0])
    return LeftOnAir(row[0], plan, options)


def _has(db: Database, session_id: str, event: str) -> bool:
    sql = "SELECT 1 FROM journal WHERE session_id = ? AND event = ?"
    return db.execute(sql, [session_id, event]).fetchone() is not None


def interruption(db: Database, session_id: str) -> Interruption:
    """The state a session was left in; ``session_already_ended`` if it was ended on purpose."""
    plan, options = load(db, session_id)
    entries = journal.entries(db, session_id)
    state = fold(entries)
    if state.phase is Phase.ENDED:
        raise UserFacingError("session_already_ended", title=state.title)
    facts = (entry.fact for entry in entries)
    shown = (fact for fact in facts if isinstance(fact, CardTaken | CardRecounted))
    cards = {fact.sku: (fact.sha256, fact.left) for fact in shown}
    return Interruption(session_id, plan, options, state, *journal.last_seen(db, session_id), cards)


def titles(db: Database, session_ids: Iterable[str]) -> dict[str, Titled]:
    """What those sessions are called, and since when they were live, by id."""
    rows = db.execute(
        f"SELECT session.id, json_extract(session.plan, '$.title'), live.at FROM session {_LIVE} "
        "WHERE session.id IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(set(session_ids)))],
    )
    return {session_id: Titled(title, live_at) for session_id, title, live_at in rows}


def sessions(db: Database) -> list[SessionRow]:
    """Every session that went live, the latest first."""
    sql = f"SELECT {_ROW} FROM session {_LIVE} {_ENDED} ORDER BY session.rowid DESC"
    counted = listing.totals(db)
    return [SessionRow(*(*row, *counted.get(row[0], (0, 0)))) for row in db.execute(sql).fetchall()]


def last_ended(db: Database) -> SessionRow | None:
    """The session that went live last of those that were ended; None: there is none yet."""
    sql = f"""
        SELECT {_ROW} FROM session {_LIVE} {_ENDED} WHERE ended.event IS NOT NULL
        ORDER BY live.at DESC, session.rowid DESC LIMIT 1
        """
    row = db.execute(sql).fetchone()
    return None if row is None else SessionRow(*(*row, *standing.totals(db, row[0])))


_ROW = """session.id, json_extract(session.plan, '$.title'),
    json_extract(session.plan, '$.anchor'), session.stage, live.at, ended.at"""


def _plan(data: dict[str, Any]) -> Plan:
    return Plan(
        title=data["title"],
        anchor=data["anchor"],
        video=VideoProfile(**data["video"]),
        products=tuple(_product(product) for product in data["products"]),
        timeline=tuple(TimelineStep(**step) for step in data["timeline"]),
        # Sessions of before have none.
        overlays=tuple(_overlay(each) for each in data.get("overlays", ())),
        path=_path(data["path"]),
    )


def _overlay(data: dict[str, Any]) -> PlannedOverlay:
    return PlannedOverlay(**data | {"data": tuple((name, said) for name, said in data["data"])})


def _product(data: dict[str, Any]) -> PlannedProduct:
    return PlannedProduct(
        **data | {"picture": _path(data["picture"]), "script": _path(data["script"])}
    )


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)
