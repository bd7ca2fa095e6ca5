"""Word documents are read in the order of their text."""

from __future__ import annotations

from made import made

from store.intake.docx import read_docx
from store.models import Line


def paragraph(text: str, *, run: str = "", properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>{text}</w:r></w:p>"


def words(text: str) -> str:
    """Text of a run."""
    return f'<w:t xml:space="preserve">{text}</w:t>'


def read(body: str, **more: object) -> list[Line]:
    """The lines of a document, without blank ones."""
    return [line for line in read_docx(made.word(body, **more), "a.docx").lines if line.text]


def test_sizes_weights_and_headings() -> None:
    """A line says its size in points, whether it is bold, and its level as a heading."""
    styles = made.styles(
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>',
        '<w:style w:styleId="1"><w:name w:val="heading 2"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>',
    )
    body = paragraph(words("标题"), properties='<w:pStyle w:val="1"/>') + paragraph(words("副题"), run="<w:b/>")
    body += paragraph(words("正文"))

    assert read(body, more=styles) == [
        Line("标题", 16.0, True, 2, 1, 1),
        Line("副题", 10.5, True, None, 1, 1),
        Line("正文", 10.5, False, None, 1, 1),
    ]


def test_tables_of_figures_are_read_row_by_row_and_boxes_cell_by_cell() -> None:
    """Short cells beside each other make one line; a cell with text is a block of its own."""

    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<w:tc>{paragraph(words(cell))}</w:tc>" for cell in row) for row in rows)
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

    long = "本报讯，河湾镇首座口袋公园建成开放，附近三个小区的居民步行五分钟即可到达。"
    lines = read(table(("乡镇", "户数"), ("河湾", "1200")) + table((long, long)))

    assert [line.text for line in lines] == ["乡镇 户数", "河湾 1200", long, long]
    assert lines[2].block != lines[3].block


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    """Word keeps a box twice, for old readers and for new ones."""
    box = f"<w:txbxContent>{paragraph(words('框里的字'))}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f'<mc:AlternateContent xmlns:mc="m">{both}</mc:AlternateContent>'

    assert [line.text for line in read(paragraph(words("锚点") + both) + paragraph(words("后文")))] == [
        "锚点",
        "框里的字",
        "后文",
    ]


def test_deleted_and_hidden_text_is_not_read() -> None:
    """What the editor struck out or hid is not printed; what is inserted is."""
    body = f"<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r>{words('增')}</w:r></w:ins></w:p>"

    assert [line.text for line in read(body + paragraph(words("藏"), run="<w:vanish/>"))] == ["增"]


def test_breaks_make_lines_and_pages() -> None:
    """A line broken by hand is two lines; a page break counts."""
    lines = read(paragraph(f"{words('上')}<w:br/>{words('下')}") + paragraph(f'<w:br w:type="page"/>{words("次页")}'))

    assert [(line.text, line.page) for line in lines] == [("上", 1), ("下", 1), ("次页", 2)]


def test_a_headline_of_several_paragraphs_has_no_blanks() -> None:
    """Large lines that follow each other are one headline, as in print."""
    large = '<w:sz w:val="40"/>'
    body = paragraph(words("题一"), run=large) + paragraph(words("题二"), run=large) + paragraph(words("正文" * 9))

    assert [line.text for line in read_docx(made.word(body), "a.docx").lines] == ["题一", "题二", "", "正文" * 9]
