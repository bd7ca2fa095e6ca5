"""Bylines: who wrote, in every form a newspaper prints it, 本报讯(记者…) to a line of its own.

Where a function takes a text and *seen*, that is the text's `view`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from store.intake.printed import view

# 百家姓 and the commonest surnames besides; compound ones apart.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹"
    "狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万支柯昝邝逄管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴"
    "糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀"
    "蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄"
    "晏柴瞿粟禤谯缑笪仪丘岑闭呙廉阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷"
    "訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付代闫覃岳冼苟哈佟练来修荀游楚佘仝麦楼涂钭年爱"
    "阳佴言福迟占战苑植南原续揭海仉肇展亓扎线初院税但渠矫亢戢门豆补才雒敬撒仵巨乃候兰栗鹿植巧晋苑邸郄冮"
)
COMPOUND = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "慕容",
        "尉迟",
        "夏侯",
        "皇甫",
        "东方",
        "公孙",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "司空",
        "端木",
        "百里",
        "呼延",
        "南宫",
        "东郭",
        "独孤",
    ]
)

_PAPER = (
    r"(?:本报|本刊|本社|本台|本网|新华社|中新社|(?:[\u4e00-\u9fff]{2,6}(?:日报|晚报|报社|电视台|广播台|融媒体中心)))?"
)
_RANK = r"(?:全媒体|融媒体|融媒|见习|实习|首席|特约|特派|特邀|驻[\u4e00-\u9fff]{1,4}|资深|高级|文字|摄影|图片|评论)*"
_ROLE = re.compile(
    rf"{_PAPER}\s*{_RANK}\s*(?P<role>记者|通讯员|通信员|实习生|撰稿人|撰稿|评论员|作者|采写|编译)\s*[:/]?|[文图]\s*[/:]\s*(?![文图])"
)
_OUTSIDE = ("通讯员", "通信员", "作者", "撰稿", "撰稿人")  # who is not on the paper's staff
_MARKS = " \t\u3000□■○●◎◆◇▲△▶►·•*/|:,;。-—…"
_NO_BRACKETS = dict.fromkeys(map(ord, "()[]【】〔〕<>〈〉（）［］"), " ")
_WORK = re.compile(
    r"(?:攝影報道|摄影报道|文并摄|图文报道|图片报道|综合报道|采写|撰文|摄影|摄制|供图|供稿|报道|整理|文图|图文|文/图|图/文|摄|攝)$"
)
_WORK_ALONE = re.compile(r"文|图|/|文/?图|图/?文|文/?摄|图片|等|联合")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,8}")
_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕。]{2,80})[)\]】〕]")
_TRAILING = re.compile(
    rf"(?<=[^\s,。;:(\[【])(?:\s*[□■◎]\s*|\s+)(?=(?:本报|本刊)\s*{_RANK}(?:记者|通讯员)|[□■◎]|通讯员\s)"
)
_TITLE_ONLY = re.compile(r"[^。,;:()\[\]【】]{3,40}")
_GLUED = re.compile(r"(?:记者|[讯信]员)([\u4e00-\u9fff])")
# Cheap looks first: few lines have what the patterns ask for.
_WORKER = re.compile(r"记者|[讯信]员|实习生|撰稿|评论员|作者|采写|编译|[文图]\s*[/:]|摄|供图|提供")
_PARTED = re.compile(r"[\s□■◎]")
_LAST = re.compile(r"[)\]】〕摄影图道][\s。]*$")
_CLOSING = re.compile(
    r"[(\[【〔]([^()\[\]【】〔〕。]{2,60})[)\]】〕][\s。]*$|[。!?”]\s*([^。!?”]{2,40}(?:摄|摄影|摄影报道|供图|图))[\s。]*$"
)
_SIGNED = re.compile(r"[。!?…”]\s*[(\[【〔]([^()\[\]【】〔〕。]{2,60})[)\]】〕]\s*$")
_NO_NAME = re.compile(
    "全文|连载|谢谢|通告|方言|文摘|许可|安全|[^\u4e00-\u9fff\\s、,·]"
)  # what begins like a name and is none
_CREDIT = re.compile(r"(?:摄|摄影(?:报道)?|供图|图片由.{2,12}提供)[)\]】〕]?[\s。]*$")
_HAS_ROLE = re.compile("记者|通讯员|通信员|实习生|撰稿|评论员|作者")
_PLACE_DAY = r"[\u4e00-\u9fff]{0,8}\s*(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日\s*[电讯]"
# 本报1月9日第2版《…: what a correction begins with
_CORRECTED = r"本报[^,。]{2,16}第?[0-9A-Da-d一二三四五六七八九十]{1,3}版[^,。]{0,16}[《“]"
# 本报讯, 本报北京8月13日电, 新华社北京11月2日电, 苇塘讯(记者, (记者…): what begins an article and nothing else.
_START = re.compile(
    rf"[▲△■□●◆(\[【]?\s*(?:(?:本报|本刊|本台|本网)(?:讯|消息|综合消息|综合报道|{_PLACE_DAY})"
    rf"|(?:据)?(?:新华社|中新社|中新网|人民网)(?:讯|电|{_PLACE_DAY})"
    r"|[\u4e00-\u9fff]{2,6}讯\s*(?:[(\[【〔]\s*(?:本报|记者|通讯员)|记者|通讯员)"
    rf"|[(\[【〔]\s*{_PAPER}\s*{_RANK}(?:记者|通讯员)[^()。]{{1,60}}[)\]】〕]"
    rf"|{_PAPER}\s*{_RANK}(?:记者|通讯员)[^,。]{{2,20}}?报道[:\s]|{_CORRECTED})"
)
_HEAD = 160  # characters: a byline at the beginning lies within these
_REPORTED = re.compile(r"(?:讯|电|消息)\s*:?\s*(?P<who>[^。,:()]{3,48}?)报道")
# Without brackets names end at 报道, or where the next word is no name.
_FREE = re.compile(
    rf"(?:(?:讯|电|消息)\s*:?\s*|^\s*)(?P<who>(?:{_PAPER}\s*{_RANK}(?:记者|通[讯信]员)\s*:?\s*"
    r"[\u4e00-\u9fff]{1,4}?(?:[、\s]+(?!记者|通讯员|本报)[\u4e00-\u9fff]{1,4}?(?=[、\s(]|报道))*\s*)+?)"
    r"(?=报道|[\s(:][^记通]|$)"
)


BYLINE_END = re.compile(r"[)\]】〕]|[讯电](?=[\s:])|报道[:\s]")  # of the last of these in its beginning a body goes on


@dataclass(frozen=True, slots=True)
class Byline:
    """The writers a byline names, in printed order."""

    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()

    def __or__(self, other: Byline) -> Byline:
        return Byline(
            tuple(dict.fromkeys(self.reporters + other.reporters)),
            tuple(dict.fromkeys(self.correspondents + other.correspondents)),
        )

    def __bool__(self) -> bool:
        return bool(self.reporters or self.correspondents)


def begins_article(seen: str) -> bool:
    """Whether a paragraph (a `view`) begins as only the first of an article does: 本报讯, 新华社…电, (记者…)."""
    return _START.match(seen[:_HEAD]) is not None


def line_byline(text: str, seen: str, *, outside: Collection[str] = ()) -> Byline | None:
    """The byline that a whole line is, with or without brackets and marks; None if the line is anything else.

    Names without a role are reporters', in brackets, （余航）, and below a picture, 余航 摄, but for those *outside* of
    the staff, whom the page names as correspondents elsewhere.
    """
    if len(text) > _HEAD or not (seen[:1] in "([【〔" or _WORKER.search(seen)):
        return None
    # 记者走基层 is a title: a name set close to its role must begin as names do.
    without = seen.translate(_NO_BRACKETS)
    if any(glued.group(1) not in SURNAMES for glued in _GLUED.finditer(without)):
        return None
    return _read(text, without) or _signed(text, seen) or _credited(text, seen, outside)


def is_signature(text: str, seen: str) -> bool:
    """Whether a line is an article's writers in brackets, and nothing else: below a body, they are its end."""
    return seen[:1] in "([【〔" and _BRACKET.fullmatch(seen) is not None and line_byline(text, seen) is not None


def _signed(text: str, seen: str) -> Byline | None:
    """The names that a line in brackets is, without a role."""
    found = _BRACKET.fullmatch(seen)
    names = surnamed(text[slice(*found.span(1))]) if found else []
    return Byline(tuple(names)) if names else None


def _credited(text: str, seen: str, outside: Collection[str]) -> Byline | None:
    """The names of a line that is names and 摄."""
    names = surnamed(_WORK.sub("", text.strip(_MARKS))) if _CREDIT.search(seen) else []
    return _of(names, outside) if names else None


def _of(names: Collection[str], outside: Collection[str]) -> Byline:
    """Names without a role."""
    return Byline(tuple(name for name in names if name not in outside), tuple(filter(outside.__contains__, names)))


def split_byline(text: str, seen: str) -> tuple[str, str] | None:
    """A title and the byline set on one line with it, 夜市亮了 □本报记者 余航; None if the line is anything else."""
    found = _TRAILING.search(seen) if len(text) <= _HEAD and _PARTED.search(seen) else None
    if not found or not _TITLE_ONLY.fullmatch(seen, 0, found.start()) or line_byline(text, seen):
        return None
    byline = text[found.start() :].lstrip()
    return (text[: found.start()], byline) if line_byline(byline, view(byline)) else None


def opening_byline(paragraph: str, seen: str) -> Byline:
    """The byline within the beginning of an article's first paragraph; empty if there is none."""
    return _opening(paragraph[:_HEAD], seen[:_HEAD])


@lru_cache(maxsize=256)  # a page's bylines are asked for twice: who is a correspondent, and who wrote the article
def _opening(text: str, seen: str) -> Byline:
    for bracket in _BRACKET.finditer(seen):
        if _HAS_ROLE.search(bracket.group(1)):
            return _within(text, seen, bracket.span(1))
    if not begins_article(seen):
        return Byline()
    free = (pattern.search(seen) for pattern in (_REPORTED, _FREE))
    return next(filter(None, (_within(text, seen, found.span("who")) for found in free if found)), Byline())


def closing_byline(paragraph: str, seen: str, *, outside: Collection[str] = ()) -> Byline:
    """The byline in brackets, or the credit, that a paragraph ends with; empty if there is none.

    Names without a role are read as in `line_byline`.
    """
    text, seen = paragraph[-_HEAD:], seen[-_HEAD:]
    found = _CLOSING.search(seen) if _LAST.search(seen) else None
    if not found:
        return Byline()
    start, end = found.span(found.lastindex or 1)
    if not _HAS_ROLE.search(seen, start, end) and (names := surnamed(_WORK.sub("", text[start:end].rstrip()))):
        return _of(names, outside) if _WORK.search(seen[start:end].rstrip()) else Byline(tuple(names))
    return _within(text, seen, (start, end))


def ends_signed(seen: str) -> bool:
    """Whether a paragraph (a `view`) ends with its writers in brackets, as only the last of an article does."""
    found = _SIGNED.search(seen[-_HEAD:]) if seen[-1:] in ")]】〕" else None
    return found is not None and bool(_HAS_ROLE.search(found.group(1)) or surnamed(found.group(1)))


def is_credit(seen: str) -> bool:
    """Whether a byline, or the end of a paragraph (a `view`), says who took a picture."""
    return _CREDIT.search(seen[-60:]) is not None


def surnamed(text: str) -> list[str]:
    """The names that *text* is a list of, if each begins with a surname and there are three at most; else []."""
    names = names_of(text) or []
    fit = all(2 <= len(name) <= 4 and (name[0] in SURNAMES or name[:2] in COMPOUND) for name in map(view, names))
    return names if fit and len(names) <= 3 and not _NO_NAME.search(view(text)) else []


def _within(text: str, seen: str, span: tuple[int, int]) -> Byline:
    return _read(text[slice(*span)], seen[slice(*span)]) or Byline()


def _read(text: str, seen: str) -> Byline | None:
    """Roles each with its names; None unless *text*, of which *seen* is the `view`, is that and nothing else."""
    roles = list(_ROLE.finditer(seen))
    if not roles or _WORK_ALONE.sub("", seen[: roles[0].start()]).strip(_MARKS):
        return None
    found = Byline()
    for role, following in zip(roles, [*roles[1:], None], strict=True):
        names = names_of(text[role.end() : following.start() if following else len(text)].translate(_NO_BRACKETS))
        if names is None:
            return None
        outside = role.group("role") in _OUTSIDE
        found |= Byline(correspondents=tuple(names)) if outside else Byline(reporters=tuple(names))
    return found or None


def names_of(text: str) -> list[str] | None:
    """The names in a list of names, spaces within them undone (余 航 is 余航); None if it holds anything else."""
    names: list[str] = []
    for part in re.split(r"[、,;/|]|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})", text):
        tokens = list(filter(None, (_WORK.sub("", token) for token in part.strip(_MARKS).split())))
        found = _merged([token for token in tokens if not _WORK_ALONE.fullmatch(token)])
        # 文 is work, 余航 文, or the rest of a name, 秦 文.
        names += found if all(map(_NAME.fullmatch, found)) else _merged(tokens)
    return names if all(map(_NAME.fullmatch, names)) else None


def _merged(tokens: list[str]) -> list[str]:
    """Single characters in pairs (three that stand alone are one name); a surname with the rest of the name."""
    names: list[str] = []
    run: list[str] = []
    for token in [*tokens, ""]:
        if len(token) == 1 or (run and run[-1] in COMPOUND and len(token) <= 2 and token):
            run.append(token)
            continue
        if _is_rest(token, run):
            token = run.pop() + token
        elif len(run) == 1 and names and len(names[-1]) == 2:
            names[-1] += run.pop()  # 宁小 筑
        names += _paired(run)
        run = [token] if token in COMPOUND else []
        if token and not run:
            names.append(token)
    return names


def _is_rest(token: str, run: list[str]) -> bool:
    """Whether a token is the rest of the name that the last of a run of single characters begins: 宁 小筑."""
    if len(token) != 2 or len(run) % 2 == 0 or run[-1] not in SURNAMES:
        return False
    return len(run) == 1 or token[0] not in SURNAMES


def _paired(run: list[str]) -> list[str]:
    if len(run) <= 3:
        return ["".join(run)] if run else []
    return ["".join(run[:2]), *_paired(run[2:])]
