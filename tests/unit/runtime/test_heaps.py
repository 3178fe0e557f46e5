"""Threads do not each keep a heap of their own. In a process that has no threads yet."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from studio.runtime.heaps import HEAPS

COUNT = """
import ctypes, os, re, sys, tempfile, threading
from studio.runtime.heaps import share_heaps

if sys.argv[1] == "shared":
    share_heaps()
libc, together = ctypes.CDLL(None), threading.Barrier(5)

def work():
    libc.malloc(100_000)
    together.wait()

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
together.wait()
libc.fopen.restype = ctypes.c_void_p
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "heaps")
    out = ctypes.c_void_p(libc.fopen(path.encode(), b"w"))
    libc.malloc_info(0, out)
    libc.fclose(out)
    print(len(re.findall("<heap nr=", open(path).read())))
"""


def heaps(how: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", COUNT, how], capture_output=True, text=True, timeout=60, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's own way of doing it")
def test_all_threads_share_two_heaps() -> None:
    assert heaps("each its own") > HEAPS
    assert heaps("shared") <= HEAPS
