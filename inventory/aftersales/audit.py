"""What must hold of cases, proved from their steps and the moves."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from inventory import bundles
from studio.store.audit import Check, Difference

_NOT_UNDONE = """NOT EXISTS (SELECT 1 FROM after_step AS later
    WHERE later.case_id = after_step.case_id AND later.undoes = after_step.seq)"""


def _refunds(db: Database) -> Iterator[Difference]:
    """Nothing was given back beyond what was paid, all cases of one sale together; products of one
    platform's line were paid together."""
    rows = db.execute(
        f"""SELECT substr(sold_under, 1, iif(source = 'platform', instr(sold_under, '/') - 1,
            length(sold_under))) AS sold, max(paid_fen) AS paid, sum(fen) AS back FROM after_case
        JOIN after_step ON case_id = after_case.id
        WHERE what = 'refunded' AND {_NOT_UNDONE} GROUP BY source, sold HAVING back > paid"""
    )
    for sold, paid, back in rows:
        yield {"sold": sold, "paid_fen": paid, "refunded_fen": back}


def _goods(db: Database) -> Iterator[Difference]:
    """What a step says came back or went out is what its moves moved, and nothing once undone."""
    rows = db.execute(
        f"""SELECT case_id, after_step.seq, what, after_step.qty, sold_under, {_NOT_UNDONE},
            coalesce((SELECT sum(CASE WHEN target = 'customer' THEN stock_move.qty
                WHEN source = 'customer' THEN -stock_move.qty ELSE 0 END) FROM stock_move
                WHERE reference = 'case/' || case_id || '/' || after_step.seq
                AND reference <> '' AND reason <> 'live_sale'), 0)
        FROM after_step JOIN after_case ON after_case.id = case_id
        WHERE what = 'returned' OR what = 'lost' OR what = 'resent'"""
    )
    for case, seq, what, qty, sold_under, stands, moved in rows:
        under = f"case/{case}/{seq}" if what == "resent" else sold_under
        recipe = bundles.frozen(db, under)
        pieces = qty * (sum(recipe.parts.values()) if recipe else 1)
        wanted = (pieces if what == "resent" else -pieces) if stands else 0
        if moved != wanted:
            yield {"case": case, "step": seq, "wanted": wanted, "moved": moved}


CHECKS = (
    Check("audit_case_refunds", _refunds),
    Check("audit_case_goods", _goods),
)
