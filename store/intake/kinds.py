"""What kind of text an article is: news, a caption, a notice, an advertisement, a correction, a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.intake.bylines import begins_article
from store.intake.printed import ending, squeeze, view
from store.intake.wording import CORRECTION, DAY, ITEM, NOTICE, OFFER, has_contact, is_row
from store.models import ArticleKind

CAPTION_AT_MOST = 160  # characters: a longer text is no caption
SHORT_TITLE = 6  # characters: of a picture rather than of news
_PICTURE = re.compile(r"图为|图片?[左右上下中]?[:为是]|[左右上下]图|摄[)】\]。]?$|供图")
_SCENE = re.compile(
    r"正在|正忙|忙着|争相|驻足|送上|参观|游玩|采摘|采收|晾晒|表演|体验|展示|现场|一派|景象|在.{2,20}[里上中下内旁前]"
)
_CORRECTS = re.compile(r"应为|特此更正|更正为|向读者致歉|系.{0,6}之误")
_FIGURE = re.compile(r"\d")
_SENTENCE = re.compile("[。!?]")


def kind_of(headline: str, seen: Sequence[str], *, has_byline: bool, has_credit: bool) -> ArticleKind:
    """The kind of an article with this headline and these paragraphs (the `view` of each).

    It may have a writer's byline or a photographer's credit.
    """
    title = squeeze(view(headline))
    body = "".join(seen)
    if not has_byline and CORRECTION.search(title) and (len(title) <= 8 or _CORRECTS.search(body)):
        return "correction"
    if _is_list(seen) or (not has_byline and _is_itemised(title, seen)):
        return "list"
    if not has_byline and (kind := _announcement(title, seen)):
        return kind
    return "caption" if _is_caption(title, seen, has_byline=has_byline, has_credit=has_credit) else "news"


def _announcement(title: str, seen: Sequence[str]) -> ArticleKind | None:
    signed = any(map(is_row, seen[-3:]))
    items = sum(bool(ITEM.match(paragraph)) for paragraph in seen)
    rows = sum(bool(ITEM.match(paragraph)) or is_row(paragraph) for paragraph in seen)
    if OFFER.search(title) and items > 1:
        return "advert"
    if NOTICE.search(title[-6:]) or (signed and NOTICE.search(title)):
        return "notice"
    if (OFFER.search(title) and (signed or rows)) or (signed and 2 * rows > len(seen)):
        return "advert"
    return None


def _is_list(seen: Sequence[str]) -> bool:
    """Rows of figures without sentences."""
    rows = [line for line in seen if len(line) <= 60 and _FIGURE.search(line) and not _SENTENCE.search(line)]
    plain = [line for line in rows if not ITEM.match(line) and not is_row(line)]
    return len(plain) >= 3 and len(plain) * 10 >= len(seen) * 6


def _is_itemised(title: str, seen: Sequence[str]) -> bool:
    """Items with figures and nothing else, that offer nothing and name nobody to call."""
    figures = [line for line in seen if ITEM.match(line) and _FIGURE.search(line) and not _SENTENCE.search(line)]
    offers = OFFER.search(title) or any(map(has_contact, seen))
    return len(figures) >= 3 and len(figures) * 10 >= len(seen) * 7 and all(map(ITEM.match, seen)) and not offers


def _is_caption(title: str, seen: Sequence[str], *, has_byline: bool, has_credit: bool) -> bool:
    if not seen or len(seen) > 2 or sum(map(len, seen)) > CAPTION_AT_MOST:
        return False
    if has_credit or any(map(_PICTURE.search, seen)):
        return not begins_article(seen[0])
    scene = _SCENE.search(seen[0]) or ending(seen[0]) == "open" or len(title) <= SHORT_TITLE
    return not has_byline and len(seen) == 1 and DAY.match(seen[0]) is not None and bool(scene)
