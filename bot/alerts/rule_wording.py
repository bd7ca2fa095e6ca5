"""What a reader wants to be told of, in words: of a rule, and of the figure that met one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.figures import Sign
from bot.alerts.rules import SECTION, Rule, is_mark, read_mark
from bot.texts import TEXTS, Language, Texts
from bot.words.markup import Reply, clip, escape, plain
from bot.words.replies import LONGEST_QUESTION, LONGEST_WORD
from retrieval.types import FactAnswer


def describe(rule: Rule, language: Language) -> str:
    """*rule* in words, escaped."""
    texts = TEXTS[language]
    question = escape(clip(rule.text, LONGEST_QUESTION))
    match rule.kind:
        case "all":
            return texts.rule_all
        case "question":
            return texts.rule_question.format(question=question)
        case "figure" if rule.bound:
            sign, _, number = rule.bound
            return texts.rule_bound.format(question=question, sign=sign_words(sign, texts), number=escape(number))
        case "figure":
            return texts.rule_figure.format(question=question)
        case "words":
            return _words(rule, texts)


def button_text(rule: Rule, language: Language) -> str:
    """*rule* in words, as a button shows it."""
    return plain(Reply(describe(rule, language)))


def word_text(word: str, texts: Texts) -> str:
    """A word of a rule, as a button shows it."""
    return plain(Reply(_marked(word, texts))) if is_mark(word) else word


def sign_words(sign: Sign, texts: Texts) -> str:
    """A comparison in words."""
    return {">": texts.sign_more, ">=": texts.sign_least, "<": texts.sign_less, "<=": texts.sign_most}[sign]


def figure_text(fact: FactAnswer) -> str:
    """A figure as printed, with what it counts."""
    text = fact.text.strip()
    return text if fact.unit is None or fact.unit in text or fact.kind == "money" else text + fact.unit


def _words(rule: Rule, texts: Texts) -> str:
    is_any = rule.needed == 1 and len(rule.words) > 1
    literal = _quoted(rule.words, texts)
    words = (texts.rule_or if is_any else texts.rule_and).join(literal)
    parts = [texts.rule_words.format(words=words)] if literal else []
    parts += [_marked(word, texts) for word in rule.words if is_mark(word)]
    text = (texts.rule_or if is_any else texts.rule_also).join(parts)
    if unwanted := _quoted(rule.without, texts):
        text += texts.rule_without.format(words=texts.rule_or.join(unwanted))
    for word in filter(is_mark, rule.without):
        text += texts.rule_also + _unwanted(word, texts)
    return text


def _quoted(words: Sequence[str], texts: Texts) -> list[str]:
    return [texts.in_quotes.format(word=escape(clip(word, LONGEST_WORD))) for word in words if not is_mark(word)]


def _marked(mark: str, texts: Texts) -> str:
    kind, name = read_mark(mark)
    shown = escape(clip(name, LONGEST_QUESTION))
    return texts.rule_section.format(page=shown.upper()) if kind == SECTION else texts.rule_source.format(name=shown)


def _unwanted(mark: str, texts: Texts) -> str:
    kind, name = read_mark(mark)
    shown = escape(clip(name, LONGEST_QUESTION))
    return texts.not_section.format(page=shown.upper()) if kind == SECTION else texts.not_source.format(name=shown)
