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


_OF_OTHERS = """
SELECT after_case.id FROM after_case LEFT JOIN counter_line ON counter_line.id = sold_under
WHERE source = 'counter' AND (after_case.sku, after_case.paid_fen)
        IS NOT (counter_line.sku, counter_line.paid_fen)
UNION SELECT after_case.id FROM after_case LEFT JOIN handover ON handover.id = sold_under
LEFT JOIN live_sale ON live_sale.id = order_id
WHERE source = 'phone' AND (after_case.sku, after_case.paid_fen)
        IS NOT (live_sale.sku, handover.qty * unit_price_fen)
"""
_GAPS = "SELECT case_id FROM after_step GROUP BY case_id HAVING count(*) <> max(seq)"
_WITHOUT_STEP = """
SELECT DISTINCT reference FROM stock_move WHERE reference > 'case/' AND reference < 'case0'
    AND reason <> 'live_sale' AND reference <> '' AND NOT EXISTS (SELECT 1 FROM after_step
        WHERE reference = 'case/' || case_id || '/' || seq)
"""


def _whole(db: Database) -> Iterator[Difference]:
    """A case is about what was sold here, none of its steps is gone, and no goods moved without."""
    for what, asked in (("sale", _OF_OTHERS), ("steps", _GAPS), ("moves", _WITHOUT_STEP)):
        for (case,) in db.execute(asked).fetchall():
            yield {"case": case, "differs": what}


CHECKS = (
    Check("audit_case_refunds", _refunds),
    Check("audit_case_goods", _goods),
    Check("audit_cases_whole", _whole),
)
