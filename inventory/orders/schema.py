"""The tables of imported orders: the rows as they were, and what follows from them.

`order_line` is the join of every version of a line that was imported and not taken back
(`inventory.orders.merging`), so that files in any order, and any of them twice, end the same.
"""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations, refusing
from studio.store.sealed import SealedColumn


def _never(moment: str, table: str) -> str:
    return refusing(f"{table}_no_{moment.lower()}", moment, table, f"{table} is kept as it was")


TRIGGERS = [
    *(_never("DELETE", each) for each in ("import_file", "raw_row", "raw_content", "status_event")),
    *(_never("UPDATE", each) for each in ("raw_row", "status_event")),
]
SEALED = (
    SealedColumn("raw_content", "personal", "kept_ms"),
    SealedColumn("raw_content", "phone_tail", "kept_ms"),
)

MIGRATIONS = HouseMigrations("orders", TRIGGERS, SEALED)


_SORTED_BY = {
    "": "ordered_ms",
    "_and_paid": "paid_fen, refunded_fen",
    "_and_number": "order_no",
    "_and_pieces": "pieces",
    "_and_face": "face",
}
"""The indexes of orders by kind, and what each is sorted by, as m007 made them."""


@MIGRATIONS()
def m001_imported_orders(db: Database) -> None:
    """``raw_content`` is named by the hash of a row, so that a row in ten files is kept once."""
    for statement in (
        """CREATE TABLE import_file (
            id TEXT PRIMARY KEY,
            file TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            platform TEXT NOT NULL,
            shop TEXT NOT NULL,
            template_version INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            begun_ms INTEGER NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('writing', 'done', 'stopped', 'undoing', 'undone')),
            ended_ms INTEGER
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE heading_set (
            id INTEGER PRIMARY KEY,
            open TEXT NOT NULL,
            hidden TEXT NOT NULL,
            UNIQUE (open, hidden)
        ) STRICT""",
        """CREATE TABLE raw_content (
            digest BLOB NOT NULL UNIQUE,
            headings INTEGER NOT NULL REFERENCES heading_set (id),
            plain TEXT NOT NULL,
            personal BLOB,
            state TEXT NOT NULL,
            kept_ms INTEGER NOT NULL
        ) STRICT""",
        """CREATE TABLE raw_row (
            import_id TEXT NOT NULL REFERENCES import_file (id),
            row INTEGER NOT NULL,
            digest BLOB NOT NULL REFERENCES raw_content (digest),
            line_id TEXT,
            reason TEXT NOT NULL,
            PRIMARY KEY (import_id, row)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX raw_row_by_line ON raw_row (line_id) WHERE line_id IS NOT NULL",
        """CREATE TABLE platform_order (
            id TEXT PRIMARY KEY,
            platform TEXT NOT NULL,
            shop TEXT NOT NULL,
            order_no TEXT NOT NULL,
            status TEXT NOT NULL,
            aftersale TEXT NOT NULL,
            paid_fen INTEGER NOT NULL CHECK (paid_fen >= 0),
            refunded_fen INTEGER NOT NULL CHECK (refunded_fen >= 0),
            ordered_ms INTEGER,
            UNIQUE (platform, order_no)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX platform_order_by_time ON platform_order (ordered_ms)",
        """CREATE TABLE order_line (
            id TEXT PRIMARY KEY,
            order_id TEXT NOT NULL REFERENCES platform_order (id),
            line_no TEXT NOT NULL,
            code TEXT NOT NULL,
            qty INTEGER NOT NULL CHECK (qty > 0),
            status TEXT NOT NULL,
            aftersale TEXT NOT NULL,
            state TEXT NOT NULL,
            waits TEXT NOT NULL,
            UNIQUE (order_id, line_no)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX order_line_waiting ON order_line (waits, code) WHERE waits <> ''",
        """CREATE TABLE status_event (
            seq INTEGER PRIMARY KEY,
            line_id TEXT NOT NULL,
            import_id TEXT NOT NULL,
            status TEXT NOT NULL,
            aftersale TEXT NOT NULL,
            at_ms INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX status_event_by_line ON status_event (line_id)",
        """CREATE TABLE channel_sku_map (
            shop TEXT NOT NULL,
            code TEXT NOT NULL,
            sku TEXT NOT NULL REFERENCES product (sku),
            times INTEGER NOT NULL CHECK (times > 0),
            confirmed_ms INTEGER NOT NULL,
            PRIMARY KEY (shop, code)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE known_heading (
            platform TEXT NOT NULL,
            heading TEXT NOT NULL,
            confirmed_ms INTEGER NOT NULL,
            PRIMARY KEY (platform, heading)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE line_goods (
            line_id TEXT NOT NULL REFERENCES order_line (id),
            sku TEXT NOT NULL REFERENCES product (sku),
            qty INTEGER NOT NULL CHECK (qty > 0),
            PRIMARY KEY (line_id, sku)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


@MIGRATIONS()
def m002_orders_are_sorted_and_found(db: Database) -> None:
    """``phone_tail``: a mark of the buyer's last four digits (`inventory.orders.phones`).

    Orders lie by shop and by how far they are: any filter is a few of these ranges, and each is
    sorted by time and by what was paid.
    """
    for statement in (
        "ALTER TABLE raw_content ADD COLUMN phone_tail BLOB",
        "CREATE INDEX raw_content_by_tail ON raw_content (phone_tail) WHERE phone_tail IS NOT NULL",
        "CREATE INDEX platform_order_by_kind ON platform_order "
        "(shop, status, aftersale, ordered_ms)",
        "CREATE INDEX platform_order_by_kind_and_paid ON platform_order "
        "(shop, status, aftersale, paid_fen, refunded_fen)",
    ):
        db.execute(statement)


@MIGRATIONS()
def m003_orders_are_sorted_by_number_and_goods(db: Database) -> None:
    """``pieces`` and ``face`` (how its first line begins) follow from an order's lines."""
    for statement in (
        "ALTER TABLE platform_order ADD COLUMN pieces INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE platform_order ADD COLUMN face TEXT NOT NULL DEFAULT ''",
        # Of bare columns beside min() SQLite takes those of the row that has it.
        """UPDATE platform_order SET pieces = told.pieces, face = told.face FROM (
            SELECT order_id, sum(qty) AS pieces, min(line_no), CASE WHEN state = '' THEN '' ELSE
                substr(trim(json_extract(state, '$[3]') || ' ' || json_extract(state, '$[4]')),
                1, 24) END AS face
            FROM order_line GROUP BY order_id) AS told
        WHERE told.order_id = platform_order.id""",
        "CREATE INDEX platform_order_by_kind_and_number ON platform_order "
        "(shop, status, aftersale, order_no)",
        "CREATE INDEX platform_order_by_kind_and_pieces ON platform_order "
        "(shop, status, aftersale, pieces)",
        "CREATE INDEX platform_order_by_kind_and_face ON platform_order "
        "(shop, status, aftersale, face)",
    ):
        db.execute(statement)


@MIGRATIONS()
def m004_words_a_person_has_explained(db: Database) -> None:
    """``kind``: ``status`` or ``aftersale``; ``meaning``: the name of one."""
    db.execute(
        """CREATE TABLE known_word (
            platform TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind = 'status' OR kind = 'aftersale'),
            word TEXT NOT NULL,
            meaning TEXT NOT NULL,
            confirmed_ms INTEGER NOT NULL,
            PRIMARY KEY (platform, kind, word)
        ) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS()
def m005_orders_are_found_by_what_is_in_them(db: Database) -> None:
    """``order_goods``: everything an order of that shop may hold, told once (`OrderState.goods`).

    There are as many as there are products and what is bought together; what a word is about is
    some of them, and each is sorted by time.
    """
    told = "trim(json_extract(state, '$[3]') || ' ' || json_extract(state, '$[4]')) || char(9)"
    for statement in (
        """CREATE TABLE order_goods (
            id INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            words TEXT NOT NULL,
            UNIQUE (shop, words)
        ) STRICT""",
        "ALTER TABLE platform_order ADD COLUMN goods INTEGER NOT NULL DEFAULT 0",
        f"""CREATE TEMP TABLE told AS SELECT order_id, shop, group_concat(line, char(10)) AS words
            FROM (SELECT DISTINCT order_id, {told} || code AS line FROM order_line
                WHERE state <> '' ORDER BY order_id, line)
            JOIN platform_order ON platform_order.id = order_id GROUP BY order_id""",
        "INSERT INTO order_goods (shop, words) SELECT DISTINCT shop, words FROM told",
        """UPDATE platform_order SET goods = order_goods.id
            FROM told JOIN order_goods USING (shop, words) WHERE order_id = platform_order.id""",
        "DROP TABLE told",
        "CREATE INDEX platform_order_by_goods ON platform_order "
        "(goods, status, aftersale, ordered_ms, id, paid_fen, refunded_fen)",
    ):
        db.execute(statement)


@MIGRATIONS()
def m006_shops_take_stock_at_order_or_payment(db: Database) -> None:
    """A shop nobody said anything about takes it at payment."""
    db.execute(
        """CREATE TABLE shop_rule (
            shop TEXT PRIMARY KEY,
            takes TEXT NOT NULL CHECK (takes = 'order' OR takes = 'payment'),
            said_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS()
def m007_words_need_no_look_at_each_order(db: Database) -> None:
    """Whether an order is about what was typed, and by what it is sorted, stands in each index."""
    for name, columns in _SORTED_BY.items():
        db.execute(f"DROP INDEX platform_order_by_kind{name}")
        db.execute(
            f"CREATE INDEX platform_order_by_kind{name} ON platform_order "
            f"(shop, status, aftersale, {columns}, id, goods)"
        )
    db.execute("DROP INDEX platform_order_by_goods")
    db.execute(
        "CREATE INDEX platform_order_by_goods ON platform_order (goods, status, aftersale, "
        "ordered_ms, id, paid_fen, refunded_fen, pieces, order_no, face)"
    )


@MIGRATIONS()
def m008_what_was_refunded_before_it_left_is_not_to_ship(db: Database) -> None:
    """An order is as far as its lines that go on (`OrderState.status`): only a paid one changes."""
    db.execute(
        """UPDATE platform_order SET status = coalesce(
            (SELECT status FROM order_line WHERE order_id = platform_order.id
                AND status <> 'closed' AND NOT (status = 'paid' AND aftersale = 'refunded')
                ORDER BY instr('paid shipped done', status) LIMIT 1), 'closed')
        WHERE status = 'paid' AND aftersale = 'refunded'"""
    )


@MIGRATIONS()
def m009_rows_that_contradict_each_other_are_decided(db: Database) -> None:
    """``told``: what the rows of the dispute say, ``qty`` and ``paid_fen`` what counts
    (`inventory.orders.disputes`)."""
    db.execute(
        """CREATE TABLE order_verdict (
            platform TEXT NOT NULL,
            order_no TEXT NOT NULL,
            line_no TEXT NOT NULL,
            told TEXT NOT NULL,
            qty INTEGER NOT NULL CHECK (qty >= 0),
            paid_fen INTEGER NOT NULL CHECK (paid_fen >= 0),
            said_ms INTEGER NOT NULL,
            PRIMARY KEY (platform, order_no, line_no, told)
        ) STRICT, WITHOUT ROWID"""
    )


@MIGRATIONS()
def m010_orders_that_left_lie_apart(db: Database) -> None:
    """``gone``: 1 once all that is to be shipped has left in our parcels, kept by the triggers of
    `inventory.fulfilment.schema`. Whoever looks for what is still to be shipped walks past none."""
    db.execute("ALTER TABLE platform_order ADD COLUMN gone INTEGER NOT NULL DEFAULT 0")
    for name, columns in _SORTED_BY.items():
        db.execute(f"DROP INDEX platform_order_by_kind{name}")
        db.execute(
            f"CREATE INDEX platform_order_by_kind{name} ON platform_order "
            f"(shop, status, aftersale, gone, {columns}, id, goods)"
        )
    db.execute("DROP INDEX platform_order_by_goods")
    db.execute(
        "CREATE INDEX platform_order_by_goods ON platform_order (goods, status, aftersale, gone, "
        "ordered_ms, id, paid_fen, refunded_fen, pieces, order_no, face)"
    )
