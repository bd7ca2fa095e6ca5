"""What editors do with the paper: take a document in, try it, correct how it was read, publish, take out, go back.

Every deed that changes what is printed is one transaction, recorded with who did it; the index follows.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from bot.alerts import matching
from bot.people import timing
from bot.publishing import batches, edits, reading
from bot.publishing.batches import File, Passed
from bot.publishing.edits import Edit
from bot.publishing.outcomes import DryRun, Ingested, Outcome, Preview, WayBack
from bot.publishing.reading import Reading, Told, untold
from bot.settings import Settings
from bot.watch import metrics
from bot.watch.traces import current
from retrieval.facts import extract
from retrieval.shares import slips
from store import articles, audit, drafts, history, partners, publishing, traces
from store.errors import DraftGone, DraftOutdated, StateGone
from store.intake.chunking import Chunks
from store.models import Article
from store.publishing import Change
from store.schema import atomic

log = logging.getLogger(__name__)


class _TakenBack(Exception):
    """Ends a transaction of which nothing is to stay."""


class Press:
    """The deeds. Every method blocks and may be called from any thread."""

    def __init__(self, db: Callable[[], Database], settings: Settings, *, catch_up: Callable[..., None]) -> None:
        """*db* is the calling thread's connection, *catch_up* brings the index to the store's state, and tells."""
        self._db = db
        self._settings = settings
        self._catch_up = catch_up

    # From the command line

    def ingest(self, paths: Iterable[Path], *, alert: bool = True, told: Told = untold) -> Iterator[Ingested]:
        """Take in files, and folders with all below them; one result a file, in order but for those that go together.

        Each file is committed on its own, or with those that its articles go on in, and with what readers are to be
        told of it unless *alert* is False; the index follows when the last is in, or when the caller stops. *told*
        hears of bytes read, of articles of a file written, of articles indexed.
        """
        try:
            yield from self._take_in_all(list(paths), alert=alert, told=told)
        finally:
            self._catch_up(told)  # what was read is forgotten by now: a large file leaves room for its index

    def _take_in_all(self, paths: Sequence[Path], *, alert: bool, told: Told) -> Iterator[Ingested]:
        total, done = reading.size_of(paths) if told is not untold else 0, 0

        def read(size: int) -> None:
            nonlocal done
            done += size
            told("read", done, total)

        for batch in batches.batches(self._db(), paths, told=read):
            with atomic(self._db()) if any(isinstance(one, File) for one in batch) else nullcontext():
                results = [self._take_in(one, alert=alert, told=told) for one in batch]
            yield from (one for one in results if one is not None)

    def previews(self, paths: Iterable[Path]) -> Iterator[Preview | Ingested]:
        """What `ingest` of *paths* would do, file by file: a preview, or why the file would be refused."""
        for batch in batches.batches(self._db(), paths, again=True):
            for one in batch:
                if isinstance(one, Passed):
                    yield Ingested(one.name, "refused", one.reason)
                else:
                    yield self._preview(one.name, one.reading, edits.unpack(history.edits(self._db(), one.name)))

    def _take_in(
        self, file: File | Passed, *, alert: bool, by: int = audit.PROGRAM, told: Told = untold
    ) -> Ingested | None:
        """Publish a file, with the edits that were made of it before; None for one that was held, and has not changed.

        Call inside `atomic(db)`.
        """
        if isinstance(file, Passed):
            return Ingested(file.name, "unchanged" if file.reason is None else "refused", file.reason)
        changes = edits.unpack(history.edits(self._db(), file.name))
        made = edits.make(changes, file.reading.articles)
        done = self._publish(file, made.articles, changes, by=by, alert=alert, told=told)
        if file.is_held and not (done.change.new or done.change.changed or done.change.gone):
            return None
        return replace(done, warnings=(*file.reading.warnings, *map(unfit, made.unfit)))

    # A draft

    def prepare(self, path: Path, name: str, *, by: int, told: Told = untold) -> DryRun:
        """Keep a document that user *by* sent until it is published or discarded; *told* hears how far it is.

        The very same document sent again while nobody has decided is the same draft. What editors changed of an
        earlier edition of the document is changed again. Raises DocumentRefused.
        """
        content = reading.bytes_of(path, name)
        if (known := drafts.same(self._db(), name, content)) is not None and not self._is_old(known):
            return self.look(known.id)
        with metrics.intake():
            read = reading.read(path, name, content, beside=batches.beside(self._db(), name), told=told)
        told("index", 0, 1)
        with atomic(self._db()):
            db, now = self._db(), time.time()
            known = drafts.same(db, name, content)  # sent twice in one second
            draft_id = known.id if known else None
            if known is None or self._is_old(known):
                packed, changes, seen = reading.pack(read), history.edits(db, name), history.seen(db, name)
                draft_id = drafts.keep(db, name, content, packed, edits=changes, seen=seen, sent_by=by, now=now)
        assert draft_id is not None
        run = self.look(draft_id)
        told("index", 1, 1)
        return run

    def open(self, draft_id: int) -> DryRun:
        """A draft and its articles as they are corrected, without what publishing it would change. Raises DraftGone."""
        draft = self._open(draft_id)
        made = edits.make(edits.unpack(draft.edits), self._reading(draft).articles)
        return DryRun(draft, Preview(draft.name, made.articles, Change(), {}, {}, ()))

    def look(self, draft_id: int, *, readers: bool = True) -> DryRun:
        """What publishing a draft would change as things are now; *readers*: and how many chats it would tell.

        Raises DraftGone if it is decided or has lapsed.
        """
        draft = self._open(draft_id)
        read = self._reading(draft)
        with atomic(self._db()):
            seen = history.seen(self._db(), draft.name)
            drafts.look_again(self._db(), draft_id, seen)
        changes = edits.unpack(draft.edits)
        preview = self._preview(draft.name, read, changes)
        if readers:
            found = edits.make(changes, read.articles).articles
            preview = replace(preview, readers=self._audience(draft.name, self.content(draft_id), found))
        return DryRun(replace(draft, seen=seen), preview)

    def content(self, draft_id: int) -> bytes:
        """The bytes of a draft as they were received. Raises DraftGone."""
        return drafts.content(self._db(), draft_id)

    def edit(self, draft_id: int, make: Callable[[Sequence[Article]], Edit], *, version: int) -> None:
        """Change how a draft was read, as *make* says of its articles; it has *version* edits so far.

        Raises DraftOutdated if somebody has changed it meanwhile, DraftGone if it is decided.
        """
        draft, made = self._with_edits(draft_id, version)
        current = edits.make(made, self._reading(draft).articles).articles
        self._correct(draft, (*made, make(current)))

    def undo(self, draft_id: int, *, version: int) -> None:
        """Take the last edit of a draft back; like `edit`."""
        draft, made = self._with_edits(draft_id, version)
        self._correct(draft, made[:-1])

    def publish(self, draft_id: int, *, by: int, version: int | None = None, alert: bool = True) -> Ingested:
        """Publish a draft, as user *by* decided; readers are told of it unless *alert* is False.

        Raises DraftGone if it was decided already or has lapsed, DraftOutdated if the document has changed since
        the dry run, or the draft has not *version* edits (None: whatever it has).
        """
        draft, changes = self._with_edits(draft_id, version)
        read, content = self._reading(draft), drafts.content(self._db(), draft_id)
        made = edits.make(changes, read.articles)
        others = batches.partners_of(self._db(), draft.name, content)
        with atomic(self._db()):
            if drafts.find(self._db(), draft_id).edits != draft.edits or self._has_changed(draft):
                raise DraftOutdated(draft_id)
            count = len(made.articles)
            drafts.decide(self._db(), draft_id, "published", by=by, articles=count, now=time.time())
            file = File(draft.name, content, read)
            deed = "publish anyway" if draft.broken else "publish" if alert else "publish quietly"
            result = self._publish(file, made.articles, changes, by=by, alert=alert, deed=deed)
            for other in others:
                self._take_in(other, alert=alert, by=by)
        self._catch_up()
        return replace(result, warnings=read.warnings)

    def discard(self, draft_id: int, *, by: int) -> None:
        """Forget a draft. Raises DraftGone if it was decided already."""
        now = time.time()
        with atomic(self._db()):
            drafts.decide(self._db(), draft_id, "discarded", by=by, now=now)
            audit.record(self._db(), by, "discard", drafts.find(self._db(), draft_id).name, now=now)

    # What is printed

    def find(self, words: str, limit: int) -> list[Article]:
        """At most *limit* articles with *words* in the headline, newest first; all for no words."""
        folded = words.casefold()
        found = (one for one in articles.latest(self._db(), -1) if folded in one.headline.casefold())
        return list(islice(found, limit))

    def alerts_of(self, article: Article) -> int:
        """How many chats wait for an alert that tells of *article*."""
        return history.alerts_of(self._db(), article.key)

    def remove(self, key: int, *, by: int) -> Article:
        """Take an article out; alerts of it that are on their way are stopped. Raises ArticleNotFound.

        Reading its document anew does not bring it back.
        """
        now, db = time.time(), self._db()
        with atomic(db):
            article = articles.article(db, key)
            name = articles.document_of(db, article.id)
            with history.recorded(db, "remove", article.headline, [name], actor=by, now=now):
                publishing.remove(db, article.id, now=now)
                made = edits.unpack(history.edits(db, name))
                history.keep_edits(db, name, edits.pack((*made, edits.omit(article))))
            audit.record(db, by, "remove", article.headline, now=now)
        self._catch_up()
        return article

    def way_back(self, number: int) -> WayBack:
        """What going back to the state of generation *number* would change. Raises StateGone."""
        to = history.publication(self._db(), number)
        if to is None:
            raise StateGone(number)
        change, then = history.compare(self._db(), number)
        now = articles.articles_by_id(self._db(), [*change.changed, *change.gone])
        return WayBack(to, change, then, now)

    def go_back(self, number: int, *, by: int, seen: int, alert: bool = True) -> Change:
        """Go back to the state of generation *number*, as a new state; readers hear of corrections, of nothing new.

        Raises StateGone if there is no such state, DraftOutdated if something was published after generation *seen*.
        """
        now, db = time.time(), self._db()
        with atomic(db):
            to = history.publication(db, number)
            if to is None:
                raise StateGone(number)
            if articles.generation(db) != seen:
                raise DraftOutdated(number)
            names = list(history.documents_at(db, number))
            with history.recorded(db, "rollback", to.subject, names, actor=by, now=now):
                change = history.go_back(db, number, Chunks, now=now)
            if alert:
                self._announce(Change(changed=change.changed), now)
            audit.record(db, by, "rollback", f"{number} {to.subject}", now=now)
        self._catch_up()
        return change

    def put_in(self, name: str, content: bytes, found: Sequence[Article], made: Sequence[Edit] = ()) -> Change:
        """Put a document in, untold and unrecorded, without the index: on a copy of the store, to see what comes of it.

        *found* are its articles with the edits *made*.
        """
        with atomic(self._db()):
            change = publishing.publish(self._db(), name, content, reading.editions(found), now=time.time())
            history.keep_edits(self._db(), name, edits.pack(made))
        return change

    # Their parts

    def _publish(
        self,
        file: File,
        found: Sequence[Article],
        made: Sequence[Edit],
        *,
        by: int,
        alert: bool,
        deed: str = "publish",
        told: Told = untold,
    ) -> Ingested:
        """Publish a document, of which *found* are the articles with the edits *made*; call inside `atomic(db)`.

        *deed* is what the audit calls it.
        """
        db, name, now = self._db(), file.name, time.time()
        known, ids = articles.has_document(db, name), [article.id for article in found if article.id]
        with history.recorded(db, "publish", name, [name], ids=ids, actor=by, now=now):
            change = publishing.publish(db, name, file.content, reading.editions(found, told=told), now=now)
            history.keep_edits(db, name, edits.pack(made))
        partners.keep(db, name, file.reading.partners, leads_out=file.reading.leads_out)
        chats = self._announce(change, now) if alert else 0
        audit.record(db, by, deed, name, now=now)
        traces.keep(db, current(), now=now)
        outcome: Outcome = "updated" if known else "new"
        metrics.documents.labels(outcome).inc()
        log.info("published: %d new, %d changed, %d gone", len(change.new), len(change.changed), len(change.gone))
        return Ingested(name, outcome, None, len(found), change, told=chats)

    def _announce(self, change: Change, now: float) -> int:
        zone = self._settings.timezone
        due = lambda how: timing.due_at(timing.unpack(how), now, zone=zone)  # noqa: E731
        return matching.announce(self._db(), change, due_at=due)

    def _preview(self, name: str, read: Reading, changes: Sequence[Edit]) -> Preview:
        made = edits.make(changes, read.articles)
        change, found = publishing.compare(self._db(), name, made.articles)
        facts = {article.id: extract(article) for article in found}
        doubtful = [slip for article in found for slip in slips(article.headline, facts[article.id])]
        return Preview(
            name,
            tuple(found),
            change,
            articles.articles_by_id(self._db(), [*change.changed, *change.gone]),
            {article_id: len(read_from) for article_id, read_from in facts.items()},
            (*read.warnings, *doubtful, *map(unfit, made.unfit)),
            len(changes) - len(made.unfit),
        )

    def _audience(self, name: str, content: bytes, found: Sequence[Article]) -> int:
        """How many chats would be told if a document were published now: found out by doing so, and taking it back."""
        told, now = 0, time.time()
        with suppress(_TakenBack), atomic(self._db()):
            told = self._announce(publishing.publish(self._db(), name, content, reading.editions(found), now=now), now)
            raise _TakenBack
        return told

    def _with_edits(self, draft_id: int, version: int | None) -> tuple[drafts.Draft, tuple[Edit, ...]]:
        """A draft that has *version* edits, and these. Raises DraftGone, DraftOutdated."""
        draft = self._open(draft_id)
        made = edits.unpack(draft.edits)
        if version not in (None, len(made)):
            raise DraftOutdated(draft_id)
        return draft, made

    def _correct(self, draft: drafts.Draft, made: Sequence[Edit]) -> None:
        with atomic(self._db()):
            drafts.edit(self._db(), draft.id, edits.pack(made), was=draft.edits)

    def _open(self, draft_id: int) -> drafts.Draft:
        draft = drafts.find(self._db(), draft_id)
        if draft.state != "open" or self._is_old(draft):
            raise DraftGone(draft_id)
        return draft

    def _is_old(self, draft: drafts.Draft) -> bool:
        return draft.created_at < time.time() - drafts.DAY

    def _has_changed(self, draft: drafts.Draft) -> bool:
        """Whether the document is another one now than in the dry run."""
        return history.seen(self._db(), draft.name) != draft.seen

    def _reading(self, draft: drafts.Draft) -> Reading:
        """What was read of a draft; read now where it was sent to an earlier version of this program."""
        packed = drafts.reading(self._db(), draft.id)
        if packed is not None:
            return reading.unpack(packed)
        content = drafts.content(self._db(), draft.id)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(draft.name).name
            path.write_bytes(content)
            return reading.read(path, draft.name, content, beside=batches.beside(self._db(), draft.name))


def unfit(edit: Edit) -> str:
    """What is said of an edit that could not be made again."""
    deeds = {"title": "改标题", "join": "合并", "part": "拆分", "omit": "撤下"}
    return f"编辑做过的改动这次用不上（{deeds[edit.deed]}《{edit.headline}》），请核对"
