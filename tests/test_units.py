"""Units: column-wide lines are joined, paragraphs stay apart, nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.intake.printed import ending, phrases, squeeze, unbalanced, view
from store.intake.units import stitched, units_of
from store.models import Line

COLUMN = """渡口通车

　　柳林县渡口的新桥昨天上午建成
通车，两岸三万多名乡亲出行不再靠
船，去镇上只要十来分钟。
　　新桥由县交通运输局投资建设，
全长四百米，工期比原计划提前了四
十天，比过去的浮桥宽出三米。"""


def texts(text: str) -> list[str]:
    return [unit.text for unit in units_of(map(Line, text.split("\n")))]


def test_lines_of_a_column_are_joined_to_paragraphs() -> None:
    """A line that ran into the column's edge goes on in the next; an indent begins a paragraph."""
    assert texts(COLUMN) == [
        "渡口通车",
        "柳林县渡口的新桥昨天上午建成通车，两岸三万多名乡亲出行不再靠船，去镇上只要十来分钟。",
        "新桥由县交通运输局投资建设，全长四百米，工期比原计划提前了四十天，比过去的浮桥宽出三米。",
    ]


def test_paragraphs_on_lines_of_their_own_stay_apart() -> None:
    assert texts("一桥飞架\n两岸欢腾\n\n新桥建成通车。") == ["一桥飞架", "两岸欢腾", "新桥建成通车。"]


def test_only_between_latin_words_a_space_is_kept() -> None:
    assert stitched(["由U.S.", "Steel", "的钢板", "焊成"]) == "由U.S.Steel的钢板焊成"
    assert stitched(["made by", "Steel"]) == "made by Steel"


def test_how_a_line_ends() -> None:
    """A sentence's mark, a dash, a credit close a line; a colon is soft; all else is open."""
    for closed in ("通车。", "通车了！”", "直面挑战——", "通车。（余航）", "余航 摄", "通车."):
        assert ending(view(closed)) == "closed", closed
    for soft in ("如下：", "一是修桥；"):
        assert ending(view(soft)) == "soft", soft
    for open_ in ("完成率", "发出“动员令”", "4.8", "一、二", ""):
        assert ending(view(open_)) == "open", open_


def test_phrases_and_brackets() -> None:
    assert phrases("一桥飞架 两岸欢腾") == ["一桥飞架", "两岸欢腾"]
    assert phrases("更 正") == ["更正"]
    assert unbalanced(view("渡口）通车（四百米")) == (1, 1)


@given(st.lists(st.text(max_size=40), max_size=30))
def test_no_character_is_lost(lines: list[str]) -> None:
    units = units_of(map(Line, lines))

    assert squeeze("".join(unit.text for unit in units)) == squeeze("".join(lines))
    assert all(len(unit.seen) == len(unit.text) for unit in units)
