"""Page furniture: what is printed on every page and belongs to no article, and the jump lines between pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from store.intake.printed import squeeze
from store.intake.units import Unit

Strength = Literal["sure", "loose"]  # loose: furniture only beside other furniture or at the page's edge

_NUMBER = "[0-9零〇○一二三四五六七八九十百]"
_DAY = rf"(?:(?:[12][0-9]{{3}}|[〇○零一二三四五六七八九]{{4}})年)?{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}日"
_CALENDAR = (
    r"星期[一二三四五六日天]|周[一二三四五六日]|(?:农历|夏历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
    r"|(?:农历)?[正二三四五六七八九十冬腊闰]{1,3}月(?:初|十|廿|二十|三十|卅)[一二三四五六七八九十]?"
    r"|20[0-9]{2}[-/.][01]?[0-9][-/.][0-3]?[0-9](?:[0-9:]{4,8})?"
)
_ISSUE = (
    rf"(?:第|总第|新|总){_NUMBER}{{1,6}}期|(?:^|(?<=[日版报刊年])){_NUMBER}{{1,6}}期$|(?:今日|本期|共)?{_NUMBER}{{1,2}}版|第{_NUMBER}{{1,3}}[版页]"
    r"|[A-D]0?[0-9]{1,2}版?|(?:国内统一)?(?:连续出版物号|刊号)[:]?(?:CN)?[0-9A-Z/()-]*|CN[0-9]{2}-[0-9]{4}[0-9A-Z/()-]*"
    r"|邮发代号[:]?[0-9]+-[0-9]+|(?:准印证|内部资料|准印)[^:]{0,12}[:]?[^a-z]{0,14}号|内部资料,?免费交流"
    r"|零售价?[:]?[0-9.]+元|定价[:]?[0-9.]+元"
    r"|广告(?:经营)?许可证?[:]?[^ ]{0,16}号?"
    r"|(?:本报|本版)?(?:承印|印刷|出版|编辑出版)(?:单位|厂)?:[\u4e00-\u9fff]{2,20}"
    r"|代号[0-9]+-[0-9]+"
)
_EDITOR = (
    r"(?:本版|本期)?(?:责任|执行|值班|版面|首席|美术|视觉|图片|文字|值班)?"
    r"(?:编辑|责编|主编|编审|校对|美编|版式|组版|排版|版面设计|设计|审读|审校|检校|编委|总编|总监|组稿|统稿|通联|监审|美工|图编|制图|统筹|监制|视觉|值班主任|终审|复审|初审|二审|三审|一审|一读|二读)"
)
_NO_EDITOR = rf"{_EDITOR}|电话|热线|邮箱|信箱|传真|手机|邮编"
_EDITORS = re.compile(rf"(?:{_EDITOR}(?:[:/|· ]+(?:(?!{_NO_EDITOR})[\u4e00-\u9fff、]){{1,4}})+[ ]?)+")
_PRESS_CONTACT = (
    r"(?:新闻|读者|报料|爆料|投诉|投稿|广告|发行|订阅|采编|总编室|编辑部|记者部)(?:刊登|来电|部|热线|电话|邮箱|信箱|专线|QQ群?)+[:]?[A-Za-z0-9@._/()-]*"
    r"|(?:投诉|意见|建议|监督|咨询)[与和及、](?:投诉|意见|建议|举报|咨询)(?:热线|电话|邮箱|信箱)?:?"
    r"|(?:电子(?:信箱|邮箱)|本报(?:地址|网址|热线|电话|邮箱|信箱)|社址)[:]?[A-Za-z0-9@._/:()\u4e00-\u9fff-]{0,40}"
)
_CONTACT = (
    r"(?:联系|咨询|热线|举报|监督|报名|服务)?(?:电话|热线|手机|传真|邮编|邮政编码|邮箱|信箱|网址|E-?mail|QQ|微信(?:公众号)?)[:]?[A-Za-z0-9@._/:()、-]+"
    r"|https?://[A-Za-z0-9./?=&_%#-]+|www\.[A-Za-z0-9./-]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+"
)
_OWNER = r"(?:主管|主办)(?:单位)?:[\u4e00-\u9fff]{2,20}"  # of the paper, or of an event
_WEB = (
    r"[\[【(](?:打印|关闭|收藏|大中小|字号|纠错|返回|推荐|分享|评论|复制)[^\]】)]{0,6}[\]】)]|(?:浏览|点击|阅读)(?:次数|量|数)?[:][0-9]*|(?:发布|更新|发表)(?:时间|日期)[:]"
    r"|(?:上|下)一[篇版条页期][:]?.{0,30}|版权所有.{0,20}|Copyright.{0,30}|20[0-9]{2}[-/.年][01]?[0-9][-/.月][0-3]?[0-9]日?[0-2]?[0-9]:[0-9]{2}(?::[0-9]{2})?|来源[:][\u4e00-\u9fff]{2,12}|[\u4e00-\u9fff]ICP备[0-9]+号(?:-[0-9]+)?|当前位置[:].*|(?:打印本页|关闭窗口|返回(?:目录|首页|顶部))"
)
_HOURS = (
    r"(?:周[一二三四五六日天]至周[一二三四五六日天]|每[天日]|工作日|节假日除外)"
    r"|[0-9]{1,2}:[0-9]{2}(?:[-—~至]+[0-9]{1,2}:[0-9]{2})?"
)
_SURE = re.compile("|".join([_ISSUE, _PRESS_CONTACT, _WEB]))
_LOOSE = re.compile("|".join([_DAY, _HOURS, _CALENDAR, _CONTACT, _OWNER, rf"^{_NUMBER}{{1,3}}$"]))
_DATE_LINE = re.compile(
    rf"(?:[12][0-9]{{3}}|[〇○零一二三四五六七八九]{{4}})年{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}日(?:{_CALENDAR})"
)
# What a paper asks of its readers, with the number to call: 来稿请发…, 如需讨论本版内容,请致电…
_CALL = re.compile(
    r"(?!本[报刊](?:讯|消息|.{0,6}记者)).{0,16}(?:本[报版刊]|编辑部|来稿|投稿|报料|爆料|订报)[^。!?]{0,16}(?:[0-9]{7,}|[0-9]{3,4}-[0-9]{5,}|@)[^。!?]{0,24}"
)
_REST = 8  # characters that may remain of a furniture line: the paper's or the section's name
_TITLE = 24  # characters: a line of a title is not longer
_LONGEST = 120  # characters: no furniture line is longer
_HINT = re.compile(r"[0-9@版期年日号页编校责审审热线信箱邮网址刊价主办印打关浏点发布上下返版权当来星周农电社广本]")

_PAPERS = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:日报|晚报|晨报|时报|商报|周报|周刊|新闻|新报|导报|快报|都市报|早报|农民报|月刊|时讯|资讯|通讯|报)"
)
_DAILY = re.compile("(?:日报|晚报|晨报|早报|时报|周报|商报|都市报|导报)$")
_SECTIONS = re.compile(
    r"[·\s]*(?:今日|综合|本地|国内|国际|要闻|民生|经济|社会|教育|文化|副刊|专版|专题|广告|公告|时政|农业|三农|法治|法制|健康|体育"
    r"|新闻|资讯|文艺|生活|卫生|科技|理论|评论|视点|关注|聚焦|县域|城乡|乡镇|部门|园区|财经|旅游|专刊|特刊|图片|导读|速览){1,3}"
)

_JUMP = re.compile(
    rf"[\s▶►→◆■□▲△]*[(【〔\[]?\s*(?:紧|文)?(?P<way>下转|转|上接|接)\s*(?P<page>第?\s*[A-Da-d]?\s*{_NUMBER}{{1,3}}\s*版?)"
    rf"\s*(?:[《“][^》”]{{1,40}}[》”]|\w{{0,8}})?\s*[)】〕\]]?[\s▶►→]*"
)
_JUMP_AT_MOST = 60  # characters
_JUMP_AWAY = re.compile(_JUMP.pattern + "$")


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump marker at an end of a line: what it says, and the line without it."""

    text: str  # the line without the marker
    marker: str
    onward: bool  # 下转; False for 上接


def part_furniture(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """The units that are text, and those that are page furniture, each in printed order.

    What may be either (a day, a telephone number, a short name) is furniture at the top of the page and after
    furniture, and text elsewhere: a notice ends with a day.
    """
    strength = [None if split_jump(unit.text, unit.seen) else furniture(unit.seen) for unit in units]
    is_furniture = [found == "sure" for found in strength]
    running, tied = _running_heads(units), _tied(units, strength)
    for i, unit in enumerate(units):
        after, before = i > 0 and is_furniture[i - 1], i + 1 < len(units) and strength[i + 1] == "sure"
        at_top = i < 4 and all(is_furniture[j] or len(units[j].seen) <= 12 for j in range(i))
        if is_furniture[i] or unit.heading or i in tied:
            continue
        if strength[i] == "loose":
            is_furniture[i] = after or at_top
        elif names_a_paper(unit.seen):
            is_furniture[i] = (
                after or before or (at_top and i < 2 and (" " in unit.seen or _DAILY.search(unit.seen) is not None))
            )
        elif at_top and len(squeeze(unit.seen)) <= 6:
            is_furniture[i] = before
        else:
            is_furniture[i] = i in running
    names = {squeeze(unit.seen) for unit, aside in zip(units, is_furniture, strict=True) if aside}
    for i, unit in enumerate(units):
        named = len(unit.seen) <= _REST * 4 and names_a_paper(unit.seen) and squeeze(unit.seen) in names
        is_furniture[i] |= named and i not in tied
    text = [unit for unit, aside in zip(units, is_furniture, strict=True) if not aside]
    return text, [unit for unit, aside in zip(units, is_furniture, strict=True) if aside]


def _tied(units: Sequence[Unit], strength: Sequence[Strength | None]) -> set[int]:
    """The short units right below, without a blank line, one that looks like a title: they are its next line."""
    if sum(unit.gap > 0 for unit in units) * 2 < len(units):
        return set()
    return {
        i
        for i, (above, unit) in enumerate(pairwise(units), start=1)
        if not unit.gap
        and strength[i - 1] is None
        and _REST < len(squeeze(above.seen)) <= _TITLE
        and above.ending == unit.ending == "open"
        and not names_a_paper(above.seen)
    }


def _running_heads(units: Sequence[Unit]) -> set[int]:
    """The units at the top or the foot of a page that stand there on another page too."""
    edges: dict[tuple[str, bool], list[int]] = {}
    for i, unit in enumerate(units):
        top = i == 0 or units[i - 1].page != unit.page
        foot = i + 1 == len(units) or units[i + 1].page != unit.page
        if (top or foot) and len(unit.seen) <= _REST * 4:
            edges.setdefault((squeeze(re.sub(_NUMBER, "", unit.seen)), top), []).append(i)
    return {i for places in edges.values() if len(places) > 1 for i in places}


def furniture(seen: str) -> Strength | None:
    """Whether a line (a `view`) is page furniture; None if it is text."""
    if len(seen) > 2 * _LONGEST or not _HINT.search(seen):
        return None
    line = squeeze(seen)
    if len(line) > _LONGEST or "。" in line:
        return None
    if _CALL.fullmatch(line):
        return "sure"
    rest, editors = _EDITORS.subn("", " ".join(seen.split()))
    rest, sure = _SURE.subn("", squeeze(rest))
    rest, loose = _LOOSE.subn("", rest)
    sure += editors + bool(_DATE_LINE.search(line))
    left = sum(map(str.isalnum, rest))
    if not sure + loose or left > min(_REST, (len(line) - left) * (1 if sure else 0.5)):
        return None
    return "sure" if sure else "loose"


def without_editors(seen: str) -> str:
    """A furniture line without spaces and those who made the page."""
    return squeeze(_EDITORS.sub("", " ".join(seen.split())))


def without_particulars(line: str) -> str:
    """What is left of a line that `without_editors` gave: the section's name, a bare number of the page."""
    return _LOOSE.sub("", _SURE.sub("", line))


def names_a_paper(seen: str) -> bool:
    """Whether a line may be a nameplate or the name of a section: short, and ending as such names do."""
    line = squeeze(seen)
    if len(line) <= 10 and _SECTIONS.fullmatch(line):
        return True
    name, _, section = line.partition("·")
    return len(name) <= 10 and len(section) <= _REST and _PAPERS.fullmatch(name) is not None


def split_jump(text: str, seen: str) -> Jump | None:
    """*text* (its `view` is *seen*) without the jump marker at its end (下转第3版) or at its beginning (上接第1版)."""
    tail, head = seen[-_JUMP_AT_MOST:], seen[:_JUMP_AT_MOST]
    away = _JUMP_AWAY.search(tail) if "转" in tail else None
    if away and _is_marker(away, "下转", "转"):
        cut = len(text) - len(tail) + away.start()
        return Jump(text[:cut].rstrip(), text[cut:].strip(), onward=True)
    back = _JUMP.match(head) if "接" in head else None
    if back and _is_marker(back, "上接", "接"):
        return Jump(text[back.end() :].lstrip(), text[: back.end()].strip(), onward=False)
    return None


def _is_marker(found: re.Match[str], full: str, short: str) -> bool:
    """Whether a jump is said in full, or in short within brackets."""
    return found["way"] == full or (found["way"] == short and found.group().strip()[:1] in "(【〔[")
