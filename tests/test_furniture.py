"""Page furniture is set aside, what only looks like it stays, and jumps are undone."""

from __future__ import annotations

import pytest

from store.intake.furniture import furniture, names_a_paper, split_jump
from store.intake.pages import read_page
from store.intake.printed import view
from store.models import Document, Line


@pytest.mark.parametrize(
    "line",
    [
        "２０２３年１１月１６日  第４版",
        "2022年8月22日 星期一 农历七月廿五 第1234期 今日4版",
        "要闻 02版",
        "责任编辑 余航 校对 边静",
        "本版责编：余航　版式：鲍晓　校对：柏青",
        "［责任编辑：管理员］",
        "新闻热线：0375-1234567　投稿邮箱：news@example.com",
        "国内统一连续出版物号 CN 00-0000",
        "２０２３年１１月１６日  来源：柳林新闻  【打印】【关闭】",
        "責任編輯：梁志恆　校對：溫婉儀",
        "２０２３年１１月１６日　星期四",
        "主编 余航　版式 鲍晓　电话 0375-12345（内线）",
        "投诉与建议:周一至周五 9:00—17:00",
        "如对本版有话要说,请致电1234567",
        "欢迎提供新闻线索，请拨打本报热线1234567",
        "广告刊登热线 1234567",
    ],
)
def test_furniture_for_certain(line: str) -> None:
    assert furniture(view(line)) == "sure"


@pytest.mark.parametrize("line", ["２０２３年１１月１５日", "咨询电话: 5566119", "04"])
def test_furniture_by_its_place(line: str) -> None:
    """A day signs a notice as well as it dates a page."""
    assert furniture(view(line)) == "loose"


@pytest.mark.parametrize(
    "line",
    [
        "高新区力促创文工作提质升级",
        "目前园区有中小企业1家,省级6家",
        "◆报名截止时间:11月30日  联系人:封经理  电话:5567208",
        "第三届运动会11月7日开幕",
        "二期开园",
        "园区二期",
        "美编审核流程上线",
        "定于2024年8月15日星期四在柳林县交易中心公开拍卖",
        "12345热线受理群众投诉四千件",
        "",
    ],
)
def test_text_is_no_furniture(line: str) -> None:
    assert furniture(view(line)) is None


def test_a_nameplate_with_its_section() -> None:
    """A dot may part them; the name alone stands on the first line, whatever follows."""
    assert names_a_paper("柳林晚报 · 城事·文体")
    assert names_a_paper("柳 林 时 讯")
    assert not names_a_paper("渡口修通·两岸欢腾")
    page = read_page(
        Document("page.txt", tuple(map(Line, ["柳林日报", "", "渡口通车", "", "渡口的栈桥修好了，乡亲们走得稳当。"])))
    )
    assert [part.text for part in page.set_aside] == ["柳林日报"]


def test_the_second_line_of_a_title_is_text() -> None:
    """Right below a line of a title nothing is furniture by its words alone; on its own a section's name is."""
    title = "柳湾镇推进农村改革试点\n综合新闻\n\n今年以来，柳湾镇整治村道27公里，添置路灯三百盏。"
    lines = f"柳湾日报\n\n第4版\n\n综合新闻\n\n{title}".split("\n")
    page = read_page(Document("page.txt", tuple(map(Line, lines))))

    assert [article.headline for article in page.articles] == ["柳湾镇推进农村改革试点综合新闻"]
    assert [part.text for part in page.set_aside] == ["柳湾日报", "第4版", "综合新闻"]


def test_names_of_papers_and_sections() -> None:
    assert all(map(names_a_paper, ["苇 塘 新 闻", "柳林日报", "综合新闻", "公告"]))
    assert not any(map(names_a_paper, ["渡口通车", "简 讯", "柳林渡口的新桥今天正式通车了"]))


@pytest.mark.parametrize(
    ("line", "text", "onward"),
    [
        ("新桥通车。（下转第3版）", "新桥通车。", True),
        ("▶▶下转第二版", "", True),
        ("新桥通车 (紧转Ａ４版)", "新桥通车", True),
        ("（上接第1版）两岸欢腾。", "两岸欢腾。", False),
        ("上接一版", "", False),
    ],
)
def test_a_jump_is_taken_from_its_line(line: str, text: str, onward: bool) -> None:
    jump = split_jump(line, view(line))

    assert jump is not None
    assert (jump.text, jump.onward) == (text, onward)
    assert (jump.text + jump.marker if onward else jump.marker + jump.text).replace(" ", "") == line.replace(" ", "")


@pytest.mark.parametrize("line", ["他转了2个版", "公路连接第3村", "下转"])
def test_no_jump(line: str) -> None:
    assert split_jump(line, view(line)) is None


def test_a_jump_without_its_other_end_is_said() -> None:
    """The article is kept as it is, incomplete, and the admin hears of it."""
    text = "渡口通车\n\n本报讯（记者余航）8月13日，柳林渡口的新桥通车，两岸的乡亲都来看热闹。（下转第3版）"
    page = read_page(Document("page.txt", tuple(map(Line, text.split("\n")))))

    (article,) = page.articles
    assert not article.complete
    assert any("没有找到续文" in warning for warning in page.warnings)
    assert [part.text for part in page.set_aside] == ["（下转第3版）"]
