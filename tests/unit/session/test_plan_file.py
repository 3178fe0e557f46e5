from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from overlays.form import LONGEST_NAME, form
from overlays.looks import LOOKS
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from studio.session import plan_file
from studio.session.plan import Plan, PlannedOverlay, PlannedProduct, TimelineStep
from studio.session.plan_check import schema
from studio.session.plan_library import PlanLibrary
from studio.stage.port import VideoProfile

GOOD = """\
title: 贻贝专场
anchor: 主播甲
video: {width: 1280, height: 720, fps: 30}
products:
  - {sku: YB-001, name: 厚壳贻贝, spec: 2.5kg/箱, price: "39.90", compared_price: "59.00", unit: 箱, stock: 120, origin: 枸杞乡, picture: yb.png, script: yb.md}
timeline:            # only for unattended runs; seconds since going live
  - {at: 1, do: product, sku: YB-001}
  - {at: 2, do: card_on}
  - {at: 3, do: order, sku: YB-001, qty: 2, channel: 抖音}
  - {at: 5, do: card_off}
  - {at: 8, do: end}
"""  # noqa: E501


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "yb.png").write_bytes(b"png")
    (tmp_path / "yb.md").write_text("## 留人\n", "utf-8")
    return tmp_path


def written(folder: Path, text: str | bytes, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def refusal(path: Path) -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        plan_file.load(path)
    # Every refusal is worded in both languages and names the file.
    assert path.name in word_error(caught.value, "zh")
    assert path.name in word_error(caught.value, "en")
    return caught.value


def test_the_documented_plan_is_read_whole(folder: Path) -> None:
    plan = plan_file.load(written(folder, GOOD))
    assert plan.title == "贻贝专场"
    assert plan.video == VideoProfile(1280, 720, 30)
    product = plan.product("YB-001")
    assert (product.price_fen, product.compared_price_fen, product.stock) == (3990, 5900, 120)
    assert product.picture == folder / "yb.png"
    assert [step.do for step in plan.timeline] == ["product", "card_on", "order", "card_off", "end"]
    assert plan.timeline[2] == TimelineStep(3.0, "order", "YB-001", 2, "抖音")


@pytest.mark.parametrize(
    ("text", "fen"),
    [("39.90", 3990), ('"39.90"', 3990), ("39.9", 3990), ("'1.15'", 115), ("7", 700)],
)
def test_prices_are_exact(folder: Path, text: str, fen: int) -> None:
    path = written(folder, GOOD.replace('"39.90"', text))
    assert plan_file.load(path).products[0].price_fen == fen


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('"39.90"', '"-1.00"', "plan_price_not_positive", 5),
        ('"39.90"', "-39.90", "plan_price_not_positive", 5),
        ('"39.90"', '"0.00"', "plan_price_not_positive", 5),
        ('"39.90"', '"39.905"', "plan_price_too_fine", 5),
        ('"39.90"', "39.905", "plan_price_too_fine", 5),
        ('"39.90"', "4e1", "plan_price_unreadable", 5),
        ('"39.90"', "¥39.90", "plan_price_unreadable", 5),
        ('"39.90"', '"３９.９０"', "plan_price_unreadable", 5),
        ('"39.90"', ".nan", "plan_price_unreadable", 5),
        ('"39.90"', "1_000", "plan_price_unreadable", 5),
        ('"39.90"', "99999999999999999999", "plan_price_unreadable", 5),
        ('"39.90"', "", "plan_value_empty", 5),
        ('"39.90"', "[1, 2]", "plan_price_unreadable", 5),
        ("stock: 120", "stock: -1", "plan_number_out_of_range", 5),
        ("stock: 120", "stock: 1.5", "plan_not_whole_number", 5),
        ("stock: 120", 'stock: "120"', "plan_not_whole_number", 5),
        ("yb.png", "gone.png", "plan_file_missing", 5),
        ("yb.md", "gone.md", "plan_file_missing", 5),
        ("yb.md", ".", "plan_file_missing", 5),
        ("yb.md", "/etc/passwd", "plan_file_outside", 5),
        ("yb.md", "../yb.md", "plan_file_outside", 5),
        ("yb.png", "图/../../yb.png", "plan_file_outside", 5),
        ("yb.png", "'..\\yb.png'", "plan_file_outside", 5),
        ("origin:", "herkunft:", "plan_key_unknown", 5),
        ("origin: 枸杞乡", "card: pink", "plan_choice_unknown", 5),
        ("sku: YB-001, name", "name", "plan_key_missing", 5),
        ("{at: 1, do: product, sku: YB-001}", "{at: 1, do: product}", "plan_key_missing", 7),
        (
            "{at: 1, do: product, sku: YB-001}",
            "{at: 1, do: product, sku: X}",
            "plan_sku_unknown",
            7,
        ),
        ("at: 5", "at: -5", "plan_number_out_of_range", 10),
        ("at: 5", "at: soon", "plan_not_number", 10),
        ("do: card_off", "do: dance", "plan_choice_unknown", 10),
        ("qty: 2", "qty: 0", "plan_number_out_of_range", 9),
        ("width: 1280", "width: 1281", "plan_not_even", 3),
        ("title: 贻贝专场", "title:", "plan_value_empty", 1),
        ("title: 贻贝专场", 'title: ""', "plan_value_empty", 1),
        ("title: 贻贝专场", 'title: "   "', "plan_value_empty", 1),
        ("name: 厚壳贻贝", 'name: "  \\u200b "', "plan_value_empty", 5),
        ("name: 厚壳贻贝", 'name: "\u3000\u2800\u3164"', "plan_value_empty", 5),
        ("title: 贻贝专场", 'title: "a\\nb"', "plan_odd_characters", 1),
        ("title: 贻贝专场", "title: [a]", "plan_not_words", 1),
        ("title: 贻贝专场", "title: " + "长" * 201, "plan_too_long", 1),
        ("title: 贻贝专场\n", "", "plan_key_missing", 1),
        ("anchor: 主播甲", "title: 又一个", "plan_key_twice", 2),
        ("anchor: 主播甲", "anchor：主播甲", "plan_colon_full_width", 2),
        ("  - {at: 1", "\t- {at: 1", "plan_tab", 7),
        ("anchor: 主播甲", 'anchor: "主播甲', "plan_syntax", None),
        ("video: {width: 1280, height: 720, fps: 30}", "video: hd", "plan_not_keys", 3),
        ("anchor: 主播甲", "overlays: [{template: seller}]", "plan_choice_unknown", 2),
        ("anchor: 主播甲", "overlays: [{template: ../a.html}]", "plan_odd_characters", 2),
        (
            "anchor: 主播甲",
            "overlays: [{template: coupon, fields: {a: 5.5}}]",
            "plan_not_words",
            2,
        ),
        ("anchor: 主播甲", "<<: {title: x}", "plan_key_unknown", 2),
    ],
)
def test_a_broken_line_is_named(
    folder: Path, old: str, new: str, code: str, line: int | None
) -> None:
    assert old in GOOD
    error = refusal(written(folder, GOOD.replace(old, new, 1)))
    assert error.code == code
    if line is not None:
        assert error.parameters["line"] == line


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.md", "..\\secret.md"])
@pytest.mark.parametrize("key", ["script: yb.md", "picture: yb.png"])
def test_a_plan_reads_nothing_outside_its_folder(folder: Path, key: str, name: str) -> None:
    """Not in the editor either, which shows a script's text and may send it along."""
    folder.parent.joinpath("secret.md").write_text("密码", "utf-8")
    path = written(folder, GOOD.replace(key, f"{key.split()[0]} '{name}'"))
    for check_files in (True, False):
        with pytest.raises(UserFacingError) as refused:
            plan_file.load(path, check_files=check_files)
        assert refused.value.code == "plan_file_outside"
        assert word_error(refused.value, "zh").count("。") <= 2
    folder.parent.joinpath("secret.md").unlink()


def test_a_link_out_of_the_folder_is_outside(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("home") / "secret.md"
    secret.write_text("密码", "utf-8")
    (folder / "yb.md").unlink()
    (folder / "yb.md").symlink_to(secret)
    assert refusal(written(folder, GOOD)).code == "plan_file_outside"


def test_a_link_to_itself_is_a_file_that_is_not_there(folder: Path) -> None:
    (folder / "yb.md").unlink()
    (folder / "yb.md").symlink_to(folder / "yb.md")
    assert refusal(written(folder, GOOD)).code == "plan_file_missing"


def test_files_in_the_folder_may_be_named_in_full(folder: Path) -> None:
    path = written(folder, GOOD.replace("picture: yb.png", f"picture: '{folder / 'yb.png'}'"))
    assert plan_file.load(path).products[0].picture == folder / "yb.png"


def test_a_plan_in_a_linked_folder_finds_its_files(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("link") / "排品"
    link.symlink_to(folder, target_is_directory=True)
    written(folder, GOOD)
    assert plan_file.load(link / "plan.yaml").products[0].script == link / "yb.md"


def test_a_sku_planned_twice_names_both_lines(folder: Path) -> None:
    product = GOOD.splitlines()[4] + "\n"
    error = refusal(written(folder, GOOD.replace(product, product * 2)))
    assert error.code == "plan_sku_twice"
    assert (error.parameters["first"], error.parameters["line"]) == (5, 6)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "plan_empty"),
        (b"# nothing\n", "plan_empty"),
        (b"- a\n- b\n", "plan_not_mapping"),
        ("直播".encode(), "plan_not_mapping"),
        ("title：x".encode(), "plan_colon_full_width"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "plan_not_readable_text"),
        (b"a: b\n---\nc: d\n", "plan_syntax"),
        (b"a: &x [*x]\n", "plan_too_deep"),
        (b"? [a]\n: b\n", "plan_syntax"),
        (b'title: "\\U00110000"\n', "plan_syntax"),
        (b"[" * 5000, "plan_too_deep"),
        (b"a: " + b"[" * 40 + b"]" * 40, "plan_too_deep"),
        (b"x" * 250_001, "plan_too_big"),
        (b"title: !!python/object/apply:os.system [ls]\nproducts: []", "plan_not_words"),
        (b"title: x\nproducts: 3\n", "plan_not_list"),
    ],
)
def test_what_is_no_plan_is_refused_calmly(folder: Path, data: bytes, code: str) -> None:
    assert refusal(written(folder, data)).code == code


def test_anchors_cannot_unfold_without_end(folder: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert refusal(written(folder, "\n".join(rows))).code == "plan_too_big"


@pytest.mark.parametrize("row", [b"-\n", b"- &x\n", b"- {}\n"])
def test_too_many_values_are_refused_before_their_end_is_read(folder: Path, row: bytes) -> None:
    data = b"title: x\nproducts:\n" + row * (249_000 // len(row))
    assert refusal(written(folder, data + b"}")).code == "plan_too_big"


def test_nesting_is_refused_on_its_line_before_its_end_is_read(folder: Path) -> None:
    error = refusal(written(folder, b"title: x\nproducts:\n- " + b"- " * 100_000 + b"}"))
    assert (error.code, error.parameters["line"]) == ("plan_too_deep", 3)


def test_the_longest_real_plan_is_taken(folder: Path) -> None:
    """As many products as the schema allows with every key filled, and an evening of orders."""
    product = next(line for line in GOOD.splitlines() if "YB-001" in line)
    for short, full in (
        ("yb.md", "yb.md, card: ink"),
        ("2.5kg/箱", "2.5kg/箱，冰袋泡沫箱，当天发货"),
        ("枸杞乡", "枸杞乡 海上养殖区"),
    ):
        product = product.replace(short, full)
    products = [product.replace("YB-001", f"YB-{n:03}") for n in range(500)]
    order = "  - {at: 3, do: order, sku: YB-001, qty: 2, channel: 抖音}"
    rows = ["title: x", "products:", *products, "timeline:", *[order] * 1600]
    plan = plan_file.load(written(folder, "\n".join(rows)))
    assert (len(plan.products), len(plan.timeline)) == (500, 1600)


def test_a_plan_too_long_to_be_opened_again_is_not_saved(folder: Path) -> None:
    path = written(folder, GOOD)
    product = plan_file.load(path).products[0]
    many = [replace(product, sku=f"YB-{n}", origin="枸杞乡" * 60) for n in range(500)]
    with pytest.raises(UserFacingError, match="plan_grown_too_big") as caught:
        plan_file.save(Plan("x", products=tuple(many)), path)
    assert path.name in word_error(caught.value, "zh")
    assert path.read_text("utf-8") == GOOD


def test_a_missing_or_locked_file_is_a_sentence(folder: Path) -> None:
    assert refusal(folder / "none.yaml").code == "plan_not_found"
    (folder / "dir.yaml").mkdir()
    assert refusal(folder / "dir.yaml").code == "plan_unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_named_like_a_plan_keeps_nobody_waiting(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    assert refusal(folder / "pipe.yaml").code == "plan_unreadable"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_what_notepad_writes_is_read(folder: Path, encoding: str) -> None:
    text = GOOD.replace("\n", "\r\n").encode(encoding)
    assert plan_file.load(written(folder, text)).title == "贻贝专场"


def test_the_timeline_is_put_in_order_and_ties_keep_theirs(folder: Path) -> None:
    text = GOOD.replace("at: 8, do: end", "at: 2, do: hold")
    steps = plan_file.load(written(folder, text)).timeline
    assert [step.do for step in steps] == ["product", "card_on", "hold", "order", "card_off"]


def test_a_plan_without_its_picture_can_be_opened_for_repair(folder: Path) -> None:
    path = written(folder, GOOD.replace("yb.png", "gone.png"))
    assert plan_file.load(path, check_files=False).products[0].picture == folder / "gone.png"


def test_saving_keeps_comments_and_layout(folder: Path) -> None:
    path = written(folder, "# 周五晚上\n" + GOOD)
    plan = plan_file.load(path)
    plan_file.save(plan, path)
    text = path.read_text("utf-8")
    assert text.startswith("# 周五晚上\n")
    assert "# only for unattended runs" in text
    assert "{sku: YB-001, name: 厚壳贻贝" in text
    assert plan_file.load(path) == plan


def test_a_failed_save_leaves_the_old_plan(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(folder, GOOD)
    plan = plan_file.load(path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UserFacingError, match="plan_not_saved"):
        plan_file.save(plan, path)
    assert path.read_text("utf-8") == GOOD
    assert sorted(file.name for file in folder.iterdir()) == ["plan.yaml", "yb.md", "yb.png"]


def test_saving_refuses_what_loading_would_refuse(folder: Path) -> None:
    with pytest.raises(UserFacingError, match="plan_price_not_positive"):
        plan_file.save(Plan("x", products=(PlannedProduct("a", "b"),)), folder / "new.yaml")
    assert not (folder / "new.yaml").exists()


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12
)
UNSEEN = re.compile(schema()["$defs"]["required_text"]["not"]["pattern"])
named = words.filter(lambda text: not UNSEEN.match(text))
files = st.sampled_from(["a.png", "图/b.png", "图/下/c.md"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    skus = draw(st.lists(named, max_size=4, unique=True))
    fen = st.integers(1, 999_999_999)
    products = tuple(
        PlannedProduct(
            sku=sku,
            name=draw(named),
            spec=draw(words),
            price_fen=draw(fen),
            compared_price_fen=draw(st.none() | fen),
            unit=draw(named),
            stock=draw(st.integers(0, 10_000_000)),
            origin=draw(words),
            picture=draw(st.none() | files.map(Path)),
            script=draw(st.none() | files.map(Path)),
            card=draw(st.sampled_from(["paper", "ink"])),
        )
        for sku in skus
    )
    steps = [TimelineStep(at, "card_on") for at in draw(st.lists(st.integers(0, 86400)))]
    if skus:
        steps.append(TimelineStep(2.5, "order", skus[0], draw(st.integers(1, 99)), draw(words)))
    timeline = tuple(sorted(steps, key=lambda step: step.at))
    coupon = PlannedOverlay(
        "coupon", (("amount", draw(st.integers(1, 9_999))), ("title", draw(words)))
    )
    page = PlannedOverlay("0123456789ab/a b.html", (("f0", draw(words)), ("f1", 24.5)), "天气条")
    some = [(), (coupon,), (PlannedOverlay("brand-frame"), coupon), (page, coupon)]
    overlays = draw(st.sampled_from(some))
    return Plan(draw(named), draw(words), VideoProfile(), products, timeline, overlays)


def resolved(plan: Plan, folder: Path) -> Plan:
    def whole(file: Path | None) -> Path | None:
        return None if file is None else (folder / file).resolve()

    products = tuple(
        replace(product, picture=whole(product.picture), script=whole(product.script))
        for product in plan.products
    )
    return replace(plan, products=products, path=None)


def test_the_longest_name_of_a_template_of_others_fits_into_a_plan(folder: Path) -> None:
    assert schema()["$defs"]["text"]["maxLength"] == LONGEST_NAME
    told = "两行\n\x85\u2028" + "名" * 300
    named = form({"id": "x", "name": told}).zh
    overlay = PlannedOverlay("0123456789ab/x.ograf.json", (), named)
    path = written(folder, GOOD)
    plan_file.save(replace(plan_file.load(path), overlays=(overlay,)), path)
    assert plan_file.load(path).overlays == (overlay,)


@settings(max_examples=30, deadline=None)
@given(first=plans(), second=plans())
def test_every_plan_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, first: Plan, second: Plan
) -> None:
    folder = tmp_path_factory.mktemp("plans").resolve()
    path = folder / "plan.yaml"
    for plan in (first, second):  # the second is merged into what the first left
        plan = resolved(plan, folder)
        plan_file.save(plan, path)
        assert resolved(plan_file.load(path, check_files=False), folder) == plan


def test_the_library_lists_broken_plans_with_their_sentence(folder: Path) -> None:
    written(folder, GOOD, "good.yaml")
    written(folder, GOOD.replace('"39.90"', "-1"), "broken.yml")
    (folder / "notes.txt").write_text("x")
    listings = {listing.path.name: listing for listing in PlanLibrary(folder).list()}
    assert set(listings) == {"good.yaml", "broken.yml"}
    good, broken = listings["good.yaml"], listings["broken.yml"]
    assert (good.title, good.anchor, good.products, good.error) == ("贻贝专场", "主播甲", 1, None)
    assert broken.error is not None
    assert broken.error.code == "plan_price_not_positive"


def test_a_listed_plan_without_its_picture_has_its_codes(folder: Path) -> None:
    """They were given away again, and two products were sold from one shelf."""
    written(folder, GOOD)
    (folder / "yb.png").unlink()
    (listing,) = PlanLibrary(folder).list()
    assert listing.error is not None
    assert listing.skus == {"YB-001"}


def test_a_new_plan_gets_a_name_every_system_takes(tmp_path: Path) -> None:
    library = PlanLibrary(tmp_path / "plans")
    assert library.list() == []
    first = library.save(Plan('杨梅: "早市"/6月?'))
    second = library.save(Plan('杨梅: "早市"/6月?'))
    assert first.path is not None
    assert second.path is not None
    assert not re.search(r'[<>:"/\\|?*]', first.path.name)
    assert first.path != second.path
    assert library.save(Plan("con")).path != tmp_path / "plans" / "con.yaml"


def test_every_key_of_the_schema_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "plan-file.md").read_text("utf-8")
    sections = [schema(), *(schema()["$defs"].values())]
    keys = [key for section in sections for key in section.get("properties", {})]
    assert len(keys) > 20
    missing = [key for key in keys if f"`{key}`" not in page]
    assert missing == []


def test_the_documented_example_loads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "plan-file.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert examples
    for example in examples:
        plan_file.parse(example, tmp_path / "plan.yaml", check_files=False)


def test_a_plan_may_name_every_look_there_is() -> None:
    assert schema()["$defs"]["product"]["properties"]["card"]["enum"] == list(LOOKS)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_a_channel_that_begins_with_a_question_mark_can_be_saved(tmp_path: Path):
    product = PlannedProduct("A", "杨梅", price_fen=1)
    step = TimelineStep(2.5, "order", "A", 1, "?0")
    path = tmp_path / "plan.yaml"
    plan_file.save(Plan("夜", products=(product,), timeline=(step,)), path)
    assert plan_file.load(path).timeline == (step,)
