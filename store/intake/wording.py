"""What the words of a line tell: a notice, a row, a place, the middle of a sentence. All take a `view`."""

from __future__ import annotations

import re

from store.intake.printed import phrases, squeeze

NOTICE = re.compile(
    r"公告|通告|公示|启事|声明|通知|告示|布告|讣告|须知|招领|招标|中标|拍卖|遗失|预告|提示|寻人|寻物|悬赏"
)
ABOUT = re.compile(r"关于.{4,60}(?:公告|通告|公示|声明|通知|布告)")  # the whole title of a notice
CORRECTION = re.compile(r"更正|勘误|致歉|订正")
TITLED = re.compile(r"((?:更正|勘误|致歉)(?:启事|说明|声明)?)\s*:\s*(?=.{12})")  # on one line with the correction
OFFER = re.compile(r"招租|出租|招商|转让|出售|热销|促销|特惠|优惠|开业|开盘|热卖|招聘|招生|征婚|招募|大酬宾|售楼|诚聘")
BRIEFS = re.compile(r"简讯|短讯|要闻速览|短波|速览|一句话新闻|快讯|简明新闻|新闻速递")
ITEM = re.compile(r"[◆●▲■△□○★☆·•▪※►▶◎◇✦♦]")
_RESULT = re.compile(
    r"(?:第[一二三四五六七八九十\d]{1,2}名|[特一二三]等奖|优秀奖|最[佳受][^\s:,。]{2,7})\s*[ (:]"
    r"|(?:[男女]子|[青少老中成]年|儿童)[^,。]{0,4}组[^,。]{0,10}$"
)
NUMBERED = re.compile(
    r"[(]?[一二三四五六七八九十]{1,3}[)、.]|[(]?\d{1,2}[)、.](?!\d)|第[一二三四五六七八九十]{1,3}[条章节]|[①-⑳]"
)
_MONTH_DAY = r"(?:\d{1,2} ?月 ?\d{1,2} ?日|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
DAY = re.compile(
    rf"(?:\d{{4}} ?年 ?)?{_MONTH_DAY}|\d{{1,2}} ?日"
    "|近日|日前|昨日|昨天|昨晨|昨晚|前天|前日|连日来|近期|今日|今天|今晨|最近|近来|今年以来|入[春夏秋冬汛]以来"
)
NAMED = re.compile(r"[\u4e00-\u9fff“”]{2,8}:[^\d:]{4,}$")  # a title that says who first, 县医院:夜里也能看急诊
PICTURE = re.compile("图为|图[①-⑩一二三四]|[上下左右]图")
SPEAKER = re.compile(r"(?:问|答|记者|主持人|[QA])\s*:")
SALUTATION = re.compile(r"编辑同志\s*:|(?:尊敬的.{1,14}|广大.{1,12}|各.{1,12}|.{2,8}(?:朋友|同志|先生|女士)们?)\s*:$")
NOTE = re.compile(
    r"\W?(?:编者按|编者的话|编前|开栏的?话|核心提示|阅读提示|编辑手记|内容提要)\W"
)  # what goes before an article's first words
SAYS = re.compile(r"[他她]?(?:说|表示|介绍)[,:。]")
NO_BEGINNING = re.compile(r"[的了着过们元％%、,。;:)”’》】!?…·]|万元|亿元|公里|个百分点")
NO_END = re.compile(r"(?:的|和|与|及|在|将|为|对|把|被|是|由|从|等|以|或|、|,)$")
REFERS_BACK = re.compile(
    "[他她它该其此这那]|同时|此外|另外|而|但|据了解|据悉|据介绍|目前|下一步|今后|为此|对此|随后|接着|其中|此前|截至|如今"
    "|因此|不仅|在.{2,12}(?:方面|看来)"
)
ORGANISATION = re.compile(
    "(?:公司|[局委办部处站所队厂店行馆会社厅院校]|政府|办公室|中心|大学|小学|中学|集团|小组|商场|超市|支行|村|镇|街道|乡)"
    r"(?:[(][^()]{1,12}[)])?$"
)
OWNER = re.compile(
    r"[\u4e00-\u9fff、]{1,16}(?:局|委员会|公司|管委会|法院|检察院|集团|办事处|管理处|联合会|妇联|残联|总工会)"
)  # whose story a title tells
SKETCH = re.compile(
    r"(?:见闻|侧记|纪实|纪事|小记|札记|手记|综述|扫描|观察|速写|剪影|巡礼|散记|采访记|回眸|掠影|印象|走笔)$"
)  # of a subtitle
_COUNT = "[一二两三四五六七八九十百千万]"
# A figure as subtitles have it, 18.2%, 2160个; no year and no day.
FIGURE = re.compile(r"(?<![\d.])\d+(?:[.,]\d+)*(?![\d.,]|[万亿]*年(?!产)|月\d|[日时点路届线])")
# A number in words, as headlines have it; 一 alone counts nothing, but in 一成.
COUNT = re.compile(
    rf"(?!一[^一二两三四五六七八九十百千万余多成倍]){_COUNT}+[余多]?[个名户处元人条家位项亩吨斤件所座台辆套次成倍]"
)
# What a figure in words ends a title with, as results do: 增三成, 升至九成一, 破四十亿元; and one it begins with.
AMOUNT = re.compile(
    rf"(?<![一二两三四五六七八九十百千万第])(?!一[^一二两三四五六七八九十百千万余多成倍]){_COUNT}+(?:成{_COUNT}?|[余多]?[\u4e00-\u9fff]{{0,2}})$"
)
COUNTED = re.compile(rf"(?!一[^一二两三四五六七八九十百千万]){_COUNT}+|首[日批个周月]|[全单]程|\d")
# How headlines speak that tell a story: of him, of that, in quotation marks.
SPEAKS = re.compile("[他她咱我你谁]|[这那](?!里|些年)|^“[^”]*”$|了$")
# The name of a series that an article is part of: …解读·教育篇, …进行时, 新春走基层.
_SERIES = re.compile(
    "^[^:《]{3,}(?:·|丨).{1,8}$|(?:解读|进行时|走基层|系列报道|追踪|调查|访谈|专访|专栏|感言|答问|特别报道|大家谈|面对面)$"
    "|之[一二三四五六七八九十]$"
    "|^[^:《的]{2,4}(?:观察|在线|说法|来信|往来|关注|聚焦|视点|视窗|速递|连线|故事|风采|老手艺|档案)$"
)
STORY = re.compile(r"[^\d日手标笔传书]记$")  # 反诈民警“抢钱”记
ASKS = re.compile("哪[儿里些个家]?|吗$|如何|怎[么样]|为何|为什么|谁|多少|[?]$")
# What a subtitle begins with: a detail of what the headline says.
DETAIL = re.compile(
    "其中|目前|截至|首批|累计|全年|[今去明]年|本月|上半年|下半年|前[一二三两]季度|[一二三四]季度|单月|惠及|覆盖|涉及|总投资|预计|人均|户均"
    "|最[高低]|同比|环比|新增|下设|一[周月年天日]|昨[日天晚]|.{2,6}将"
)
SAID_BY = re.compile(r":\s*$|(?:强调|指出|要求|表示)$")  # of a kicker: what was said follows
# A section's name, 县域 · 速览, or what stands over a picture.
COLUMN = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?: [·|丨] ?| ?[·|丨] )[\u4e00-\u9fff]{2,8}|[\u4e00-\u9fff]{2,3}·[\u4e00-\u9fff]{2,3}"
    "|图片(?:新闻|报道|故事)|新闻图片|摄影报道|图说新闻|新闻速写"
)

_ONLY_DAY = rf"(?:\d{{4}}|[二〇零○一九三四五六七八]{{4}})年{_MONTH_DAY}"  # of a line without its spaces
_DAY_ALONE = re.compile(_ONLY_DAY)
_SIGNED = re.compile(rf"[^,。;:!?\d]{{2,30}}{_ONLY_DAY}")
_HOURS = re.compile(
    r"[^,。;]{0,16}(?:周[一二三四五六日]|\d{1,2}:\d\d)\s*[至到—~-]+\s*(?:周[一二三四五六日]|\d{1,2}:\d\d)[^,。;]{0,16}"
)
LABEL = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:时间|日期|地点|地址|对象|范围|规模|主办|承办|协办|主讲|主题|名额|岗位|条件|票价|费用|联系人|方式|电话|价格|单位|网址|邮编|邮箱)\s*:"
)
_PHONE = re.compile(
    r"(?:电话|热线|手机|传真|微信)\s*:?\s*[\d(]|邮箱\s*:|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)\d{7,8}(?!\d)"
)
_PLACE = re.compile(
    "(?<![一二两三四五六七八九十各每全本该])[省市区县镇乡村州盟旗局委厅院队站馆所社](?![民亲会有以校保交])|街道|公司|园区|学校|小学|中学|大学|医院|法院|银行|集团|社区|中心"
)
_SENDER = re.compile(r"(?:读者|市民|居民|村民|群众|网友)\s+[\u4e00-\u9fff]{2,4}")  # who signs a letter
_COUNTED = re.compile(r"([\u4e00-\u9fff]{0,2}?)(?:[一二三四五六七八九十]|\d)([问答招看忌怕步]?[:、.)])")
_FIGURES = re.compile(r"\d+(?:[.,:/-]\d+)*")
_WORDS = re.compile(r"[^\W\d]+")
_ROW_AT_MOST = 60  # characters


def is_day(seen: str) -> bool:
    """Whether a line is a day with its year and nothing else."""
    return _DAY_ALONE.fullmatch(squeeze(seen)) is not None


def has_contact(seen: str) -> bool:
    """Whether a line tells a telephone number or another way to reach somebody."""
    return _PHONE.search(seen) is not None


def is_signed_day(seen: str) -> bool:
    """Whether a line is a signature and a day with its year."""
    return len(seen) <= _ROW_AT_MOST and _SIGNED.fullmatch(squeeze(seen)) is not None


def is_row(seen: str) -> bool:
    """Whether a line is a contact, a day, or a label with what it labels: no part of running text."""
    if len(seen) > _ROW_AT_MOST:
        return False
    words = squeeze(seen)
    return bool(
        _PHONE.search(seen)
        or LABEL.match(seen)
        or _HOURS.fullmatch(seen)
        or is_day(seen)
        or _SIGNED.fullmatch(words)
        or _SENDER.fullmatch(seen)
    )


def is_item(seen: str) -> bool:
    """Whether a line begins with the mark of an item; a title with such a mark at both ends, ◆ 诚聘 ◆, is none."""
    return ITEM.match(seen) is not None and not is_framed(seen)


def is_result(seen: str) -> bool:
    """Whether a line is one of a list of results: 第一名 …, 二等奖(2名) …, 最佳鼓手:…."""
    return _RESULT.match(seen) is not None


def is_framed(seen: str) -> bool:
    """Whether a short line has one mark at both ends."""
    return 4 <= len(seen) <= 30 and seen[0] == seen[-1] and ITEM.match(seen) is not None


def names_notice(seen: str) -> bool:
    """Whether a line is the short title of a notice or a correction."""
    words = squeeze(seen)
    return len(words) <= 12 and bool(CORRECTION.search(words) or NOTICE.search(words))


def is_parallel(seen: str) -> bool:
    """Whether spaces part a line into phrases of like length."""
    sizes = [len(phrase) for phrase in phrases(seen)]
    return len(sizes) > 1 and "," not in seen and min(sizes) >= 3 and max(sizes) <= 2.2 * min(sizes)


def is_spaced(seen: str) -> bool:
    """Whether a line is set with a space between its characters, 更 正."""
    return " " in seen and len(phrases(seen)) == 1


def starts_with_place(seen: str) -> bool:
    """Whether a title names a place or an organisation near its beginning, as headlines do and slogans do not."""
    first = phrases(seen[:40])[:1]
    found = _PLACE.search(first[0][:12]) if first else None
    return found is not None and found.start() > 0 and found.end() < len(first[0])


def names_column(seen: str) -> bool:
    """Whether a line is the name of a section of the paper: two short names with a dot between, set apart."""
    return COLUMN.fullmatch(" ".join(seen.split())) is not None


def names_series(seen: str) -> bool:
    """Whether a line names a series of articles rather than what one tells."""
    return _SERIES.search(squeeze(seen)) is not None and not names_column(seen)


def shape(seen: str) -> str:
    """A line with its words as x and its figures as 0: 白菜 1.2元 is x0x."""
    return _WORDS.sub("x", _FIGURES.sub("0", squeeze(seen)))


def is_table(left: str, right: str) -> bool:
    """Whether two lines have as many cells, three or more, the second of them figures."""
    cells = right.split()
    figures = sum(cell[:1].isdigit() for cell in cells)
    return len(cells) >= 3 and len(left.split()) == len(cells) and 2 * figures >= len(cells) - 1


def form(seen: str) -> str:
    """What a sub-heading has in common with its siblings: quotation marks, a count (一问:), three characters."""
    if seen[:1] == "“" and seen[-1:] == "”":
        return "“”"
    counted = _COUNTED.match(seen)
    if counted:
        return counted.group(1) + counted.group(2)
    return "3" if len(seen) == 3 and seen.isalpha() else ""
