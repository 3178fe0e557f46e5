"""The tables of lotteries: terms, numbers and draws. All of them only grow, nothing is changed."""

from __future__ import annotations

from sqlite_utils import Database

from studio.store.migrations import HouseMigrations, refusing

_KEPT = ("lottery", "lottery_seed", "lottery_entry", "lottery_draw", "lottery_winner")
DRAWN = "numbers are frozen"
"""What the trigger says when a number comes after the draw."""

TRIGGERS = [
    *(refusing(f"{name}_no_update", "UPDATE", name, f"{name} is append-only") for name in _KEPT),
    *(refusing(f"{name}_no_delete", "DELETE", name, f"{name} is append-only") for name in _KEPT),
    f"""CREATE TRIGGER lottery_entry_not_after_draw BEFORE INSERT ON lottery_entry
WHEN EXISTS (SELECT 1 FROM lottery_draw WHERE lottery_id = NEW.lottery_id)
BEGIN SELECT RAISE(ABORT, '{DRAWN}'); END""",
]

MIGRATIONS = HouseMigrations("lottery", TRIGGERS)


@MIGRATIONS()
def m001_lotteries(db: Database) -> None:
    """``lottery_seed`` is what the draw reveals; nothing shows it before."""
    for statement in (
        """CREATE TABLE lottery (
            id TEXT PRIMARY KEY,
            rule TEXT NOT NULL,
            terms TEXT NOT NULL CHECK (json_valid(terms)),
            terms_sha256 TEXT NOT NULL,
            commitment TEXT NOT NULL UNIQUE,
            published_ms INTEGER NOT NULL,
            published_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE lottery_seed (
            lottery_id TEXT PRIMARY KEY REFERENCES lottery (id),
            seed TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE lottery_entry (
            lottery_id TEXT NOT NULL REFERENCES lottery (id),
            number TEXT NOT NULL CHECK (number <> '' AND number NOT GLOB '*[^0-9]*'),
            at_ms INTEGER NOT NULL,
            PRIMARY KEY (lottery_id, number)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE lottery_draw (
            lottery_id TEXT PRIMARY KEY REFERENCES lottery (id),
            word TEXT NOT NULL,
            entries_sha256 TEXT NOT NULL,
            drawn_ms INTEGER NOT NULL,
            drawn_local TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE lottery_winner (
            lottery_id TEXT NOT NULL REFERENCES lottery_draw (lottery_id),
            place INTEGER NOT NULL CHECK (place > 0),
            number TEXT NOT NULL,
            ticket TEXT NOT NULL,
            PRIMARY KEY (lottery_id, place),
            FOREIGN KEY (lottery_id, number) REFERENCES lottery_entry (lottery_id, number)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)
