"""`baozhi`: the command line. Thin: it reads arguments, calls the newsroom, prints."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from bot.answering.newsroom import Newsroom
from bot.errors import BotError
from bot.operations import backups
from bot.publishing.differences import describe
from bot.publishing.outcomes import Ingested
from bot.publishing.progress import Bar
from bot.settings import Settings, SettingsError
from bot.words import replies
from retrieval.answer import context_of
from retrieval.errors import RetrievalError
from retrieval.types import Answer, Context, Fact
from store.errors import StoreError
from store.models import Article

OUTCOMES = {"new": "新", "updated": "更新", "unchanged": "未变", "refused": "拒收"}


class CommandError(Exception):
    """Something the person at the keyboard can mend; the text is one line that says how."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 could not be done, 2 wrong usage."""
    args = _parser().parse_args(argv)
    try:
        settings = Settings.from_env()
        for warning in settings.warnings:
            print(f"baozhi: {warning}", file=sys.stderr)
        return int(args.command(args, settings))
    except (CommandError, BotError, SettingsError, StoreError, RetrievalError) as exc:
        print(f"baozhi: {' '.join(str(exc).split())}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # the reader of our output has gone (`baozhi articles | head`): nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (sqlite3.Error, OSError) as exc:
        print(f"baozhi: {' '.join(str(exc).split())}: check the disk and the data folder", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="baozhi", description="报知: answers questions over newspaper articles")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, command: Any, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        return sub

    add("run", run, "start the bot: on Telegram if there is a token, else on the local chat page")
    sub = add("ingest", ingest, "take in files or folders")
    sub.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    sub.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    sub = add("articles", list_articles, "list the articles held")
    sub.add_argument("--json", action="store_true", help="one JSON object a line")
    sub = add("ask", ask, "answer one question, or one for each line of a file")
    sub.add_argument("question", nargs="?")
    sub.add_argument("--batch", type=Path, metavar="FILE", help='JSON Lines: {"question": …, "chat": …?}')
    sub.add_argument("--json", action="store_true", help="one JSON object a line")
    sub = add("facts", list_facts, "list the numeric facts read from the articles")
    sub.add_argument("article_id", nargs="?", metavar="ARTICLE_ID")
    sub.add_argument("--json", action="store_true", help="one JSON object a line")
    sub = add("bench", run_bench, "measure speed and memory beside the peers")
    sub.add_argument("--chunks", type=int, nargs="+", default=[30_000], metavar="N", help="corpus sizes")
    sub.add_argument("--texts", type=Path, metavar="FOLDER", help="grow from its *.articles.jsonl or *.txt")
    sub.add_argument("--work", type=Path, metavar="FOLDER", help="keep corpora and figures; go on with what is missing")
    sub.add_argument("--write", type=Path, metavar="FOLDER", help="write bench.md and its plot there")
    sub = add("backup", backup, "the whole data folder as one file, also while the bot runs")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub = add("restore", restore, "put a backup back; what it replaces is kept beside")
    sub.add_argument("file", type=Path, metavar="FILE")
    add("check", check, "say whether settings, data, index and Telegram are in order")
    return parser


def run(args: argparse.Namespace, settings: Settings) -> NoReturn:
    """Start the bot and stay until it is told to stop; the process ends here."""
    from bot import service  # python-telegram-bot costs half a second that no other command needs
    from bot.operations import stopping

    stopping.leave(service.run(settings))


def ingest(args: argparse.Namespace, settings: Settings) -> int:
    """Take in documents: one line a file on standard output, a progress bar on a terminal."""
    newsroom = _newsroom(settings)
    refused = 0
    try:
        if args.dry_run:
            for preview in newsroom.press.previews(args.paths):
                refused += isinstance(preview, Ingested)
                print(_ingested_line(preview) if isinstance(preview, Ingested) else "\n".join(describe(preview)))
            return 1 if refused else 0
        bar = Bar(sys.stderr)
        for result in newsroom.ingest(args.paths, told=bar.tell):
            refused += result.outcome == "refused"
            bar.clear()
            print(_ingested_line(result), flush=True)
        bar.clear()
        if problem := newsroom.settle():
            print(f"baozhi: not on the search cluster yet ({problem}): it follows while the bot runs", file=sys.stderr)
    finally:
        newsroom.close()
    return 1 if refused else 0


def list_articles(args: argparse.Namespace, settings: Settings) -> int:
    """The articles held."""
    newsroom = _newsroom(settings)
    for article in newsroom.articles():
        print(
            _json(article_json(article)) if args.json else f"{article.date or '—':10}  {article.headline}  {article.id}"
        )
    newsroom.close()
    return 0


def list_facts(args: argparse.Namespace, settings: Settings) -> int:
    """The facts of one article or of all."""
    newsroom = _newsroom(settings)
    for fact in newsroom.facts(args.article_id):
        print(_json(fact_json(fact)) if args.json else f"{fact.subject} {fact.measure}: {fact.text}  ({fact.evidence})")
    newsroom.close()
    return 0


def ask(args: argparse.Namespace, settings: Settings) -> int:
    """Answer one question, or those of a file in order, each printed as soon as it is there."""
    if (args.question is None) == (args.batch is None):
        raise CommandError("give a question or --batch FILE, one of the two")
    lines = [(args.question, None)] if args.batch is None else _batch(args.batch)
    newsroom = _newsroom(settings)
    contexts: dict[str, Context] = {}
    for question, chat in lines:
        answer = newsroom.ask(question, context=contexts.get(chat) if chat is not None else None)
        if chat is not None:
            contexts[chat] = context_of(answer, time.time())
        reply = replies.plain(replies.answer(answer, newsroom.corpus.articles([p.article_id for p in answer.passages])))
        print(_json(answer_json(answer, reply)) if args.json else reply, flush=True)
        if args.batch is not None and not args.json:
            print()
    newsroom.close()
    return 0


def run_bench(args: argparse.Namespace, settings: Settings) -> int:
    """Measure; the peers are a development extra."""
    from bot import bench  # the peers are imported with it

    try:
        return bench.run(args.chunks, texts=args.texts, work=args.work, write=args.write)
    except bench.NoTexts as exc:
        raise CommandError(str(exc)) from exc


def backup(args: argparse.Namespace, settings: Settings) -> int:
    """Write the data folder to one file."""
    size = backups.write(settings.data, args.file)
    print(f"{args.file}: {size / 2**20:.1f} MiB")
    return 0


def restore(args: argparse.Namespace, settings: Settings) -> int:
    """Put a backup in place of the data folder."""
    aside = backups.restore(args.file, settings.data)
    print(f"{settings.data} restored from {args.file}" + (f"; what was there is now {aside}" if aside else ""))
    return 0


def check(args: argparse.Namespace, settings: Settings) -> int:
    """Say in plain words what is in order and what is not."""
    from bot.operations import checks  # talks to Telegram, which no other command but run needs

    findings = checks.run(settings)
    for finding in findings:
        print(f"{'ok ' if finding.ok else 'BAD'} {finding.text}")
    return 0 if all(finding.ok for finding in findings) else 1


def article_json(article: Article) -> dict[str, Any]:
    """An article as the contract shows it."""
    return {
        "id": article.id,
        "headline": article.headline,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "reporters": list(article.reporters),
        "correspondents": list(article.correspondents),
        "paragraphs": list(article.paragraphs),
        "complete": article.complete,
        "kind": article.kind,
        "date": article.date,
        "source": article.source,
    }


def fact_json(fact: Fact) -> dict[str, Any]:
    """A fact as the contract shows it."""
    names = ("article_id", "subject", "measure", "value", "unit", "text", "kind", "period", "approximate", "evidence")
    return {name: getattr(fact, name) for name in (*names, "start", "end")}


def answer_json(answer: Answer, reply: str) -> dict[str, Any]:
    """An answer as the contract shows it; `resolved` and `note` are additions."""
    fact = answer.fact and {
        name: getattr(answer.fact, name)
        for name in ("kind", "text", "value", "unit", "approximate", "evidence", "article_id", "note")
    }
    passages = [
        {name: getattr(passage, name) for name in ("article_id", "title", "text", "start", "end", "score", "date")}
        for passage in answer.passages
    ]
    return {
        "question": answer.question,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "answer": fact,
        "passages": passages,
        "resolved": answer.resolved,
        "reply": reply,
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()


def _newsroom(settings: Settings) -> Newsroom:
    newsroom = Newsroom.open(settings)
    for notice in newsroom.notices:
        print(f"baozhi: {notice}", file=sys.stderr)
    return newsroom


def _batch(path: Path) -> Iterator[tuple[str, str | None]]:
    """Questions and chats of a JSON Lines file. Raises CommandError with the number of a line that is none."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                    question, chat = row["question"], row.get("chat")
                except (ValueError, KeyError, TypeError, AttributeError):
                    question = chat = None
                if not isinstance(question, str) or not isinstance(chat, str | int | None):
                    raise CommandError(f'{path}, line {number}: want {{"question": "…", "chat": "…"}}')
                yield question, None if chat is None else str(chat)
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8 text") from None
    except OSError as exc:
        raise CommandError(f"{path} cannot be read: {exc.strerror}") from exc


def _ingested_line(result: Ingested) -> str:
    detail = result.reason if result.outcome == "refused" else f"{result.articles} 篇" if result.articles else ""
    return f"{OUTCOMES[result.outcome]}  {result.name}" + (f"  {detail}" if detail else "")


if __name__ == "__main__":
    sys.exit(main())
