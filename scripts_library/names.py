"""The words a script may use for a product's values, in Chinese and English, declared once."""

from __future__ import annotations

import difflib

VARIABLES: dict[str, str] = {
    "品名": "name",
    "规格": "spec",
    "价格": "price",
    "原价": "compared_price",
    "库存": "stock",
    "单位": "unit",
    "产地": "origin",
    "主播": "anchor",
    "故事": "story",
    "卖点1": "point1",
    "卖点2": "point2",
    "卖点3": "point3",
    "运费": "freight",
    "发货": "shipping",
    "售后": "after_sales",
    "批次": "batch",
    "检测编号": "test_number",
}
"""Chinese name → English name."""

LIVE = frozenset({"库存"})
"""Values that change while the script is being read."""

ABOUT: dict[str, str] = {"语速": "speed", "标题": "title", "备注": "note"}
"""Keys of the front matter that are about the script itself."""

_CHINESE = {english: chinese for chinese, english in (VARIABLES | ABOUT).items()}


def canonical(word: str) -> str | None:
    """The Chinese name for a Chinese or English one; None for a word that is neither."""
    if word in VARIABLES or word in ABOUT:
        return word
    return _CHINESE.get(word.lower())


def nearest(word: str) -> str:
    """The known variable most like ``word``, for "did you mean"."""
    word = word.lower()

    def likeness(name: str) -> tuple[float, bool]:
        same_start = name[:1] == word[:1]
        return difflib.SequenceMatcher(None, word, name).ratio(), same_start

    return max([*VARIABLES, *VARIABLES.values()], key=likeness)
