"""A broadcast under kill -9: the bot as a process, on the local Bot API server.

BAOZHI_KILL_ROUNDS sets how often it is killed (2 unless it is set).
"""

from __future__ import annotations

import random
import time

from test_bot_process import ROUNDS, BotProcess, bot, button, client

from bot.local.client import LocalClient
from bot.local.world import ADMIN_ID

__all__ = ["bot", "client"]  # fixtures

CROWD = range(7000, 7040)
WORDS = "明天停机一小时。"


def got(client: LocalClient, chat: int) -> int:
    """How often the message arrived in *chat*."""
    return sum(message["text"] == WORDS for message in client.messages(chat) if "text" in message)


def test_killed_half_way_nobody_gets_it_twice(bot: BotProcess, client: LocalClient) -> None:
    """However often the bot is killed: at most once to everybody; whoever went without is counted as uncertain."""
    bot.environ["BAOZHI_ADMINS"] = str(ADMIN_ID)
    bot.environ["BAOZHI_MESSAGES_PER_SECOND"] = "100"
    client.do("limits")
    chance = random.Random(8)
    bot.start()
    for number in CROWD:
        client.do("people", id=number, first_name=str(number))
        client.send("/help", number)
    answered = "SELECT count(*) FROM replies WHERE message_id IS NOT NULL"
    client.wait_until(lambda: bot.count(answered) >= len(CROWD), wait=120, what="every reader to be answered")
    shown = client.ask(f"/broadcast {WORDS}", ADMIN_ID, wait=60)
    client.do("faults", kind="delay", method="sendMessage", seconds=0.3, times=None)
    client.tap(shown, button(shown, "发给大家"), ADMIN_ID)
    under_way = "SELECT count(*) FROM broadcast_chats WHERE state = 'sending'"
    ended = "SELECT count(*) FROM broadcasts WHERE state = 'done'"
    for _ in range(ROUNDS):
        client.wait_until(lambda: bot.count(under_way) or bot.count(ended), wait=60, what="messages on their way")
        time.sleep(chance.random() * 0.4)
        bot.kill()
        bot.start()
    client.wait_until(lambda: bot.count(ended) == 1, wait=120, what="the end of the broadcast")
    times = {chat: got(client, chat) for chat in CROWD}
    uncertain = bot.count("SELECT count(*) FROM broadcast_chats WHERE state = 'uncertain'")
    assert max(times.values()) == 1
    assert sum(count == 0 for count in times.values()) <= uncertain
    assert bot.count("SELECT count(*) FROM broadcast_chats WHERE state NOT IN ('sent', 'uncertain')") == 0
    assert bot.stop() == 0
