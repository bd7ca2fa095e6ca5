"""What the bot answers, in its own words and within Telegram's limits."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.markup import reply_markup
from bot.local.rules import MESSAGE_UNITS
from bot.local.tags import parse_html, units
from bot.people.timing import Timing
from bot.texts import EN, HANS, LANGUAGES, TEXTS, Language, language_of
from bot.words import markup, replies, screens
from bot.words.keyboards import Below
from bot.words.markup import Button, Reply, clip, escape, marked, pages, plain
from bot.words.screens import Choices
from bot.words.wording import date, exact, figure, shared_words, statement
from retrieval.types import Answer, AnswerKind, Difference, FactAnswer, Passage, Told, Value
from store.models import Article
from store.questions import VERDICTS

COUNTED = ("count", "limit", "number", "id", "new", "changed", "gone", "unchanged", "year", "month", "day")
ARTICLE = Article(
    "h1", "“爱心头盔”赠环卫工人", ("8月19日上午,高新区城管局为50名环卫工人送上安全头盔。",), date="2022-08-19"
)


def fact(
    text: str,
    kind: AnswerKind = "number",
    value: Value = None,
    unit: str | None = None,
    *,
    approximate: bool = False,
    evidence: str = "",
) -> FactAnswer:
    """A fact of ARTICLE."""
    return FactAnswer(kind, text, value, unit, approximate, evidence or text, "h1")


def found(question: str, answered: FactAnswer | None, *, confidence: float = 0.9) -> Answer:
    """An answer with two passages of ARTICLE."""
    passage = Passage(1, "h1", ARTICLE.headline, ARTICLE.body, 0, len(ARTICLE.body), 1.0)
    return Answer(question, True, confidence, answered, (passage, replace(passage, chunk_id=2)))


@pytest.mark.parametrize(
    ("question", "answered", "sentence"),
    [
        ("给多少名环卫工人送了安全头盔?", fact("50名", unit="名"), "给50名环卫工人送了安全头盔。"),
        ("请问贷款预计发放金额是多少？", fact("150万元", "money", 1500000, "元"), "贷款预计发放金额是150万元。"),
        ("学费要多少钱呢？", fact("三千元", "money", 3000, "元"), "学费要三千元。"),
        ("园区有多少家企业？", fact("41家", unit="家"), "园区有41家企业。"),
        ("园区有多少家企业？", fact("41", value=41), "园区有41家企业。"),
        ("纳税总额同比增长了百分之几?", fact("增长32.16%", "percent", 32.16, "%"), "纳税总额同比增长了32.16%。"),
        ("产量下降了百分之多少？", fact("5.8%", "percent", 5.8, "%"), "产量下降了5.8%。"),
        ("第几批企业名单公布了?", fact("第四批", "rank", 4, "批"), "第四批企业名单公布了。"),
        ("村支部书记是谁?", fact("张学跃", "person"), "村支部书记是张学跃。"),
        ("谁带队到北京招商？", fact("李伟", "person"), "李伟带队到北京招商。"),
        ("是哪个单位给环卫工人送的头盔?", fact("高新区城管局", "org"), "是高新区城管局给环卫工人送的头盔。"),
        ("哪家企业入选了？", fact("平煤股份", "org"), "平煤股份入选了。"),
        ("他获得了什么奖？", fact("金球奖", "title"), "他获得了金球奖。"),
        ("大会什么时候召开？", fact("8月13日上午", "date", "2022-08-13"), "大会8月13日上午召开。"),
        ("活动在哪里举行？", fact("湛河南路", "place"), "活动在湛河南路举行。"),
        ("电话几分钟接通？", fact("3至5分钟", "range", (3, 5), "分钟"), "电话3至5分钟接通。"),
        ("他围绕几大领域作了介绍?", fact("八大领域", value=8, unit="领域"), "他围绕八大领域作了介绍。"),
        ("有多少个方面的问题？", fact("五个方面", value=5, unit="个"), "有五个方面的问题。"),
        ("活动围绕哪五个方面？", fact("产业、生态", "list"), "活动围绕产业、生态五个方面。"),
        ("被更正的是哪篇文章？", fact("《开工》", "title"), "被更正的是《开工》。"),
        ("村支部書記是誰？", fact("張學躍", "person"), "村支部書記是張學躍。"),
        ("大會什麼時候召開？", fact("8月13日", "date"), "大會8月13日召開。"),
        ("塔有多高？", fact("30米", unit="米"), "塔有30米。"),
        ("停水要停几个钟头?", fact("8小时", "duration", 8, "小时"), "停水要停8小时。"),
        (
            "给多少环卫工人送了头盔?",
            fact("50名", unit="名", evidence="为50名环卫工人送上头盔"),
            "给50名环卫工人送了头盔。",
        ),
        ("工程持续了多久？", fact("19小时", "duration", 19, "小时"), "工程持续了19小时。"),
    ],
)
def test_a_question_becomes_its_own_answer(question: str, answered: FactAnswer, sentence: str) -> None:
    """Chinese keeps its order: the figure stands where the question word stood."""
    assert statement(question, answered, answered.text) == sentence


def test_what_the_figure_does_not_count_is_not_said_to_be_counted() -> None:
    """多少头盔, and the paper has 50名 people: no 50名头盔, but the paper's own clause."""
    answered = fact("50名", unit="名", evidence="为50名环卫工人送上安全头盔")

    assert statement("给环卫工人送了多少头盔？", answered, answered.text) is None
    assert (
        "报上说，为50名环卫工人送上安全头盔。" in replies.answer(found("给环卫工人送了多少头盔？", answered), {}).html
    )


@pytest.mark.parametrize(
    "question",
    [
        "为什么要创建文明城市？",
        "多少人参加，多少人获奖？",
        "多少人参加？谁获奖？",
        "他拿了老几？",
        "好几个人获奖了吗？",
        "什么是文明城市？",
        "他围绕哪五个方面介绍？",
        "哪些领导出席了会议？",
        "头盔的数量",
        "什么工程最先开工？",
        "多少" + "人" * 80 + "？",
    ],
)
def test_no_sentence_is_made_that_might_be_wrong(question: str) -> None:
    """Where the question word does not simply stand for the figure, a plain frame says it."""
    answered = fact("50名", unit="名")

    assert statement(question, answered, answered.text) is None
    assert "报道里写的是50名。" in replies.answer(found(question, answered), {}).html


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (fact("400多座", unit="座", approximate=True), "400多座"),
        (fact("400座", unit="座", approximate=True), "约400座"),
        (fact("41", value=41, unit="家"), "41家"),
        (fact("150万", "money", 1500000, "元"), "150万元"),
        (fact("46.3%", "percent", 46.3, "%"), "46.3%"),
        (fact("三成", "percent", 30, "%"), "三成"),
        (fact("近三成", "percent", 30, "%", approximate=True), "近三成"),
    ],
)
def test_a_figure_is_never_bare_and_says_that_it_is_approximate(answered: FactAnswer, said: str) -> None:
    """With what it counts, and with 约 where the print has it elsewhere."""
    assert figure(answered, HANS) == said


@pytest.mark.parametrize(
    ("answered", "written"),
    [
        (fact("150万元", "money", 1500000, "元"), "1,500,000元"),
        (fact("3296.7万元", "money", 32967000, "元"), "32,967,000元"),
        (fact("800元", "money", 800, "元"), None),
        (fact("1.5亿美元", "money", 150000000, "美元"), None),
        (fact("三成", "percent", 30, "%"), "30%"),
        (fact("三分之一", "percent", 100 / 3, "%"), "33.33%"),
        (fact("46.3%", "percent", 46.3, "%"), None),
        (fact("8月13日", "date", "2022-08-13"), "2022年8月13日"),
        (fact("今年前7个月", "date", "2022-01/2022-07"), "2022年1月至2022年7月"),
        (fact("2022年8月13日", "date", "2022-08-13"), None),
        (fact("２０２２年８月", "date", "2022-08"), None),
        (fact("8月13日", "date", "--08-13"), None),
        (fact("晚上9点半", "date", "T21:30"), None),
        (fact("八大领域", value=8, unit="领域"), None),
    ],
)
def test_the_exact_value_stands_beside_where_it_helps(answered: FactAnswer, written: str | None) -> None:
    """A reader need not count the zeros of 万, nor guess the year."""
    assert exact(answered, HANS) == written


def test_a_fact_reads_like_an_answer() -> None:
    """Figure first, sentence, quote with the figure in bold, headline and date; exact value where it helps."""
    answered = fact("50名", unit="名", evidence="50名环卫工人")
    reply = replies.answer(found("给多少名环卫工人送了头盔？", answered), {"h1": ARTICLE}, reply_id=7)

    assert reply.html.split("\n") == [
        "<b>50名</b>",
        "给50名环卫工人送了头盔。",
        "<blockquote expandable>8月19日上午,高新区城管局为<b>50名</b>环卫工人送上安全头盔。</blockquote>",
        "《“爱心头盔”赠环卫工人》 · 2022年8月19日",
    ]
    assert reply.keyboard == (
        (Button("原文", "o:7:0:-"), Button("更多", "n:7:1")),
        (Button("有新报道时告诉我", "s:q:7"), Button("核对", "c:7")),
    )
    assert plain(reply).startswith("50名\n给50名环卫工人送了头盔。\n8月19日上午")


def test_the_source_is_a_link_to_the_article_in_the_chat() -> None:
    """A tap on the headline opens the article, also from a group or a forwarded message."""
    html = replies.answer(found("多少？", fact("50名")), {"h1": replace(ARTICLE, key=3)}, username="baozhi_bot").html

    assert '<a href="https://t.me/baozhi_bot?start=a_3">《“爱心头盔”赠环卫工人》</a> · 2022年8月19日' in html


def test_cards_hold_the_answer_then_the_passages() -> None:
    """A card can be chosen without reading more than its two lines; a refusal is one card."""
    answered = found("给多少名环卫工人送了头盔？", fact("50名", unit="名", evidence="50名环卫工人"))
    shown = replies.cards(answered, {"h1": ARTICLE})

    assert [(card.title, card.description) for card in shown[:2]] == [
        ("50名", "50名环卫工人"),
        ("“爱心头盔”赠环卫工人", ARTICLE.body),
    ]
    assert shown[0].reply.html.startswith("<b>50名</b>\n给50名环卫工人送了头盔。")
    assert [card.title for card in replies.cards(replace(answered, answered=False), {})] == [HANS.inline_nothing]


def test_doubts_corrections_and_the_question_understood_are_said() -> None:
    """A weak answer, a remark of the engine's, a follow-up read in full."""
    answered = replace(fact("50名", unit="名"), note="按2022年的数字比较。", subject="环卫工人", measure="头盔")
    shown = replies.answer(
        replace(found("那头盔呢", answered, confidence=0.3), resolved="环卫工人的头盔"), {"h1": ARTICLE}
    ).html

    assert shown.startswith("<b>50名</b>\n报道里，环卫工人头盔是50名。\n<i>您问的是：环卫工人的头盔</i>\n")
    assert "按2022年的数字比较。\n（这个答案把握不大，请看原文。）" in shown


def test_a_passage_has_the_words_of_the_question_in_bold() -> None:
    """Where there is no figure to give, the reader sees why the passage was chosen."""
    shown = replies.answer(found("环卫工人怎么戴安全头盔？", None), {"h1": ARTICLE}).html

    assert shown.startswith("报道里是这样说的：\n<blockquote expandable>")
    assert "50名<b>环卫工人</b>送上<b>安全头盔</b>。" in shown
    assert replies.answer(found("x", None, confidence=0.2), {}).html.startswith(HANS.passage_unsure)


def test_a_refusal_is_plain_and_says_why() -> None:
    """Not held, which words are missing, and that the passage below is not the answer."""
    refused = replace(found("注册资本多少？", None), answered=False, missing=("注册", "注册资本", "<董事>"))

    lines = replies.answer(refused, {"h1": ARTICLE}).html.split("\n")
    assert lines[:3] == [
        "报上没有找到这个问题的答案。",
        "没有找到提到“注册资本”、“&lt;董事&gt;”的报道。",
        "下面这段最接近，但没有回答您的问题：",
    ]
    assert replies.answer(replace(refused, passages=(), missing=()), {}).html == HANS.refusal


@pytest.mark.parametrize(
    ("headline", "shown"),
    [("园区大事记", "《园区大事记》"), ("读《论语》有感", "读《论语》有感"), ("A&B", "《A&amp;B》")],
)
def test_headlines_get_quotation_marks_once(headline: str, shown: str) -> None:
    """《》 around a headline, unless it has some itself."""
    assert replies.headline(replace(ARTICLE, headline=headline)) == shown


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2022-08-13", "2022年8月13日"),
        ("2022-08", "2022年8月"),
        ("2022", "2022年"),
        ("--08-13", "8月13日"),
        ("2023-11-18T22:00", "2023年11月18日"),
        ("2022-08-01/2022-09-15", "2022年8月1日至2022年9月15日"),
        ("T21:30", None),
        ("someday", None),
        ("2022/x", None),
    ],
)
def test_dates_are_written_as_people_write_them(iso: str, shown: str | None) -> None:
    """From ISO, as far as it is known."""
    assert date(iso, HANS) == shown


def test_start_gives_the_period_once() -> None:
    """A day within the first date's month adds nothing."""
    assert "（2022年8月）" in screens.start(3, ("2022-08", "2022-08-20"), (), reply_id=1).html
    assert "（2022年8月1日至2022年8月20日）" in screens.start(3, ("2022-08-01", "2022-08-20"), (), reply_id=1).html
    assert screens.start(3, None, ("多少？",), reply_id=1).keyboard[0] == (Button("多少？", "q:1:0"),)
    assert screens.start(0, None, (), reply_id=1).html.startswith(HANS.start_empty)


def test_a_file_name_is_shown_only_if_it_says_something() -> None:
    """The name of a paper does; a checksum does not, nor do the day and the page that stand beside it."""
    for source, shown in (
        ("晚报/沂川晚报_第3版.pdf", True),
        ("000_128db7e5.txt", False),
        ("2022-08-19_03版.txt", False),
    ):
        html = replies.answer(found("多少？", fact("50名")), {"h1": replace(ARTICLE, source=source)}).html
        assert html.endswith(" · 沂川晚报_第3版") is shown


def test_articles_that_differ_are_listed_the_newest_first() -> None:
    """Each with its figure, its source, and what kind of difference it is; the answer's own among them."""
    older = Told("45名", "h0", "去年赠头盔", "2021-08-01", "earlier")
    newer = Told("60名", "h2", "再赠头盔", "2022-09-01", "scope")
    shown = plain(replies.answer(found("多少？", replace(fact("50名"), others=(newer, older))), {"h1": ARTICLE}))

    assert shown.split("\n\n")[1].split("\n") == [
        "各篇报道说法不同，新的在前：",
        "· 60名 《再赠头盔》 · 2022年9月1日（说的是另一个范围）",
        "· 50名 《“爱心头盔”赠环卫工人》 · 2022年8月19日",
        "· 45名 《去年赠头盔》 · 2021年8月1日（较早的报道）",
    ]


def test_the_printed_page_is_named_between_article_and_date() -> None:
    """第3版 for a plain number, with its letter where it has one, in the reader's language."""
    for page, language, shown in (("03", "zh-Hans", "第3版"), ("A02", "zh-Hant", "A02版"), ("3", "en", "page 3")):
        one = replace(ARTICLE, page=page)
        html = replies.answer(found("多少？", fact("50名")), {"h1": one}, language=language_of(language)).html

        assert f" · {shown} · " in html
        assert f"{shown} · " in screens.article(one, 0, language=language_of(language), data="a:1:{page}").html


def test_half_a_character_is_left_out_in_either_script() -> None:
    """What no message can hold is no trouble for the one that converts characters."""
    answered = found("多少？", fact("\ud80050名", evidence="\ud80050名环卫工人"))

    assert replies.cards(answered, {"h1": ARTICLE}, language="zh-Hant")[0].title == "50名"


def test_traditional_readers_see_traditional_characters() -> None:
    """The words and the paper's text; the buttons too."""
    reply = replies.answer(
        found("给多少名环卫工人送了头盔？", fact("50名", unit="名")), {"h1": ARTICLE}, language="zh-Hant", reply_id=1
    )

    assert "給50名環衛工人送了頭盔。" in reply.html
    assert "高新區城管局爲<b>50名</b>環衛工人送上安全頭盔" in reply.html
    assert reply.keyboard[0][1].text == "更多"


def test_pages_end_at_sentences_and_are_the_whole_text() -> None:
    """A long article is cut where a sentence ends; a sentence that no page holds is cut anywhere."""
    text = "一二三四五。六七八九十。\n" * 3 + "长" * 30
    parts = pages(text, 14)

    assert "".join(text[start:end] for start, end in parts) == text
    assert text[slice(*parts[0])] == "一二三四五。六七八九十。\n"
    assert all(units(text[start:end]) <= 14 for start, end in parts)
    assert pages("", 10) == [(0, 0)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_exists_in_every_language(language: Language) -> None:
    """None is empty, and each has the same blanks to fill."""

    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    texts = TEXTS[language]
    for one in fields(texts):
        text = getattr(texts, one.name)
        assert text.strip()
        if one.name not in ("year", "month", "day"):
            assert blanks(text) == blanks(getattr(HANS, one.name)), one.name
        assert text.count("！") + text.count("!") == 0
    assert len(texts.description) <= 512
    assert len(texts.short_description) <= 120
    assert all(len(getattr(texts, one.name)) <= 256 for one in fields(texts) if one.name.startswith("command_"))


def test_words_are_marked_once_and_escaped() -> None:
    """Overlapping spans are joined; what lies between keeps its characters."""
    assert marked("a<b>c", [(0, 2), (1, 3), (9, 12), (4, 4)]) == "<b>a&lt;b</b>&gt;c"
    assert shared_words("多少名环卫工人？", "环卫工人名单") == [(0, 4)]


@given(st.text(), st.integers(1, 50))
def test_clip_keeps_to_the_limit(text: str, limit: int) -> None:
    """Whatever the text holds, surrogate pairs included."""
    assert units(clip(text, limit)) <= limit


# The worst that articles and questions can hold: tags, references, surrogate pairs, control characters, no spaces.
NASTY = st.text(
    st.sampled_from("<>&\"'/ab 多少名谁《》“”。\n\t\x00\x1f\ud83d🪖👨\u202e\u200b;#") | st.characters(), max_size=400
)
LONG = st.builds(lambda text, times: text * times, NASTY, st.integers(1, 60))
NAMES = st.builds(lambda text: text[:3000], LONG)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article made of anything."""
    return Article(
        id="h1",
        headline=draw(NAMES),
        paragraphs=tuple(draw(st.lists(LONG, max_size=4))),
        kicker=draw(st.none() | NAMES),
        subtitle=draw(st.none() | NAMES),
        reporters=tuple(draw(st.lists(NAMES, max_size=3))),
        correspondents=tuple(draw(st.lists(NAMES, max_size=3))),
        complete=draw(st.booleans()),
        date=draw(st.none() | st.just("2022-08-19") | NASTY),
        source=draw(NAMES),
        page=draw(st.none() | NAMES),
        key=draw(st.integers(0, 2**53)),
    )


@st.composite
def tales(draw: st.DrawFn) -> Told:
    """What another article tells, made of anything."""
    why = draw(st.sampled_from(get_args(Difference)))
    return Told(draw(NAMES), draw(st.sampled_from(("h1", "h2"))), draw(NAMES), draw(st.none() | NASTY), why)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """An answer made of anything, with facts that may lie outside their evidence."""
    body = draw(LONG)
    kinds = [
        "number",
        "percent",
        "money",
        "date",
        "duration",
        "range",
        "rank",
        "person",
        "place",
        "org",
        "title",
        "list",
    ]
    value = draw(st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | NASTY)
    answered = FactAnswer(
        kind=draw(st.sampled_from(kinds)),
        text=draw(NAMES),
        value=value,
        unit=draw(st.none() | NASTY),
        approximate=draw(st.booleans()),
        evidence=draw(st.just(body[:40]) | NAMES),
        article_id="h1",
        subject=draw(NAMES),
        measure=draw(NAMES),
        note=draw(st.none() | NAMES),
        others=tuple(draw(st.lists(tales(), max_size=4))),
    )
    passages = draw(
        st.lists(
            st.builds(
                Passage, st.just(1), st.just("h1"), NAMES, st.just(body) | NASTY, st.just(0), st.just(9), st.just(1.0)
            ),
            max_size=3,
        )
    )
    return Answer(
        question=draw(NAMES),
        answered=draw(st.booleans()),
        confidence=draw(st.floats(0, 1)),
        fact=draw(st.none() | st.just(answered)),
        passages=tuple(passages),
        resolved=draw(st.none() | NAMES),
        missing=tuple(draw(st.lists(NAMES, max_size=6))),
    )


@st.composite
def belows(draw: st.DrawFn) -> Below:
    """What may stand below an answer."""
    return Below(
        tuple(draw(st.lists(NAMES, max_size=3))),
        draw(st.booleans()),
        draw(st.none() | st.sampled_from(VERDICTS)),
        draw(st.booleans()),
    )


def check(reply: Reply) -> None:
    """What the Bot API demands of a message."""
    text, entities = parse_html(reply.html)
    assert 0 < units(text.strip()) <= MESSAGE_UNITS
    assert not markup.UNPRINTABLE.search(text)
    assert len(entities) <= 100
    assert text == plain(reply)
    reply_markup(
        {"inline_keyboard": [[{"text": b.text, "callback_data": b.data} for b in row] for row in reply.keyboard]}
    )


@given(answers(), articles(), belows(), st.sampled_from(LANGUAGES))
def test_every_answer_can_be_sent(answer: Answer, article: Article, below: Below, language: Language) -> None:
    """From the worst data: well-formed, within the limits, and the same words as plain text."""
    kept = {"h1": article}
    check(replies.answer(answer, kept, language=language, reply_id=2**53, ask=answer.question))
    check(replies.answer(answer, kept, language=language, reply_id=2**53, short=True, below=below))
    for card in replies.cards(answer, kept, language=language, username="baozhi_bot"):
        assert card.title.strip()
        check(card.reply)
    for number in range(len(answer.passages)):
        check(replies.passage(answer, number, kept, reply_id=2**53, language=language))


@given(articles(), st.integers(-1, 9), st.sampled_from(LANGUAGES))
def test_every_article_can_be_read(article: Article, page: int, language: Language) -> None:
    """Any page of any article, in a list, on a card."""
    back = Button("回", "b:1")
    check(screens.article(article, page, language=language, data="a:1:{page}:0", back=back, quoted=(3, 50)))
    check(screens.article_list(HANS.latest, [article] * 9, language=language, page=1, more=True, data="l:{page}"))
    for card in screens.article_cards([article], language=language, username="baozhi_bot"):
        assert card.title.strip()
        check(card.reply)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fixed_message_can_be_sent(language: Language) -> None:
    """Help, settings, the first message."""
    for is_admin in (True, False):
        check(screens.help_text(is_admin=is_admin, language=language))
    for choices in (Choices(Timing(), "Asia/Shanghai"), Choices(Timing(quiet=(22, 7)), "Asia/X&Y", True, True, False)):
        check(screens.settings(choices, language))
    check(screens.quiet_hours(Timing(quiet=(22, 7)), language))
    check(screens.time_zones("Asia/Tokyo", language))
    check(screens.forget_question(language))
    check(screens.start(9, ("2022", "2023"), ("多" * 300,) * 3, reply_id=9, language=language))
    for text in (TEXTS[language].privacy, TEXTS[language].trouble, TEXTS[language].text_only):
        check(Reply(text))


@given(NAMES, st.integers(-(2**53), 2**53), st.sampled_from(LANGUAGES))
def test_every_sentence_can_be_filled_and_sent(name: str, number: int, language: Language) -> None:
    """With the longest names and numbers, escaped as whoever fills them in does."""
    texts = TEXTS[language]
    for one in fields(texts):
        text = getattr(texts, one.name)
        filling = {blank: clip(name, 80) for _, blank, _, _ in Formatter().parse(text) if blank}
        words = {blank: number if blank in COUNTED else escape(value) for blank, value in filling.items()}
        check(Reply(text.format(**words)))


def test_english_does_not_put_english_words_into_chinese_sentences() -> None:
    """The frame is English, the figure as printed."""
    shown = replies.answer(found("给多少名环卫工人送了头盔？", fact("50名")), {"h1": ARTICLE}, language="en").html

    assert EN.is_figure.format(figure="50名") in shown
    assert re.search(r"2022-08-19$", shown)
