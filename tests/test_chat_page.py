"""The chat page in headless Chromium, with a small bot behind it; skipped where there is no chromium."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    ReplyKeyboardMarkup,
    Update,
)

from bot.local.client import LocalClient
from bot.local.limits import Limits
from bot.local.server import LocalServer
from bot.local.world import ADMIN_ID

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
READER = 1001
QUOTE = "“本次活动预计发放金额150万元，" + "分三批投放，每批各50万元。" * 12 + "”"
FORMATTED = (
    "<b>150万元</b>\n预计<i>发放</i>金额，<u>三批</u>，<s>四批</s>，<code>x = 1</code>，"
    "<tg-spoiler>谜底</tg-spoiler>。\n<blockquote expandable>" + QUOTE + "</blockquote>\n"
    '《<a href="https://t.me/baozhi_local_bot?start=a_1">惠民消费券</a>》 &lt;b&gt; <a href="https://example.com/x">外面</a>'
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: the chat page is not tested")


@dataclass(frozen=True, slots=True)
class Stage:
    """A local server with a bot on it, on a loop in another thread."""

    server: LocalServer
    people: LocalClient
    loop: asyncio.AbstractEventLoop

    def on_loop(self, deed: Callable[[], None]) -> None:
        """Do *deed* where the server lives."""

        async def do() -> None:
            deed()

        asyncio.run_coroutine_threadsafe(do(), self.loop).result(5)


@pytest.fixture
def stage() -> Iterator[Stage]:
    server, ready, stop = LocalServer(limits=Limits.none()), threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(perform(server, ready, stop)))
    thread.start()
    assert ready.wait(10)
    with LocalClient(server.url) as people:
        yield Stage(server, people, loop)
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()


async def perform(server: LocalServer, ready: threading.Event, stop: asyncio.Event) -> None:
    """Serve, with the small bot polling, until told to stop."""
    await server.start()
    async with Bot(server.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as bot:
        await bot.set_my_description("读报问答：问一句，看原文。")
        await bot.set_my_commands([BotCommand("ask", "提问"), BotCommand("latest", "最新文章")])
        polling = asyncio.create_task(poll(bot))
        ready.set()
        await stop.wait()
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
    await server.stop()


async def poll(bot: Bot) -> None:
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=20):
            offset = update.update_id + 1
            await respond(bot, update)


async def respond(bot: Bot, update: Update) -> None:
    """What the small bot does: something for every feature of the page."""
    if update.callback_query and update.callback_query.message:
        query, message = update.callback_query, update.callback_query.message
        await query.answer("好的" if query.data == "more" else "请注意", show_alert=query.data == "alert")
        if query.data == "more":
            markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("更多", callback_data="more"))
            await bot.edit_message_text("第二条", message.chat.id, message.message_id, reply_markup=markup)
    elif update.inline_query:
        content = InputTextMessageContent("<b>400多座</b>", parse_mode="HTML")
        await update.inline_query.answer([InlineQueryResultArticle("1", "头盔", content, description="400多座")])
    elif update.message:
        await reply(bot, update.message)


async def reply(bot: Bot, message: Message) -> None:
    chat = message.chat.id
    match message.text:
        case "/start":
            buttons = [
                [
                    InlineKeyboardButton("更多", callback_data="more"),
                    InlineKeyboardButton("警示", callback_data="alert"),
                ]
            ]
            await bot.send_message(chat, "您好，我是报知。", reply_markup=InlineKeyboardMarkup(buttons))
        case "格式":
            await bot.send_message(chat, FORMATTED, parse_mode="HTML")
        case "键盘":
            await bot.send_message(chat, "请选", reply_markup=ReplyKeyboardMarkup([["最新", "帮助"]]))
        case "等一下":
            await bot.send_chat_action(chat, "typing")
        case None if message.document:
            await bot.send_document(chat, message.document.file_id, caption=f"收到 {message.document.file_name}")
        case None:
            await bot.send_message(chat, "收到别的")
        case text:
            await bot.send_message(chat, f"您说：{text}", reply_to_message_id=message.message_id)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, stage: Stage) -> Iterator[Page]:
    """The page on a desktop; any script error, message of the policy or request elsewhere fails the test."""
    page, trouble = context.new_page(), []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith((stage.server.url, "data:")) else trouble.append(r.url))
    enter(page, stage)
    yield page
    assert trouble == []


def enter(page: Page, stage: Stage, user_id: int = READER) -> None:
    page.goto(f"{stage.server.url}/#{user_id}")
    expect(page.locator("body[data-ready]")).to_be_attached()


def composer(page: Page, name: str = "读者甲") -> Any:
    return page.get_by_role("textbox", name=f"以{name}的身份写消息")


def say(page: Page, text: str) -> None:
    composer(page).fill(text)
    composer(page).press("Enter")


def log(page: Page, name: str = "读者甲") -> Any:
    return page.get_by_role("log", name=f"{name}的对话")


def test_first_minute(page: Page) -> None:
    """An empty chat says what the bot is and starts with one tap; the page says that it is a rehearsal."""
    expect(page.get_by_text("本机预演")).to_be_visible()
    expect(log(page)).to_contain_text("读报问答：问一句，看原文。")

    page.get_by_role("button", name="开始").click()

    expect(log(page)).to_contain_text("您好，我是报知。")
    expect(page.get_by_role("button", name="更多")).to_be_visible()


def test_enter_sends_and_shift_enter_breaks_the_line(page: Page) -> None:
    """The composer empties and keeps the focus; an answer shows what it answers."""
    composer(page).fill("第一行")
    composer(page).press("Shift+Enter")
    composer(page).press_sequentially("第二行")
    composer(page).press("Enter")

    expect(log(page)).to_contain_text("您说：第一行\n第二行", use_inner_text=True)
    expect(log(page).locator(".answered")).to_have_text("第一行\n第二行")
    expect(composer(page)).to_have_value("")
    expect(composer(page)).to_be_focused()


def test_formatting_and_quotes_that_unfold(page: Page) -> None:
    """Every kind of entity is shown as what it is; a long quote unfolds and folds."""
    say(page, "格式")
    text = log(page).locator(".bot .text")

    expect(text.locator("b")).to_have_text("150万元")
    expect(text.locator("code")).to_have_text("x = 1")
    expect(text).to_contain_text("<b>")
    expect(text.get_by_role("link", name="外面")).to_have_attribute("rel", re.compile("noopener"))
    quote, unfold = text.locator("blockquote"), page.get_by_role("button", name="展开")
    folded = quote.bounding_box()
    unfold.click()
    unfolded = quote.bounding_box()
    assert folded
    assert unfolded
    assert unfolded["height"] > folded["height"] + 40
    expect(page.get_by_role("button", name="收起")).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="剧透").press("Enter")
    expect(text.locator(".spoiler")).to_have_class(re.compile("shown"))


def test_a_deep_link_is_followed_in_the_chat(page: Page) -> None:
    say(page, "格式")

    page.get_by_role("link", name="惠民消费券").click()

    expect(log(page)).to_contain_text("您说：/start a_1")


def test_markup_of_others_stays_text(page: Page) -> None:
    """HTML and script typed by anybody are shown, never run."""
    evil = "<img src=x onerror=document.title='x'><script>document.title='x'</script>"

    say(page, evil)

    expect(log(page)).to_contain_text(f"您说：{evil}")
    expect(page).to_have_title("报知 · 本机预演")


def test_inline_buttons(page: Page) -> None:
    """A tap is answered with a note or an alert; the edited message keeps the focus on the button."""
    say(page, "/start")
    page.get_by_role("button", name="更多").press("Enter")

    expect(page.get_by_role("status")).to_have_text("好的")
    expect(log(page)).to_contain_text("第二条")
    expect(log(page)).to_contain_text("已编辑")
    expect(page.get_by_role("button", name="更多")).to_be_focused()

    say(page, "/start")
    page.get_by_role("button", name="警示").click()
    expect(page.get_by_role("dialog")).to_contain_text("请注意")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_reply_keyboard(page: Page) -> None:
    """Its buttons stand above the composer and write what they say."""
    say(page, "键盘")

    page.get_by_role("group", name="快捷键盘").get_by_role("button", name="最新").click()

    expect(log(page)).to_contain_text("您说：最新")


def test_commands_by_menu_and_by_slash(page: Page) -> None:
    """The menu lists the bot's commands; a slash offers them, arrows choose, Escape closes."""
    page.get_by_role("button", name="命令菜单").click()
    expect(page.get_by_role("button", name="/latest 最新文章")).to_be_visible()
    page.get_by_role("button", name="命令菜单").click()
    composer(page).press_sequentially("/l")
    composer(page).press("ArrowDown")
    expect(page.get_by_role("button", name="/latest 最新文章")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="可选项")).to_be_hidden()
    composer(page).press_sequentially("a")
    composer(page).fill("/l")
    composer(page).press("ArrowDown")

    page.keyboard.press("Enter")

    expect(log(page)).to_contain_text("您说：/latest")


def test_inline_mode(page: Page) -> None:
    """The bot's name first asks it in inline mode; a card chosen is sent."""
    composer(page).press_sequentially("@baozhi_local_bot 头盔")

    page.get_by_role("group", name="可选项").get_by_role("button", name="头盔").click()

    expect(log(page).locator("b")).to_have_text("400多座")
    expect(log(page)).to_contain_text("经由报知")


def test_files_by_button_and_by_drop(page: Page, tmp_path: Path) -> None:
    """A document shows its name and size and comes back byte for byte; a picture is seen."""
    text = "本报讯\n" * 100
    (tmp_path / "版面.txt").write_text(text, encoding="utf-8")
    (tmp_path / "图.png").write_bytes(PIXEL)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="发送文件").click()
    chooser.value.set_files([tmp_path / "版面.txt", tmp_path / "图.png"])

    expect(log(page)).to_contain_text("收到 版面.txt")
    picture = log(page).get_by_role("img", name="图片")
    expect(picture).to_have_js_property("naturalWidth", 1)
    with page.expect_download() as download:
        log(page).get_by_role("link", name="版面.txt").last.click()
    assert download.value.path().read_text(encoding="utf-8") == text

    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["x"], "拖来.txt", { type: "text/plain" }));
            const chat = document.querySelector(".chat:not([hidden])");
            chat.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
            chat.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(log(page)).to_contain_text("收到 拖来.txt")


def test_typing_indicator(page: Page) -> None:
    """It shows while the bot works and goes with the next message."""
    say(page, "等一下")
    expect(page.get_by_text("报知正在输入")).to_be_visible()

    say(page, "好了")

    expect(log(page)).to_contain_text("您说：好了")
    expect(page.get_by_text("报知正在输入")).to_be_hidden()


def test_personas_one_by_one_and_side_by_side(page: Page, stage: Stage) -> None:
    """Each has a conversation of their own; what comes elsewhere is counted; side by side all are seen."""
    stage.people.ask("在吗", user_id=ADMIN_ID)
    expect(page.get_by_role("button", name="管理员")).to_contain_text("未读 2")
    expect(log(page, "管理员")).to_be_hidden()

    page.get_by_role("button", name="管理员").click()
    expect(log(page, "管理员")).to_contain_text("您说：在吗")
    expect(page.get_by_role("button", name="管理员")).not_to_contain_text("未读")
    expect(log(page)).to_be_hidden()

    page.get_by_role("button", name="并排").click()
    for name in ("读者甲", "读者乙", "管理员"):
        expect(log(page, name)).to_be_visible()


def test_own_messages_can_be_answered_edited_and_deleted(page: Page, stage: Stage) -> None:
    """As in any client, and the bot hears of the edit."""
    say(page, "头盔")
    expect(log(page)).to_contain_text("您说：头盔")
    mine = log(page).locator(".mine")
    mine.hover()
    mine.get_by_role("button", name="编辑").click()
    expect(composer(page)).to_have_value("头盔")
    say(page, "头盔多少座？")
    expect(mine).to_contain_text("头盔多少座？")

    mine.hover()
    mine.get_by_role("button", name="回复").click()
    say(page, "补充")
    expect(log(page).locator(".mine .answered")).to_have_text("头盔多少座？")
    mine.first.hover()
    mine.first.get_by_role("button", name="删除").click()
    expect(mine).to_have_count(1)
    assert [m["text"] for m in stage.people.messages() if m["from"]["id"] == READER] == ["补充"]


def test_groups(page: Page) -> None:
    """A group is founded from the panel; any persona speaks in it; the bot is addressed by name."""
    page.get_by_role("button", name="开发者").click()
    page.get_by_role("button", name="建读者群并请报知进群").click()
    page.get_by_role("combobox", name="发言的人").select_option("读者乙")

    composer(page, "群成员").fill("@baozhi_local_bot 头盔")
    page.keyboard.press("Escape")
    composer(page, "群成员").fill("/ask 头盔")
    composer(page, "群成员").press("Enter")

    expect(log(page, "读者群")).to_contain_text("报知 进群")
    expect(log(page, "读者群")).to_contain_text("您说：/ask 头盔")


def test_blocking_from_the_panel(page: Page) -> None:
    """Who blocks the bot has no composer until they unblock."""
    page.get_by_role("button", name="开发者").click()
    page.get_by_role("button", name="屏蔽／解除屏蔽报知").click()
    expect(composer(page)).to_be_hidden()

    page.get_by_role("button", name="已屏蔽报知").click()

    expect(composer(page)).to_be_visible()


def test_developers_panel(page: Page, stage: Stage) -> None:
    """The raw calls without the token, and faults on order."""
    page.get_by_role("button", name="开发者").click()
    page.get_by_label("故障", exact=True).select_option("500 服务器错误")
    page.get_by_role("button", name="加入").click()
    expect(page.get_by_text("500 服务器错误 · sendMessage · 还剩 1 次")).to_be_visible()
    page.get_by_role("button", name="全部撤销").click()
    expect(page.get_by_text("还剩 1 次")).to_be_hidden()
    say(page, "您好")
    expect(log(page)).to_contain_text("您说：您好")

    calls = page.get_by_role("list", name="调用记录")
    calls.get_by_text("sendMessage").click()

    expect(calls).to_contain_text("POST /bot•••/sendMessage")
    expect(calls).to_contain_text('"text": "您说：您好"')
    assert stage.server.token not in page.content()
    expect(calls.get_by_text("getUpdates").first).to_be_hidden()
    page.get_by_label("也显示 getUpdates").check()
    expect(calls.get_by_text("getUpdates").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(calls).to_be_hidden()


def test_the_stream_comes_back(page: Page, stage: Stage) -> None:
    """After an interruption the page connects again and shows what it missed; a half-written message stays."""
    say(page, "一")
    expect(log(page)).to_contain_text("您说：一")
    composer(page).fill("写到一半")

    stage.on_loop(lambda: stage.server.world.publish("stop", {}))
    stage.people.ask("二")

    expect(log(page)).to_contain_text("您说：二")
    expect(log(page).locator(".row")).to_have_count(4)
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(composer(page)).to_have_value("写到一半")
    expect(composer(page)).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_accessibility(browser: Browser, stage: Stage, viewport: dict[str, int], scheme: str) -> None:
    """axe-core finds no fault in a conversation with everything in it, nor in the open panel; nothing overflows."""
    for text in ("/start", "键盘", "格式"):
        stage.people.ask(text)
    stage.people.upload(Path(__file__))
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    enter(page, stage)
    expect(log(page)).to_contain_text("收到 test_chat_page.py")
    faults = violations(page)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    composer(page).fill("/")
    faults += violations(page)
    page.get_by_role("button", name="开发者").click()
    faults += violations(page)
    context.close()

    assert faults == []
    assert overflow <= 0


def violations(page: Page) -> list[str]:
    """What axe-core finds, one line a fault."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [f"{fault['id']} ({fault['impact']}): {node['html'][:120]}" for fault in found for node in fault["nodes"]]
