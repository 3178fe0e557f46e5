"""The tables of cases: what was said at the beginning, and every step since. Both only grow.

Goods move in the one ledger, under ``case/<case>/<step>``. Money is integer fen, instants UTC ms.
"""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations, refusing

_KEPT = ("after_case", "after_step", "after_evidence")

TRIGGERS = [
    *(refusing(f"{name}_no_update", "UPDATE", name, f"{name} is append-only") for name in _KEPT),
    *(refusing(f"{name}_no_delete", "DELETE", name, f"{name} is append-only") for name in _KEPT),
]

MIGRATIONS = HouseMigrations("aftersales", TRIGGERS)

STEPS = (
    *("opened", "answered", "said", "evidence", "refunded", "returned", "lost", "resent"),
    *("refused", "closed", "reopened", "undone"),
)
"""Spelt out as m001 writes them: a later one comes with a migration."""


@MIGRATIONS()
def m001_cases_and_their_steps(db: Database) -> None:
    """``sold_under``: the reference the goods went out under."""
    steps = " OR ".join(f"what = '{each}'" for each in STEPS)
    for statement in (
        """CREATE TABLE after_case (
            id TEXT PRIMARY KEY,
            source TEXT NOT NULL
                CHECK (source = 'platform' OR source = 'counter' OR source = 'phone'),
            channel TEXT NOT NULL,
            order_no TEXT NOT NULL,
            sold_under TEXT NOT NULL,
            session_id TEXT NOT NULL,
            sold_ms INTEGER NOT NULL,
            sku TEXT NOT NULL REFERENCES product (sku),
            qty INTEGER NOT NULL CHECK (qty > 0),
            paid_fen INTEGER NOT NULL CHECK (paid_fen >= 0),
            reason TEXT NOT NULL,
            wants TEXT NOT NULL CHECK (wants = 'refund' OR wants = 'resend'),
            due_ms INTEGER,
            opened_ms INTEGER NOT NULL,
            opened_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX after_case_by_sold ON after_case (sold_under)",
        f"""CREATE TABLE after_step (
            case_id TEXT NOT NULL REFERENCES after_case (id),
            seq INTEGER NOT NULL CHECK (seq > 0),
            what TEXT NOT NULL CHECK ({steps}),
            qty INTEGER NOT NULL CHECK (qty >= 0),
            fen INTEGER NOT NULL CHECK (fen >= 0),
            words TEXT NOT NULL,
            undoes INTEGER,
            at_ms INTEGER NOT NULL,
            at_local TEXT NOT NULL,
            PRIMARY KEY (case_id, seq)
        ) STRICT, WITHOUT ROWID""",
        """CREATE UNIQUE INDEX after_step_undone_once ON after_step (case_id, undoes)
            WHERE undoes IS NOT NULL""",
        """CREATE TABLE after_evidence (
            case_id TEXT NOT NULL,
            seq INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            name TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            PRIMARY KEY (case_id, seq),
            FOREIGN KEY (case_id, seq) REFERENCES after_step (case_id, seq)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)
