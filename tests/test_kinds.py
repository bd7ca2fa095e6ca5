"""Kinds of articles, by title and body."""

from __future__ import annotations

import pytest

from store.intake.kinds import kind_of
from store.intake.printed import view
from store.models import ArticleKind


@pytest.mark.parametrize(
    ("headline", "paragraphs", "kind"),
    [
        ("更 正", ["本报6月8日2版《渡口通车》一文中，“四百米”应为“四百二十米”。特此更正。"], "correction"),
        ("停水公告", ["因管网改造，定于6月8日停水。", "柳林县供水公司", "2021年6月7日"], "notice"),
        ("遗失声明", ["余航遗失出生医学证明，声明作废。"], "notice"),
        ("商铺招租", ["◆沿街商铺24间，月租金每平方米42元起", "电话：5566119"], "advert"),
        ("本周菜价", ["白菜 1.20元", "萝卜 0.80元", "土豆 1.50元"], "list"),
        ("三月雨情预告", ["●一旬 降水12毫米", "●二旬 降水9毫米", "●三旬 降水21毫米"], "list"),
        ("瓜正甜", ["6月8日，果农正在采摘羊角蜜甜瓜。该村现有温室86座。"], "caption"),
        ("瓜正甜", ["图为果农采摘羊角蜜甜瓜。"], "caption"),
        ("渡口通车", ["柳林县渡口新桥建成通车，两岸乡亲出行不再靠船。", "新桥全长四百米。"], "news"),
        ("柳林县赴外地招商", ["柳林县考察团近日赴外地招商，签约项目三个。", "团长说，项目年内开工。"], "news"),
    ],
)
def test_kinds_without_a_byline(headline: str, paragraphs: list[str], kind: ArticleKind) -> None:
    assert kind_of(headline, list(map(view, paragraphs)), has_byline=False, has_credit=False) == kind


def test_what_a_reporter_signs_is_news() -> None:
    """A story about a notice is no notice; a picture with a photographer's credit is a caption."""
    story = [view("本报讯（记者余航）县供水公司昨日发布停水公告，两万户居民将停水八小时。")]

    assert kind_of("县供水公司发布停水公告", story, has_byline=True, has_credit=False) == "news"
    assert kind_of("瓜正甜", [view("果农采摘甜瓜。")], has_byline=True, has_credit=True) == "caption"
