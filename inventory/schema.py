"""The tables of products, lots, stock and live sales. Rules: one move at a time, append-only.

Stock is one ledger of moves between places; a reservation is a move like any other, so there is
no second counter to drift. The balance table is derived: only triggers fill it, and a replay of
the moves equals it. Money is integer fen, quantities are integers of the product's own unit,
weights grams, instants UTC milliseconds, days ISO dates. docs/ledger.md tells the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations, refusing


class Place(StrEnum):
    """Where goods can be. `REAL_PLACES` can never hold less than nothing."""

    SUPPLIER = "supplier"
    HOUSEHOLD = "household"
    SHELF = "shelf"
    RESERVED = "reserved"
    PACKED = "packed"
    HOLD = "hold"
    """Set aside: failed its test, or past its best-before. In the house, and not for sale."""
    CUSTOMER = "customer"
    LOSS = "loss"
    GAIN = "gain"
    PLAN = "plan"
    """Where capacity comes from and promises kept go back to."""
    CAPACITY = "capacity"
    """What may still be promised of a product that is not there yet."""
    PROMISED = "promised"


REAL_PLACES = (
    Place.SHELF,
    Place.RESERVED,
    Place.PACKED,
    Place.HOLD,
    Place.CAPACITY,
    Place.PROMISED,
)
"""The others are the world outside the workshop's door, or its books."""
FOR_SALE = (Place.SHELF, Place.RESERVED, Place.PACKED, Place.CUSTOMER)
"""Where a lot that is on hold may not be moved to."""


class Kind(StrEnum):
    """How a product is sold."""

    STOCK = "stock"
    BUNDLE = "bundle"
    """Explodes into its parts when held."""
    PRESALE = "presale"
    ADOPTION = "adoption"
    MADE_TO_ORDER = "made_to_order"

    @property
    def by_capacity(self) -> bool:
        """True where an order holds a promise, not goods."""
        return self not in (Kind.STOCK, Kind.BUNDLE)


def _one_of(column: str, names: Iterable[str]) -> str:
    """Spelt out: for a list of more than two SQLite builds a small table, in every move anew."""
    return "(" + " OR ".join(f"{column} = '{name}'" for name in names) + ")"


_IS_REAL = _one_of("NEW.source", REAL_PLACES)
_FIRST_REAL = "'shelf', 'reserved', 'packed'"
_FIRST_PLACES = (
    "'supplier', 'household', 'shelf', 'reserved', 'packed', 'customer', 'loss', 'gain', 'capacity'"
)
"""As the first version knew them: what m001 writes never changes."""


def _append_only(table: str, *key: str) -> list[str]:
    """Refuse UPDATE, DELETE, and a second row of one key, even by INSERT OR REPLACE.

    RAISE(ABORT) cannot be talked out of it by the statement's own OR clause, and the refusal of
    the insert holds on connections without recursive_triggers, where REPLACE deletes silently.
    """
    reason = f"{table} is append-only"
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    return [
        refusing(f"{table}_no_update", "UPDATE", table, reason),
        refusing(f"{table}_no_delete", "DELETE", table, reason),
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}\n"
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END",
    ]


NOT_ENOUGH = "not enough stock"
"""What the trigger says when a move would take a real place below zero."""
LOT_UNKNOWN = "lot unknown"
LOT_ON_HOLD = "lot on hold"
HOLD_SPENT = "more than the note holds"
"""What the trigger says when a note would be confirmed or released twice."""

LOSS_CAUSES = (
    *("loss_rotten", "loss_broken", "loss_expired"),
    *("loss_given", "loss_missing", "loss_other"),
)
"""Why goods are lost (`inventory.losses`): the reason of their move."""

_BALANCE_OF = "sku = NEW.sku AND place = NEW.{} AND lot = NEW.lot"
_VERDICT = """(SELECT verdict FROM lot_verdict WHERE sku = NEW.sku AND lot = NEW.lot
        ORDER BY id DESC LIMIT 1)"""

TRIGGERS = [
    *_append_only("stock_move", "id"),
    *_append_only("live_sale", "id"),
    *_append_only("live_sale_undo", "order_id"),
    *_append_only("hold_end", "hold_id", "seq"),
    *_append_only("lot", "sku", "code"),
    *_append_only("lot_verdict", "sku", "lot", "id"),
    *_append_only("lot_report", "sku", "lot", "id"),
    *_append_only("household_name", "written", "id"),
    *_append_only("stock_count", "id"),
    *_append_only("stock_loss", "id"),
    *_append_only("stock_loss_undo", "loss"),
    *_append_only("bundle_part", "sku", "version", "part"),
    *_append_only("bundle_hold", "reference"),
    f"""CREATE TRIGGER stock_move_not_below_zero BEFORE INSERT ON stock_move
WHEN {_IS_REAL} AND (
    NEW.qty > coalesce(
        (SELECT qty FROM stock_balance WHERE {_BALANCE_OF.format("source")}), 0)
    OR NEW.grams > 0 AND NEW.grams > coalesce(
        (SELECT grams FROM stock_balance WHERE {_BALANCE_OF.format("source")}), 0))
BEGIN SELECT RAISE(ABORT, '{NOT_ENOUGH}'); END""",
    f"""CREATE TRIGGER stock_move_lot BEFORE INSERT ON stock_move WHEN NEW.lot <> ''
BEGIN
    SELECT RAISE(ABORT, '{LOT_UNKNOWN}') WHERE NOT EXISTS
        (SELECT 1 FROM lot WHERE sku = NEW.sku AND code = NEW.lot);
    SELECT RAISE(ABORT, '{LOT_ON_HOLD}') WHERE {_one_of("NEW.target", FOR_SALE)}
        AND {_VERDICT} = 'held';
END""",
    # Plain INSERT and UPDATE: an OR clause of the statement that fired a trigger overrides the
    # trigger's own, and an upsert's CHECK would look at the lone difference. Nor does the INSERT
    # look whether the balance is there: what reads the table it fills gets a table of its own
    # from SQLite, which took a quarter of the whole move.
    f"""CREATE TRIGGER stock_move_balance AFTER INSERT ON stock_move
BEGIN
    UPDATE stock_balance SET qty = qty - NEW.qty, grams = grams - NEW.grams
        WHERE {_BALANCE_OF.format("source")};
    INSERT INTO stock_balance (sku, place, lot, qty, grams)
        SELECT NEW.sku, NEW.source, NEW.lot, -NEW.qty, -NEW.grams WHERE changes() = 0;
    UPDATE stock_balance SET qty = qty + NEW.qty, grams = grams + NEW.grams
        WHERE {_BALANCE_OF.format("target")};
    INSERT INTO stock_balance (sku, place, lot, qty, grams)
        SELECT NEW.sku, NEW.target, NEW.lot, NEW.qty, NEW.grams WHERE changes() = 0;
END""",
    refusing(
        "stock_balance_no_delete", "DELETE", "stock_balance", "stock_balance is kept by stock_move"
    ),
    f"""CREATE TRIGGER hold_end_within BEFORE INSERT ON hold_end
WHEN NEW.qty + (SELECT coalesce(sum(qty), 0) FROM hold_end WHERE hold_id = NEW.hold_id)
    NOT BETWEEN 0 AND (SELECT qty FROM live_sale WHERE id = NEW.hold_id)
    OR NEW.qty > 0 AND EXISTS (SELECT 1 FROM live_sale_undo WHERE order_id = NEW.hold_id)
BEGIN SELECT RAISE(ABORT, '{HOLD_SPENT}'); END""",
]

MIGRATIONS = HouseMigrations("inventory", TRIGGERS)


@MIGRATIONS()
def m001_products_stock_and_live_sales(db: Database) -> None:
    """Ids are UUIDv7, so rows clustered by id are appended and page in order of time."""
    for statement in (
        """CREATE TABLE product (
            sku TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            spec TEXT NOT NULL,
            unit TEXT NOT NULL,
            price_fen INTEGER NOT NULL CHECK (price_fen >= 0),
            compared_price_fen INTEGER CHECK (compared_price_fen >= 0),
            origin TEXT NOT NULL,
            picture TEXT NOT NULL,
            script TEXT NOT NULL,
            taken_over_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        f"""CREATE TABLE stock_move (
            id TEXT PRIMARY KEY,
            sku TEXT NOT NULL REFERENCES product (sku),
            qty INTEGER NOT NULL CHECK (qty > 0),
            source TEXT NOT NULL CHECK (source IN ({_FIRST_PLACES})),
            target TEXT NOT NULL CHECK (target IN ({_FIRST_PLACES})),
            reason TEXT NOT NULL,
            reference TEXT NOT NULL,
            happened_ms INTEGER NOT NULL,
            happened_local TEXT NOT NULL,
            recorded_ms INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
            CHECK (source <> target)
        ) STRICT, WITHOUT ROWID""",
        f"""CREATE TABLE stock_balance (
            sku TEXT NOT NULL REFERENCES product (sku),
            place TEXT NOT NULL,
            qty INTEGER NOT NULL,
            PRIMARY KEY (sku, place),
            CHECK (qty >= 0 OR place NOT IN ({_FIRST_REAL}))
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE live_sale (
            id TEXT PRIMARY KEY,
            session_id TEXT NOT NULL,
            sku TEXT NOT NULL REFERENCES product (sku),
            qty INTEGER NOT NULL CHECK (qty > 0),
            channel TEXT NOT NULL,
            unit_price_fen INTEGER NOT NULL CHECK (unit_price_fen >= 0),
            paid_fen INTEGER NOT NULL CHECK (paid_fen = qty * unit_price_fen),
            noted_ms INTEGER NOT NULL,
            noted_local TEXT NOT NULL,
            reserved_by TEXT NOT NULL REFERENCES stock_move (id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE live_sale_undo (
            order_id TEXT PRIMARY KEY REFERENCES live_sale (id),
            undone_ms INTEGER NOT NULL,
            undone_local TEXT NOT NULL,
            released_by TEXT NOT NULL REFERENCES stock_move (id)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX live_sale_by_session ON live_sale (session_id, id)",
    ):
        db.execute(statement)


@MIGRATIONS()
def m002_lots_holds_and_counts(db: Database) -> None:
    """The ledger knows lots, weights and three more places; notes know when they expire.

    The moves are written anew, because a CHECK cannot be changed in place. Children go before
    their parent, so that no foreign key is broken on the way.
    """
    for statement in (*_NEW_TABLES, *_REBUILT):
        db.execute(statement)


_SECOND_REAL = ("shelf", "reserved", "packed", "hold", "capacity", "promised")
_SECOND_PLACES = (
    *("supplier", "household", "shelf", "reserved", "packed", "hold", "customer", "loss", "gain"),
    *("plan", "capacity", "promised"),
)
_SECOND_KINDS = ("stock", "bundle", "presale", "adoption", "made_to_order")
HOLD_ENDS = ("confirmed", "released", "expired", "reopened")
"""What becomes of a note, or of a part of it. As the ones above what m002 writes: spelt out, so
that it never changes with a place or a kind that is added."""

_NEW_TABLES = (
    f"""ALTER TABLE product ADD COLUMN kind TEXT NOT NULL DEFAULT 'stock'
        CHECK ({_one_of("kind", _SECOND_KINDS)})""",
    "ALTER TABLE product ADD COLUMN catch_weight INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE product_unit (
        sku TEXT NOT NULL REFERENCES product (sku),
        unit TEXT NOT NULL,
        factor INTEGER NOT NULL CHECK (factor > 0),
        PRIMARY KEY (sku, unit)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE lot (
        sku TEXT NOT NULL REFERENCES product (sku),
        code TEXT NOT NULL CHECK (code <> ''),
        household TEXT NOT NULL,
        origin TEXT NOT NULL,
        harvested TEXT NOT NULL,
        best_before TEXT NOT NULL,
        made_ms INTEGER NOT NULL,
        PRIMARY KEY (sku, code)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE lot_verdict (
        sku TEXT NOT NULL,
        lot TEXT NOT NULL,
        id TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict = 'held' OR verdict = 'released'),
        reason TEXT NOT NULL,
        happened_ms INTEGER NOT NULL,
        happened_local TEXT NOT NULL,
        PRIMARY KEY (sku, lot, id),
        FOREIGN KEY (sku, lot) REFERENCES lot (sku, code)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE bundle_part (
        sku TEXT NOT NULL REFERENCES product (sku),
        version INTEGER NOT NULL CHECK (version > 0),
        part TEXT NOT NULL REFERENCES product (sku),
        qty INTEGER NOT NULL CHECK (qty > 0),
        PRIMARY KEY (sku, version, part),
        CHECK (sku <> part)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX bundle_part_by_part ON bundle_part (part)",
    """CREATE TABLE bundle_hold (
        reference TEXT PRIMARY KEY,
        sku TEXT NOT NULL REFERENCES product (sku),
        version INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

_REBUILT = (
    f"""CREATE TABLE new_stock_move (
        id TEXT PRIMARY KEY,
        sku TEXT NOT NULL REFERENCES product (sku),
        qty INTEGER NOT NULL CHECK (qty >= 0),
        source TEXT NOT NULL CHECK {_one_of("source", _SECOND_PLACES)},
        target TEXT NOT NULL CHECK {_one_of("target", _SECOND_PLACES)},
        reason TEXT NOT NULL,
        reference TEXT NOT NULL,
        happened_ms INTEGER NOT NULL,
        happened_local TEXT NOT NULL,
        recorded_ms INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
        lot TEXT NOT NULL DEFAULT '',
        grams INTEGER NOT NULL DEFAULT 0 CHECK (grams >= 0),
        CHECK (source <> target),
        CHECK (qty > 0 OR grams > 0)
    ) STRICT, WITHOUT ROWID""",
    """INSERT INTO new_stock_move SELECT id, sku, qty, source, target, reason, reference,
        happened_ms, happened_local, recorded_ms, '', 0 FROM stock_move ORDER BY id""",
    """CREATE TABLE new_live_sale (
        id TEXT PRIMARY KEY,
        session_id TEXT NOT NULL,
        sku TEXT NOT NULL REFERENCES product (sku),
        qty INTEGER NOT NULL CHECK (qty > 0),
        channel TEXT NOT NULL,
        unit_price_fen INTEGER NOT NULL CHECK (unit_price_fen >= 0),
        paid_fen INTEGER NOT NULL CHECK (paid_fen = qty * unit_price_fen),
        noted_ms INTEGER NOT NULL,
        noted_local TEXT NOT NULL,
        reserved_by TEXT NOT NULL REFERENCES new_stock_move (id),
        expires_ms INTEGER
    ) STRICT, WITHOUT ROWID""",
    """INSERT INTO new_live_sale SELECT id, session_id, sku, qty, channel, unit_price_fen,
        paid_fen, noted_ms, noted_local, reserved_by, NULL FROM live_sale ORDER BY id""",
    """CREATE TABLE new_live_sale_undo (
        order_id TEXT PRIMARY KEY REFERENCES new_live_sale (id),
        undone_ms INTEGER NOT NULL,
        undone_local TEXT NOT NULL,
        released_by TEXT NOT NULL REFERENCES new_stock_move (id)
    ) STRICT, WITHOUT ROWID""",
    """INSERT INTO new_live_sale_undo SELECT order_id, undone_ms, undone_local, released_by
        FROM live_sale_undo ORDER BY order_id""",
    "DROP TABLE live_sale_undo",
    "DROP TABLE live_sale",
    "DROP TABLE stock_balance",
    "DROP TABLE stock_move",
    # A rename follows into the foreign keys that name the table.
    "ALTER TABLE new_stock_move RENAME TO stock_move",
    "ALTER TABLE new_live_sale RENAME TO live_sale",
    "ALTER TABLE new_live_sale_undo RENAME TO live_sale_undo",
    "CREATE INDEX live_sale_by_session ON live_sale (session_id, id)",
    # Not the one move of a plain note: its sale knows it, and an order noted live is a page less.
    """CREATE INDEX stock_move_by_reference ON stock_move (reference)
        WHERE reason <> 'live_sale' AND reference <> ''""",
    "CREATE INDEX stock_move_by_lot ON stock_move (sku, lot) WHERE lot <> ''",
    f"""CREATE TABLE stock_balance (
        sku TEXT NOT NULL REFERENCES product (sku),
        place TEXT NOT NULL,
        lot TEXT NOT NULL,
        qty INTEGER NOT NULL DEFAULT 0,
        grams INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (sku, place, lot),
        CHECK (NOT {_one_of("place", _SECOND_REAL)}
            OR qty >= 0 AND grams >= 0 AND (qty > 0 OR grams = 0))
    ) STRICT, WITHOUT ROWID""",
    """INSERT INTO stock_balance (sku, place, lot, qty)
        SELECT sku, place, '', sum(qty) FROM (
            SELECT sku, source AS place, -qty AS qty FROM stock_move
            UNION ALL SELECT sku, target, qty FROM stock_move
        ) GROUP BY sku, place""",
    f"""CREATE TABLE hold_end (
        hold_id TEXT NOT NULL REFERENCES live_sale (id),
        seq INTEGER NOT NULL CHECK (seq > 0),
        how TEXT NOT NULL CHECK ({_one_of("how", HOLD_ENDS)}),
        qty INTEGER NOT NULL CHECK (qty <> 0 AND (qty < 0) = (how = 'reopened')),
        reference TEXT NOT NULL,
        ended_ms INTEGER NOT NULL,
        ended_local TEXT NOT NULL,
        PRIMARY KEY (hold_id, seq)
    ) STRICT, WITHOUT ROWID""",
    # One row, written over: every note at or before it that can expire has ended.
    """CREATE TABLE hold_sweep (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        ended_up_to TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO hold_sweep VALUES (1, '')",
    """CREATE TABLE stock_count (
        id TEXT PRIMARY KEY,
        sku TEXT NOT NULL REFERENCES product (sku),
        lot TEXT NOT NULL,
        counted INTEGER NOT NULL CHECK (counted >= 0),
        expected INTEGER NOT NULL,
        counted_grams INTEGER NOT NULL CHECK (counted_grams >= 0),
        expected_grams INTEGER NOT NULL,
        moved_by TEXT REFERENCES stock_move (id),
        remark TEXT NOT NULL,
        happened_ms INTEGER NOT NULL,
        happened_local TEXT NOT NULL,
        recorded_ms INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
        CHECK ((moved_by IS NULL) = (counted = expected AND counted_grams = expected_grams))
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX stock_count_by_sku ON stock_count (sku, lot, happened_ms)",
)


@MIGRATIONS()
def m003_ends_are_found_by_their_order(db: Database) -> None:
    """Undoing an import asks which notes each of its lines confirmed."""
    db.execute("CREATE INDEX hold_end_by_reference ON hold_end (reference) WHERE reference <> ''")


@MIGRATIONS()
def m004_lots_have_test_reports(db: Database) -> None:
    """One lot may be tested again: the latest counts."""
    db.execute(
        """CREATE TABLE lot_report (
            sku TEXT NOT NULL,
            lot TEXT NOT NULL,
            id TEXT NOT NULL,
            number TEXT NOT NULL CHECK (number <> ''),
            tested TEXT NOT NULL,
            laboratory TEXT NOT NULL,
            happened_ms INTEGER NOT NULL,
            happened_local TEXT NOT NULL,
            PRIMARY KEY (sku, lot, id),
            FOREIGN KEY (sku, lot) REFERENCES lot (sku, code)
        ) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS()
def m005_households_are_called_otherwise(db: Database) -> None:
    """``written``: as lots have it; the latest counts (`inventory.households`)."""
    db.execute(
        """CREATE TABLE household_name (
            written TEXT NOT NULL CHECK (written <> ''),
            id TEXT NOT NULL,
            called TEXT NOT NULL CHECK (called <> ''),
            happened_ms INTEGER NOT NULL,
            happened_local TEXT NOT NULL,
            PRIMARY KEY (written, id)
        ) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS()
def m006_losses_that_were_told(db: Database) -> None:
    """A loss has the id of its move, which says what, where and why; taken back at most once."""
    for statement in (
        """CREATE TABLE stock_loss (
            id TEXT PRIMARY KEY REFERENCES stock_move (id),
            remark TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE stock_loss_undo (
            loss TEXT PRIMARY KEY REFERENCES stock_loss (id),
            put_back_by TEXT NOT NULL REFERENCES stock_move (id),
            undone_ms INTEGER NOT NULL,
            undone_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)
