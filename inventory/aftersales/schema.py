"""The tables of cases: what was said at the beginning, and every step since. Both only grow.

Goods move in the one ledger, under ``case/<case>/<step>``. Money is integer fen, instants UTC ms.
"""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations, refusing
from studio.store.sealed import SealedColumn

_KEPT = ("after_case", "after_step", "after_evidence")

_IS = " AND ".join(f"NEW.{each} IS OLD.{each}" for each in (
    *("case_id", "seq", "what", "qty", "fen", "undoes", "at_ms", "at_local"),
))  # fmt: skip
TRIGGERS = [
    refusing("after_case_no_update", "UPDATE", "after_case", "after_case is append-only"),
    # Words and names that an earlier version kept in the clear go, once they lie sealed.
    f"""CREATE TRIGGER after_step_no_update BEFORE UPDATE ON after_step
WHEN NOT (NEW.words = '' AND {_IS} AND EXISTS (SELECT 1 FROM after_words
    WHERE after_words.case_id = OLD.case_id AND after_words.seq = OLD.seq))
BEGIN SELECT RAISE(ABORT, 'after_step is append-only'); END""",
    """CREATE TRIGGER after_evidence_no_update BEFORE UPDATE ON after_evidence
WHEN NOT (NEW.name LIKE 'photo%' AND NEW.case_id IS OLD.case_id AND NEW.seq IS OLD.seq
    AND NEW.sha256 IS OLD.sha256 AND NEW.bytes IS OLD.bytes AND EXISTS (SELECT 1 FROM after_words
    WHERE after_words.case_id = OLD.case_id AND after_words.seq = OLD.seq))
BEGIN SELECT RAISE(ABORT, 'after_evidence is append-only'); END""",
    """CREATE TRIGGER after_words_no_update BEFORE UPDATE ON after_words
WHEN NEW.words IS NOT NULL OR (NEW.id, NEW.case_id, NEW.seq, NEW.kept_ms)
    IS NOT (OLD.id, OLD.case_id, OLD.seq, OLD.kept_ms)
BEGIN SELECT RAISE(ABORT, 'after_words is append-only'); END""",
    *(
        refusing(f"{name}_no_delete", "DELETE", name, f"{name} is append-only")
        for name in (*_KEPT, "after_words")
    ),
]
SEALED = (SealedColumn("after_words", "words", "kept_ms"),)

MIGRATIONS = HouseMigrations("aftersales", TRIGGERS, SEALED)

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


@MIGRATIONS()
def m002_what_was_said_lies_sealed(db: Database) -> None:
    """Words of steps and names of files; NULL: deleted, their days were over.

    What lies in the clear so far is sealed while the program runs (`inventory.aftersales.sealing`):
    an update has no keyring.
    """
    db.execute(
        """CREATE TABLE after_words (
            id TEXT PRIMARY KEY,
            case_id TEXT NOT NULL,
            seq INTEGER NOT NULL,
            words BLOB,
            kept_ms INTEGER NOT NULL,
            UNIQUE (case_id, seq),
            FOREIGN KEY (case_id, seq) REFERENCES after_step (case_id, seq)
        ) STRICT, WITHOUT ROWID"""
    )
