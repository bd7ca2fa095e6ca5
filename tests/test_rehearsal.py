"""The whole product as a visitor meets it: `baozhi run` without a token, on the owner's page, in headless Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from bot.local.client import LocalClient
from bot.local.world import ADMIN_ID

ROOT = Path(__file__).resolve().parents[1]
BAOZHI = str(Path(sys.executable).with_name("baozhi"))
CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SLOW = 20_000  # milliseconds; a busy machine may take its time

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: the chat page is not tested")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address, with the bot behind it."""
    folder = tmp_path_factory.mktemp("product")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
    environ = {**kept, "BAOZHI_DATA": str(folder / "data"), "BAOZHI_PAGE_PORT": str(port)}
    subprocess.run([BAOZHI, "ingest", ROOT / "seeds"], env=environ, cwd=folder, check=True, capture_output=True)
    command = [BAOZHI, "run"]
    with subprocess.Popen(command, env=environ, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "本机预演" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        assert process.wait(20) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def last_answer(page: Page) -> Locator:
    return page.get_by_role("log").first.locator(".bot").last


def ask(page: Page, text: str) -> None:
    """Write as a reader does, and wait for the bot's answer to it."""
    answers = page.get_by_role("log").first.locator(".bot")
    before = answers.count()
    page.get_by_role("textbox").first.fill(text)
    page.keyboard.press("Enter")
    expect(answers).to_have_count(before + 1, timeout=SLOW)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_reader_asks_and_reads_the_original(browser: Browser, url: str, size: ViewportSize, scheme: str) -> None:
    """From the first tap to a figure with its source and the article; no script error, no accessibility fault."""
    context = browser.new_context(
        viewport=size, color_scheme="dark" if scheme == "dark" else "light", locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((url, "data:")) else trouble.append(request.url))
    page.goto(f"{url}/#1001")
    expect(page.locator("body[data-ready]")).to_be_attached()

    ask(page, "/start")
    expect(last_answer(page)).to_contain_text("8 篇")
    ask(page, "创业担保贷款预计发放金额是多少？")
    expect(last_answer(page)).to_contain_text("150万元")
    expect(last_answer(page)).to_contain_text("高新区就业创业服务真心为民")
    last_answer(page).get_by_role("button", name="原文").click()
    expect(last_answer(page)).to_contain_text("屈庄村", timeout=SLOW)

    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert trouble == []
    context.close()


def test_the_menu_lists_what_the_bot_can_do(browser: Browser, url: str) -> None:
    """The commands are the bot's own, in Chinese, through setMyCommands."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{url}/#1002")
    page.get_by_role("button", name="命令菜单").click()

    expect(page.get_by_role("group", name="可选项").get_by_role("button").filter(has_text="/latest")).to_be_visible()
    context.close()


def test_an_admin_reads_a_page_without_publishing_it(browser: Browser, url: str, tmp_path: Path) -> None:
    """A document becomes a dry run with two buttons; 放弃 leaves everything as it was."""
    document = tmp_path / "2022-08-20_01版.txt"
    document.write_text("社区图书室开放\n\n本报讯 8月20日，某社区图书室向居民开放，藏书3200册。\n", encoding="utf-8")
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{url}/#{ADMIN_ID}")
    log = page.get_by_role("log", name="管理员的对话")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="发送文件").click()

    chooser.value.set_files(document)
    log.get_by_role("button", name="放弃").click(timeout=SLOW)

    expect(log.get_by_role("button", name="发布")).to_be_hidden(timeout=SLOW)
    expect(log).to_contain_text("2022-08-20_01版.txt")
    context.close()


def test_inline_mode_gives_cards(browser: Browser, url: str) -> None:
    """The bot's name and a question in any chat: cards to choose from, the chosen one sent with its quote."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{url}/#1002")
    log = page.get_by_role("log", name="读者乙的对话")
    page.get_by_role("textbox", name="以读者乙的身份写消息").fill("@baozhi_local_bot 给环卫工人送了多少安全头盔？")

    page.get_by_role("group", name="可选项").get_by_role("button").first.click(timeout=SLOW)

    expect(log).to_contain_text("经由报知")
    expect(log).to_contain_text("环卫工人")
    context.close()


def test_a_source_leads_into_the_article(browser: Browser, url: str) -> None:
    """The headline under an answer is a link that opens the article in the chat."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{url}/#1001")
    expect(page.locator("body[data-ready]")).to_be_attached()
    ask(page, "屈庄村建有多少座大棚？")
    answers = page.get_by_role("log").first.locator(".bot")
    before = answers.count()

    last_answer(page).get_by_role("link", name="高新区就业创业服务真心为民").click()

    expect(answers).to_have_count(before + 1, timeout=SLOW)
    expect(last_answer(page)).to_contain_text("高新区就业创业服务真心为民")
    context.close()


def test_a_group_asks(browser: Browser, url: str) -> None:
    """In a group the bot answers what is meant for it, as a reply, and keeps silent otherwise."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    page = context.new_page()
    page.goto(url)
    page.get_by_role("button", name="开发者").click()
    page.get_by_role("button", name="建读者群并请报知进群").click()
    log = page.get_by_role("log", name="读者群的对话")
    writing = page.get_by_role("textbox", name="以群成员的身份写消息")
    for text in ("大家好", "/ask 给多少名环卫工人送了安全头盔？"):
        writing.fill(text)
        writing.press("Enter")
        expect(log.locator(".mine").last).to_contain_text(text)

    expect(log.locator(".bot").last).to_contain_text("50名", timeout=SLOW)
    expect(log.locator(".bot").last.locator(".answered")).to_contain_text("/ask")
    expect(log.locator(".answered").filter(has_text="大家好")).to_have_count(0)
    context.close()


def test_odd_messages_get_a_kind_word(url: str) -> None:
    """A sticker, a voice note, a place: one answer each, and no error in the log of calls."""
    with LocalClient(url) as people:
        for kind in ("sticker", "voice", "location", "poll"):
            sent = people.do("send", user_id=1002, kind=kind)["message"]
            assert people.wait_for_message(1002, after=sent["message_id"])["text"]

        assert [call for call in people.calls() if call["status"] != 200] == []
