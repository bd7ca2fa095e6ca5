"""A document's articles replace what was held of it, in one step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlite_utils import Database

from store import articles, publishing
from store.errors import ArticleNotFound
from store.models import Article, Chunk
from store.publishing import Change, Edition
from store.schema import atomic

HELMETS = Article("", "“爱心头盔”赠环卫工人", ("为50名环卫工人送上安全头盔。", "连日来，该局行动。"), source="p.txt")
LOANS = Article("", "贷款送上门", ("建有大棚400多座。",), kicker="足不出户", reporters=("高轶鹏",), source="p.txt")


def edition(article: Article) -> Edition:
    """*article*, a chunk for each paragraph."""
    chunks, start = [], 0
    for paragraph in article.paragraphs:
        chunks.append(Chunk("", start, start + len(paragraph), paragraph))
        start += len(paragraph) + 1
    return Edition(article, chunks)


def put(db: Database, *found: Article, name: str = "p.txt", now: float = 1.0) -> Change:
    """Publish *found* as document *name*; its bytes are whatever tells the content apart."""
    with atomic(db):
        return publishing.publish(db, name, repr(found).encode(), [edition(a) for a in found], now=now)


def test_what_is_published_can_be_read(db: Database) -> None:
    """Every field of an article and every chunk comes back, with ids given."""
    change = put(db, HELMETS, LOANS)

    first, second = articles.all_articles(db)
    assert change.new == (first.id, second.id)
    assert replace(first, id="", key=0) == HELMETS
    assert replace(second, id="", key=0) == LOANS
    ((_, parts),) = articles.indexable(db, [first.id])
    assert [part.text for part in parts] == list(HELMETS.paragraphs)
    assert all(first.body[part.start : part.end] == part.text for part in parts)
    assert articles.holding(db, [parts[1].id, 10**9]) == [(first, parts)]
    assert articles.article(db, second.key) == articles.article_by_id(db, second.id) == second


def test_the_same_document_again_changes_nothing(db: Database) -> None:
    """Same articles: no new generation, no new version, the chunks keep their ids."""
    put(db, HELMETS, LOANS)
    before = (articles.generation(db), list(articles.indexable(db)))

    change = put(db, HELMETS, LOANS, now=2.0)

    assert len(change.unchanged) == 2
    assert not change.new + change.changed + change.gone
    assert (articles.generation(db), list(articles.indexable(db))) == before


def test_a_changed_document_keeps_ids_and_past_versions(db: Database) -> None:
    """A corrected article is a new version under its old id and key; what is gone and what was replaced is kept."""
    put(db, HELMETS, LOANS)
    first, second = articles.all_articles(db)
    corrected = replace(HELMETS, paragraphs=("为60名环卫工人送上安全头盔。", "连日来，该局行动。"))
    renamed = replace(corrected, headline="头盔赠环卫工人")

    assert put(db, corrected, now=2.0) == Change(changed=(first.id,), gone=(second.id,))
    assert put(db, renamed, now=3.0) == Change(changed=(first.id,))

    (now,) = articles.all_articles(db)
    assert (now.id, now.key, now.headline) == (first.id, first.key, "头盔赠环卫工人")
    past = db.execute("SELECT article_id, version FROM past_versions ORDER BY generation, article_id = ?", [first.id])
    assert past.fetchall() == [(second.id, 1), (first.id, 1), (first.id, 2)]
    with pytest.raises(ArticleNotFound):
        articles.article(db, second.key)


def test_chunk_ids_are_never_reused(db: Database) -> None:
    """An index that lags behind can name a chunk that is gone, never a wrong one."""
    put(db, HELMETS)
    ((_, before),) = articles.indexable(db)
    put(db, replace(HELMETS, paragraphs=("换了。",)))

    assert articles.holding(db, [part.id for part in before]) == []


def test_an_index_learns_what_to_catch_up(db: Database) -> None:
    """changed_since names the articles touched after a generation, those taken out included."""
    put(db, HELMETS, LOANS)
    first, second = articles.all_articles(db)
    put(db, HELMETS)
    with atomic(db):
        publishing.remove(db, first.id, now=9.0)

    assert articles.generation(db) == 3
    assert articles.changed_since(db, 1) == sorted([first.id, second.id])
    assert articles.changed_since(db, 2) == [first.id]
    assert list(articles.indexable(db, [first.id])) == []


def test_an_article_with_an_id_moves_between_documents(db: Database) -> None:
    """Ids of .jsonl lines are one name space: the same id in a later file is the same article."""
    given = replace(HELMETS, id="a-1")
    put(db, given, name="one.jsonl")
    change = put(db, replace(given, headline="改"), name="two.jsonl")

    assert change == Change(changed=("a-1",))
    assert [a.headline for a in articles.all_articles(db)] == ["改"]
    assert put(db, name="one.jsonl") == Change()


def test_the_same_headline_twice_gives_two_articles(db: Database) -> None:
    """Two articles under one headline (“更正”) stay two, each with an id."""
    a, b = replace(HELMETS, headline="更正"), replace(LOANS, headline="更正")
    put(db, a, b)
    ids = [found.id for found in articles.all_articles(db)]
    assert len(set(ids)) == 2
    put(db, a, b, LOANS)
    assert [found.id for found in articles.all_articles(db)][:2] == ids


def test_bytes_tell_a_document_again_under_any_name(db: Database) -> None:
    """The same bytes are recognised whatever the file is called."""
    put(db, HELMETS)
    assert articles.document_with(db, repr((HELMETS,)).encode()) == "p.txt"
    assert articles.document_with(db, b"else") is None


def test_originals_are_kept_as_received(db: Database) -> None:
    """Every document can be read anew from its own bytes."""
    put(db, HELMETS)
    put(db, LOANS, name="q.txt")
    assert list(articles.originals(db)) == [("p.txt", repr((HELMETS,)).encode()), ("q.txt", repr((LOANS,)).encode())]


LONG = Article(
    "",
    "高新区举办招聘会",
    (
        "9月3日，高新区在体育馆举办秋季招聘会，一百二十家企业带来两千三百个岗位，吸引了周边六个乡镇的求职者前来应聘。",
        "区人社局副局长说，今后每个季度都要在不同的街道办一场这样的招聘会，把岗位送到家门口。",
    ),
    source="p.txt",
)
RETOLD = replace(
    LONG, headline="招聘会办到家门口", paragraphs=(LONG.paragraphs[0], LONG.paragraphs[1] + "（转载）"), source="q.txt"
)
NEXT_DAY = replace(
    LONG,
    paragraphs=(
        "9月4日，高新区秋季招聘会进入第二天，又有三十家企业加入，现场达成意向四百人，招聘会将持续到周末结束。",
    ),
    source="r.txt",
)


def test_a_reprint_is_linked_and_not_indexed_twice(db: Database) -> None:
    """The same text on another page is one article for answers; a story that goes on another day is two."""
    put(db, LONG)
    put(db, RETOLD, name="q.txt")
    put(db, NEXT_DAY, name="r.txt")
    first, again, following = articles.all_articles(db)

    assert again.reprint_of == first.key
    assert first.reprint_of is None
    assert following.reprint_of is None
    assert [found.id for found, _ in articles.indexable(db)] == [first.id, following.id]


def test_a_reprint_stands_alone_when_the_first_printing_goes(db: Database) -> None:
    """When the first printing is changed or taken out, the reprint is indexed in its place."""
    put(db, LONG)
    put(db, RETOLD, name="q.txt")
    _, again = articles.all_articles(db)
    before = articles.generation(db)

    put(db, NEXT_DAY)
    assert again.id in articles.changed_since(db, before)
    assert articles.article(db, again.key).reprint_of is None

    put(db, LONG)
    assert len(list(articles.indexable(db))) == 1


def test_a_reprint_follows_when_its_first_printing_is_removed(db: Database) -> None:
    """Removing the first printing leaves the reprint as an article of its own."""
    put(db, LONG)
    put(db, RETOLD, name="q.txt")
    first, again = articles.all_articles(db)
    with atomic(db):
        publishing.remove(db, first.id, now=9.0)
    assert [found.id for found, _ in articles.indexable(db)] == [again.id]
