"""The brand kit is kept whole, and its colours can be read wherever they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overlays import brand
from overlays.brand import TOKENS, BrandKit, tones
from overlays.contrast import mix, mix_light, needed, ratio, readable, worst
from studio.runtime.errors import UserFacingError

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


def test_a_kit_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    kit = BrandKit(
        name="后山村", slogan="好", primary="#102030", logo=tmp_path / "a.png", mark="慈农优品"
    )
    brand.save(kit, tmp_path)
    assert brand.load(tmp_path) == kit
    assert "a.png" in (tmp_path / brand.FILE).read_text()
    assert str(tmp_path) not in (tmp_path / brand.FILE).read_text()  # the folder may be moved


def test_without_a_kit_the_programs_own_carries_the_workshops_name(tmp_path: Path) -> None:
    assert brand.load(tmp_path, "后山村").name == "后山村"
    brand.save(replace(brand.default(), name="", primary="#102030"), tmp_path)
    assert (brand.load(tmp_path, "后山村").name, brand.load(tmp_path).primary) == (
        "后山村",
        "#102030",
    )


@pytest.mark.parametrize("content", ["{", "[]", "9", "[" * 99_999, '"x"' + " " * 99_999, "\xff"])
def test_a_damaged_kit_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / brand.FILE).write_text(content, "latin-1")
    with pytest.raises(UserFacingError, match="brand_unreadable"):
        brand.load(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"primary": "green"},
        {"accent": "#FFF"},
        {"weight": "black"},
        {"name": "村" * 201},
        {"slogan": "a\nb"},
        {"seal": "共富"},
    ],
)
def test_a_value_that_cannot_be_drawn_is_refused_and_nothing_written(
    change: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(UserFacingError, match="brand_value_wrong") as raised:
        brand.save(replace(BrandKit(), **change), tmp_path)  # type: ignore[arg-type]
    assert raised.value.parameters["field"] == next(iter(change))
    assert not (tmp_path / brand.FILE).exists()


def test_a_kit_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserFacingError, match="card_not_saved"):
        brand.save(BrandKit(), tmp_path / "file")


@given(primary=COLOURS, accent=COLOURS)
def test_every_token_has_a_colour_in_every_brand(primary: str, accent: str) -> None:
    found = tones(primary, accent)
    assert set(found) == set(TOKENS)
    assert all(brand.COLOUR.fullmatch(colour) for colour in found.values())


@given(front=COLOURS, back=COLOURS, least=st.sampled_from([3.0, 4.5]))
def test_any_colour_is_made_readable_on_any_ground(front: str, back: str, least: float) -> None:
    assert ratio(readable(front, (back,), least), back) >= least
    if ratio(front, back) >= least:
        assert readable(front, (back,), least) == front


def test_on_grounds_too_far_apart_the_better_of_black_and_white_is_taken() -> None:
    grounds = ("#000000", "#FFFFFF", "#777777")
    assert worst(readable("#FF0000", grounds, 4.5), grounds) >= 1


def test_the_ratio_needed_follows_the_size_viewers_see() -> None:
    """52 px on 1080 are 18.8 on a phone 390 wide: large where bold; 13 on 720 are never."""
    assert needed(52, bold=True, canvas_width=1080, upright=True) == 3
    assert needed(52, bold=False, canvas_width=1080, upright=True) == 4.5
    assert needed(67, bold=False, canvas_width=1080, upright=True) == 3
    assert needed(29, bold=True, canvas_width=1280, upright=False) == 3
    assert needed(13, bold=True, canvas_width=720, upright=True) == 4.5


def test_known_ratios() -> None:
    """WCAG's own examples: black on white 21, #767676 on white 4.54."""
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mix_light("#000000", "#FFFFFF", 0.5) == "#BCBCBC"


def test_two_colours_that_can_hardly_be_told_apart_are_noticed() -> None:
    assert brand.too_alike(replace(BrandKit(), primary="#207A50", accent="#1F7A50"))
    assert not brand.too_alike(BrandKit())
