"""A raster for label printers that speak TSPL (TSC and the many that copy it).

The whole label goes as one picture, so that no printer needs a Chinese font. TSPL/TSPL2
Programming Manual, BITMAP: one bit a dot, rows of whole bytes, 0 is black.
"""

from __future__ import annotations

from dataclasses import dataclass

DOTS_A_MM = 8
"""203 dots an inch, as these printers have."""
WIDTH_MM, HEIGHT_MM = 76, 130
WIDTH, HEIGHT = WIDTH_MM * DOTS_A_MM, HEIGHT_MM * DOTS_A_MM
GAP_MM = 2
"""Between two labels on the roll; the printer's own sensor finds it."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A label dot by dot: rows of ``WIDTH / 8`` bytes, the left dot the highest bit, 1 is black."""

    rows: bytes

    def __post_init__(self) -> None:
        if len(self.rows) != WIDTH // 8 * HEIGHT:
            raise ValueError(f"{len(self.rows)} bytes are no label of {WIDTH} × {HEIGHT} dots")


def encode(raster: Raster, copies: int = 1) -> bytes:
    """What is sent to the printer for ``copies`` of a label."""
    head = (
        f"SIZE {WIDTH_MM} mm,{HEIGHT_MM} mm\r\nGAP {GAP_MM} mm,0 mm\r\nDIRECTION 1\r\n"
        f"REFERENCE 0,0\r\nCLS\r\nBITMAP 0,0,{WIDTH // 8},{HEIGHT},0,"
    )
    white_is_one = bytes(byte ^ 0xFF for byte in raster.rows)
    return head.encode("ascii") + white_is_one + f"\r\nPRINT 1,{copies}\r\n".encode("ascii")
