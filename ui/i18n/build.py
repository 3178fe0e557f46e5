"""``python -m ui.i18n.build``: read the sources' words, then compile the translation.

Uses the lupdate and lrelease inside the PySide6 package, so nothing has to be installed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

HERE = Path(__file__).parent
UI = HERE.parent
TS = HERE / "gongfu_en.ts"
QM = HERE / "gongfu_en.qm"
QTS_TS, QTS_QM = HERE / "qt_zh.ts", HERE / "qt_zh.qm"
"""Chinese for words of Qt's own dialogs; written by hand, no source of ours has them."""


def tool(name: str) -> Path:
    """The Qt program ``name`` of the PySide6 package."""
    folder = Path(PySide6.__file__).parent
    return folder / (f"{name}.exe" if sys.platform == "win32" else name)


def update(ts: Path = TS) -> None:
    """Bring ``ts`` into step with the sources; finished translations are kept.

    Obsolete words are dropped. Line numbers are left out: they would change with every commit.
    """
    sources = sorted(str(path.relative_to(UI.parent)) for path in UI.rglob("*.py"))
    command = [str(tool("lupdate")), *sources, "-source-language", "zh_CN"]
    command += ["-target-language", "en", "-locations", "none", "-no-obsolete", "-ts", str(ts)]
    subprocess.run(command, check=True, cwd=UI.parent, stdout=subprocess.DEVNULL)


def release(ts: Path = TS, qm: Path = QM) -> None:
    """Compile ``ts`` into what the program loads."""
    command = [str(tool("lrelease")), "-silent", str(ts), "-qm", str(qm)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    update()
    release()
    release(QTS_TS, QTS_QM)
