"""The whole product as a visitor meets it: `baozhi run` without a token, on the owner's page, in headless Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from conftest import free_port
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from bot.local.client import LocalClient

ROOT = Path(__file__).resolve().parents[1]
BAOZHI = str(Path(sys.executable).with_name("baozhi"))
CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
# `baozhi run` without the pace of a chat, which would make a minute of every walk and has tests of its own
HURRIED = """
from bot.__main__ import main
from bot.wire import limits
limits.PRIVATE = (1000, 0.001)
exit(main(["run"]))
"""
SLOW = 20_000  # milliseconds; a busy machine may take its time

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: the chat page is not tested")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address, with the bot behind it."""
    folder, port = tmp_path_factory.mktemp("product"), free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
    environ = {**kept, "BAOZHI_DATA": str(folder / "data"), "BAOZHI_PAGE_PORT": str(port)}
    subprocess.run([BAOZHI, "ingest", ROOT / "seeds"], env=environ, cwd=folder, check=True, capture_output=True)
    command = [sys.executable, "-c", HURRIED]
    with subprocess.Popen(command, env=environ, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "本机预演" in process.stdout.readline()
        with LocalClient(f"http://127.0.0.1:{port}") as people:
            people.do("limits")
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        assert process.wait(20) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the chat page, in a chat of their own with the bot."""

    page: Page
    name: str

    @property
    def log(self) -> Locator:
        """What was said."""
        return self.page.get_by_role("log", name=f"{self.name}的对话")

    @property
    def answers(self) -> Locator:
        """The bot's messages."""
        return self.log.locator(".bot")

    @property
    def last(self) -> Locator:
        """The bot's latest message."""
        return self.answers.last

    def write(self, text: str) -> None:
        """Write as a reader does, and wait for the bot's answer to it."""
        writing = self.page.get_by_role("textbox", name=f"以{self.name}的身份写消息")
        with self.one_answer_more():
            writing.fill(text)
            writing.press("Enter")

    def tap(self, label: str) -> None:
        """Tap a button of the latest message, which stays the latest."""
        self.last.get_by_role("button", name=label, exact=True).click()

    @contextmanager
    def one_answer_more(self) -> Iterator[None]:
        """What is done inside brings one message of the bot."""
        before = self.answers.count()
        yield
        expect(self.answers).to_have_count(before + 1, timeout=SLOW)


@pytest.fixture
def people(url: str) -> Iterator[LocalClient]:
    """Those who are not at the page."""
    with LocalClient(url) as client:
        yield client


@pytest.fixture
def trouble() -> list[str]:
    """Script errors, and requests that leave the page's own address."""
    return []


@pytest.fixture(params=[(size, scheme) for size in ("phone", "desktop") for scheme in ("light", "dark")], ids="-".join)
def visitor(
    request: pytest.FixtureRequest, browser: Browser, url: str, people: LocalClient, trouble: list[str]
) -> Iterator[Visitor]:
    """A new reader on each kind of screen; nothing they do may trouble the page."""
    size, scheme = request.param
    number = 2000 + 10 * (size == "desktop") + (scheme == "dark")
    person = people.do("people", id=number, first_name=f"读者{number}")
    context = browser.new_context(
        viewport=PHONE if size == "phone" else DESKTOP,
        color_scheme=scheme,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=size == "phone",
    )
    page = context.new_page()
    page.set_default_timeout(SLOW)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((url, "data:")) else trouble.append(asked.url))
    page.goto(f"{url}/#{number}")
    expect(page.locator("body[data-ready]")).to_be_attached()
    yield Visitor(page, person["first_name"])
    context.close()


def test_a_walk_through_everything(visitor: Visitor, people: LocalClient, tmp_path: Path, trouble: list[str]) -> None:
    """All that a reader and an admin can do, by taps where there are any, as it is seen on each kind of screen."""
    first_minute(visitor)
    an_answer_and_its_buttons(visitor)
    a_question_corrected(visitor)
    articles(visitor)
    settings(visitor)
    inline_mode(visitor)
    check_page(visitor.page)
    an_alert(visitor, people, tmp_path)
    a_group(visitor)
    to_be_forgotten(visitor)

    assert trouble == []


def first_minute(visitor: Visitor) -> None:
    """One tap starts; what is known, an example that is answered, how to use it, all by taps."""
    visitor.page.get_by_role("button", name="开始").locator("visible=true").click()
    expect(visitor.last).to_contain_text("篇报道（2022年8月")
    start = visitor.last
    for label, words in (("最新报道", "点标题看全文"), ("怎么用", "像问人一样写一句话")):
        with visitor.one_answer_more():
            visitor.answers.first.get_by_role("button", name=label).click()
        expect(visitor.last).to_contain_text(words)
    with visitor.one_answer_more():
        visitor.answers.first.get_by_role("button", name="？").first.click()
    expect(visitor.last).to_contain_text("问：")
    expect(start).to_be_attached()


def an_answer_and_its_buttons(visitor: Visitor) -> None:
    """Figure, proof, source; the original, further passages and questions, a vote, all in the one message."""
    visitor.write("活动现场预计发放金额是多少？")
    expect(visitor.last).to_contain_text("150万元")
    expect(visitor.last.locator("blockquote")).to_contain_text("预计发放金额")
    visitor.tap("原文")
    expect(visitor.last).to_contain_text("屈庄村")
    visitor.tap("回到回答")
    visitor.tap("更多")
    expect(visitor.last).to_contain_text("段，共")
    visitor.tap("回到回答")
    visitor.tap("👎")
    visitor.tap("数字错")
    expect(visitor.page.get_by_role("status")).to_have_text("谢谢，记下了。")
    expect(visitor.last.get_by_role("button", name="👎 ✓")).to_be_visible()
    visitor.tap("有新报道时告诉我")
    expect(visitor.page.get_by_role("status")).to_contain_text("告诉您")
    with visitor.one_answer_more():
        visitor.last.get_by_role("button", name="？").first.click()
    expect(visitor.last).to_contain_text("问：")
    with visitor.one_answer_more():
        visitor.last.locator(".text").get_by_role("link").click()
    expect(visitor.last).to_contain_text("高新区就业创业服务真心为民")


def a_question_corrected(visitor: Visitor) -> None:
    """A refusal says so; the question is edited and its answer changes in place."""
    visitor.write("火星上有多少座图书馆？")
    expect(visitor.last).to_contain_text("没有找到")
    count = visitor.answers.count()
    mine = visitor.log.locator(".mine").last
    mine.locator(".bubble").focus()
    mine.get_by_role("button", name="编辑").click()
    writing = visitor.page.get_by_role("textbox", name=f"以{visitor.name}的身份写消息")
    writing.fill("给多少名环卫工人送了安全头盔？")
    writing.press("Enter")
    expect(visitor.last).to_contain_text("50名", timeout=SLOW)
    assert visitor.answers.count() == count


def articles(visitor: Visitor) -> None:
    """From the menu of commands to the list; an article opened and closed in one message."""
    visitor.page.get_by_role("button", name="命令菜单").locator("visible=true").click()
    with visitor.one_answer_more():
        visitor.page.get_by_role("group", name="可选项").get_by_role("button").filter(has_text="/article").click()
    expect(visitor.last).to_contain_text("点标题看全文")
    visitor.last.locator(".key").first.click()
    visitor.tap("回到列表")
    expect(visitor.last).to_contain_text("点标题看全文")


def settings(visitor: Visitor) -> None:
    """Every choice is a tap: the script, the length of answers, the hours, the zone."""
    visitor.write("/settings")
    visitor.tap("只说答案")
    expect(visitor.last).to_contain_text("回答：只说答案")
    visitor.tap("免打扰时间")
    visitor.tap("22 点到 7 点")
    expect(visitor.last).to_contain_text("免打扰：22 点到 7 点")
    visitor.tap("时区")
    visitor.tap("东京")
    expect(visitor.last).to_contain_text("时区：东京")
    visitor.tap("免打扰时间")
    visitor.tap("不设")
    visitor.tap("繁體中文")
    expect(visitor.last).to_contain_text("設置")
    visitor.write("给多少名环卫工人送了安全头盔？")
    expect(visitor.last).to_contain_text("環衛工人")
    expect(visitor.last.locator("blockquote")).to_have_count(0)
    visitor.write("/settings")
    visitor.tap("简体中文")
    expect(visitor.last).to_contain_text("设置")


def inline_mode(visitor: Visitor) -> None:
    """The bot's name and a question in any chat: cards to choose from, the chosen one sent with its quote."""
    writing = visitor.page.get_by_role("textbox", name=f"以{visitor.name}的身份写消息")
    writing.fill("@baozhi_local_bot 给环卫工人送了多少安全头盔？")
    visitor.page.get_by_role("group", name="可选项").get_by_role("button").first.click()
    expect(visitor.log).to_contain_text("经由报知")


def check_page(page: Page) -> None:
    """axe-core finds no fault, and nothing is wider than the screen."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def an_alert(visitor: Visitor, people: LocalClient, folder: Path) -> None:
    """An admin sends a page and publishes it; the reader who wanted that is told."""
    visitor.write("/subscribe 图书室")
    expect(visitor.last).to_contain_text("图书室")
    place = f"第{visitor.name.removeprefix('读者')}社区"
    document = folder / f"{place}_2022-08-20.txt"
    document.write_text(
        f"{place}图书室开放\n\n本报讯 8月20日，{place}图书室向居民开放，藏书3200册。\n", encoding="utf-8"
    )
    page, admin = visitor.page, Visitor(visitor.page, "管理员")
    page.get_by_role("navigation").get_by_role("button", name="管理员").click()
    with admin.one_answer_more(), page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="发送文件").locator("visible=true").click()
        chooser.value.set_files(document)
    expect(admin.last).to_contain_text(f"{place}图书室开放")
    admin.tap("发布")
    expect(admin.last).to_contain_text("已发布")
    page.get_by_role("navigation").get_by_role("button", name=visitor.name).click()
    expect(visitor.last).to_contain_text(f"{place}图书室开放", timeout=SLOW)


def a_group(visitor: Visitor) -> None:
    """In a group the bot answers what is meant for it, as a reply, and keeps silent otherwise."""
    page = visitor.page
    page.get_by_role("button", name="开发者").click()
    page.get_by_role("button", name="建读者群并请报知进群").click()
    if page.get_by_role("button", name="收起", exact=True).locator("visible=true").count():
        page.get_by_role("complementary", name="开发者面板").get_by_role("button", name="收起").click()
    log = page.get_by_role("log", name="读者群的对话").locator("visible=true")
    writing = page.get_by_role("textbox", name="以群成员的身份写消息").locator("visible=true")
    for text in ("大家好", "/ask 给多少名环卫工人送了安全头盔？"):
        writing.fill(text)
        writing.press("Enter")
        expect(log.locator(".mine").last).to_contain_text(text)
    expect(log.locator(".bot").last).to_contain_text("50名", timeout=SLOW)
    expect(log.locator(".bot").last.locator(".answered")).to_contain_text("/ask")
    expect(log.locator(".answered").filter(has_text="大家好")).to_have_count(0)
    page.get_by_role("navigation").get_by_role("button", name=visitor.name).click()


def to_be_forgotten(visitor: Visitor) -> None:
    """Everything goes, and it is said what that was."""
    visitor.write("/privacy")
    expect(visitor.last).to_contain_text("30 天")
    visitor.write("/forgetme")
    visitor.tap("全部删除")
    expect(visitor.last).to_contain_text("2 个订阅")


def test_the_life_of_a_page(
    browser: Browser, url: str, people: LocalClient, tmp_path: Path, trouble: list[str]
) -> None:
    """By taps, two readers beside: sent, mended, published, told, corrected, taken back, taken out."""
    for number in (3001, 3002):
        people.do("people", id=number, first_name=f"读者{number}")
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.set_default_timeout(SLOW)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((url, "data:")) else trouble.append(asked.url))
    page.goto(f"{url}/#3001")
    expect(page.locator("body[data-ready]")).to_be_attached()
    admin, one, other = (Visitor(page, name) for name in ("管理员", "读者3001", "读者3002"))
    for reader in (one, other):
        turn_to(reader)
        reader.write("/subscribe 保温杯")

    # sent and tried, a headline mended, published
    turn_to(admin)
    send_page(admin, tmp_path, 50)
    expect(admin.last).to_contain_text("＋ 快递员领到新装", timeout=SLOW)
    expect(admin.last).to_contain_text("发布会提醒 2 位读者")
    admin.tap("逐篇查看")
    expect(admin.last).to_contain_text("第 1 篇，共 2 篇")
    with admin.one_answer_more():
        admin.tap("改标题")
    admin.last.hover()
    admin.last.get_by_role("button", name="回复").click()
    admin.write("快递员领到保温杯")
    expect(admin.last).to_contain_text("＋ 快递员领到保温杯", timeout=SLOW)
    admin.tap("发布")
    expect(admin.last).to_contain_text("正在提醒 2 位读者", timeout=SLOW)

    # told once each, and asked about
    for reader in (one, other):
        turn_to(reader)
        expect(reader.last).to_contain_text("《快递员领到保温杯》", timeout=SLOW)
        expect(reader.log.locator(".bot").filter(has_text="有新报道：")).to_have_count(1)
    one_question(one, "50只")

    # corrected: the figure changes, and who was told the old one hears of it
    turn_to(admin)
    send_page(admin, tmp_path, 60)
    expect(admin.last).to_contain_text("～ 快递员领到保温杯", timeout=SLOW)
    admin.tap("发布")
    expect(admin.last).to_contain_text("已发布", timeout=SLOW)
    turn_to(one)
    expect(one.last).to_contain_text("60只", timeout=SLOW)
    expect(one.last).to_contain_text("50只")
    one_question(one, "60只")

    # taken back, and taken out
    turn_to(admin)
    admin.write("/rollback")
    admin.last.locator(".key").nth(1).click()
    expect(admin.last).to_contain_text("改回 1 篇")
    admin.tap("退回")
    expect(admin.last).to_contain_text("已退回", timeout=SLOW)
    admin.write("/remove 保温杯")
    admin.tap("快递员领到保温杯")
    expect(admin.last).to_contain_text("撤下这一篇吗？")
    check_page(page)
    admin.tap("撤下")
    expect(admin.last).to_contain_text("已撤下：快递员领到保温杯", timeout=SLOW)
    turn_to(other)
    other.write("高新区总工会给快递员送了多少只保温杯？")
    expect(other.last).not_to_contain_text("50只")
    context.close()

    assert trouble == []


def turn_to(visitor: Visitor) -> None:
    """Look at somebody's chat."""
    visitor.page.get_by_role("navigation").get_by_role("button", name=visitor.name).click()


def send_page(admin: Visitor, folder: Path, count: int) -> None:
    """The admin sends an edition of the page."""
    document = folder / "快递版_2022-08-20.txt"
    document.write_text(
        f"快递员领到新装\n\n本报讯 8月19日上午,高新区总工会给快递员送了{count}只保温杯,每只价值80元。\n\n"
        "快递员纷纷表示感谢。\n\n八棵老树有了身份证\n\n本报讯 8月20日,林业局给八棵老树挂牌,最老的树龄430年。\n",
        encoding="utf-8",
    )
    with admin.one_answer_more(), admin.page.expect_file_chooser() as chooser:
        admin.page.get_by_role("button", name="发送文件").locator("visible=true").click()
        chooser.value.set_files(document)


def one_question(reader: Visitor, figure: str) -> None:
    """The same question again; the answer has the figure of the day."""
    turn_to(reader)
    reader.write("高新区总工会给快递员送了多少只保温杯？")
    expect(reader.last.locator(".text")).to_contain_text(figure, timeout=SLOW)


def test_odd_messages_get_a_kind_word(url: str) -> None:
    """A sticker, a voice note, a place: one answer each, and no error in the log of calls."""
    with LocalClient(url) as people:
        for kind in ("sticker", "voice", "location", "poll"):
            sent = people.do("send", user_id=1002, kind=kind)["message"]
            assert people.wait_for_message(1002, after=sent["message_id"])["text"]

        assert [call for call in people.calls() if call["status"] != 200] == []
