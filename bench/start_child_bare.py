"""An empty PySide6 window, up to its first usable moment. Run by `start_window`."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMainWindow


def main() -> int:
    app = QApplication(sys.argv[:1])
    from bench.first_paint import FirstPaint

    probe = FirstPaint(lambda go_on: go_on())
    app.installEventFilter(probe)
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
