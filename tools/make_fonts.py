"""Make the bundled faces in ``ui/fonts`` from Debian's fonts-noto-cjk.

Run it with the packages fonts-noto-cjk and unicode-data installed: ``python tools/make_fonts.py``.
The same packages give the same bytes. Which version was used, and why the family is renamed:
``ui/fonts/README.md``.
"""

from __future__ import annotations

import argparse
import bz2
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path(__file__).parent.parent / "ui" / "fonts"
SOURCE_FAMILY = "Noto Sans CJK SC"
FAMILY = "Gongfu Sans SC"
WEIGHTS = ("Regular", "Bold")

RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1: × · ° ± ½
    (0x0100, 0x017F),  # Latin with macrons and carons: pinyin
    (0x01CD, 0x01DC),  # ǎ ǐ ǒ ǔ ǚ …: pinyin
    (0x2010, 0x205E),  # dashes, quotation marks, …, ‰, ※
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x214F),  # ℃ № ™
    (0x2150, 0x218F),  # ⅓ Ⅳ
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # ≈ ≤ ≥ √
    (0x2300, 0x23FF),  # keyboard and media signs
    (0x2460, 0x24FF),  # ① ②
    (0x2500, 0x25FF),  # ▲ ◆ ■ ● and rules
    (0x2600, 0x27BF),  # ★ ☎ ✓ ✕
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3040, 0x30FF),  # kana: の appears in product names
    (0x3200, 0x32FF),  # ㈱ ㊣
    (0x3300, 0x33FF),  # ㎏ ㎡
    (0x4E00, 0x9FFF),  # every ideograph of the basic block: no surname goes missing
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),  # full-width forms and ￥
)

UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")

FEATURES = ("kern", "palt", "halt")


def standard_characters(unihan: Path) -> set[int]:
    """The 8105 characters of 通用规范汉字表 (2013): every place name and registered surname.

    From the Unicode consortium's kTGH property; 273 lie outside the basic block.
    """
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        return {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}


def wanted_characters(unihan: Path) -> set[int]:
    """Every code point asked of the source."""
    chosen = {code for first, last in RANGES for code in range(first, last + 1)}
    return chosen | standard_characters(unihan)


def open_source(weight: str) -> TTFont:
    """The simplified Chinese member of one weight's collection."""
    for font in TTCollection(SOURCE / f"NotoSansCJK-{weight}.ttc").fonts:
        if font["name"].getDebugName(1) == SOURCE_FAMILY:
            return font
    raise LookupError(f"{SOURCE_FAMILY} {weight} is not in the collection")


def cut(font: TTFont, characters: set[int]) -> None:
    """Keep the wanted characters and the features a screen uses, horizontal only."""
    options = subset.Options(
        layout_features=list(FEATURES),
        name_IDs=["*"],
        name_languages=["*"],
        drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"],
        notdef_outline=True,
        recalc_timestamp=False,
        hinting=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def rename(font: TTFont, weight: str) -> None:
    """Give the modified version its own family name; licence and copyright entries stay."""
    names = font["name"]
    postscript = f"{FAMILY.replace(' ', '')}-{weight}"
    version = names.getDebugName(5).split(";")[0]
    names.names = [n for n in names.names if n.nameID in (0, 8, 9, 10, 11, 12, 13, 14)]
    names.names = [n for n in names.names if n.platformID == 3 and n.langID == 0x409]
    for identifier, text in (
        (1, FAMILY),
        (2, weight),
        (3, f"{version};{postscript}"),
        (4, f"{FAMILY} {weight}".removesuffix(" Regular")),
        (5, f"{version}; subset of {SOURCE_FAMILY}"),
        (6, postscript),
    ):
        names.setName(text, identifier, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    cff.topDictIndex[0].FullName = f"{FAMILY} {weight}"
    cff.topDictIndex[0].FamilyName = FAMILY


def make(weight: str, characters: set[int], target: Path) -> Path:
    """One face, written to ``target``."""
    font = open_source(weight)
    cut(font, characters)
    rename(font, weight)
    font.recalcTimestamp = False
    path = target / f"{FAMILY.replace(' ', '')}-{weight}.otf"
    font.save(path)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, default=TARGET, help="folder to write to")
    parser.add_argument("--unihan", type=Path, default=UNIHAN, help="Unihan_OtherMappings.txt.bz2")
    arguments = parser.parse_args()
    characters = wanted_characters(arguments.unihan)
    for weight in WEIGHTS:
        make(weight, characters, arguments.target)


if __name__ == "__main__":
    main()
