"""The packaged program does its work: built, started from its folder, its results looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.obs_rig import end_process, hidden_display, need_programs

ROOT = Path(__file__).parents[2]
MEGABYTES_AT_MOST = 450
"""Measured: 431 MB with a Python built from source, some 25 less with Debian's; more means that
something unneeded came along. Printing, codes and pinyin brought 30 of them."""
SUFFIX = ".exe" if sys.platform == "win32" else ""

pytestmark = pytest.mark.bundle


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make build` makes."""
    folder = tmp_path_factory.mktemp("bundle")
    built = subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(folder / "dist"), "--workpath", str(folder / "work")),
            str(ROOT / "build.spec"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr[-4000:]
    return folder / "dist" / "gongfu"


def environment(**more: str) -> dict[str, str]:
    """No Python of ours to lean on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"} | more


def run(bundle: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of the bundled program, to its end."""
    return subprocess.run(
        [str(bundle / f"gongfu{SUFFIX}"), *arguments],
        capture_output=True,
        env=environment(**more),
        cwd=bundle.parent,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def aired(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundle's demo broadcast left its ``data`` and, in ``out``, its results."""
    folder = tmp_path_factory.mktemp("aired")
    data, out = str(folder / "data"), str(folder / "out")
    done = run(bundle, "--data-dir", data, "demo", "--headless", "--out", out)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return folder


def test_the_demo_runs_from_the_bundle(aired: Path) -> None:
    out = aired / "out"
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["orders"] > 0
    assert summary["paid_fen"] > 0
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "report.xlsx").read_bytes().startswith(b"PK")
    assert [path for path in out.glob("recording.*") if path.stat().st_size > 10_000]


def test_what_is_loaded_late_came_along(bundle: Path, aired: Path, tmp_path: Path) -> None:
    """The pinyin's dictionary, the codes on labels and Qt's printing."""

    def told(*command: str) -> Any:
        done = run(bundle, "--data-dir", str(aired / "data"), *command, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    (berries,) = told("find", "dkym")["products"]
    assert berries["name"] == "东魁杨梅"
    told("stock", "move", berries["sku"], "2", "--from", "household", "--to", "shelf", "--lot", "A")
    label = tmp_path / "label.png"
    assert told("label", "trace", berries["sku"], "A", "--out", str(label))["labels"] == 1
    assert label.read_bytes().startswith(b"\x89PNG")
    assert isinstance(told("label", "printers"), list | dict)


def test_the_bundle_makes_a_locked_copy_and_brings_it_back(
    bundle: Path, aired: Path, tmp_path: Path
) -> None:
    """OpenSSL comes along, and the broadcast before left a backup by itself."""
    data, other = aired / "data", tmp_path / "other"
    assert len(list((data / "backups").glob("studio-000001-*.db"))) == 1
    words = {"WORDS": "枸杞 扁担 晒谷 月亮"}
    options = ("--passphrase-env", "WORDS", "--json")
    to = ("--to", str(tmp_path / "stick"))
    made = run(bundle, "--data-dir", str(data), "backup", "create", *to, *options, **words)
    assert made.returncode == 0, made.stdout + made.stderr
    copy = json.loads(made.stdout)["copy"]
    back = run(bundle, "--data-dir", str(other), "backup", "restore", copy, *options, **words)
    assert back.returncode == 0, back.stdout + back.stderr
    orders = [
        run(bundle, "--data-dir", str(each), "orders", "list", "--json") for each in (data, other)
    ]
    assert orders[0].stdout == orders[1].stdout
    assert len(json.loads(orders[0].stdout)) > 0


@pytest.mark.skipif(sys.platform != "linux", reason="hidden displays are X11's")
def test_the_window_opens_from_the_bundle(bundle: Path, tmp_path: Path) -> None:
    need_programs(["xdotool"])
    with hidden_display(tmp_path) as display:
        window = environment(DISPLAY=display, QT_QPA_PLATFORM="xcb")
        program = subprocess.Popen(
            [str(bundle / "gongfu"), "--data-dir", str(tmp_path / "data")], env=window
        )
        try:
            seen = subprocess.run(
                ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(program.pid)],
                env=window,
                capture_output=True,
                timeout=240,
                check=False,
            )
            assert seen.stdout.split(), seen.stderr
            assert program.poll() is None
        finally:
            end_process(program)


def test_every_screen_came_along(bundle: Path) -> None:
    """Screens are named in strings: a packager that reads imports alone leaves them out."""
    viewer = (sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer")
    listed = subprocess.run(
        [*viewer, "-r", "-b", "-l", str(bundle / f"gongfu{SUFFIX}")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    screens = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "ui").rglob("screen.py")
    }
    assert {name for name in screens if name not in listed} == set()


def test_the_bundle_is_not_heavier_than_it_was(bundle: Path) -> None:
    size = sum(path.lstat().st_size for path in bundle.rglob("*") if path.is_file())
    assert size / 1e6 <= MEGABYTES_AT_MOST
