"""Workers may draw at the same moment: every class they touch has been made before."""

from __future__ import annotations

import subprocess
import sys

import pytest

STARTS = 5
"""Without `make_all` two starts of three crash or stand still."""

DRAWING = """
import sys, threading
sys.setswitchinterval(1e-6)
from ui import qt_classes
qt_classes.make_all()
from overlays.pictures import picture_size, read_picture
from pathlib import Path

path, begin, sizes = Path(sys.argv[1]), threading.Event(), []

def draw():
    begin.wait()
    size = picture_size(path)
    sizes.append(read_picture(path, size).size().toTuple())

threads = [threading.Thread(target=draw) for _ in range(4)]
for thread in threads:
    thread.start()
begin.set()
for thread in threads:
    thread.join()
print(len(sizes), *set(sizes))
"""


@pytest.mark.parametrize("start", range(STARTS))
def test_four_threads_may_draw_first_at_once(start: int) -> None:
    picture = "studio/training/sample/wangchao-tudou.png"
    child = subprocess.run(
        [sys.executable, "-c", DRAWING, picture],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (child.returncode, child.stdout.strip()) == (0, "4 (780, 585)"), child.stderr
