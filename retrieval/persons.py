"""Persons in a text, by their surname, the role before them and the verb behind them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

import rjieba

from retrieval.prose import Name, Span, Token, span_of
from retrieval.rarity import tables
from retrieval.roles import ROLE_WORD, role_before
from retrieval.surnames import COMPOUND, SINGLE, WORDS, surname_at

_LINKS = ("是", "为", ":", "：")  # between a role and its name: 审判长是…
# Whoever stands ahead of one of these says so.
_SAYINGS = (
    "介绍|表示|告诉|坦言|透露|认为|回忆|指出|强调|提醒|解释|建议|呼吁|倡议|感叹|感慨|直言|补充|分析|判断|推测|估计|估算|预计"
    "|总结|讲述|回答|答复|叮嘱|嘱咐|承诺|评价|点评|反映|抱怨|宣布|通报"
)
_SPEECH = re.compile(
    rf"(?:{_SAYINGS}|看到|听到|听说|得知|发现|接到|来到|赶到|正|却|则|刚|才|不|没|并|坐在|站在|正在|带着|拿着|举着|曾|一边|边|笑着|激动地|高兴地|自豪地|感慨地|欣慰地|说|称|带队|带领|率|主持|出席|向|对|在|从|用|把|与|和|、|,|，|。|等|的|是|为|就|也|又|及|今年|当场|欠|以|还|将|深入|前往|到|被|给|自己|一家|家里?|连|,|\)|\(|（|）|:|\n|$)"
)
_TOLD_BY = re.compile(f"{_SAYINGS}|[说称](?!法|呼|为|作|得)")
_SAYS = re.compile(f"{_SAYINGS}|说|道|称")  # behind a name that ends like a preposition
_TITLED = re.compile(
    r"(?:大娘|大爷|大妈|大叔|大婶|大姐|大哥|老汉|老伯|老太|阿姨|奶奶|爷爷|师傅|某某?|先生|女士|经理|老师|主任|医生|警官|队长|书记|老板|同学)"
)
_CHINESE = re.compile("[一-龥]+")
_DOT = re.compile("[·‧•・]")
# A name around dots, without the words that no name is spelled with: 他是由伊恩·弗莱明.
_AHEAD_OF_DOT = re.compile(r"(?:(?![是由被与的在了])[\u4e00-\u9fff]){1,7}\Z")
_FROM_DOT = re.compile(r"(?:[·‧•・](?:(?![是由被与的在了])[\u4e00-\u9fffA-Za-z]){1,8})+")
_NOT_NAME_TAIL = frozenset(
    "的了在是和却则刚并没不与向对把被将就都也还说称等及从用以为给让着过到因又并及者们地得个里上下中内"
)
_CLASS_CHARACTERS = frozenset(
    "区村县镇乡市省路桥湖河江山岛馆局院校厂站所园感性化度式学率力量法器机线业品期节会界车湾沟坪屯寨庄坝港衫茶酒赛杯奖戏"
)
_SIGNED = re.compile("(?:(?P<role>作者|姓名|主讲|主演|联系人|名叫|误[写作]?[为作成]|[应改]为|[应改]是)[为是:]?“?)")
# Who plays or directs stands right ahead of the verb: 儿媳由开小卖部的简秀英扮演.
_PLAYED = re.compile("[由的,，、和与](?P<name>[一-龥]{2,3}?)(?:扮演|饰演|出演|主演|执导|主讲|领唱|领舞|编剧|作曲|作词)")
# In a list of results: 二等奖(2名) 方行舟、江映雪.
_PRIZE = re.compile(r"(?:等奖|优秀奖|[金银铜]奖|第[一二三四五六七八九十]名|[冠亚季]军)(?:\([^()\n]*\))?[:：]?")
_WINNER = re.compile(r"(?P<name>[一-龥]{2,3})(?:、|(?=[,，。;；\n(《]|$))")
_NAMED_AFTER = re.compile("[嫂婶叔伯婆]")  # 章鱼嫂: what people call somebody
_TOWN = re.compile("..[省市县区镇乡村].")  # 双桂镇种|得最多
_PERSON_TAGS = ("nr", "nrt", "nrfg")
_JOINING = "和与同向从连都"  # surnames that mostly join or lead: 村民和同学
_APPOINTED = re.compile("任(?=[\u4e00-\u9fff]{0,12}(?:长|书记|主任|经理|主席|总监|委员|顾问|教授|教练|代表|总裁))")
_FIRSTS = SINGLE | {surname[0] for surname in COMPOUND}  # characters that a name may begin with
_COMPOUND_SURNAME = re.compile("|".join(word for word in COMPOUND if word not in WORDS))


def persons_in(text: str, tokens: Sequence[Token], gaps: Sequence[int] = ()) -> Iterator[Name]:
    """The persons among *tokens* of *text*; at *gaps*, ascending, spaces were printed."""
    covered: list[Span] = []
    for low, high in _dotted(text, *span_of(tokens)):
        if text[high - 1] not in "省市县区州镇村":
            start, end = _foreign_start(text, low, high, tokens), _foreign_end(text, low, high, tokens)
            covered.append((low, end))
            yield Name(start, end, "person", role_before(text, start), True)
    for name in (*_set_off(text, gaps, *span_of(tokens)), *_spelled(text, tokens)):
        if any(start < name.end and name.start < end for start, end in covered):
            continue
        covered.append((name.start, name.end))
        yield name
    taken = {index for span in covered for index in _indices(tokens, *span)}
    begun = [index for index, (_, _, word, tag) in enumerate(tokens) if word[0] in _FIRSTS or tag in ("nr", "nrt")]
    for index in begun:
        if index not in taken and (person := _person_at(text, tokens, index)) is not None:
            yield person


def _dotted(text: str, low: int, high: int) -> Iterator[Span]:
    """Where names with dots stand from *low* to *high*; looked for from the dots, which are few."""
    dot = _DOT.search(text, low, high)
    while dot:
        ahead = _AHEAD_OF_DOT.search(text, max(low, dot.start() - 7), dot.start())
        behind = _FROM_DOT.match(text, dot.start(), high) if ahead else None
        if ahead and behind:
            low = behind.end()
            yield ahead.start(), low
        dot = _DOT.search(text, behind.end() if behind else dot.end(), high)


def _indices(tokens: Sequence[Token], start: int, end: int) -> range:
    """Which of *tokens*, which stand side by side, have characters from *start* to *end*."""
    first = bisect_right(tokens, start, key=lambda token: token.end)
    return range(first, bisect_left(tokens, (end,)))


def _set_off(text: str, gaps: Sequence[int], low: int, high: int) -> Iterator[Name]:
    """Names that are printed between spaces, as some papers set them: 社长 方知远 介绍, 院里的 江 映 雪.

    Behind a role that is a name whatever it begins with; elsewhere it begins with a surname.
    """
    for index in range(bisect_left(gaps, low), bisect_left(gaps, high)):
        start = gaps[index]
        role, size = role_before(text, start), surname_at(text, start)
        if not (role or (size and "一" <= text[start - 1 : start] <= "龥")):
            continue
        end = _set_off_end(text, gaps, index)
        name = text[start:end]
        if end is None or name in tables()[0] or not (role or (text[start] not in _JOINING and not _is_word(name))):
            continue
        longest = 4 if role and end in gaps[index : index + 5] else size + 2
        if start + 2 <= end <= start + longest:
            yield Name(start, end, "person", role, bool(role) or end > start + 2)


def _is_word(name: str) -> bool:
    """Whether *name* is two characters that are a word."""
    return len(name) == 2 and bool(rjieba.has_word(name))


def _set_off_end(text: str, gaps: Sequence[int], index: int) -> int | None:
    """Where a name that begins at gap *index* ends: at the next gap, or at a mark."""
    start = gaps[index]
    run = _CHINESE.match(text, start, start + 5)
    last = index + 1
    while last + 1 < len(gaps) and gaps[last] - gaps[last - 1] == 1 == gaps[last + 1] - gaps[last] and last < index + 3:
        last += 1  # 江 映 雪
    end = gaps[last] if last < len(gaps) else len(text)
    if run is None or end > run.end():
        return run.end() if run and text[run.end() - 1] not in _NOT_NAME_TAIL else None
    return end - (last > index + 1 and text[end - 1] in _NOT_NAME_TAIL)


def _spelled(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    """Names read from the characters, as segmenters join 局长江映雪 wrongly.

    They stand right behind a role, behind another such name (评委方知远、江映雪), or begin with a surname of two
    characters.
    """
    for match in ROLE_WORD.finditer(text, *span_of(tokens)):
        role_end = match.end()
        start = role_end + (text[role_end : role_end + 1] in _LINKS)
        known = start > role_end or text.startswith(COMPOUND, start)
        end = _spelled_end(text, start, tokens, known) or _teller_end(text, start)
        joint = _token_at(tokens, start)
        if joint is not None and joint.word in _JOINING and not _tells(text, start, end, _token_at(tokens, start + 1)):
            end = None  # 局长和书记; but 局长连云山说
        while end is not None:
            yield Name(start, end, "person", role_before(text, role_end), True)
            start = end + 1
            end = _spelled_end(text, start, tokens, True) if text[end : end + 1] in ("、", "和", "与") else None
    for match in _SIGNED.finditer(text, *span_of(tokens)):
        start = match.end()
        end = _spelled_end(text, start, tokens, True)
        if end is not None and text[end : end + 1] in ("”", ",", "。"):
            yield Name(start, end, "person", match["role"] or "", True)
    for match in _PRIZE.finditer(text, *span_of(tokens)):
        start = match.end()
        while (won := _WINNER.match(text, start)) and won["name"][0] in SINGLE and won["name"] not in tables()[0]:
            yield Name(start, won.end("name"), "person", "", True)
            start = won.end()
    for match in _PLAYED.finditer(text, *span_of(tokens)):
        if match["name"][0] in SINGLE and match["name"] not in tables()[0]:
            yield Name(match.start("name"), match.end("name"), "person", "", True)
    for match in _COMPOUND_SURNAME.finditer(text, *span_of(tokens)):
        start = match.start()
        end = _spelled_end(text, start, tokens, True)
        if end is not None and _token_at(tokens, start):
            yield Name(start, end, "person", role_before(text, start), True)


def _tells(text: str, start: int, end: int | None, given: Token | None) -> bool:
    """Whether a name of three characters from *start* to *end*, which begins like a preposition, is who says so.

    Not so in 局长和周明说, where what follows the first character may be a name by itself, but 连 joins no persons.
    *given* is the word behind the first character.
    """
    if end != start + 3 or not _TOLD_BY.match(text, end):
        return False
    named = not rjieba.has_word(text[start + 1 : end]) or (given is not None and given.tag in _PERSON_TAGS)
    return text[start] == "连" or (text[start + 1] not in SINGLE and named)


def _token_at(tokens: Sequence[Token], place: int) -> Token | None:
    """The one of *tokens* that begins at *place*."""
    index = bisect_left(tokens, (place,))
    return tokens[index] if index < len(tokens) and tokens[index].start == place else None


def _acts(token: Token | None) -> bool:
    """Whether *token* says what somebody does."""
    return token is not None and token.tag[0] in "vpd" and len(token.word) > 1


def _spelled_end(text: str, start: int, tokens: Sequence[Token], listed: bool) -> int | None:
    """Where the name at *start* ends, by its length and by what follows it; None if none is there.

    A given name that is a common word is one only if the name is *listed*, that is, known by what leads to it.
    """
    size = surname_at(text, start)
    for end in (start + size + 2, start + size + 1) if size else ():
        name = text[start:end]
        said = _SPEECH.match(text, end) or _APPOINTED.match(text, end)
        if end > len(text) or not re.fullmatch("[一-龥]+", name) or name in tables()[0]:
            continue
        alone = listed or text[end : end + 1] in ("", "\n")
        if name[size:] in tables()[0] and not (said and len(said.group()) > 1) and not alone:
            continue
        ends = name[-1] not in _NOT_NAME_TAIL or (len(name) == size + 2 and _SAYS.match(text, end))
        if ends and (said is not None or _acts(_token_at(tokens, end)) or (listed and text.startswith("”", end))):
            return end
    return None


def _teller_end(text: str, start: int) -> int | None:
    """Where a name of a rare surname ends that begins at *start*, behind a role, ahead of a verb of saying."""
    for end in (start + 3, start + 2):
        name = text[start:end]
        if not re.fullmatch("[一-龥]+", name) or set(name) & _NOT_NAME_TAIL or not _TOLD_BY.match(text, end):
            continue
        return None if rjieba.has_word(name[:2]) or rjieba.has_word(name) or ROLE_WORD.match(name) else end
    return None


def _foreign_start(text: str, low: int, high: int, tokens: Sequence[Token]) -> int:
    """Where the name with dots from *low* to *high* begins: at the last word before its first dot."""
    dot = _DOT.search(text, low, high)
    index = bisect_left(tokens, dot.start() if dot else low, key=lambda token: token.end)
    while index > 0 and tokens[index - 1].tag == "nrt" and tokens[index - 1].start >= low:
        index -= 1
    return max(low, tokens[index].start)


def _foreign_end(text: str, low: int, high: int, tokens: Sequence[Token]) -> int:
    """Where the name with dots from *low* to *high* ends: with the word behind its last dot, and further names."""
    dot = max(text.rfind(mark, low, high) for mark in "·‧•・")
    index = bisect_left(tokens, (dot + 1,))
    if index == len(tokens):
        return high
    end = tokens[index].end
    for token in islice(tokens, index + 1, None):
        if token.start >= high or token.tag not in ("nrt", "nrfg"):
            break
        end = token.end
    return min(end, high)


def _person_at(text: str, tokens: Sequence[Token], index: int) -> Name | None:
    token = tokens[index]
    word = token.word
    if word[0] not in SINGLE and not word.startswith(COMPOUND):
        if token.tag in ("nr", "nrt") and len(word) > 3 and word[1:2] in SINGLE and word[0] in "由与和被向对把给":
            return Name(token.start + 1, token.end, "person", "", False)
        if token.tag == "nrt" and 1 < len(word) < 4:
            return Name(token.start, token.end, "person", role_before(text, token.start), False)
        return None
    size = 2 if word.startswith(COMPOUND) else 1
    role = role_before(text, token.start)
    if word in _JOINING:
        return None
    if token.tag in _PERSON_TAGS and len(word) == 2 and _NAMED_AFTER.match(text, token.end):
        return Name(token.start, token.end + 1, "person", role, True)
    if titled := _TITLED.match(text, token.start + size):
        return Name(token.start, titled.end(), "person", role, True) if _starts_word(tokens, index) else None
    end = None if _TOWN.match(word) else _name_end(text, tokens, index, size, bool(role))
    if end is None or (not role and (word in tables()[0] or text[end - 1] in _CLASS_CHARACTERS)):
        return None
    if role and end - token.start == size + 1 and not _SPEECH.match(text, end) and _SPEECH.match(text, end + 1):
        end += 1
    compound = token.end - token.start == size == 2 and word not in WORDS
    tagged = (token.tag in _PERSON_TAGS or compound) and token.end <= end
    if role and (tagged or _SPEECH.match(text, end)):
        return Name(token.start, end, "person", role, True)
    if tagged and len(word) > 1:
        return Name(token.start, end, "person", role, bool(_SPEECH.match(text, end)) and end - token.start == size + 2)
    return None


def _starts_word(tokens: Sequence[Token], index: int) -> bool:
    return len(tokens[index].word) <= 3


def _name_end(text: str, tokens: Sequence[Token], index: int, size: int, role: bool) -> int | None:
    """Where a name that begins with the surname of *size* at token *index* ends; None if no name does."""
    token = tokens[index]
    length = token.end - token.start
    compound = length == size == 2 and token.word not in WORDS  # 钟离|秋
    named = token.tag in _PERSON_TAGS or bool(role) or compound
    if size + 1 <= length <= size + 2:
        return token.end if named else None
    if length > size + 2 or not named:
        return None
    end = token.end
    for following in tokens[index + 1 : index + 3]:
        if following.tag == "x" or following.end - token.start > size + 2:
            break
        if following.word in _NOT_NAME_TAIL and end > token.start + size:
            break
        end = following.end
    if end == token.start + size and index + 1 < len(tokens):
        end = min(tokens[index + 1].end, token.start + size + 2) if tokens[index + 1].tag != "x" else end
    if end - token.start <= size:
        return None
    if end - token.start == size + 2 and (text[end - 1] in "说称在" or _APPOINTED.match(text, end - 1)):
        end -= 1
    return end
