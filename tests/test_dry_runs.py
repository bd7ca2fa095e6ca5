"""The screens of the desk that show documents: sendable from the worst data."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_replies import articles, check

from bot.desk import dry_runs
from bot.desk.dry_runs import Surroundings
from bot.desk.press_texts import PRESS
from bot.people.roles import Role
from bot.publishing.outcomes import DryRun, Ingested, Preview
from bot.texts import LANGUAGES, Language
from bot.trials.golden import Broken
from store.drafts import Draft
from store.golden import Golden
from store.models import Article
from store.publishing import Change

DRAFT = Draft(2**53, "名<&>" * 60, 2**53, 1.0, "[]", 3, None, 1, 2, "open", None, None, 0, 0)


def dry_run(article: Article, count: int = 20) -> DryRun:
    """A document of many such articles, with everything that can be said of it."""
    found = tuple(replace(article, id=f"a{n}") for n in range(count))
    change = Change(("a0", "a1"), ("a2",), (), ("gone",) * 20)
    preview = Preview(DRAFT.name, found, change, {"gone": article, "a2": article}, {}, article.paragraphs * 9, 3, 10**9)
    return DryRun(DRAFT, preview)


@settings(max_examples=60)
@given(articles(), st.sampled_from(LANGUAGES), st.sampled_from(["editor", "admin", None]))
def test_every_dry_run_can_be_shown(article: Article, language: Language, role: Role | None) -> None:
    """Report, article, lists and batch: within Telegram's limits whatever was read."""
    run = dry_run(article)
    broken = [Broken(Golden(1, article.headline, "答" * 200, None), article.body[:500] or None)] * 30
    check(dry_runs.report(run, Surroundings(role, broken, [DRAFT] * 3, "注"), language=language))
    check(dry_runs.article(run, 5, 0, language=language))
    check(dry_runs.headlines(run, 1, language=language))
    check(dry_runs.paragraphs(dry_run(replace(article, paragraphs=article.paragraphs * 3)), 1, 0, language=language))
    held = [(replace(DRAFT, batch="b"), run.preview), (replace(DRAFT, state="published"), None)] * 15
    for waiting in (0, 7):
        check(dry_runs.batch(7, held, ["✗ 坏"] * 30, waiting, 0, role=role, language=language))
    check(dry_runs.progress("正在读", "part", 12, 30, language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_became_of_a_draft_is_said(language: Language) -> None:
    """Who did it, and to whoever did it, that it was they."""
    texts = PRESS[language]
    published = replace(DRAFT, name="a.txt", state="published", decided_by=7, articles=3)
    assert texts.yourself in dry_runs.decided(published, 7, language=language)
    assert "7" in dry_runs.decided(published, 8, language=language)
    assert dry_runs.decided(replace(DRAFT, state="lapsed"), 7, language=language) == texts.draft_lapsed
    told = dry_runs.published(Ingested("a.txt", "new", None, 3, told=4), quietly=False, language=language)
    assert texts.published_told.format(count=4) in told


def test_languages_fill_in_the_same_places() -> None:
    """What one language names, every one does."""
    for one in fields(PRESS["en"]):
        places = {
            frozenset(part.split("}")[0] for part in getattr(PRESS[code], one.name).split("{")[1:]) for code in PRESS
        }
        assert len(places) == 1, one.name
