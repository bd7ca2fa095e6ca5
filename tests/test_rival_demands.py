"""What is very like the thing asked about is not it: another owner, another measure, another occasion."""

from __future__ import annotations

import pytest
from test_demands import weights

from retrieval.rival_demands import ANOTHERS


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("乡村学生人均借书多少册?", "全市学生人均借书19册,增长3%。", "19册"),
        ("电焊工月薪是多少元?", "◆薪资:搬运工月薪5200元。", "5200元"),
        ("乡村游客人均花费提高到多少元?", "城市游客人均花费由300元提高到420元。", "420元"),
        ("私营工厂用电同比增长多少?", "全市居民用电80亿千瓦时,同比增长7.1%。", "7.1%"),
        ("9月出口多少亿元?", "9月全市进出口31亿元,其中机电12亿元。", "31亿元"),
        ("工厂去年利润是多少元?", "工厂去年营业收入3亿元。", "3亿元"),
        ("老李家去年苹果产量多少公斤?", "合作社去年卖出苹果7万公斤。", "7万公斤"),
        ("这次翻修花了多少钱?", "那次翻修花了90万元。", "90万元"),
        ("红队上赛季积多少分?", "红队积24分,升到第一。", "24分"),
        ("礼堂现在已经放了多少场电影?", "到年底,礼堂计划放电影80场。", "80场"),
        ("贷款比年初增加多少?", "贷款余额346亿元,同比增长19.3%。", "19.3%"),
        ("高峰几分钟一班?", "高峰间隔8分钟,平峰15分钟。", "15分钟"),
    ],
)
def test_the_figure_of_another_is_none(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] <= -3.0


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("永安纸业上半年营业收入是多少元?", "公司上半年营业收入3亿元。", "3亿元"),
        ("全县乡村居民人均借书多少册?", "乡村居民人均借书19册。", "19册"),
        ("长跑报名费多少元?", "长跑报名费120元,短跑80元。", "120元"),
        ("双桥县粮食产量多少吨?", "全县粮食产量8万吨。", "8万吨"),
        ("9月进出口多少亿元?", "9月全市进出口31亿元。", "31亿元"),
        ("这次翻修花了多少钱?", "这次翻修花了90万元。", "90万元"),
    ],
)
def test_words_that_refer_back_are_no_other_thing(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] > ANOTHERS + 1


@pytest.mark.parametrize(
    ("question", "text", "label"),
    [("糖尿病人有几个?", "管着213名病人,其中高血压158人、糖尿病55人。", "55人")],
)
def test_a_label_may_be_the_beginning_of_the_word_asked_for(question: str, text: str, label: str) -> None:
    told = weights(question, text)
    assert max(told, key=lambda figure: told[figure]) == label
