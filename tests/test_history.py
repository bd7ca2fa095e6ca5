"""Earlier states: recorded with who made them, and gone back to word for word."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.answering.newsroom import Newsroom
from bot.publishing import edits
from bot.publishing.press import Press
from bot.settings import Settings
from store import articles, audit, history
from store.errors import DraftGone, DraftOutdated, StateGone
from store.schema import atomic

PAGE = "{title}\n\n本报讯 8月12日上午,桥头镇举行通车仪式,总投资{money}万元,惠及村民1260户。\n\n{more}\n"
MORE = "植树造林三百亩\n\n本报讯 8月13日,青山乡干部群众在荒坡上植树造林三百亩,栽下松树两万棵。\n"


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom.open(Settings(data=tmp_path / "data"))
    yield newsroom
    newsroom.close()


def put(
    newsroom: Newsroom, folder: Path, name: str, money: int, *, title: str = "三条公路通车", more: str = MORE
) -> int:
    """Publish a page; returns the generation."""
    path = folder / name
    path.write_text(PAGE.format(title=title, money=money, more=more), encoding="utf-8")
    newsroom.press.publish(newsroom.press.prepare(path, name, by=7).id, by=8)
    return articles.generation(newsroom.db())


def printed(db: Database) -> list[tuple[object, ...]]:
    """All that is printed, in order, with what it was read from."""
    return [
        *db.execute(
            "SELECT name, sha256, edits FROM documents JOIN originals ON originals.id = original_id ORDER BY name"
        ),
        *db.execute(
            "SELECT name, articles.id, headline, kicker, subtitle, body, complete, kind, date, page, position"
            " FROM articles JOIN documents ON documents.id = document_id ORDER BY name, position"
        ),
    ]


def test_every_state_is_recorded_with_who_made_it(newsroom: Newsroom, tmp_path: Path) -> None:
    """Newest first, down to what was there when records began."""
    put(newsroom, tmp_path, "a.txt", 860)
    (first, _) = newsroom.press.find("通车", 9), None
    newsroom.press.remove(first[0].key, by=9)
    found = history.publications(newsroom.db(), limit=9)
    assert [(one.deed, one.actor) for one in found] == [("remove", 9), ("publish", 8), ("start", 0)]
    assert [one.deed for one in audit.entries(newsroom.db())] == ["publish", "remove"]


def test_going_back_restores_every_word_and_can_be_undone(newsroom: Newsroom, tmp_path: Path) -> None:
    """A correction, a document more, one article less: any earlier state can be had, as a state of its own."""
    states = {}
    for step in (
        lambda: put(newsroom, tmp_path, "a.txt", 860),
        lambda: put(newsroom, tmp_path, "a.txt", 960),
        lambda: put(newsroom, tmp_path, "b.txt", 77, title="另一条公路"),
        lambda: newsroom.press.remove(newsroom.press.find("植树", 1)[0].key, by=8),
        lambda: put(newsroom, tmp_path, "a.txt", 1000, more=""),
    ):
        step()
        states[articles.generation(newsroom.db())] = printed(newsroom.db())
    for number in [*sorted(states), *sorted(states, reverse=True)]:
        seen = articles.generation(newsroom.db())
        newsroom.press.way_back(number)
        newsroom.press.go_back(number, by=9, seen=seen)
        assert printed(newsroom.db()) == states[number]
    assert newsroom.ask("总投资多少？").answered


def test_what_comes_back_has_its_old_links(newsroom: Newsroom, tmp_path: Path) -> None:
    """An article taken out by mistake is found again under the number that readers were given."""
    put(newsroom, tmp_path, "a.txt", 860)
    number = put(newsroom, tmp_path, "b.txt", 77, title="另一条公路", more=MORE + "今年雨水好。\n")
    before = {one.key: one.headline for one in newsroom.articles()}
    for one in newsroom.articles():
        newsroom.press.remove(one.key, by=8)
    newsroom.press.go_back(number, by=9, seen=articles.generation(newsroom.db()))
    assert {one.key: one.headline for one in newsroom.articles()} == before
    assert newsroom.db().execute("PRAGMA foreign_key_check").fetchall() == []
    assert newsroom.ask("栽下松树多少棵？").answered


def test_old_states_are_forgotten_and_the_others_are_as_they_were(newsroom: Newsroom, tmp_path: Path) -> None:
    """The last of the old ones stays, where the kept ones begin; nothing stays that only the others were made of."""
    db, states = newsroom.db(), {}
    for money in (860, 960, 1060, 1160):
        number = put(newsroom, tmp_path, "a.txt", money)
        states[number] = printed(db)
        put(newsroom, tmp_path, "b.txt", money, title="另一条公路", more="")
    numbers = sorted(states)
    db.execute("UPDATE publications SET at = generation")
    now = printed(db)

    with atomic(db):
        assert history.sweep(db, before=numbers[2] + 0.5) == 5  # the start, and two publications of each document
        assert history.sweep(db, before=numbers[2] + 0.5) == 0
    assert printed(db) == now
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    held = {"past_versions": 3, "layouts": 5, "originals": 5}
    assert {table: db[table].count for table in held} == held
    with pytest.raises(StateGone):
        newsroom.press.way_back(numbers[0])
    for number in numbers[2:]:
        newsroom.press.go_back(number, by=9, seen=articles.generation(db))
        assert printed(db) == states[number]


def test_before_the_first_document_there_was_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    """Also what was published first can be taken back; its original is not read anew then."""
    number = put(newsroom, tmp_path, "a.txt", 860)
    way = newsroom.press.way_back(0)
    assert len(way.change.gone) == 2
    newsroom.press.go_back(0, by=9, seen=number)
    assert newsroom.count() == 0
    assert list(articles.originals(newsroom.db())) == []
    assert not newsroom.ask("总投资多少？").answered


def test_the_way_back_is_looked_at_anew_when_something_was_published(newsroom: Newsroom, tmp_path: Path) -> None:
    """What the report compared with has to be what there is; a state that never was is said."""
    number = put(newsroom, tmp_path, "a.txt", 860)
    put(newsroom, tmp_path, "b.txt", 77)
    with pytest.raises(DraftOutdated):
        newsroom.press.go_back(0, by=9, seen=number)
    with pytest.raises(StateGone):
        newsroom.press.way_back(99)
    assert newsroom.count() == 4


def test_an_article_taken_out_stays_out_when_its_document_is_sent_anew(newsroom: Newsroom, tmp_path: Path) -> None:
    """And what is told of it is told no more."""
    put(newsroom, tmp_path, "a.txt", 860)
    newsroom.press.remove(newsroom.press.find("植树", 1)[0].key, by=8)
    put(newsroom, tmp_path, "a.txt", 960)
    assert [one.headline for one in newsroom.articles()] == ["三条公路通车"]
    assert len(edits.unpack(history.edits(newsroom.db(), "a.txt"))) == 1


def test_an_article_that_moved_to_another_document_moves_back(newsroom: Newsroom, tmp_path: Path) -> None:
    """Ids that documents give may be taken over; going back undoes that too."""

    def lines(name: str, *rows: tuple[str, str]) -> None:
        path = tmp_path / name
        text = "\n".join(
            json.dumps({"id": i, "title": t, "text": f"{t}花了860万元。"}, ensure_ascii=False) for i, t in rows
        )
        path.write_text(text, encoding="utf-8")
        list(newsroom.ingest([path]))

    lines("a.jsonl", ("x", "公路"), ("y", "桥梁"))
    before, number = printed(newsroom.db()), articles.generation(newsroom.db())
    lines("b.jsonl", ("x", "公路改建"), ("z", "学校"))
    newsroom.press.go_back(number, by=9, seen=articles.generation(newsroom.db()))
    assert sorted(map(str, printed(newsroom.db()))) == sorted(map(str, before))


@pytest.mark.parametrize("seed", range(4))
def test_any_walk_can_be_walked_back(newsroom: Newsroom, tmp_path: Path, seed: int) -> None:
    """Random publishing, removing and going back: each state reached once is reached again, word for word."""
    chance = random.Random(seed)
    states: dict[int, list[tuple[object, ...]]] = {}
    for _ in range(14):
        held = newsroom.articles()
        match chance.randrange(5):
            case 0 if held:
                newsroom.press.remove(chance.choice(held).key, by=1)
            case 1 if states:
                number = chance.choice(list(states))
                newsroom.press.go_back(number, by=1, seen=articles.generation(newsroom.db()))
                assert printed(newsroom.db()) == states[number]
            case _:
                more = chance.choice(["", MORE])
                put(newsroom, tmp_path, f"{chance.randrange(3)}.txt", chance.randrange(4), more=more)
        number = articles.generation(newsroom.db())
        if history.publication(newsroom.db(), number):
            states[number] = printed(newsroom.db())


def test_a_draft_is_decided_once(newsroom: Newsroom, tmp_path: Path) -> None:
    """Whoever comes second is told."""
    path = tmp_path / "a.txt"
    path.write_text(PAGE.format(title="公路", money=1, more=MORE), encoding="utf-8")
    run = newsroom.press.prepare(path, "a.txt", by=7)
    newsroom.press.discard(run.id, by=7)
    for late in (lambda: newsroom.press.publish(run.id, by=7), lambda: newsroom.press.discard(run.id, by=8)):
        with pytest.raises(DraftGone):
            late()


def test_press_needs_no_more_than_a_store(db: Database, tmp_path: Path) -> None:
    """The deeds do not know the index: they ask for it to catch up when they are done."""
    asked: list[int] = []
    press = Press(lambda: db, Settings(data=tmp_path), catch_up=lambda: asked.append(articles.generation(db)))
    path = tmp_path / "a.txt"
    path.write_text(PAGE.format(title="公路", money=1, more=MORE), encoding="utf-8")
    press.publish(press.prepare(path, "a.txt", by=7).id, by=7)
    assert asked == [1]
