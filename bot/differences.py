"""What publishing a document would change, as lines a person reads: the dry run of the command line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from bot.press import Preview
from store.models import Article


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
    for name, label in (
        ("headline", "标题"),
        ("kicker", "引题"),
        ("subtitle", "副题"),
        ("date", "日期"),
        ("kind", "类别"),
    ):
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


def _summary(article: Article, preview: Preview) -> str:
    length = sum(map(len, article.paragraphs))
    cut = "" if article.complete else "，未完"
    return f"{article.headline}  （{length} 字，{preview.figures[article.id]} 个数字和名称{cut}）"
