"""Files taken in at once: an article that goes on in another file is one, and stays one when a file changes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.newsroom import Newsroom
from bot.publishing import batches
from bot.publishing.outcomes import Ingested
from bot.settings import Settings
from store import partners

HEAD = "2024年3月5日 第{}版\n\n"
FIRST = HEAD.format(1) + "渡口通车了\n\n本报讯（记者 余航）柳林渡口的栈桥修好了。\n\n栈桥长60米，（下转第3版）\n"
THIRD = (
    HEAD.format(3)
    + "（上接第1版）宽{}米，可以走三轮车。\n\n老街新貌\n\n本报讯（记者 余航）老街的石板路铺好了，全长800米。\n"
)
OTHER = HEAD.format(2) + "夜市亮起来\n\n本报讯（记者 余航）老街的夜市昨晚开张，50个摊位都有了新棚子。\n"


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom.open(Settings(data=tmp_path / "data"))
    yield room
    room.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "3月5日"
    folder.mkdir()
    write(folder, FIRST, OTHER, THIRD.format(4))
    return folder


def write(folder: Path, *pages: str) -> None:
    for number, text in enumerate(pages, start=1):
        (folder / f"{number}版.txt").write_text(text, encoding="utf-8")


def ingest(newsroom: Newsroom, *paths: Path) -> dict[str, str]:
    return {result.name: result.outcome for result in newsroom.ingest(paths)}


def held(newsroom: Newsroom) -> dict[str, str]:
    """The last paragraph of each article, by headline."""
    return {article.headline: article.paragraphs[-1] for article in newsroom.articles()}


WHOLE = {"渡口通车了": "栈桥长60米，宽4米，可以走三轮车。"}


def test_an_article_goes_on_in_another_file(newsroom: Newsroom, folder: Path) -> None:
    """It is whole, and every file says what became of it; the same folder again changes nothing."""
    assert ingest(newsroom, folder) == {"1版.txt": "new", "2版.txt": "new", "3版.txt": "new"}
    assert held(newsroom).items() >= WHOLE.items()
    assert set(held(newsroom)) == {"渡口通车了", "夜市亮起来", "老街新貌"}
    assert newsroom.articles()[1].page == "1"  # 2版.txt waited for nothing

    assert set(ingest(newsroom, folder).values()) == {"unchanged"}


def test_a_file_of_nothing_but_a_continuation(newsroom: Newsroom, folder: Path) -> None:
    """It has no article of its own and is taken in all the same, once."""
    write(folder, FIRST, OTHER, THIRD.format(4).split("老街新貌")[0])
    results = {result.name: result for result in newsroom.ingest([folder])}
    assert (results["3版.txt"].outcome, results["3版.txt"].articles) == ("new", 0)
    assert held(newsroom).items() >= WHOLE.items()
    assert ingest(newsroom, folder)["3版.txt"] == "unchanged"


def test_a_changed_continuation_changes_the_article(newsroom: Newsroom, folder: Path) -> None:
    """Though the file that the article begins in is the same, and is not given again."""
    ingest(newsroom, folder)
    write(folder, FIRST, OTHER, THIRD.format(5))
    assert ingest(newsroom, folder / "3版.txt") == {"3版.txt": "updated", "1版.txt": "updated"}
    assert held(newsroom)["渡口通车了"] == "栈桥长60米，宽5米，可以走三轮车。"
    assert len(newsroom.articles()) == 3


def test_a_changed_beginning_keeps_its_end(newsroom: Newsroom, folder: Path) -> None:
    """The other file is read with it, and has not changed."""
    ingest(newsroom, folder)
    write(folder, FIRST.replace("60", "66"))
    assert ingest(newsroom, folder / "1版.txt") == {"1版.txt": "updated"}
    assert held(newsroom)["渡口通车了"] == "栈桥长66米，宽4米，可以走三轮车。"
    assert len(newsroom.articles()) == 3


def test_a_jump_that_is_gone_parts_the_files(newsroom: Newsroom, folder: Path) -> None:
    """The article breaks off again, and nothing of the old continuation is left in it."""
    ingest(newsroom, folder)
    (folder / "3版.txt").write_text(OTHER.replace("第2版", "第3版").replace("夜市", "早市"), encoding="utf-8")
    assert ingest(newsroom, folder / "3版.txt") == {"3版.txt": "updated", "1版.txt": "updated"}
    assert held(newsroom)["渡口通车了"] == "栈桥长60米，"
    assert partners.of(newsroom.db(), "1版.txt") == []


def test_a_beginning_that_is_held_waits_for_its_end(newsroom: Newsroom, folder: Path) -> None:
    """Taken in alone it breaks off; with the folder it is read anew, though it has not changed."""
    assert ingest(newsroom, folder / "1版.txt") == {"1版.txt": "new"}
    assert held(newsroom) == {"渡口通车了": "栈桥长60米，"}
    assert ingest(newsroom, folder) == {"1版.txt": "updated", "2版.txt": "new", "3版.txt": "new"}
    assert held(newsroom).items() >= WHOLE.items()


def test_files_of_two_calls_are_not_put_together(newsroom: Newsroom, folder: Path) -> None:
    """What is held of another call is no part of this one."""
    ingest(newsroom, folder / "1版.txt")
    ingest(newsroom, folder / "3版.txt")
    assert held(newsroom)["渡口通车了"] == "栈桥长60米，"


def test_many_files_that_wait_are_read_in_parts(
    newsroom: Newsroom, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A beginning that could not wait longer gets its end when that is read."""
    monkeypatch.setattr(batches, "TOGETHER", 1)
    assert ingest(newsroom, folder) == {"1版.txt": "updated", "2版.txt": "new", "3版.txt": "new"}
    assert held(newsroom).items() >= WHOLE.items()


def test_a_dry_run_reads_as_the_ingest_does(newsroom: Newsroom, folder: Path) -> None:
    """The preview of a folder shows the whole article."""
    previews = {preview.name: preview for preview in newsroom.press.previews([folder])}
    first = previews["1版.txt"]
    assert not isinstance(first, Ingested)
    assert first.articles[0].paragraphs[-1] == WHOLE["渡口通车了"]
    assert newsroom.count() == 0


def test_an_archive_is_one_ingest(newsroom: Newsroom, folder: Path, tmp_path: Path) -> None:
    """The files of a .zip are read together, from the chat as from the command line."""
    with zipfile.ZipFile(tmp_path / "3月5日.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    run = newsroom.press.prepare(tmp_path / "3月5日.zip", "3月5日.zip", by=1)
    assert [article.headline for article in run.preview.articles] == ["渡口通车了", "夜市亮起来", "老街新貌"]
    assert not run.preview.warnings


def test_a_continuation_sent_to_the_chat_changes_the_article(newsroom: Newsroom, folder: Path) -> None:
    """The draft is read with the file that the article begins in; publishing it changes that too."""
    ingest(newsroom, folder)
    write(folder, FIRST, OTHER, THIRD.format(5))
    run = newsroom.press.prepare(folder / "3版.txt", "3版.txt", by=1)
    assert [article.headline for article in run.preview.articles] == ["老街新貌"]
    newsroom.press.publish(run.id, by=1)
    assert held(newsroom)["渡口通车了"] == "栈桥长60米，宽5米，可以走三轮车。"
    assert len(newsroom.articles()) == 3


def test_a_thousand_files_with_three_bad_ones(newsroom: Newsroom, tmp_path: Path) -> None:
    """Each bad one is refused with its reason, and keeps none of the others out."""
    folder = tmp_path / "千份"
    folder.mkdir()
    for number in range(997):
        text = f"渡口{number}号桥通车了\n\n本报讯（记者 余航）柳林渡口的{number}号桥昨日修好了。\n"
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    (folder / "0100空.txt").touch()
    (folder / "0500坏.pdf").write_bytes(b"%PDF-1.7\nnothing that can be read")
    (folder / "0900程序.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 8)

    results = list(newsroom.ingest([folder]))

    refused = {result.name: result.reason for result in results if result.outcome == "refused"}
    assert (len(results), len(refused), newsroom.count()) == (1000, 3, 997)
    assert "0 字节" in (refused["0100空.txt"] or "")
    assert "已损坏" in (refused["0500坏.pdf"] or "")
    assert "程序" in (refused["0900程序.txt"] or "")
