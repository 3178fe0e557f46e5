"""Amounts of money with both decimals, as commands, files and fields write them."""

from __future__ import annotations


def yuan(fen: int) -> str:
    """``3990`` → ``39.90``, always with two decimals; ``-50`` → ``-0.50``."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"
