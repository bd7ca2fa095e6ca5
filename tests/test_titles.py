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
