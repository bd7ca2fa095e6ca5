"""A file becomes documents, or is refused with a reason that an editor understands."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pytest
from made import made

from store.errors import DocumentRefused
from store.intake import readers
from store.intake.readers import ENDINGS, Limits, is_readable, read_document
from store.models import Document

TEXT = made.TEXT


def refusal(path: Path) -> str:
    """Why the file is refused."""
    with pytest.raises(DocumentRefused) as refused:
        read_document(path)
    return refused.value.reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT.encode("gb18030")),
        ("a.md", f"# {TEXT}".encode()),
        ("A.HTML", made.page(made.ARTICLE).encode()),
        ("a.docx", made.word(f"<w:p><w:r><w:t>{made.TITLE}</w:t></w:r></w:p>{made.PARAGRAPH}")),
        ("a.pdf", made.pdf({4: made.stream(made.drawn(made.TITLE.ljust(30) + made.PROSE))})),
        ("a.zip", made.archive({"一版/a.txt": TEXT.encode()})),
        ("a.jsonl", made.GOOD.encode()),
    ],
)
def test_every_format_gives_the_article(tmp_path: Path, name: str, content: bytes) -> None:
    """Headline and text are found whatever the format."""
    (tmp_path / name).write_bytes(content)
    [document] = read_document(tmp_path / name)
    texts = [line.text.strip() for line in document.lines if line.text]
    texts += [text for article in document.ready for text in (article.title, article.text)]

    assert texts[0] == made.TITLE
    assert made.PROSE in texts


def test_a_file_has_the_name_it_was_sent_under(tmp_path: Path) -> None:
    """A document sent to the bot lies under another name on disk; its own name decides and is kept."""
    (tmp_path / "download").write_text(TEXT)

    assert read_document(tmp_path / "download", name="八月三版.txt")[0].name == "八月三版.txt"


def test_members_of_a_zip_are_named_with_it(tmp_path: Path) -> None:
    """Page 1 of one day's archive does not replace page 1 of another day's; an unreadable member is named."""
    content = made.archive(
        {"一版.txt": TEXT.encode(), "二版.txt": TEXT.encode(), "三版.pdf": b"%PDF-1.4", "图.gif": b"GIF8"}
    )
    (tmp_path / "0506.zip").write_bytes(content)
    documents = read_document(tmp_path / "0506.zip")

    assert [document.name for document in documents] == ["0506.zip/一版.txt", "0506.zip/二版.txt"]
    assert "三版.pdf" in documents[0].warnings[0]


def test_what_a_folder_holds_besides() -> None:
    """A walk through a folder leaves alone what is no document."""
    assert is_readable("一版.TXT")
    assert not is_readable("._一版.txt")
    assert not is_readable("~$稿.docx")
    assert not is_readable("image.gif")
    assert {".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".zip", ".jsonl"} <= ENDINGS


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    """A file that is gone, a folder, a pipe: each ends in a reason, none waits."""
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")

    assert "打不开" in refusal(tmp_path / "gone.txt")
    assert "打不开" in refusal(tmp_path / "folder.txt")
    assert "普通文件" in refusal(tmp_path / "pipe.txt")


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a file is not taken for the whole: it is read again when it has come to rest, else refused."""
    path, read = tmp_path / "a.txt", readers._read
    growths = 1

    def read_while_it_grows(file: IO[bytes], name: str, limits: Limits) -> list[Document]:
        nonlocal growths
        found = read(file, name, limits)
        if growths:
            growths -= 1
            with path.open("a") as more:
                more.write("又写了一行。\n")
        return found

    monkeypatch.setattr(readers, "_read", read_while_it_grows)
    path.write_text(TEXT)
    assert read_document(path)[0].lines[-2].text == "又写了一行。"

    growths = 2
    assert "再试一次" in refusal(path)


def test_a_wrong_ending_is_told(tmp_path: Path) -> None:
    """What is harmless is read as what it is, with a warning; what looks like a mistake is refused."""
    (tmp_path / "a.txt").write_bytes(made.word())
    (tmp_path / "a.docx").write_text(TEXT)

    assert "Word" in read_document(tmp_path / "a.txt")[0].warnings[0]
    assert "不是 Word" in refusal(tmp_path / "a.docx")


def test_names_that_could_harm_are_cleaned(tmp_path: Path) -> None:
    """A name is kept in the store and shown: half characters and marks of direction do not get there."""
    (tmp_path / "a").write_text(TEXT)

    assert read_document(tmp_path / "a", name="--x\udc80\u202e\0.txt")[0].name == "--x?.txt"
    (tmp_path / "b").write_bytes(made.word())
    assert read_document(tmp_path / "b", name="--help\0.docx")[0].name == "--help.docx"


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    """The bot reads from a pool of threads."""
    (tmp_path / "a.docx").write_bytes(made.word())
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: read_document(tmp_path / "a.docx")[0].lines[0].text, range(8)))

    assert found == [made.PROSE] * 8


def test_the_pages_of_all_formats_are_alike(shared_eval: Path) -> None:
    """The same page in five formats gives the same text, but for column breaks and what surrounds it."""

    def body(name: str) -> str:
        lines = read_document(shared_eval / "pages" / name)[0].lines
        text = "".join("".join(line.text.split()) for line in lines)
        return text[text.index("本报讯") :].partition("［责任编辑")[0]

    assert {body(f"page_D.{ending}") for ending in ("gb18030.txt", "html", "docx", "pdf")} == {body("page_D.txt")}
