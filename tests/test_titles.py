"""Titles: which line is the headline, which the kicker, which the subtitle, and which belongs to no article."""

from __future__ import annotations

import pytest

from store.intake.pages import Page, read_page
from store.models import Document, Line

BODY = (
    "本报讯（记者余航）6月8日，柳林县渡口新桥建成通车，两岸三万多名乡亲出行不再靠船。"
    "新桥全长四百米，由县交通运输局投资建设，工期比原计划提前了四十天。"
)


def read(*titles: str, tail: tuple[str, ...] = ()) -> Page:
    return read_page(Document("page.txt", tuple(map(Line, "\n\n".join([*titles, BODY, *tail]).split("\n")))))


def parts(page: Page) -> tuple[str | None, str, str | None]:
    (article,) = page.articles
    return article.kicker, article.headline, article.subtitle


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["柳林县渡口新桥建成通车"], (None, "柳林县渡口新桥建成通车", None)),
        (
            ["一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车"],
            ("一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车", None),
        ),
        (
            ["柳林县渡口新桥建成通车", "一桥飞架 两岸欢腾"],
            ("一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车", None),
        ),
        (
            ["县交通运输局:", "柳林渡口新桥建成通车", "——三万乡亲告别摆渡"],
            ("县交通运输局", "柳林渡口新桥建成通车", "——三万乡亲告别摆渡"),
        ),
        (
            ["柳林县渡口新桥建成通车", "全长400米，工期提前40天"],
            (None, "柳林县渡口新桥建成通车", "全长400米，工期提前40天"),
        ),
        (["柳林县渡口新桥\n建成通车"], (None, "柳林县渡口新桥建成通车", None)),
        (["柳林县渡口新桥", "让三万乡亲告别摆渡"], (None, "柳林县渡口新桥让三万乡亲告别摆渡", None)),
        (["柳林县四百米新桥", "变身乡亲致富路"], (None, "柳林县四百米新桥变身乡亲致富路", None)),
        (["柳林新桥提前通车", "数万乡亲告别摆渡"], (None, "柳林新桥提前通车", "数万乡亲告别摆渡")),
        (["柳林县渡口新桥建成通车", "柳林县渡口新桥建成通车"], (None, "柳林县渡口新桥建成通车", None)),
        (["柳林县渡口\n新桥建成通车", "柳林县渡口新桥建成通车"], (None, "柳林县渡口新桥建成通车", None)),
        (["从此不再等渡船", "柳林县渡口新桥\n建成通车"], ("从此不再等渡船", "柳林县渡口新桥建成通车", None)),
        (["三万乡亲出行有了啥变化", "柳林县渡口新桥通车"], ("三万乡亲出行有了啥变化", "柳林县渡口新桥通车", None)),
        (
            ["县长鲍晓在通车仪式上强调", "把好事办到乡亲心坎上"],
            ("县长鲍晓在通车仪式上强调", "把好事办到乡亲心坎上", None),
        ),
        (["柳林县渡口新桥通车", "惠及两岸三万乡亲"], (None, "柳林县渡口新桥通车", "惠及两岸三万乡亲")),
        (["渡口新桥提前通车", "两岸乡亲进城省时三成"], (None, "渡口新桥提前通车", "两岸乡亲进城省时三成")),
        (
            ["交通项目提速 渡口新桥建成通车", "首日过车两千辆"],
            (None, "交通项目提速 渡口新桥建成通车", "首日过车两千辆"),
        ),
        (["民生实事解读·出行篇", "渡口新桥提前通车"], ("民生实事解读·出行篇", "渡口新桥提前通车", None)),
        (["渡口摆渡人转行", "他把渡船开成了茶馆"], ("渡口摆渡人转行", "他把渡船开成了茶馆", None)),
        (
            ["一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车", "全长400米，工期提前40天"],
            ("一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车", "全长400米，工期提前40天"),
        ),
    ],
)
def test_the_parts_of_a_title(titles: list[str], expected: tuple[str | None, str, str | None]) -> None:
    """Over several lines, out of order or repeated, every line plays its part."""
    assert parts(read(*titles)) == expected


def test_a_title_after_its_body() -> None:
    """Text taken from a layout has titles where the layout put them."""
    page = read(tail=("一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车"))
    assert parts(page) == ("一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车", None)


def test_a_banner_is_set_aside() -> None:
    """A title over the whole page is no article's kicker."""
    page = read("喜迎通车 共谋发展", "一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车")

    assert parts(page) == ("一桥飞架 两岸欢腾", "柳林县渡口新桥建成通车", None)
    assert [part.text for part in page.set_aside] == ["喜迎通车 共谋发展"]


def test_a_section_s_name_is_no_part_of_a_title() -> None:
    """It stands above the first article of a section."""
    page = read("县域 · 速览", "柳林县渡口新桥建成通车")

    assert parts(page) == (None, "柳林县渡口新桥建成通车", None)
    assert [part.text for part in page.set_aside] == ["县域 · 速览"]


def test_a_page_s_habit_tells_what_its_words_do_not() -> None:
    """Where the other titles have subtitles, the second of two lines that either may head is one; else the first."""
    doubtful = ["渡口新桥通了车", "乡亲出门不用船", "渡口新桥通了车，乡亲出门不用船。两岸都说好，连着唱了三天戏。"]

    def read_among(*titles: str) -> str | None:
        lines = [line for title in titles for line in (*title.split("|"), BODY)]
        page = read_page(Document("page.txt", tuple(map(Line, "\n\n".join([*doubtful, *lines]).split("\n")))))
        return page.articles[0].kicker

    assert (
        read_among("柳林县渡口新桥通车|全长400米", "柳林县新桥提前完工|比原计划早40天", "县里修桥|投资6200万元") is None
    )
    assert (
        read_among("让路 让利|柳林县新桥通车", "同心 同行|柳林县新桥提前完工", "出主意 想办法|柳林县修桥")
        == doubtful[0]
    )


def test_the_layout_tells_the_headline() -> None:
    """Where the format has sizes, the largest line is the headline, whatever its words."""
    lines = (Line("柳林县渡口新桥建成通车", size=12.0), Line("一桥连两岸", size=22.0), Line(BODY, size=10.5))
    page = read_page(Document("page.pdf", lines))

    assert parts(page) == ("柳林县渡口新桥建成通车", "一桥连两岸", None)


def test_a_headline_that_is_not_printed_is_guessed_and_said() -> None:
    """The first words stand in for it; they are counted once."""
    page = read()

    assert parts(page) == (None, "6月8日，柳林县渡口新桥建成通车", None)
    assert page.untitled == (0,)
    assert any("没有找到标题" in warning for warning in page.warnings)
