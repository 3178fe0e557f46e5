"""Labels through the system's own printer driver. On a worker: a driver takes its time.

Imported when somebody prints: the driver's library is looked for in the system then.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from inventory.fulfilment.tspl import Raster
from studio.runtime.errors import UserFacingError
from ui.report import label


def printers() -> list[str]:
    """Names of the printers of this computer; the one that is used by default first."""
    default = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name))


def print_on(name: str, rasters: Sequence[Raster], copies: int = 1) -> None:
    """Hand labels to a printer. Raises label_printer_unknown, label_not_printed."""
    known = printers()
    if name not in known:
        listed = "、".join(known) or "—"
        raise UserFacingError("label_printer_unknown", printer=name, known=listed)
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    if not feed(printer, rasters, copies):
        raise UserFacingError("label_not_printed", printer=name)


def feed(printer: QPrinter, rasters: Sequence[Raster], copies: int = 1) -> bool:
    """Draw labels on a printer, a page each. False where it does not take them."""
    printer.setPageLayout(
        QPageLayout(label.page(), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number, raster in enumerate(each for each in rasters for _ in range(copies)):
        if number:
            printer.newPage()
        label.paint(painter, printer, raster)
    return bool(painter.end())
