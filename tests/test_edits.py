"""Corrections of a reading: made, kept, and made again on a later reading where they still fit."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.publishing import edits
from bot.publishing.edits import Edit
from store.models import Article

HELMETS = Article(
    "", "头盔送到", ("8月19日，送上头盔50顶。", "三条公路通车", "总投资860万元。", "村民高兴。"), reporters=("李明",)
)
TREES = Article("", "植树", ("春天植树三百棵。",), kicker="绿化", complete=False, reporters=("王芳",))


def again(*made: Edit, on: tuple[Article, ...]) -> edits.Edited:
    """The edits as they come back from the store, made on another reading."""
    return edits.make(edits.unpack(edits.pack(made)), on)


def test_a_headline_stays_changed_when_a_figure_is_corrected() -> None:
    """The article is known by its words, not by its figures or its place."""
    retitled = edits.retitle(HELMETS, "头盔到了")
    corrected = replace(HELMETS, paragraphs=("8月19日，送上头盔60顶。", *HELMETS.paragraphs[1:]))
    made = again(retitled, on=(TREES, corrected))
    assert [one.headline for one in made.articles] == ["植树", "头盔到了"]
    assert made.unfit == ()


def test_an_article_is_parted_where_a_short_line_becomes_the_headline() -> None:
    """What comes before keeps the byline; read as two already, there is nothing to do."""
    parted = edits.part(HELMETS, 1)
    first, second = again(parted, on=(HELMETS,)).articles
    assert (first.paragraphs, first.reporters) == (HELMETS.paragraphs[:1], ("李明",))
    assert (second.headline, second.paragraphs, second.reporters) == ("三条公路通车", HELMETS.paragraphs[2:], ())
    assert again(parted, on=(first, second)) == edits.Edited((first, second))
    sentence = again(edits.part(HELMETS, 2), on=(HELMETS,)).articles[1]
    assert (sentence.headline, sentence.paragraphs) == ("总投资860万元。", HELMETS.paragraphs[2:])


def test_two_articles_joined_are_one() -> None:
    """With every printed word of the second, its writers and its end; joined already, there is nothing to do."""
    joined = edits.join(HELMETS, TREES)
    (whole,) = again(joined, on=(HELMETS, TREES)).articles
    assert whole.paragraphs == (*HELMETS.paragraphs, "绿化", "植树", *TREES.paragraphs)
    assert (whole.reporters, whole.complete) == (("李明", "王芳"), False)
    assert again(joined, on=(replace(whole, paragraphs=(*HELMETS.paragraphs, "植树", *TREES.paragraphs)),)).unfit == ()
    assert again(joined, on=(HELMETS, replace(TREES, headline="别的", paragraphs=("别的。",)))).unfit == (joined,)


def test_what_is_left_out_stays_out() -> None:
    """And is not missed where it is not there."""
    assert again(edits.omit(HELMETS), on=(HELMETS, TREES)).articles == (TREES,)
    assert again(edits.omit(HELMETS), on=(TREES,)) == edits.Edited((TREES,))


def test_an_edit_whose_article_is_gone_or_doubtful_is_not_made() -> None:
    """Two articles that could be meant are none."""
    retitled = edits.retitle(HELMETS, "x")
    assert again(retitled, on=(TREES,)).unfit == (retitled,)
    assert again(retitled, on=(HELMETS, HELMETS)).unfit == (retitled,)


@given(st.lists(st.tuples(st.text(max_size=20), st.lists(st.text(max_size=40), max_size=4)), max_size=4), st.data())
def test_no_reading_breaks_an_edit(pages: list[tuple[str, list[str]]], data: st.DataObject) -> None:
    """Whatever was read: made or not, never an error; an omission loses one article at most."""
    articles = tuple(Article("", headline, tuple(text)) for headline, text in pages)
    for article in articles:
        made = [edits.omit(article), edits.retitle(article, "新")]
        if len(article.paragraphs) > 1:
            made.append(edits.part(article, data.draw(st.integers(1, len(article.paragraphs) - 1))))
        made += [edits.join(article, other) for other in articles]
        for edit in made:
            assert len(edits.make([edit], articles).articles) in range(len(articles) - 1, len(articles) + 2)
