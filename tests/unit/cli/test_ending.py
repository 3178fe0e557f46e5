"""The program ends with its status also while a thread of it is still at work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
IN_A_CALL = """
import sys, threading
import cv2, numpy
from studio.cli import root

begun, picture = threading.Event(), numpy.zeros((1000, 1000, 3), numpy.uint8)

def draw():
    while True:
        begun.set()
        cv2.GaussianBlur(picture, (31, 31), 0)

def ended(**_):
    print("done")
    sys.exit({status})

threading.Thread(target=draw, name="practice-stage", daemon=True).start()
begun.wait()
root.gongfu = ended
root.main()
"""


@pytest.mark.parametrize(("status", "told"), [("0", 0), ("1", 1), ("None", 0)])
def test_a_thread_in_the_middle_of_a_call_does_not_make_a_crash_of_it(
    status: str, told: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_CALL.format(status=status)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (told, "done\n"), done.stderr
    assert "terminate" not in done.stderr
