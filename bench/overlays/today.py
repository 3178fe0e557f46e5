"""What people do today: overwrite the file of an image source; show an HTML card in a browser."""

from __future__ import annotations

import base64
import contextlib
import shutil
import subprocess
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil

from bench.overlays.takes import Air
from studio.stage.obs.scenes import PROGRAMME
from studio.stage.port import Wanted
from tests.helpers import received
from tests.helpers.obs_rig import find_program
from tests.helpers.received import CARD

OVERWRITES = 40
OVERWRITE_SECONDS = 1.3
"""Between two; OBS looks at the file's time once a second."""
PICTURE = "覆盖的图片"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_SECONDS = 10.0
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: transparent; font: 40px sans-serif }}
#card {{ width: 900px; height: 300px; background: #c81e1e; animation: in .3s ease-out infinite
 alternate; border-radius: 24px; color: #fff }} img {{ height: 200px }}
@keyframes in {{ from {{ transform: translateX(-40px); opacity: .2 }} to {{ opacity: 1 }} }}
</style><div id=card><img src="data:image/png;base64,{picture}">野生菌 ¥39.90
<span id=left></span></div><script>
const end = Date.now() + 6e5;
setInterval(() => left.textContent = Math.ceil((end - Date.now()) / 1000), 250)
</script>"""


def overwrite(air: Air) -> dict[str, object]:
    """One file written over again and again: frames that show neither picture, updates unseen."""
    pictures = [received.card(air.folder, "AB"[n % 2], number=n).path for n in range(OVERWRITES)]
    file = air.folder / "overwritten.png"
    shutil.copyfile(pictures[0], file)
    item = _image_source(air, file)
    air.on_air(Wanted())
    time.sleep(2)
    for picture in pictures[1:]:
        # As a spreadsheet macro or a price tool saves it: emptied, then written.
        data = picture.read_bytes()
        with file.open("wb") as writing:
            writing.write(data[: len(data) // 2])
            writing.flush()
            time.sleep(0.02)
            writing.write(data[len(data) // 2 :])
        time.sleep(OVERWRITE_SECONDS)
    film = air.off_air(Wanted())
    air.hand.request("RemoveSceneItem", {"sceneName": PROGRAMME, "sceneItemId": item})
    frames = list(received.read_film(film))
    first = next(number for number, seen in enumerate(frames) if not seen.ground)
    shown = [seen.card for seen in frames[first:] if not seen.ground]
    changes = sum(1 for a, b in pairwise(shown) if a != b)
    return {
        "updates": OVERWRITES - 1,
        "frames": len(frames) - first,
        "blank": sum(seen.ground for seen in frames[first:]),
        "updates_never_seen": OVERWRITES - 1 - changes,
    }


def _image_source(air: Air, file: Path) -> int:
    asked = {
        "sceneName": PROGRAMME,
        "inputName": PICTURE,
        "inputKind": "image_source",
        "inputSettings": {"file": file.as_posix(), "unload": False},
    }
    item = int(air.hand.request("CreateInput", asked)["sceneItemId"])
    where = {"sceneName": PROGRAMME, "sceneItemId": item}
    place = {"positionX": float(CARD[0]), "positionY": float(CARD[1])}
    air.hand.request("SetSceneItemTransform", where | {"sceneItemTransform": place})
    return item


def browse() -> dict[str, object]:
    """An HTML card in headless Chromium: memory of all its processes, processor, time to be up."""
    program = next((found for name in BROWSERS if (found := find_program(name))), None)
    if program is None:
        return {"skipped": "needs chromium (Debian: chromium)"}
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "card.html"
        dot = received.write_png(Path(folder), np.full((200, 200, 4), 255, np.uint8))[0]
        page.write_text(PAGE.format(picture=base64.b64encode(dot.read_bytes()).decode()), "utf-8")
        begin = time.monotonic()
        process = subprocess.Popen(
            [
                *(program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"),
                *("--window-size=1080,1920", f"--user-data-dir={folder}/home"),
                *("--remote-debugging-port=0", page.as_uri()),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            return _cost(process, Path(folder) / "home" / "DevToolsActivePort", begin)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait(10)


def _cost(process: subprocess.Popen[bytes], ready: Path, begin: float) -> dict[str, object]:
    while not ready.exists():
        if process.poll() is not None or time.monotonic() - begin > 30:
            return {"skipped": "chromium did not start"}
        time.sleep(0.05)
    started = time.monotonic() - begin
    time.sleep(3)
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    before, memory = _processor(family), sum(_memory(each) for each in family)
    time.sleep(BROWSER_SECONDS)
    return {
        "memory_mb": round(memory / 1e6, 1),
        "processes": len(family),
        "cpu_percent_of_a_core": round((_processor(family) - before) / BROWSER_SECONDS * 100, 1),
        "start_s": round(started, 2),
    }


def _processor(family: list[psutil.Process]) -> float:
    times = [each.cpu_times() for each in family if each.is_running()]
    return sum(float(each.user + each.system) for each in times)


def _memory(process: psutil.Process) -> float:
    """What it alone takes and its share of what several use."""
    return float(process.memory_full_info().pss)
