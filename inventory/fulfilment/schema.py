"""The tables of parcels. Everything is added to, nothing is changed: docs/fulfilment.md.

A parcel names its order by id and number without a foreign key: an import that is taken back takes
its orders along, and what was packed for them stays on record.
"""

from __future__ import annotations

from sqlite_utils import Database

from inventory.orders.status import TO_SHIP
from studio.store.migrations import HouseMigrations, refusing

TABLES = (
    "parcel", "parcel_line", "parcel_event", "pack_scan", "parcel_tracking",
    "village_stop", "parcel_stop", "dispatch", "cold_need", "cold_note",
)  # fmt: skip
OUT_OF_TURN = "a parcel does not go that way"
"""What the trigger says when a parcel would be sent that is not packed, or the like."""
MORE_THAN_ORDERED = "more than the parcel takes"

_LAST = """coalesce((SELECT kind FROM parcel_event WHERE parcel_id = NEW.parcel_id
    ORDER BY seq DESC LIMIT 1), '')"""
_ROUND = """(SELECT count(*) FROM parcel_event WHERE parcel_id = NEW.parcel_id
    AND kind = 'opened')"""

TURNS = {
    "packed": ("", "opened"),
    "opened": ("packed", "back"),
    "shipped": ("packed", "back"),
    "back": ("shipped",),
    "delivered": ("shipped",),
    "dissolved": ("", "opened", "packed", "back"),
}
"""After what each event of a parcel comes; an empty word: as its first."""


def _in_turn(kind: str, after: tuple[str, ...]) -> str:
    one_of = f"= '{after[0]}'" if len(after) == 1 else f"IN {after}"
    return f"    WHEN '{kind}' THEN {_LAST} {one_of}"


_CASES = "\n".join(_in_turn(kind, after) for kind, after in TURNS.items())

TRIGGERS = [
    *(
        refusing(f"{table}_no_{moment.lower()}", moment, table, f"{table} is append-only")
        for table in TABLES
        for moment in ("UPDATE", "DELETE")
    ),
    f"""CREATE TRIGGER parcel_event_in_turn BEFORE INSERT ON parcel_event
WHEN NOT CASE NEW.kind
{_CASES}
    ELSE 0 END
BEGIN SELECT RAISE(ABORT, '{OUT_OF_TURN}'); END""",
    f"""CREATE TRIGGER pack_scan_within BEFORE INSERT ON pack_scan
WHEN NEW.verdict = 'right' AND (
    {_LAST} NOT IN ('', 'opened') OR NEW.round <> {_ROUND}
    OR NEW.qty + coalesce((SELECT sum(qty) FROM pack_scan WHERE parcel_id = NEW.parcel_id
        AND round = NEW.round AND reference = NEW.reference AND sku = NEW.sku
        AND verdict = 'right'), 0)
    > coalesce((SELECT qty FROM parcel_line WHERE parcel_id = NEW.parcel_id
        AND reference = NEW.reference AND sku = NEW.sku), 0))
BEGIN SELECT RAISE(ABORT, '{MORE_THAN_ORDERED}'); END""",
]

TRIGGERS += [
    """CREATE TRIGGER parcel_open_new AFTER INSERT ON parcel
BEGIN INSERT INTO parcel_open VALUES (NEW.id); END""",
    """CREATE TRIGGER parcel_open_follows AFTER INSERT ON parcel_event
BEGIN
    DELETE FROM parcel_open WHERE parcel_id = NEW.parcel_id;
    INSERT INTO parcel_open SELECT NEW.parcel_id WHERE NEW.kind IN ('packed', 'opened', 'back');
END""",
]
"""Which parcels are in the house is derived from their events, as a balance is from moves."""

_OF_LINE = "reference >= {0} || '/' AND reference < {0} || '0'"
"""As `stock.references`."""
_HELD = "reason <> 'live_sale' AND reference <> ''"
LINE_GONE = f"""(EXISTS (SELECT 1 FROM parcel_line WHERE {_OF_LINE.format("line.id")}
    AND (SELECT kind FROM parcel_event WHERE parcel_event.parcel_id = parcel_line.parcel_id
        ORDER BY seq DESC LIMIT 1) IN ('shipped', 'delivered'))
AND NOT EXISTS (SELECT 1 FROM stock_move AS one
    WHERE {_OF_LINE.format("line.id")} AND {_HELD}
    AND (target = 'reserved' OR target = 'promised' OR target = 'packed')
    AND 0 < (SELECT sum(CASE target WHEN one.target THEN qty ELSE -qty END) FROM stock_move
        WHERE reference = one.reference AND {_HELD} AND sku = one.sku AND lot = one.lot
        AND (target = one.target OR source = one.target))))"""
"""A ``line`` left in parcels, and nothing of it lies in the house (as `reservations.parts`). Worded
so that SQLite builds no table for it: the program of every move that is written holds it."""
_LINES = f"SELECT 1 FROM order_line AS line WHERE order_id = platform_order.id AND {TO_SHIP}"
_GONE = f"EXISTS ({_LINES}) AND NOT EXISTS ({_LINES} AND NOT {LINE_GONE})"
ORDERS_GONE = f"id IN (SELECT order_id FROM parcel) AND {_GONE}"
"""Rows of ``platform_order`` of which all that is to be shipped has left in our parcels."""

_LINE = "substr(NEW.reference, 1, instr(NEW.reference, '/') - 1)"
_TURNS = "UPDATE platform_order SET gone = 1 - gone WHERE id = {} AND gone <> (" + _GONE + ")"
_PACKED = "WHEN EXISTS (SELECT 1 FROM parcel WHERE order_id = {0}.order_id)"

# A parcel's lines are all there before anything becomes of it. Moves and lines of orders that are
# in no parcel are passed by: of a large import all of them, of notes every one.
TRIGGERS += [
    f"""CREATE TRIGGER order_gone_by_parcel AFTER INSERT ON parcel_event
BEGIN {_TURNS.format("(SELECT order_id FROM parcel WHERE id = NEW.parcel_id)")}; END""",
    f"""CREATE TRIGGER order_gone_by_move AFTER INSERT ON stock_move
WHEN NEW.reason <> 'live_sale' AND NEW.reference <> ''
    AND EXISTS (SELECT 1 FROM parcel_line WHERE {_OF_LINE.format(_LINE)})
BEGIN {_TURNS.format(f"(SELECT order_id FROM order_line WHERE id = {_LINE})")}; END""",
    *(
        f"""CREATE TRIGGER order_gone_by_{name} AFTER {moment} ON order_line
{_PACKED.format(row)}
BEGIN {_TURNS.format(f"{row}.order_id")}; END"""
        for name, moment, row in (
            ("line", "INSERT", "NEW"),
            ("status", "UPDATE OF status, aftersale", "NEW"),
            ("undo", "DELETE", "OLD"),
        )
    ),
]

MIGRATIONS = HouseMigrations("fulfilment", TRIGGERS)


@MIGRATIONS()
def m001_parcels(db: Database) -> None:
    """``reference``: under what the goods are held in the ledger (`inventory.reservations`)."""
    for statement in (
        """CREATE TABLE parcel (
            id TEXT PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            order_id TEXT NOT NULL,
            platform TEXT NOT NULL,
            order_no TEXT NOT NULL,
            made_ms INTEGER NOT NULL,
            made_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX parcel_by_order ON parcel (order_id)",
        "CREATE INDEX parcel_by_number ON parcel (order_no)",
        """CREATE TABLE parcel_line (
            parcel_id TEXT NOT NULL REFERENCES parcel (id),
            reference TEXT NOT NULL CHECK (reference <> ''),
            sku TEXT NOT NULL REFERENCES product (sku),
            qty INTEGER NOT NULL CHECK (qty > 0),
            PRIMARY KEY (parcel_id, reference, sku)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX parcel_line_by_reference ON parcel_line (reference)",
        """CREATE TABLE parcel_event (
            parcel_id TEXT NOT NULL REFERENCES parcel (id),
            seq INTEGER NOT NULL CHECK (seq > 0),
            kind TEXT NOT NULL,
            dispatch_id TEXT NOT NULL,
            happened_ms INTEGER NOT NULL,
            happened_local TEXT NOT NULL,
            PRIMARY KEY (parcel_id, seq)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE pack_scan (
            id TEXT PRIMARY KEY,
            parcel_id TEXT NOT NULL REFERENCES parcel (id),
            round INTEGER NOT NULL,
            reference TEXT NOT NULL,
            sku TEXT NOT NULL,
            lot TEXT NOT NULL,
            qty INTEGER NOT NULL CHECK (qty > 0),
            verdict TEXT NOT NULL,
            told TEXT NOT NULL,
            device TEXT NOT NULL,
            happened_ms INTEGER NOT NULL,
            happened_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX pack_scan_by_parcel ON pack_scan (parcel_id, round)",
        """CREATE TABLE parcel_tracking (
            parcel_id TEXT NOT NULL REFERENCES parcel (id),
            seq INTEGER NOT NULL CHECK (seq > 0),
            carrier TEXT NOT NULL,
            tracking TEXT NOT NULL CHECK (tracking <> ''),
            source TEXT NOT NULL,
            noted_ms INTEGER NOT NULL,
            PRIMARY KEY (parcel_id, seq)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX parcel_tracking_by_number ON parcel_tracking (tracking)",
        """CREATE TABLE village_stop (
            name TEXT PRIMARY KEY CHECK (name <> ''),
            place INTEGER NOT NULL,
            made_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE parcel_stop (
            parcel_id TEXT NOT NULL REFERENCES parcel (id),
            seq INTEGER NOT NULL CHECK (seq > 0),
            stop TEXT NOT NULL,
            set_ms INTEGER NOT NULL,
            PRIMARY KEY (parcel_id, seq)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE dispatch (
            id TEXT PRIMARY KEY,
            made_ms INTEGER NOT NULL,
            made_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE cold_need (
            sku TEXT NOT NULL REFERENCES product (sku),
            seq INTEGER NOT NULL CHECK (seq > 0),
            low INTEGER,
            high INTEGER,
            set_ms INTEGER NOT NULL,
            PRIMARY KEY (sku, seq),
            CHECK ((low IS NULL) = (high IS NULL) AND (low IS NULL OR low <= high))
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE cold_note (
            id TEXT PRIMARY KEY,
            parcel_id TEXT NOT NULL REFERENCES parcel (id),
            item TEXT NOT NULL CHECK (item <> ''),
            celsius INTEGER,
            remark TEXT NOT NULL,
            happened_ms INTEGER NOT NULL,
            happened_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX cold_note_by_parcel ON cold_note (parcel_id, id)",
        # What there is to pack is few beside all orders, and looked for whenever the page opens.
        """CREATE INDEX order_line_to_pack ON order_line (order_id)
            WHERE status = 'paid' AND waits = ''""",
    ):
        db.execute(statement)


@MIGRATIONS()
def m002_open_parcels(db: Database) -> None:
    """Among all parcels ever sent those on the table are few, and asked for all the time."""
    db.execute(
        "CREATE TABLE parcel_open (parcel_id TEXT PRIMARY KEY REFERENCES parcel (id)) "
        "STRICT, WITHOUT ROWID"
    )
    db.execute(
        """INSERT INTO parcel_open SELECT id FROM parcel WHERE coalesce((SELECT kind
        FROM parcel_event WHERE parcel_id = parcel.id ORDER BY seq DESC LIMIT 1), 'opened')
        IN ('packed', 'opened', 'back') ORDER BY id"""
    )


@MIGRATIONS()
def m003_of_strange_codes_only_the_end_is_kept(db: Database) -> None:
    """A carrier's label has a buyer's name and telephone in it, and no clock deletes scans.

    As `inventory.fulfilment.packing` keeps them since; the guard is put back when the file opens.
    """
    db.execute("DROP TRIGGER IF EXISTS pack_scan_no_update")
    db.execute(
        "UPDATE pack_scan SET told = '…' || substr(told, -4) "
        "WHERE verdict = 'unknown' AND length(told) > 4 AND told NOT LIKE '…%'"
    )


@MIGRATIONS()
def m004_orders_that_left_before(db: Database) -> None:
    """From now on they are kept (``platform_order.gone``)."""
    db.execute(f"UPDATE platform_order SET gone = 1 WHERE {ORDERS_GONE}")
