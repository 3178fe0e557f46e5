"""What of a buyer may be seen before anybody asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.store.masking import mask_address, mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        (" 138-1234-1234 ", "138****1234"),
        ("+86 138 1234 1234", "861****1234"),
        ("138****1234", "138****1234"),
        ("0577-88881234", "057****1234"),
        ("88881234", "****1234"),
        ("12345", "*****"),
        ("无", ""),
        ("", ""),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王小明", "王**"), ("王", "王**"), (" 欧阳娜娜", "欧**"), ("王*", "王**"), ("", "")],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("浙江省温州市永嘉县岩头镇下日川村12号", "浙江省温州市永嘉县"),
        ("浙江省 杭州市 西湖区 文三路478号", "浙江省 杭州市 西湖区"),
        ("浙江省台州市路桥区金水路8号", "浙江省台州市路桥区"),
        ("浙江省嘉兴市桐乡市梧桐街道", "浙江省嘉兴市桐乡市"),
        ("浙江省宁波市镇海区骆驼街道", "浙江省宁波市镇海区"),
        ("北京市朝阳区建国路甲92号", "北京市朝阳区"),
        ("上海市上海市浦东新区张江镇", "上海市上海市浦东新区"),
        ("广东省东莞市长安镇锦厦小区3栋", "广东省东莞市"),
        ("浙江省杭州市文三小区5幢201室", "浙江省杭州市"),
        ("内蒙古自治区锡林郭勒盟苏尼特左旗满都拉图镇", "内蒙古自治区锡林郭勒盟苏尼特左旗"),
        ("云南省大理白族自治州漾濞彝族自治县苍山西镇", "云南省大理白族自治州漾濞彝族自治县"),
        ("新疆维吾尔自治区阿克苏地区库车市天山路", "新疆维吾尔自治区阿克苏地区库车市"),
        ("文三路478号", ""),
        ("村口小卖部", ""),
    ],
)
def test_addresses(address: str, seen: str) -> None:
    assert mask_address(address) == f"{seen}***"


@given(st.text(alphabet="0123456789*+- ()转", max_size=30))
def test_a_phone_never_shows_more_than_seven_digits_nor_all_of_them(phone: str) -> None:
    masked = mask_phone(phone)
    shown = [character for character in masked if character.isdigit()]
    digits = [character for character in phone if character.isdigit()]
    assert len(shown) <= 7
    assert not digits or len(shown) < len(digits) or "*" in phone


@given(st.text(max_size=60))
def test_whatever_stands_in_a_name_one_letter_is_shown(name: str) -> None:
    assert mask_name(name) in {"", f"{name.strip()[:1]}**"}


@given(st.text(alphabet="浙江省杭州市西湖区文三路小村镇街道号12345 室县", max_size=60))
def test_an_address_never_shows_a_number(address: str) -> None:
    masked = mask_address(address)
    assert not any(character.isdigit() for character in masked)
    assert masked == "" or address.strip().startswith(masked.removesuffix("***"))


def test_nothing_masked_before_is_shown_by_masking_again() -> None:
    once = mask_address("浙江省杭州市西湖区文三路478号")
    assert mask_address(once) == once


@given(
    st.sampled_from(["浙江省台州市路桥区", "上海市浦东新区", "浙江省金华市义乌市"]),
    st.text(alphabet="文三路小村镇街道区县市旗省0号楼", max_size=20),
)
def test_behind_a_known_district_nothing_is_shown(district: str, street: str) -> None:
    assert mask_address(district + street) == f"{district}***"
