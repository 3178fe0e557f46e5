"""A buyer's data as it stands on a screen until a person asks for it.

Everything that is not certain to be harmless is hidden: a name that is too short, a number that is
none, a place that is not in a shape we know.
"""

from __future__ import annotations

import re

_NAME = r"(?:[^\s\d*区县市旗]{1,3}|[^\s\d*区县市旗路街道镇乡村号弄巷幢栋室]{1,10}?)"
"""Of a city or district. Some carry a street's word (路桥区, 景德镇市): within three letters."""
_PROVINCE = re.compile(r"\s*(?:北京市|上海市|天津市|重庆市|[^\s\d*]{2,8}?(?:省|行政区|自治区))\s*")
_CITY = re.compile(rf"\s*{_NAME}(?:(?<![超菜夜集])市|地区|自治州|盟)\s*")
_DISTRICT = re.compile(rf"\s*{_NAME}(?:(?<![小社园校])区|县|(?<![超菜夜集])市|旗)")
HIDDEN = "***"


def mask_phone(phone: str) -> str:
    """``138****1234``: of eleven digits or more the first three, of seven or more the last four."""
    digits = [character for character in phone if character.isdigit() or character == "*"]
    if len(digits) < 7:
        return "*" * len(digits)
    front = digits[:3] if len(digits) >= 11 else []
    return "".join(front) + "****" + "".join(digits[-4:])


def mask_name(name: str) -> str:
    """``王**``: the first letter; how many follow is hidden too."""
    name = name.strip()
    return f"{name[0]}**" if name else ""


def mask_address(address: str) -> str:
    """``浙江省台州市路桥区***``: up to the district, nothing of street and house."""
    address = address.strip()
    end = 0
    for level in (_PROVINCE, _CITY, _DISTRICT):
        found = level.match(address, end)
        end = found.end() if found else end
    return address[:end].rstrip() + HIDDEN if address else ""
