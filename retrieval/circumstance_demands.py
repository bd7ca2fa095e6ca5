"""What a question demands of the circumstances of a figure: its time and occasion, its condition, whether it is yet."""

from __future__ import annotations

import re

from retrieval.changes import corrected
from retrieval.folding import fold
from retrieval.periods import Verdict, governing_date, worst_verdict
from retrieval.setting import ANOTHERS, COMMON, Setting, holds


def period(setting: Setting) -> float:
    """The time that the question names has to be the figure's."""
    if setting.mention.kind == "date":
        return 0.0
    months = any("月" in date.text for date in setting.asked.dates)
    if corrected(setting.page, setting.mention) and not months:
        # its date is that of the report which it corrects
        return _OF_THEN * _tells_of_another_year(setting, _surroundings(setting))
    return _PERIODS[worst_verdict(setting.asked.dates, setting.page, setting.mention)]


_OF_THEN = -4.0
_ANOTHER_YEAR = re.compile("大?前年|[去上明后]年|(?:19|20)[0-9]{2}年")


def _tells_of_another_year(setting: Setting, told: str) -> bool:
    """Whether the question is for a year that is neither the article's nor named in *told*."""
    this = (setting.page.article.date or "")[:4]
    years = [found.group() for date in setting.asked.dates if (found := _ANOTHER_YEAR.match(date.text))]
    return any(year[:4] != this and year not in told for year in years)


def _surroundings(setting: Setting) -> str:
    """The whole paragraph of the mention, and the heading."""
    low, high = setting.page.prose.paragraph(setting.mention.low)
    return setting.page.prose.text[low:high] + setting.page.heading


def year_of_name(setting: Setting) -> float:
    """去年的冠军: a paragraph that names no other year tells of this one's."""
    wanted = setting.asked.dates and _tells_of_another_year(setting, _surroundings(setting))
    return _OF_THEN if wanted and "年" not in setting.paragraph else 0.0


_ATTRIBUTE = re.compile("[^,，]*的")


def year_of_date(setting: Setting) -> float:
    """去年7月…哪天: no day of this year."""
    dates = setting.asked.dates
    value, this = setting.mention.value, (setting.page.article.date or "")[:4]
    if setting.mention.kind != "date" or len(dates) != 1 or not isinstance(value, str) or not this:
        return 0.0
    told = _ANOTHER_YEAR.match(dates[0].text)
    if told is None or _ATTRIBUTE.match(setting.asked.question.text, dates[0].end) or value[:4] != this:
        return 0.0
    ahead = setting.page.prose.text[setting.page.prose.whole(setting.mention.low)[0] : setting.mention.high]
    return _OF_THEN * _tells_of_another_year(setting, ahead)


_BEFORE_IT = re.compile(
    "(?:调整|改造|启用|投用|扩建|提标|涨价|降价|改革|搬迁|改建|加固|实施|整治|升级|通车|开通)[之以]?前|原来|原先"
)
_GROWN_BY = re.compile("(?:增加|提高|上涨|下降|减少|降低|多了?|少了?|增长|上调|下调|涨了?|降了?)[了约近]?$")


def before_it(setting: Setting) -> float:
    """调整前每月多少元: not by how much it grew."""
    question = setting.asked.question.text
    if setting.mention.kind == "date" or not _BEFORE_IT.search(question) or setting.asked.growth:
        return 0.0
    return ANOTHERS if _GROWN_BY.search(setting.left) else 0.0


_STILL_TO_COME = re.compile("再[添建修买购增][一-龥]{0,2}的|明年|后年|下一步|将要")


def still_to_come(setting: Setting) -> float:
    """再添的那艘船: what was done years ago was another one."""
    if setting.mention.kind == "date" or not _STILL_TO_COME.search(setting.asked.question.text):
        return 0.0
    date = governing_date(setting.page, setting.mention)
    if date is None:
        return 0.0
    year, this = str(date.value or "")[:4], (setting.page.article.date or "")[:4]
    return ANOTHERS if year.isdigit() and this.isdigit() and int(year) < int(this) else 0.0


# Where the figures around hold for other times, the one that holds for the time asked is worth more than its wording.
_PERIODS: dict[Verdict | None, float] = {
    None: 0.0,
    "same": 2.0,
    "open": -0.5,
    "coarser": -1.0,
    "unsaid": -4.0,
    "other": -5.0,
}


_PLANNED = re.compile("明年|后年|下一步|计划|拟|力争|将再|将新|规划|预计到|到20[0-9]{2}年|打算|准备再|目标")
_ALREADY = re.compile("已经?[^,，]{0,3}$")  # 要完工的,已经完工几个
_DONE = re.compile("已经?|目前|现在|眼下|至今|迄今|现有|实际|花出去|投进去|到账|到手|干完|完工")
_ESTIMATED = re.compile("概算|预算|估算|设计|批复|协议")


def planned(setting: Setting) -> float:
    """What is planned is not what there is, unless plans are asked about."""
    if setting.mention.kind == "date" or (
        not _ALREADY.search(setting.asked.before)
        and re.search(
            "明年|后年|将|想(?![问知了])|计划|预计|打算|准备|目标|规划|下半年|要(?!求|多|花|几)",
            setting.asked.question.text,
        )
    ):
        return 0.0
    done = _DONE.search(setting.asked.question.text)
    ahead = setting.clause[: max(0, setting.mention.low - setting.page.prose.clause(setting.mention.low)[0])]
    near = ahead or setting.left
    if done:
        return -4.0 if _PLANNED.search(near) or _ESTIMATED.search(near) else 0.0
    return -1.0 if _PLANNED.search(near) else 0.0


_LIMIT = re.compile("最高|最多|最低|最少|不超过|至少|封顶|上限|不少于|不低于|不多于|不高于|[至顶]多")


def condition(setting: Setting) -> float:
    """60岁以上的每月200元: the figure that the question names as a condition has to be the mention's own."""
    odds = 0.0
    for figure in setting.asked.figures:
        if figure.kind == "rank" or figure.unit is None or figure.unit == setting.mention.unit or figure.value == 1:
            continue  # 一平米: for each
        start, _ = setting.page.sentence(setting.mention)
        alike = [m for m in setting.page.before(setting.mention, start) if m.unit == figure.unit and m.kind != "date"]
        if alike:
            odds += 1.0 if holds(alike[0], figure) else -2.5
    return max(-2.5, min(1.0, odds))


def limit(setting: Setting) -> float:
    """A limit that nobody asked for."""
    if _LIMIT.search(setting.asked.question.text):
        if _LIMIT.search(setting.left + fold(setting.mention.text)):
            return 0.8
        start, _ = setting.page.sentence(setting.mention)  # 最高贷款60万元,双职工家庭80万元
        return -0.8 * (not _LIMIT.search(setting.page.prose.text[start : setting.mention.low]))
    return -1.0 if _LIMIT.search(re.split("[,，]", setting.left)[-1][-8:]) else 0.0


_THIS_TIME = re.compile("[这此本该]一?[次回届季轮]|今年")
_THAT_TIME = re.compile("[那上前]一?[次回届]|往[年届]")
_OTHER_TIME = re.compile("(?<![比较与同])[上前下]一?个?(?:[雪赛雨汛旺淡采榨渔]季|届|轮|学年|学期|次|回)")

_THAN_THEN = re.compile("[比较与同][上前]一?个?[一-龥]?[季届轮次回]")  # 比上届多5队: told of this one


def occasion(setting: Setting) -> float:
    """那次 is not 这次, and what the text does not tell of 上赛季 is not told by the figure of this one."""
    question = setting.asked.question.text
    start, end = setting.page.sentence(setting.mention)
    ahead = setting.page.prose.text[start : setting.mention.low]
    if _THIS_TIME.search(question) and not _THAT_TIME.search(question):
        return ANOTHERS if _THAT_TIME.search(ahead) and not _THIS_TIME.search(ahead) else 0.0
    told = _OTHER_TIME.search(question)
    if told is None or (setting.mention.kind == "date" and told.group()[0] == "下"):
        return 0.0
    near = setting.page.prose.text[setting.page.prose.whole(setting.mention.low)[0] : end] + setting.page.heading
    near = _THAN_THEN.sub("", near)
    return 0.0 if told.group()[0] in near and told.group()[-1] in near else ANOTHERS


_MONTHS = re.compile("[0-9一二三四五六七八九十]月|[一二三四]季度|季度|[上下]半年")
_SPAN = re.compile("[0-9一二三四五六七八九十](?:[两三]个)?月|季度|半年|[0-9]日")
_WHOLE_YEAR = re.compile("全年|年度")
_SO_FAR = re.compile("(?:计划|目标|任务|预算)[^;；。]*(?:完成|实现|已)")  # 年度计划投资196亿元,完成118亿元
_FEASTS = re.compile("春节|元旦|清明|五一|劳动节|端午|中秋|国庆|除夕|元宵|暑假|寒假|暑期")


def part_of_year(setting: Setting) -> float:
    """The whole year's figure is not its first eight months', and a month's none of a holiday."""
    question, mention = setting.asked.question.text, setting.mention
    if mention.kind == "date":
        return 0.0
    start, end = setting.page.prose.whole(mention.low)
    ahead = setting.page.prose.text[start : mention.low]
    years = list(_WHOLE_YEAR.finditer(ahead))
    parts = list(_MONTHS.finditer(ahead))
    if _WHOLE_YEAR.search(question) and "同期" in setting.left[-8:]:
        return ANOTHERS  # 上半年14台;去年同期9台
    if _WHOLE_YEAR.search(question) and not _MONTHS.search(question) and parts:
        return 0.0 if years and years[-1].start() > parts[-1].start() else ANOTHERS
    if _MONTHS.search(question) and years and not _WHOLE_YEAR.search(question):
        since = ahead[years[-1].end() :]
        return ANOTHERS if not _MONTHS.search(since) and not _SO_FAR.match(since) else 0.0
    feast = _FEASTS.search(question)
    told = list(_FEASTS.finditer(ahead, ahead.rfind(";") + 1))
    if feast is None and told and _MONTHS.search(question) and not _MONTHS.search(ahead, told[-1].end()):
        return ANOTHERS  # 上半年多少: 端午假期3天,38.6万人次
    if feast is None or feast.group() in setting.page.prose.text[start:end]:
        return 0.0
    return ANOTHERS if _SPAN.search(ahead) else 0.0


_AIM = re.compile("目标|任务|计划|指标|预算|力争|[想要]涨|拟|将")
_ACHIEVED = re.compile("完成?了|已经?|[干做办弄搞][完好]|完工|[月日号][^,，]{0,2}[完做干]")


def aim(setting: Setting) -> float:
    """What is aimed at is asked for, and what there is told."""
    question = setting.asked.question.text
    if setting.mention.kind == "date" or not re.search("目标|任务|指标", question) or _ACHIEVED.search(question):
        return 0.0
    low, _ = setting.page.prose.clause(setting.mention.low)
    text = setting.page.prose.text
    return 0.0 if _AIM.search(text[low : setting.mention.low] + setting.right[:8]) else -3.0


_NOT = re.compile(
    "(?P<no>(?<![除是])非(?![常洲])|未|(?<![要能是])不(?![同少足良锈超低高多])能?|无法)(?P<what>[一-龥]{2})"
)


def negated(setting: Setting) -> float:
    """非会员 is not 会员: what the question denies has to be denied ahead of or behind the mention."""
    denied = [found["what"] for found in _NOT.finditer(setting.asked.before + setting.asked.after)]
    if not denied or re.search("[非未没不无]", setting.sentence):
        return 0.0
    return ANOTHERS if any(what in setting.sentence for what in denied) else 0.0


def other_condition(setting: Setting) -> float:
    """A park of 74公顷 is not one of 76公顷: a figure of the question that its sentence gives otherwise.

    A range that holds it is not otherwise: 7岁 is told of by 6至12岁, 65岁 by 60岁以上.
    """
    start, end = setting.page.sentence(setting.mention)
    for figure in setting.asked.figures:
        if figure.kind == "rank" or figure.unit in (None, "个", "年", "次") or figure.value == 1:
            continue
        alike = [
            other
            for other in setting.page.between(start, end)
            if other.unit == figure.unit and other.value is not None and other is not setting.mention
        ]
        if alike and not any(holds(other, figure) for other in alike):
            return ANOTHERS
    return 0.0


_TO_COME = re.compile("计划|规划|拟|打算|将|准备|明年|下半年|力争|预计")


def only_planned(setting: Setting) -> float:
    """What is only planned has had no cost and no visitors: 还计划建一间教室."""
    asked, prose = setting.asked, setting.page.prose
    if setting.mention.kind == "date" or not _DONE.search(asked.question.text):
        return 0.0
    for word in asked.words:
        if not word.thing or len(word.text) < 3 or word.weight < COMMON or word.text in setting.page.heading:
            continue
        places = [found.start() for found in re.finditer(re.escape(word.text), prose.text)]
        clauses = [prose.text[slice(*prose.clause(place))] for place in places]
        if clauses and all(_TO_COME.search(clause) for clause in clauses):
            return ANOTHERS
    return 0.0


_NOW = re.compile("(?<![到至])现在|如今|目前|眼下|现今")
_THEN = re.compile("起初|最初|当初|当年|那时|当时|早年|过去|以前|原来|从前|辞去|放弃|第一任|刚开始|刚来")
_SINCE = re.compile("现在|如今|目前|眼下|至今|今年|已经?")


def now_or_then(setting: Setting) -> float:
    """起初房租15元: what was once is not what is now."""
    question, mention, page = setting.asked.question.text, setting.mention, setting.page
    if mention.kind == "date" or setting.earlier or not _NOW.search(question) or _THEN.search(question):
        return 0.0
    text = page.prose.text
    start, _ = page.sentence(mention)
    ahead = text[start : mention.low]
    if marks := list(_THEN.finditer(ahead)):
        return 0.0 if _SINCE.search(ahead, marks[-1].end()) else ANOTHERS
    date = governing_date(page, mention)
    year, this = str(date.value or "")[:4] if date else "", (page.article.date or "")[:4]
    past = year.isdigit() and this.isdigit() and int(year) < int(this) - 1  # last year's may be the last that is known
    return ANOTHERS if date and past and not _SINCE.search(text[date.high : mention.low]) else 0.0


_SEASON = re.compile("(?<![比较于])(?P<season>[春夏秋冬])(?=[季天招期训捕])")


def season(setting: Setting) -> float:
    """夏季 is not 冬季."""
    wanted = set(_SEASON.findall(setting.asked.question.text))
    if not wanted:
        return 0.0
    low, _ = setting.page.prose.paragraph(setting.mention.low)
    ahead = f"{setting.page.heading}\n{setting.page.prose.text[low : setting.mention.low]}"
    told = _SEASON.findall(ahead)
    return ANOTHERS if told and told[-1] not in wanted else 0.0


_ASKS_COMPLETED = re.compile("完成[的了]?投资|投资(?:已经?)?完成")

_ASKS_OF_YEAR = re.compile("(?:今年|本年|年度)[^,，]{0,6}(?:计划|打算|安排|准备|要)[^,，]{0,4}投")


def completed(setting: Setting) -> float:
    """总投资35亿元 is neither what has been spent of it nor what is to be spent this year."""
    question = setting.asked.question.text
    if setting.mention.kind != "money":
        return 0.0
    if "总投资" in question and "总" not in setting.left and re.search("(?:年度|计划|完成)[^,，]{0,4}$", setting.left):
        return ANOTHERS
    if _ASKS_OF_YEAR.search(question) and setting.left.endswith(("总投资", "总投资约")):
        return ANOTHERS
    if not _ASKS_COMPLETED.search(question):
        return 0.0
    return ANOTHERS if "投资" in setting.left[-8:] and not re.search("完成|到位|已投", setting.left) else 0.0
