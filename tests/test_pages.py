"""Pages: any text becomes articles, nothing of it is lost, and the invented pages become their true articles."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.intake.observations import Observations
from store.intake.pages import Page, read_page
from store.intake.units import units_of
from store.models import Document, Line, ReadyArticle

DATA = Path(__file__).parent / "data" / "pages"
PAGES = sorted(path.stem for path in DATA.glob("*.txt"))

PIECES = st.sampled_from(
    [
        "本报讯（记者 余 航 通讯员 卞小溪）11月13日，",
        "（下转第3版）",
        "(上接第1版)",
        "本报记者 余航 摄",
        "（张三）",
        "更 正",
        "停水公告",
        "◆",
        "——",
        "“",
        "”",
        "２０２３年１１月１６日",
        "第4版",
        "责任编辑：余航",
        "区住房局：",
        "渡口修通 两岸欢腾",
        "渡口的栈桥修好了，乡亲们都说走得稳当。",
        "完成率",
        "96.2%",
        "电话：5566119",
        "白菜 1.20元",
        "U.S.",
        " ",
        "\u3000\u3000",
        "\u200b",
    ]
)
TEXT = st.lists(PIECES | st.text(max_size=12), max_size=6).map("".join)
LINES = st.lists(
    st.builds(
        Line,
        TEXT,
        size=st.none() | st.sampled_from([9.0, 10.5, 18.0]),
        bold=st.booleans(),
        heading=st.none() | st.integers(1, 6),
        page=st.integers(1, 2),
        block=st.none() | st.integers(1, 2),
    ),
    max_size=24,
).map(tuple)


def page_of(text: str, **document: Any) -> Page:
    return read_page(Document("page.txt", tuple(map(Line, text.split("\n"))), **document))


def printed(texts: list[str]) -> Counter[str]:
    return Counter(char for text in texts for char in text if not char.isspace())


def kept(page: Page) -> Counter[str]:
    """What a page's articles and what was set aside hold; a headline taken from the body is no text of its own."""
    texts = [part.text for part in page.set_aside]
    for place, article in enumerate(page.articles):
        headline = "" if place in page.untitled else article.headline
        texts += [headline, article.kicker or "", article.subtitle or "", *article.paragraphs]
    return printed(texts)


@settings(max_examples=300)
@given(LINES)
def test_no_character_is_lost_or_doubled(lines: tuple[Line, ...]) -> None:
    """Articles and what was set aside account for every non-space character, whatever the text and its layout."""
    page = read_page(Document("page.txt", lines))

    assert kept(page) == printed([line.text for line in lines])
    assert all(part.reason for part in page.set_aside)
    assert all(article.headline.strip() for article in page.articles)


@settings(max_examples=100)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """Intake never raises, and a document with text in it has an article or says what it set aside."""
    page = page_of(text)
    assert kept(page) == printed([text])


@pytest.mark.parametrize("name", PAGES)
def test_an_invented_page_becomes_its_true_articles(name: str) -> None:
    """Title, byline, paragraphs, kind and end of every article, as a person would read the page."""
    document = Document(f"{name}.txt", tuple(map(Line, (DATA / f"{name}.txt").read_text("utf-8").split("\n"))))
    expected = json.loads((DATA / f"{name}.json").read_text("utf-8"))

    found = [
        {
            "headline": article.headline,
            "kicker": article.kicker,
            "subtitle": article.subtitle,
            "reporters": list(article.reporters),
            "correspondents": list(article.correspondents),
            "kind": article.kind,
            "complete": article.complete,
            "date": article.date,
            "paragraphs": list(article.paragraphs),
        }
        for article in read_page(document).articles
    ]

    assert found == expected


def test_articles_that_arrive_whole_are_kept_as_they_are() -> None:
    """A line of .jsonl has its id, title and date; its lines are its paragraphs."""
    ready = ReadyArticle("a7", "渡口", "一座老渡口。\n\n如今有了桥。", date="2021-06")
    (article,) = read_page(Document("渡口.jsonl", ready=(ready,))).articles

    assert (article.id, article.headline, article.date, article.source) == ("a7", "渡口", "2021-06", "渡口.jsonl")
    assert article.paragraphs == ("一座老渡口。", "如今有了桥。")


NEWS = "本报讯（记者 余航）6月8日，柳林县渡口新桥建成通车，两岸三万多名乡亲出行不再靠船。"
MORE = "新桥全长四百米，由县交通运输局投资建设，工期比原计划提前了四十天，通车当天就有两千多辆车驶过。"


def test_titles_that_meet_are_parted_by_the_blank_line_between() -> None:
    """One stands after its body, over two lines; the next article's follows at once."""
    after = ("渡口通了新桥", "乡亲不再等船")
    page = page_of(
        "\n".join(
            [NEWS, "", MORE, "", *after, "", "茶厂评上老字号", "", "县茶厂的炒青工艺评上了老字号，五十人领了奖。"]
        )
    )

    assert [article.headline for article in page.articles] == ["".join(after), "茶厂评上老字号"]


def test_what_leads_to_a_list_is_text() -> None:
    """A line that ends with a colon is no headline, and the points of a list are paragraphs however they end."""
    points = [
        "◆渡口新桥，施工单位柳林路桥公司，电话6628031",
        "◆环湖公路，施工单位河湾路桥公司，电话6628032",
    ]
    close = "其余项目将在年底前陆续完工，县里还将组织一次回头看。"
    page = page_of("\n\n".join(["三项工程完工", "县交通局6月8日公布完工项目:", *points, close]))

    (article,) = page.articles
    assert article.paragraphs == ("县交通局6月8日公布完工项目:", *points, close)


def test_a_block_of_broken_lines_is_a_caption() -> None:
    """Where paragraphs are one line, lines that stand close are one text, and its title may follow."""
    lines = ["6月8日，在柳林县渡口，", "乡亲们走过刚通车的新桥。", "新桥全长4", "00米。余航 摄"]
    page = page_of(
        "\n".join(["新桥通车", "", NEWS, "", MORE, "", *lines, "", "桥通了 人笑了", "", "茶厂评奖", "", NEWS])
    )

    caption = page.articles[1]
    assert (caption.headline, caption.kind, caption.paragraphs) == ("桥通了 人笑了", "caption", ("".join(lines),))
    assert caption.reporters == ("余航",)


def test_the_writers_in_brackets_end_an_article() -> None:
    """What follows them is another article's, though its title only comes after it."""
    own = "茶厂的炒青工艺评上了老字号，五十名老师傅领到了证书。"
    end = MORE + "（余航）"
    page = page_of("\n\n".join(["新桥通车", "渡口新桥通车了。", end, own, "茶厂评上老字号", "山歌唱响", NEWS]))

    assert [article.headline for article in page.articles] == ["新桥通车", "茶厂评上老字号", "山歌唱响"]
    assert page.articles[0].reporters == ("余航",)


def test_paragraphs_that_are_indented_tell_titles() -> None:
    """Without a blank line on the page, a line at the margin is a title."""
    page = page_of("\n".join(["新桥通车", f"　　{NEWS}", f"　　{MORE}", "茶厂怎么了？书记说：好着呢", f"　　{NEWS}"]))

    assert [article.headline for article in page.articles] == ["新桥通车", "茶厂怎么了？书记说：好着呢"]


@pytest.mark.parametrize(
    ("halves", "ragged"),
    [
        ((f"通车之后，{MORE[:30]}", MORE[30:] + "县里还要在桥头建一座公园，种下两千棵树。"), False),
        (("6月8日，在柳林县渡口，", "乡亲们走过刚通车的新桥"), True),
    ],
)
def test_a_paragraph_that_a_column_broke_is_no_caption(halves: tuple[str, str], ragged: bool) -> None:
    """However near its halves stand: the lines of a caption are narrow, those of a paragraph are as they come."""
    lines = "\n".join(["新桥通车", "", NEWS, "", *halves, "", "乡亲们都说好。"]).split("\n")

    assert Observations(units_of(map(Line, lines))).is_ragged(2) == ragged


@pytest.mark.parametrize("day", ["5月17日", "５ 月 17 日", "5月 １７日"])
def test_a_caption_begins_with_a_day(day: str) -> None:
    """However print spaces it, below rows and in short lines: the line above is its title."""
    rows = ["柳林县老年大学招生", "◆开设书法、二胡等九门课程", "◆地址：河街二十七号　电话：6628031"]
    caption = ["春湖采莼", f"{day}，在", "渡口镇的湖面上，村民划着木盆采收莼菜。该镇今年种", "莼菜两千亩，采收期还有"]
    page = page_of("\n\n".join([*rows, *caption, f"本报讯（记者余航）{NEWS}", "新桥通车"]))

    assert [article.headline for article in page.articles] == ["柳林县老年大学招生", "春湖采莼", "新桥通车"]


@pytest.mark.parametrize("signature", ["柳林县渡口管理处", "县渡口管理处"])
def test_a_notice_may_be_signed_without_a_day(signature: str) -> None:
    """The organisation that a notice speaks of is no kicker of the next article, which speaks of another."""
    notice = "渡口新桥通车后，原有渡船停运。有意承包码头者，请到柳林县渡口管理处报名。"
    page = page_of("\n\n".join(["渡船停运公告", notice, "电话：6628031", signature, "茶厂评上老字号", NEWS]))

    assert [(article.kicker, article.headline) for article in page.articles] == [
        (None, "渡船停运公告"),
        (None, "茶厂评上老字号"),
    ]
    assert page.articles[0].paragraphs[-1] == signature


def test_an_organisation_between_a_notice_and_text_signs_it() -> None:
    """A kicker stands above a title, whatever the text below speaks of."""
    notice = "渡口新桥通车后，原有渡船停运。有意承包码头者，请前来报名。"
    signature = "柳林县渡口管理处"
    text = "本报讯（记者余航）柳林县渡口管理处的老船工昨日收起了最后一支船桨，乡亲们在岸上敲锣打鼓为他送行。"
    page = page_of("\n\n".join(["渡船停运公告", notice, signature, text, "老船工上岸"]))

    assert page.articles[0].paragraphs[-1] == signature
    assert page.articles[1].kicker is None


def test_an_organisation_after_a_notice_may_be_a_kicker() -> None:
    """If the article below speaks of it, and the notice does not."""
    notice = "渡口新桥通车后，原有渡船停运。有意承包码头者，请前来报名。"
    page = page_of("\n\n".join(["渡船停运公告", notice, "县交通运输局", "新桥提前四十天完工", f"{NEWS}{MORE}"]))

    assert page.articles[1].kicker == "县交通运输局"


def test_a_byline_at_the_foot_of_a_page_is_that_of_the_title_above_it() -> None:
    """Where a title stands after its body, its byline does too."""
    page = page_of("\n\n".join(["茶厂评上老字号", NEWS, MORE, "渡口人家", "一桥连起两岸", "本报记者 柯蓝"]))

    assert page.articles[-1].reporters[-1] == "柯蓝"
