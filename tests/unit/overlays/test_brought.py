"""Templates of others are copied whole, read anew, and never run."""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from overlays import brought, library
from overlays.fields import Field, Kind
from overlays.manifest import SUFFIX
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence
from tests.unit.overlays.test_form import FOREIGN, PAGE


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A package as it came: its manifest, its code, a picture in a folder of its own."""
    folder = tmp_path / "stick"
    (folder / "pictures").mkdir(parents=True)
    (folder / f"name{SUFFIX}").write_text(json.dumps(FOREIGN), "utf-8")
    (folder / "graphic.mjs").write_text("throw new Error('ran')", "utf-8")
    (folder / "pictures" / "a.png").write_bytes(b"png")
    return folder


def test_a_template_is_there_after_its_stick_was_pulled_out(stick: Path, tmp_path: Path) -> None:
    made = brought.bring_in(stick / f"name{SUFFIX}", tmp_path)
    assert brought.bring_in(stick / f"name{SUFFIX}", tmp_path) == made
    for file in sorted(stick.rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    found, troubles = brought.brought_in(tmp_path)
    assert (found, troubles) == ({made.id: made}, [])
    assert (made.path.parent / "pictures" / "a.png").read_bytes() == b"png"
    assert [field.key for field in made.fields][:2] == ["who", "text"]


def test_one_that_was_corrected_since_is_the_corrected_one(stick: Path, tmp_path: Path) -> None:
    """Its manifest says the same: the old code played on, and nobody was told."""
    made = brought.bring_in(stick / f"name{SUFFIX}", tmp_path)
    chosen = made.path.parent / brought.GIVEN / "logo.png"
    chosen.parent.mkdir()
    chosen.write_bytes(b"chosen")
    (stick / "graphic.mjs").write_text("corrected", "utf-8")
    (stick / "new").mkdir()
    (stick / "new" / "look.css").write_text("new", "utf-8")
    assert brought.bring_in(stick / f"name{SUFFIX}", tmp_path) == made
    read = [made.path.parent / name for name in ("graphic.mjs", "new/look.css", "given/logo.png")]
    assert [file.read_text("utf-8") for file in read] == ["corrected", "new", "chosen"]
    assert list(brought.brought_in(tmp_path)[0]) == [made.id]


def test_a_page_and_a_manifest_of_one_name_are_two(stick: Path, tmp_path: Path) -> None:
    (stick / "name.html").write_text(PAGE, "utf-8")
    page = brought.bring_in(stick / "name.html", tmp_path)
    manifest = brought.bring_in(stick / f"name{SUFFIX}", tmp_path)
    found, _ = brought.brought_in(tmp_path)
    assert {page.id, manifest.id} <= found.keys()


def test_one_that_was_damaged_since_is_told_and_the_others_are_there(
    stick: Path, tmp_path: Path
) -> None:
    made = brought.bring_in(stick / f"name{SUFFIX}", tmp_path)
    (stick / f"name{SUFFIX}").write_text(json.dumps({**FOREIGN, "id": "other"}), "utf-8")
    other = brought.bring_in(stick / f"name{SUFFIX}", tmp_path)
    made.path.write_text("{", "utf-8")
    found, troubles = brought.brought_in(tmp_path)
    assert (list(found), [each.code for each in troubles]) == ([other.id], ["template_not_json"])


def refused(path: Path, data_dir: Path) -> str:
    with pytest.raises(UserFacingError) as error:
        brought.bring_in(path, data_dir)
    assert not (data_dir / brought.FOLDER).exists()
    return error.value.code


def test_what_is_not_brought_in_leaves_nothing_behind(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    assert refused(library.FOLDER / f"coupon{SUFFIX}", data) == "template_is_ours"
    assert "命令" not in sentence("template_is_ours", "zh", name="优惠券")  # a farmer has none
    assert refused(stick / "none.html", data) == "template_unreadable"
    deep = stick
    for _ in range(brought.MOST_LEVELS + 2):
        deep = deep / "d"
        deep.mkdir()
    (deep / "a.css").touch()
    assert refused(stick / f"name{SUFFIX}", data) == "template_folder_too_large"
    shutil.rmtree(stick / "d")
    monkeypatch.setattr(brought, "MOST_FILES", 2)
    assert refused(stick / f"name{SUFFIX}", data) == "template_folder_too_large"


def test_links_out_of_the_package_are_not_followed(stick: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mine", "utf-8")
    (stick / "link.css").symlink_to(secret)
    made = brought.bring_in(stick / f"name{SUFFIX}", tmp_path)
    assert not (made.path.parent / "link.css").exists()


def test_only_what_a_page_uses_comes_along(stick: Path, tmp_path: Path) -> None:
    """A page saved among downloads lies beside order sheets, with names and phones."""
    for name in ("订单.xlsx", "orders.csv", "备份.db", ".env", "LOOK.CSS", "pictures/名单.docx"):
        (stick / name).touch()
    made = brought.bring_in(stick / f"name{SUFFIX}", tmp_path / "data")
    folder = made.path.parent
    copied = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert copied == {f"name{SUFFIX}", "graphic.mjs", "LOOK.CSS", "pictures/a.png"}


def test_a_copy_that_was_cut_off_is_not_listed(stick: Path, tmp_path: Path) -> None:
    made = brought.bring_in(stick / f"name{SUFFIX}", tmp_path)
    made.path.parent.rename(made.path.parent.with_name("0123456789ab.half"))
    assert brought.brought_in(tmp_path) == ({}, [])


def test_a_chosen_picture_is_copied_whole_or_not_at_all(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = brought.bring_in(stick / f"name{SUFFIX}", tmp_path)
    asked = replace(made, fields=(Field("logo", "标志", "Logo", Kind.PICTURE),))
    chosen = tmp_path / "a.png"
    chosen.write_bytes(b"picture")
    given = made.path.parent / brought.GIVEN

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    def codes() -> str:
        with pytest.raises(UserFacingError) as refused:
            brought.with_pictures(asked, {"logo": str(chosen)})
        assert not list(given.glob("*.png"))
        return refused.value.code

    with monkeypatch.context() as patched:
        patched.setattr(brought, "put_in_place", full)
        assert codes() == "picture_not_copied"
    with monkeypatch.context() as patched:
        patched.setattr(brought, "MOST_PICTURE_BYTES", 3)
        patched.setattr(Path, "read_bytes", lambda _: pytest.fail("it is not even read"))
        assert codes() == "template_picture_too_large"
    kept = brought.with_pictures(asked, {"logo": str(chosen)})
    assert [path.name for path in given.iterdir()] == [str(kept["logo"]).rpartition("/")[2]]
    assert (made.path.parent / str(kept["logo"])).read_bytes() == b"picture"


def test_one_whose_code_did_not_come_along_is_refused(stick: Path, tmp_path: Path) -> None:
    """It was taken in without a word, and played as nothing."""
    name, data = stick / f"name{SUFFIX}", tmp_path / "data"
    code = stick / "graphic.mjs"
    code.rename(stick / "other.mjs")
    assert refused(name, data) == "template_code_missing"
    code.symlink_to(stick / "other.mjs")
    assert refused(name, data) == "template_code_missing"  # no link is copied
    code.unlink()
    shutil.copyfile(stick / "other.mjs", code)
    made = brought.bring_in(name, data)
    assert (made.path.parent / made.main).is_file()
