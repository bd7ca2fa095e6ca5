"""Makes the font of the charts: Noto Sans CJK SC with the characters of GB 2312, their traditional
forms, and the commoner half of Big5.

Needs fontTools (`pip install fonttools`) and Debian's fonts-noto-cjk; run only to change the choice of characters.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import opencc
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

COLLECTION = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FAMILY = "Noto Sans CJK SC"
# first bytes: all of GB 2312, the commoner half of Big5
SETS = (("gb2312", range(0xA1, 0xF8)), ("big5", range(0xA1, 0xC7)))
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
SIGNS = [
    0x2103,
    0x2212,
    0x2264,
    0x2265,
    0x33A1,
    *range(0x2010, 0x2040),
    *range(0x2190, 0x2194),
    *range(0x3000, 0x3020),
    *range(0xFF01, 0xFF5F),
    0x25B2,
    0x25BC,
]
TABLES_LEFT_OUT = ["BASE", "VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF"]  # for vertical and fine typesetting


def main() -> None:
    """Write the subset."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("bot/charts/noto-sans-sc.otf"))
    out: Path = parser.parse_args().out
    font = next(one for one in TTCollection(COLLECTION) if one["name"].getDebugName(1) == FAMILY)
    options = Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    options.drop_tables += TABLES_LEFT_OUT
    subsetter = Subsetter(options)
    printed = "".join(char for name, rows in SETS for char in characters(name, rows))
    printed += opencc.OpenCC("s2t").convert(printed)  # its forms (爲, 羣, 裏) are not all in Big5
    subsetter.populate(unicodes=[*LATIN, *SIGNS, *map(ord, printed)])
    subsetter.subset(font)
    font.save(out)


def characters(codec: str, rows: range) -> Iterator[str]:
    """The characters of a double-byte set whose first byte is in *rows*."""
    for first in rows:
        for second in range(0x40, 0xFF):
            decoded = bytes([first, second]).decode(codec, "ignore")
            if len(decoded) == 1 and ord(decoded) > 0x7F:
                yield decoded


if __name__ == "__main__":
    main()
