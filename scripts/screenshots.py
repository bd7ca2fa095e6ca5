"""Makes the pictures of the README: the real bot on the owner's page, asked real questions on the chat page.

Runs `baozhi ingest seeds` and `baozhi run` in a throw-away data folder, and writes docs/pictures/*.png.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from bot.local.client import LocalClient
from bot.local.errors import Json
from bot.local.world import ADMIN_ID

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
BAOZHI = Path(sys.executable).with_name("baozhi")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
READER, OTHER = 1001, 1002
QUESTIONS = ("给多少名环卫工人送了安全头盔？", "活动现场预计发放金额是多少？")
OTHER_QUESTION = "研发费用支出同比增长多少？"
PAGE = "社区图书室开放\n\n本报讯 8月20日，高新区一处社区图书室向居民开放，藏书3200册。\n"
BRIDGE = {  # two reports of one thing
    "2023-03-02_01版.txt": "桃溪大桥开工\n\n本报讯 3月2日，桃溪大桥开工建设。大桥总投资2.6亿元，全长860米。\n",
    "2025-04-18_01版.txt": "桃溪大桥通车\n\n本报讯 4月18日，桃溪大桥正式通车。大桥总投资2.9亿元，全长860米。\n",
}


def main() -> int:
    """Take every picture; returns the exit status."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is missing: run scripts/ensure_chromium.py", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, product(Path(data)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with LocalClient(url) as people:
            for reader in (READER, OTHER):
                people.ask("/start", reader)
            take(browser, url, "first-minute", PHONE, "light", reader=OTHER)
            for text in QUESTIONS:
                people.ask(text, READER)
            for scheme in ("light", "dark"):
                take(browser, url, f"answer-phone-{scheme}", PHONE, scheme)
                take(browser, url, f"answer-desktop-{scheme}", DESKTOP, scheme)
            publish(people, Path(data))
            for name, text in BRIDGE.items():
                published(people, Path(data) / name, text)
            people.ask("桃溪大桥总投资是多少？", OTHER)
            take(browser, url, "disagreement", PHONE, "light", reader=OTHER)
            chart(people, "园区备案的国家高新技术企业有多少家？")
            take(browser, url, "chart", PHONE, "light", reader=OTHER)
        take(browser, url, "side-by-side", DESKTOP, "light", press="并排")
        take(browser, url, "developers", DESKTOP, "light", press="开发者")
        browser.close()
    return 0


@contextmanager
def product(data: Path) -> Iterator[str]:
    """The bot on its chat page, as `make run` starts it; gives the page's address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
    environ = {**kept, "BAOZHI_DATA": str(data / "data"), "BAOZHI_PAGE_PORT": str(port)}
    subprocess.run([BAOZHI, "ingest", ROOT / "seeds"], env=environ, check=True, cwd=data)
    process = subprocess.Popen([BAOZHI, "run"], env=environ, cwd=data, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise SystemExit("baozhi run did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


def publish(people: LocalClient, folder: Path) -> None:
    """An admin publishes a page, and the readers who wanted to know are told."""
    people.ask(OTHER_QUESTION, OTHER)
    for reader in (READER, OTHER):
        subscribed = people.ask("/subscribe 图书室", reader)
    published(people, folder / "2022-08-20_02版.txt", PAGE)
    people.wait_for_message(OTHER, after=subscribed["message_id"], wait=30)
    people.ask("社区图书室藏书多少册？", READER)


def published(people: LocalClient, page: Path, text: str) -> None:
    """Send a page as an admin, wait for the report, and publish it."""
    page.write_text(text, encoding="utf-8")
    sent = people.upload(page, ADMIN_ID)["message"]
    report = people.wait_until(lambda: with_button(people, ADMIN_ID, sent["message_id"], "发布"), wait=60)
    people.tap(report, button(report, "发布"), ADMIN_ID)
    people.wait_until(lambda: with_button(people, ADMIN_ID, sent["message_id"], "发布") is None, wait=60)


def chart(people: LocalClient, question: str) -> None:
    """Ask for a figure and tap for its picture."""
    answer = people.ask(question, OTHER)
    people.tap(answer, button(answer, "📊"), OTHER)
    people.wait_for_message(OTHER, after=answer["message_id"], wait=30)


def with_button(people: LocalClient, chat: int, after: int, label: str) -> Json | None:
    """The bot's message after *after* that has the button *label*."""
    return next((one for one in people.messages(chat) if one["message_id"] > after and button(one, label)), None)


def button(message: Json, label: str) -> str:
    """The callback data of the button *label*; "" where there is none."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return next((str(one["callback_data"]) for row in rows for one in row if one["text"] == label), "")


def take(
    browser: Browser, url: str, name: str, size: ViewportSize, scheme: str, *, reader: int = READER, press: str = ""
) -> None:
    """One picture of a reader's chat, with a button of the page pressed before."""
    context = browser.new_context(
        viewport=size,
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        device_scale_factor=2 if size is PHONE else 1.5,
    )
    page: Page = context.new_page()
    page.goto(f"{url}/#{reader}")
    expect(page.locator("body[data-ready]")).to_be_attached()
    if press:
        page.get_by_role("button", name=press).click()
    log: Locator = page.get_by_role("log").locator("visible=true").first
    expect(log).to_be_visible()
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)  # fonts and the scroll to the latest message
    page.screenshot(path=PICTURES / f"{name}.png")
    print(PICTURES.relative_to(ROOT) / f"{name}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
