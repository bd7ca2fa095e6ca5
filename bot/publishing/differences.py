"""What publishing a document would change, as lines a person reads: on the command line, in brief in the chat."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.publishing.outcomes import Preview
from store.models import Article

AROUND = 8  # characters shown on each side of a change
LONGEST = 40  # of a text that came or went
LONGEST_COMPARED = 3000  # characters of a paragraph; the time grows with the square
FIELDS = (("headline", "标题"), ("kicker", "引题"), ("subtitle", "副题"), ("date", "日期"), ("kind", "类别"))


def describe(preview: Preview) -> Iterator[str]:
    """The dry run of one document, article by article: + new, ~ changed (what was, what would be), - gone."""
    change = preview.change
    counts = (len(ids) for ids in (change.new, change.changed, change.gone, change.unchanged))
    yield "{}  新增 {}，更改 {}，撤下 {}，不变 {}".format(preview.name, *counts)
    for article in preview.articles:
        if article.id in change.new:
            yield f"  + {_summary(article, preview)}"
        elif article.id in change.changed:
            yield f"  ~ {_summary(article, preview)}"
            yield from (f"      {line}" for line in differences(preview.before[article.id], article))
    for article_id in change.gone:
        yield f"  - {preview.before[article_id].headline}"
    yield from (f"  ! {warning}" for warning in preview.warnings)


def differences(before: Article, after: Article) -> Iterator[str]:
    """What changed between two versions of an article, field by field and paragraph by paragraph."""
    for name, label in FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{label}：{old or '无'} → {new or '无'}"
    for name, label in (("reporters", "记者"), ("correspondents", "通讯员")):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{label}：{'、'.join(old) or '无'} → {'、'.join(new) or '无'}"
    for line in difflib.ndiff(before.paragraphs, after.paragraphs):
        if line.startswith(("- ", "+ ")):
            yield line


def brief(before: Article, after: Article) -> Iterator[str]:
    """What changed between two versions of an article, each change with the words around it: 安全头盔【50→60】顶。"""
    for name, label in FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{label}：{_short(old or '无')} → {_short(new or '无')}"
    matcher = SequenceMatcher(None, before.paragraphs, after.paragraphs, autojunk=False)
    for _, i, j, k, m in (code for code in matcher.get_opcodes() if code[0] != "equal"):
        old_texts, new_texts = before.paragraphs[i:j], after.paragraphs[k:m]
        pairs = min(len(old_texts), len(new_texts))
        for old, new in zip(old_texts, new_texts, strict=False):
            yield from _fragments(old, new)
        yield from (f"－{_short(text)}" for text in old_texts[pairs:])
        yield from (f"＋{_short(text)}" for text in new_texts[pairs:])


def _fragments(old: str, new: str) -> Iterator[str]:
    """The changes within a paragraph; a figure changes as a whole."""
    if max(len(old), len(new)) > LONGEST_COMPARED:
        yield f"{_short(old)} → {_short(new)}"
        return
    was, now = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < 0.5:
        yield f"{_short(old)} → {_short(new)}"
        return
    for _, i, j, k, m in (code for code in matcher.get_opcodes() if code[0] != "equal"):
        left, right = "".join(was[:i])[-AROUND:], "".join(was[j:])[:AROUND]
        yield f"{left}【{_short(''.join(was[i:j]))}→{_short(''.join(now[k:m]))}】{right}"


def _tokens(text: str) -> list[str]:
    return re.findall(r"[0-9０-９][0-9０-９.．,，%％]*[0-9０-９%％]|.", text, re.DOTALL)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _summary(article: Article, preview: Preview) -> str:
    length = sum(map(len, article.paragraphs))
    cut = "" if article.complete else "，未完"
    return f"{article.headline}  （{length} 字，{preview.figures[article.id]} 个数字和名称{cut}）"
