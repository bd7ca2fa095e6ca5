"""Articles as rows of a cluster's table: sections of some chunks that follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from retrieval.analysis import stopwords
from retrieval.index.fields import IndexedArticle, IndexedChunk
from retrieval.index.oceanbase_tables import LONGEST_TERM, SIGNS

# Chunks of a section. Nearly every article is one section, which is found and read with one look; a long one is parted,
# since the server ranks what is long too low, and since nobody is to read a book for one of its sentences.
SECTION = 24


class Section(NamedTuple):
    """A row: chunks that follow one another in an article."""

    first: int  # id of its first chunk; those of an article are numbered in a row
    article: int  # id of the article's first chunk
    last: int  # id of the article's last chunk
    id: str  # of the article
    lengths: str  # in terms: of the headline, and of each chunk
    terms: str  # those that are searched, a line of the headline and one of each chunk; parted by single spaces
    characters: str  # a line of each chunk

    @property
    def siblings(self) -> range:
        """The first chunks of all sections of the article."""
        return range(self.article, self.last + 1, SECTION)


def sections(article: IndexedArticle) -> list[Section]:
    """The rows of *article*; the headline is in the first."""
    first, last = article.chunks[0].id, article.chunks[-1].id
    parts = (article.chunks[start : start + SECTION] for start in range(0, len(article.chunks), SECTION))
    return [
        Section(part[0].id, first, last, article.article_id, *_lines("" if place else article.head, part))
        for place, part in enumerate(parts)
    ]


def _lines(head: str, chunks: Sequence[IndexedChunk]) -> tuple[str, str, str]:
    found = [terms.split() for terms in (head, *(chunk.terms for chunk in chunks))]
    lines = "\n".join(" ".join(_kept(terms)) for terms in found)
    if "." in lines or "%" in lines:  # seldom, and it takes its time
        lines = lines.translate(SIGNS)
    return (
        " ".join(str(len(terms)) for terms in found),
        lines,
        "\n".join("".join(chunk.characters.split()) for chunk in chunks),
    )


def _kept(terms: Iterable[str]) -> list[str]:
    """The terms that are searched: not those that no question asks for, and none that the server takes for too long."""
    common = stopwords()
    return [term for term in terms if term not in common and len(term) <= LONGEST_TERM]
