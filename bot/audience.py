"""How many readers a publication would reach: known before it happens."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from bot import alerts
from store.articles import articles_by_id
from store.models import Article
from store.publishing import Change


def count(db: Database, change: Change, articles: Sequence[Article]) -> int:
    """Chats that would be told if *articles*, of which *change* tells, were published now.

    New words are told to those who wait for them, corrections also to those who were told of the article before.
    """
    fresh = [article for article in articles if article.id in {*change.new, *change.changed}]
    rules = {rule_id for rule_id, _ in alerts.matched(db, fresh)} if fresh else set()
    corrected = [held.key for held in articles_by_id(db, change.changed).values()]
    row = db.execute(
        "SELECT count(DISTINCT chat_id) FROM subscriptions WHERE NOT paused"
        " AND chat_id NOT IN (SELECT chat_id FROM alert_chats WHERE off IS NOT NULL)"
        " AND (rule_id IN (SELECT value FROM json_each(?))"
        "  OR rule_id IN (SELECT rule_id FROM matches WHERE article_key IN (SELECT value FROM json_each(?))"
        "   AND first > since))",
        [json.dumps(list(rules)), json.dumps(corrected)],
    ).fetchone()
    return int(row[0])
