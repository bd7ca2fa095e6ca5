"""For when a printed figure holds, and whether that is the time that a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from retrieval.asked import stands
from retrieval.dates import DateSpan
from retrieval.folding import fold
from retrieval.mentions import Mention, Page

# same: the very time. open: the text names no time that could differ. coarser: the text names the year, the question a
# month of it. unsaid: the question names a time that the text never mentions. other: another time.
Verdict = Literal["same", "open", "coarser", "unsaid", "other"]

# A sentence that tells the parts of what the sentence before it told as a whole.
CONTINUES = re.compile("(?:其中|其余|按[^,，。]{1,8}分|分[^,，。]{1,6}看|从[^,，。]{1,8}看|同期)")
_ORDER: tuple[Verdict, ...] = ("other", "unsaid", "coarser", "open", "same")
_COMPARED = re.compile(r"(?:比|较|同|与|和|跟|相比) ?$")
_FROM_THEN = re.compile("^[由从].*的$")
_THIS = re.compile("今年|本年|本年度|当前|目前|现在|今天?|本月|这个月|近日|当天|今年以来")
_RELATIVE = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}


def governing_date(page: Page, mention: Mention) -> Mention | None:
    """The date that says when a figure holds: the nearest before it in its sentence, not one it is compared with."""
    start, end = page.prose.whole(mention.low)
    part, _ = page.prose.sentence(mention.low)
    text = page.prose.text
    for date in page.before(mention, start):
        if date.kind != "date" or date.label == "time" or date.high > mention.low:
            continue
        if date.low < part and any(other.kind != "date" for other in page.before(date, start)):
            continue  # 甲院19.2万人次,9月6.4万人次;乙院31.8万人次: the date of another item
        if _FROM_THEN.search(text[max(0, date.low - 1) : date.high + 1]) and page.after(date, mention.high)[1:]:
            continue  # 由去年的2600人次增加到3400人次: only of the first
        if not _COMPARED.search(text[max(0, date.low - 3) : date.low]):
            return date
    if start and CONTINUES.match(text, start):
        before, _ = page.prose.whole(start - 1)
        for date in page.before(mention, before):
            told = date.kind == "date" and date.label != "time" and date.low < start
            if told and not _COMPARED.search(text[max(0, date.low - 3) : date.low]):
                return date
    for date in page.after(mention, end):
        if date.kind == "date" and date.label != "time" and not re.search("[,;，；]", text[mention.high : date.low]):
            return date
    return None


def _inherited(page: Page, mention: Mention) -> Mention | None:
    """The span of time that a report is about, said once ahead (上半年, 今年1至10月), where a sentence names none."""
    spans = [date for date in page.before(mention, 0) if date.kind == "date" and date.label == "period"]
    paragraph, _ = page.prose.paragraph(mention.low)
    return next((date for date in spans if date.low >= paragraph), spans[-1] if spans else None)


def worst_verdict(dates: Sequence[DateSpan], page: Page, mention: Mention) -> Verdict | None:
    """What the question's *dates* say of *mention*, the gravest first; None where the question names no time."""
    told = [date for date in dates if date.kind != "time"]
    if not told:
        return None
    found = governing_date(page, mention) or _inherited(page, mention)
    return min((_verdict(date, found, page, mention) for date in told), key=_ORDER.index)


def _verdict(date: DateSpan, found: Mention | None, page: Page, mention: Mention) -> Verdict:
    this = bool(_THIS.fullmatch(date.text))
    reference = page.article.date
    if found is None:
        if this or date.text in page.heading:
            return "open"
        same_year = bool(reference and date.iso[:4] == reference[:4])
        said = stands(date.text, _just_before(page, mention), "比较与同")
        last = next((d for d in page.before(mention, 0) if d.kind == "date" and d.label != "time"), None)
        near = (  # by parts: 东区734套,西区512套
            last is not None
            and date.text in fold(last.text)
            and not _COMPARED.search(page.prose.text[max(0, last.low - 3) : last.low])
        )
        return "open" if said or same_year or near else "unsaid"
    printed = re.sub(r"\s", "", fold(found.text))
    if stands(date.text, printed, "0123456789至到~、-") or (printed in date.text and printed[-1] in "日号"):
        return "same"
    if "旬" in date.text and (first := found.value) and isinstance(first, str) and _within(first, date.iso):
        return "same"  # 四月中旬: 截至4月15日
    mine, other = _parts(date.text, date.iso, reference), _parts(printed, str(found.value or ""), reference)
    pairs = list(zip(mine, other, strict=True))
    if any(a and b and a != b for a, b in pairs):
        return "other"
    if mine[0] and not other[0] and mine[0] != "+0" and not this:
        return "unsaid"  # a paper that names no year means this one
    if any(a and a == b for a, b in pairs):
        return "coarser" if any(a and not b for a, b in pairs[1:]) else "same"
    return "open" if this else "unsaid"


def _within(day: str, span: str) -> bool:
    """Whether the ISO date *day* lies in *span*, whether the years are known or not."""
    first, _, last = (part[-5:] for part in span.partition("/"))
    return bool(re.fullmatch(r"\d\d-\d\d", day[-5:])) and bool(last) and first <= day[-5:] <= last


def _just_before(page: Page, mention: Mention) -> str:
    """The sentence before the mention's own."""
    start, _ = page.sentence(mention)
    return page.prose.text[page.prose.sentence(start - 1)[0] : start] if start else ""


def _parts(text: str, iso: str, reference: str | None) -> tuple[str, str, str]:
    """Year, month and day of a date as far as they are known; a relative year without a reference by its distance."""
    first, _, last = iso.partition("/")
    year, month, day = _numbers(first)
    if last:
        _, last_month, last_day = _numbers(last)
        month, day = f"{month}{day}/{last_month}{last_day}", ""
    if not year:
        for word, away in _RELATIVE.items():
            if word in text:
                year = str(int(reference[:4]) + away) if reference else f"{away:+d}"
                break
    return year, month, day


def _numbers(iso: str) -> tuple[str, str, str]:
    """Year, month and day of one ISO date, "" for what it leaves open."""
    found = re.match(r"(?:(\d{4})|-)(?:-(\d\d))?(?:-(\d\d))?", iso)
    return (found[1] or "", found[2] or "", found[3] or "") if found else ("", "", "")
