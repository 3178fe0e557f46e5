"""The code of an origin card: only where it is allowed, only to the workshop's own page, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory.origins import Origin
from overlays import drawing, library, parts
from overlays.canvas import canvas
from overlays.safe_areas import profiles
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import word_error
from studio.session import boards, trace
from studio.session.plan import PlannedProduct
from studio.session.trace import TracePage
from studio.store.settings import Settings
from tests.helpers.gui import gui
from tests.helpers.overlay_samples import village

PAGE = TracePage("https://hs.example.cn/t?l={lot}")
BERRIES = PlannedProduct("YM-001", "东魁杨梅", price_fen=8990, origin="后山村")
LOT = Origin("0612-A", "后山村", "周阿根", "2026-06-12", "JC-7", "县站")


def test_a_code_is_off_on_every_platform_until_somebody_allows_it(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.set("trace_address", "https://hs.example.cn/t")
    assert trace.page(settings, "douyin") == TracePage()
    settings.set("trace_platforms", ["rtmp"])
    assert trace.page(settings, "douyin") == TracePage()
    assert trace.page(settings, "rtmp").of("0612-A") == "https://hs.example.cn/t/0612-A"
    settings.set("destinations", 2)
    assert trace.page(settings, "rtmp") == TracePage(), "the other one allowed nothing"


@pytest.mark.parametrize(
    "address",
    [
        *("hs.example.cn", "weixin://qr", "https://u.wechat.com/abc", "wxp://f2f0", "https://"),
        *("https://qr.alipay.com/x", "https://a@b.cn/", "https://a b.cn", "https://村.cn"),
        "https://weixin.qq.com?x=.cn",
    ],
)
def test_an_address_that_may_not_be_on_air_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="trace_address_wrong"):
        Settings(tmp_path).set("trace_address", address)


@pytest.mark.parametrize("host", ["smart.me", "hsqq.com"])
def test_a_page_whose_name_only_ends_like_a_chats_is_ones_own(tmp_path, host):
    settings = Settings(tmp_path)
    settings.set("trace_address", f"https://{host}/t")
    assert settings.get("trace_address") == f"https://{host}/t"


def test_the_lot_stands_where_the_address_says() -> None:
    assert PAGE.of("6月 A/1") == "https://hs.example.cn/t?l=6%E6%9C%88%20A%2F1"
    assert PAGE.of("") == ""
    assert PAGE.of("批" * 30) == "", "a part of an address leads nowhere"


def test_an_origin_card_has_the_code_of_its_lot_where_there_is_room() -> None:
    data = dict(boards.origin(BERRIES, LOT, PAGE).data)
    assert (data["trace"], data["lot"]) == ("https://hs.example.cn/t?l=0612-A", "0612-A")
    assert "trace" not in dict(boards.origin(BERRIES, LOT).data)
    wordy = Origin("0612-A", "后山村", "周" * 30, "2026-06-12", "7" * 60, "县站")
    assert "trace" not in dict(boards.origin(BERRIES, wordy, PAGE).data)


def test_without_a_lot_on_record_the_origin_is_the_products_and_nothing_is_said_of_a_lot() -> None:
    said = dict(boards.origin(BERRIES, None, PAGE).data)
    assert (said["name"], said["place"]) == ("东魁杨梅", "后山村")
    assert not {"lot", "grower", "harvested", "report", "trace"} & {
        key for key in said if said[key]
    }
    made = drawing.compose(
        library.find("origin-card"), said, canvas=canvas((720, 1280)), brand=village()
    )
    letters = (each for each in made.parts() if isinstance(each, parts.Letters))
    words = {run.text for each in letters for run in each.runs}
    assert "后山村" in words
    assert not {"批次", "检测报告", "采收", "谁种的"} & words


def test_an_origin_that_is_written_nowhere_is_refused_and_both_places_are_named() -> None:
    unwritten = Origin("0612-A", "", "周阿根", "", "", "")
    for found in (None, unwritten):
        with pytest.raises(UserFacingError) as refused:
            boards.origin(PlannedProduct("YM-001", "东魁杨梅", price_fen=8990), found)
        said = word_error(refused.value)
        assert all(each in said for each in ("商品", "这批货", "库存")), said


def test_with_a_code_and_as_many_words_as_it_leaves_room_for_it_stays_inside() -> None:
    gui()
    full = Origin("0612-A", "后山村" * 20, "周" * 20, "2026-06-12", "7" * 60, "县站站站站站")
    page = TracePage("https://hs.example.cn/" + "t" * 50)
    said = dict(boards.origin(BERRIES, full, page).data)
    assert len(str(said["trace"])) > 75
    for size in ((720, 1280), (1280, 720)):
        for platform, profile in profiles().items():
            on = canvas(size, profile)
            made = drawing.compose(library.find("origin-card"), said, canvas=on, brand=village())
            assert on.safe.adjusted(-1, -1, 2, 2).contains(made.x, made.y), (platform, size)
            assert not any(each.cut for each in made.parts() if isinstance(each, parts.Letters))
            (code,) = [each for each in made.parts() if isinstance(each, parts.Code)]
            assert code.module >= 8 * 720 / 1080
