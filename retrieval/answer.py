"""From a question to its answer: a fact that fits in every asked part, otherwise passages, otherwise a refusal."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from math import exp

from retrieval.analysis import Segmenter
from retrieval.asked import Asked
from retrieval.binding import bind, clash
from retrieval.candidates import Reading
from retrieval.changes import corrected, forerunner, whole_before
from retrieval.comparison import read_comparison, verdict
from retrieval.computing import Computation, read_computation, work_out
from retrieval.conversation import is_fresh, leans
from retrieval.dates import find_dates
from retrieval.deciding import Choice, decide, odds
from retrieval.demands import weigh
from retrieval.disagreement import told_otherwise
from retrieval.facts import describe, evidence
from retrieval.matcher import Matcher, load_matcher
from retrieval.mentions import NUMERIC, Page
from retrieval.options import DEPTH, FIGURES, NAMES, gather, is_beside, whole_title
from retrieval.periods import governing_date
from retrieval.question import Question, plain_text, read_question
from retrieval.search import Found, Searcher, passage_of
from retrieval.suggestions import suggest as suggest
from retrieval.sureness import LIKELY, is_sure, is_told
from retrieval.synonyms import Synonyms
from retrieval.types import Answer, Context, Corpus, FactAnswer, Index, Passage
from store.models import Article, Chunk

MATCHED, DEMANDED = 0.7, 0.6  # how much the learned judge counts, and the demands on top of it
MENDED = 0.9  # of the confidence in a question as typed: from there on it is taken as it was mended
BESIDE = 1.0  # log-odds of what stands beside the last answer, where a question follows up on it
HELD = 500  # articles kept prepared

_MEASURES = "身高|体重|[总全]长|长度|宽度|高度|深度|厚度|面积|人口|经度|纬度"
# Asks for more than one figure: the passage tells them together.
_SEVERAL = re.compile(
    f"分别|各(?:是|为|有|占)|经纬度|(?:{_MEASURES})[和与、及]?(?:{_MEASURES})(?:各?是|各?为|约|大约|大概)*多少"
)


class Answerer:
    """Answers questions over one corpus; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        corpus: Corpus,
        *,
        segmenter: Segmenter = "rjieba",
        own: Collection[str] = (),
        synonyms: Synonyms | None = None,
        matcher: Matcher | None = None,
    ) -> None:
        """Answer over *index*, made with *segmenter* and *own* words, whose chunks are in *corpus*.

        By default with the synonyms of general Chinese and the learned *matcher*.
        """
        self._searcher = Searcher(index, corpus, segmenter=segmenter, own=own, synonyms=synonyms)
        self._readings = self._searcher.readings  # what was read for the ranking is not read again
        self._matcher = matcher or load_matcher()
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, text: str, context: Context | None = None, *, now: float | None = None) -> Answer:
        """The answer to *text*, which may follow up on *context* if that is not too old at *now* (Unix seconds).

        Any text is answered or refused.
        """
        fresh = context if is_fresh(context, now) else None
        question = read_question(text, fresh)
        computation = read_computation(question.text)
        if computation and computation.deed != "year_before" and (worked := self._worked_out(question, computation)):
            return worked
        answer = self._attempt(question, fresh)
        if (mended := self._mended(question, fresh)) is not None:
            other = self._attempt(mended, fresh)
            surer = other.confidence > MENDED * answer.confidence  # what was typed names something unknown
            if (other.fact is not None and (surer or answer.fact is None)) or (surer and answer.fact is None):
                return other if other.resolved else replace(other, resolved=mended.text)
        if answer.fact is None and computation and (worked := self._worked_out(question, computation)):
            return worked
        return answer

    def _attempt(self, question: Question, context: Context | None) -> Answer:
        """The answer to *question* as it reads."""
        if question.kind == "yesno" and (compared := self._compared(question)):
            return compared
        found = self._searcher.search(question)
        choice = self._choose(question, found)
        follows = question.follow_up
        if context is not None and (follows or leans(question.text)):
            for asked in (*_of_measure(question, context.fact), question, *_looser(question)):
                near = self._near(asked, context)
                closer = self._choose(asked, near, context.fact) if near else None
                if near and _prefers(closer, near, choice, context, follows):
                    found, choice, follows = near, closer, True
                    break
        return self._answer(question, found, choice, self._understood(question, found) if follows else None)

    def _mended(self, question: Question, context: Context | None) -> Question | None:
        """*question* as it was meant, slips and pinyin mended into words of the corpus; None without any."""
        mended = self._searcher.correct(question.text)
        return None if mended == question.text else replace(read_question(mended, context), asked=question.asked)

    def _compared(self, question: Question) -> Answer | None:
        """The answer to a yes-or-no question about a figure; None where there is no such figure to compare."""
        comparison = read_comparison(question.text)
        if comparison is None:
            return None
        plain = replace(read_question(comparison.question), asked=question.asked)
        found = self._searcher.search(plain)
        answer = self._answer(plain, found, self._choose(plain, found), None)
        note = verdict(comparison, answer.fact) if answer.fact else None
        return replace(answer, fact=replace(answer.fact, note=note)) if answer.fact and note else None

    def _worked_out(self, question: Question, computation: Computation) -> Answer | None:
        """The answer that follows from printed figures; None unless each of them is sure."""
        parts: list[tuple[Question, Found, Choice]] = []
        for text in computation.questions:
            asked = replace(read_question(text), asked=question.asked)
            found = self._searcher.search(asked)
            choice = self._choose(asked, found)
            if choice is None or not is_sure(choice, found):
                return None
            parts.append((asked, found, choice))
        worked = work_out(computation.deed, [choice.option for _, _, choice in parts])
        answer = self._answer(*parts[0], None)
        if worked is None or answer.fact is None:
            return None
        fact = replace(
            answer.fact,
            kind=worked.kind,
            text=worked.text,
            value=worked.value,
            unit=worked.unit,
            approximate=worked.approximate,
            note=f"报上没有直接写,按报上的数字算:{worked.arithmetic}",
            others=(),
        )
        resolved = question.text if question.follow_up else None
        return replace(answer, fact=fact, resolved=resolved)

    def _answer(self, question: Question, found: Found, choice: Choice | None, resolved: str | None) -> Answer:
        fact = _fact(choice) if choice and is_sure(choice, found) else None
        return Answer(
            question=question.asked,
            answered=fact is not None or is_told(question, found, choice),
            confidence=_confidence(question, found, choice),
            fact=fact,
            passages=self._passages(found, choice) if fact else found.passages,
            resolved=resolved,
            missing=found.missing,
        )

    def _choose(self, question: Question, found: Found, beside: FactAnswer | None = None) -> Choice | None:
        single = question.kind in (*FIGURES, *NAMES) and not _SEVERAL.search(question.text)
        return self.choose(question, found, beside) if single else None

    def _near(self, question: Question, context: Context) -> Found | None:
        """The passages of the article last answered from, those first that hold most of *question*."""
        reading = next(iter(self._readings.of_chunks(context.chunk_ids[:1]).values()), None)
        if reading is None:
            return None
        page = self._page(reading)
        asked = Asked(question, self._searcher.alternatives(question), [page.prose.text])
        scores = {
            chunk.id: 4 * asked.cover(page.prose.text[page.prose.place(chunk.start) : page.prose.place(chunk.end)])
            for chunk in reading.chunks
        }
        best = sorted(reading.chunks, key=lambda chunk: (-scores[chunk.id], chunk.id))[:10]
        passages = tuple(passage_of(reading.article, chunk, scores[chunk.id]) for chunk in best)
        return Found(passages, max(scores.values()) / 4, max(scores.values()) >= 2, ())

    def _understood(self, question: Question, found: Found) -> str:
        """The follow-up as it was understood, for the reader."""
        if question.text != plain_text(question.asked) or not found.passages:
            return question.text
        return f"{found.passages[0].title}:{question.text}"

    def choose(self, question: Question, found: Found, beside: FactAnswer | None = None) -> Choice | None:
        """The mention in the passages found that fits *question* best; None where none is of the asked kind.

        Where the question follows up on *beside*, what is told next to that is likelier.
        """
        readings = self._readings.of_chunks([passage.chunk_id for passage in found.passages])
        passages = [passage for passage in found.passages if passage.chunk_id in readings][:DEPTH]
        pages = [self._page(readings[passage.chunk_id]) for passage in passages]
        texts = [text for page in dict.fromkeys(pages) for text in (page.prose.text, page.heading)]
        asked = Asked(question, self._searcher.alternatives(question), texts)
        return _best(asked, passages, pages, self._matcher, beside)

    def _page(self, reading: Reading) -> Page:
        first = reading.first
        with self._lock:
            if first in self._pages:
                self._pages.move_to_end(first)
                return self._pages[first]
        page = Page(reading.article)
        with self._lock:
            self._pages[first] = page
            while len(self._pages) > HELD:
                self._pages.popitem(last=False)
        return page

    def _passages(self, found: Found, choice: Choice | None) -> tuple[Passage, ...]:
        """The passages found with the one first that prints the fact."""
        if choice is None:
            return found.passages
        mention, article = choice.option.mention, choice.option.page.article
        holding = [p for p in found.passages if p.article_id == article.id and p.start <= mention.start < p.end]
        first = holding[0] if holding else self._passage_at(found, article, mention.start)
        rest = [passage for passage in found.passages if passage is not first]
        return (first, *rest)[: max(10, len(found.passages))] if first else found.passages

    def _passage_at(self, found: Found, article: Article, place: int) -> Passage | None:
        near = next(passage for passage in found.passages if passage.article_id == article.id)
        reading = self._readings.of_chunks([near.chunk_id])[near.chunk_id]
        for chunk in reading.chunks:
            if chunk.start <= place < chunk.end:
                return replace(near, chunk_id=chunk.id, text=chunk.text, start=chunk.start, end=chunk.end)
        return None


def figure_in(question: Question, article: Article, chunks: Sequence[Chunk]) -> FactAnswer | None:
    """The figure that *article*, cut into *chunks*, gives as the answer to *question*; None where none is likely."""
    page, asked = Page(article), Asked(question)
    passages = sorted(
        (
            passage_of(
                article, chunk, asked.cover(page.prose.text[slice(*map(page.prose.place, (chunk.start, chunk.end)))])
            )
            for chunk in chunks
        ),
        key=lambda passage: -passage.score,
    )[:DEPTH]
    choice = _best(asked, passages, [page] * len(passages), load_matcher())
    return _fact(choice) if choice is not None and choice.chance >= LIKELY["number"] else None


def _best(
    asked: Asked,
    passages: Sequence[Passage],
    pages: Sequence[Page],
    matcher: Matcher,
    beside: FactAnswer | None = None,
) -> Choice | None:
    """The mention in *passages*, which are of *pages*, that fits what is asked best."""
    options = gather(asked, passages, pages)
    bindings = bind(asked, options)
    known = dict(zip(options, matcher.chances(asked, options, bindings), strict=True))
    for option in options:
        if (before := forerunner(option, options) or whole_before(option, options)) is not None:
            known[option] = max(known[option], known[before])
    weights = {option: weigh(asked, option, options) for option in known}
    weighed = {
        option: _chance(MATCHED * odds(chance) + DEMANDED * (weights[option].odds + clash(bindings[option])))
        for option, chance in known.items()
    }
    if beside is not None:
        near = {option for option in weighed if is_beside(option, beside)}
        weighed = {o: _chance(odds(chance) + BESIDE * (o in near)) for o, chance in weighed.items()}
    choice = decide(weighed, dated=bool(asked.dates))
    if choice is None:
        return None
    return replace(choice, option=whole_title(asked, choice.option), against=weights[choice.option].gravest)


_GROWS = re.compile("(?:同比|环比|[比较]|[增涨降跌减])")


def _of_measure(question: Question, fact: FactAnswer | None) -> Iterator[Question]:
    """The follow-up that asks how much something grew, of what *fact* measures: 签订意向 比上届增长多少."""
    if fact is not None and fact.measure and not question.follow_up and _GROWS.match(question.text):
        yield replace(read_question(fact.measure + question.text), asked=question.asked)


def _looser(question: Question) -> Iterator[Question]:
    """The follow-up without the time that it took over, and as it was typed."""
    if question.follow_up:
        text = question.text
        for date in reversed(find_dates(text)):
            if date.text not in plain_text(question.asked):
                text = text[: date.start] + text[date.end :]
        if text != question.text:
            yield replace(read_question(text), asked=question.asked)
        yield read_question(question.asked)


def _prefers(closer: Choice | None, near: Found, choice: Choice | None, context: Context, follows: bool) -> bool:
    """Whether a short question is better answered from the article last answered from."""
    if closer is None or not is_sure(closer, near):
        return False
    if choice is None or choice.option.page.article.id in context.article_ids[:1]:
        return True
    return closer.chance >= (0.5 if follows else 0.8) * choice.chance


def _chance(odds: float) -> float:
    """The chance of which *odds* are the log-odds."""
    return 1 / (1 + exp(-odds))


def _confidence(question: Question, found: Found, choice: Choice | None) -> float:
    """The chance that the answer is right: of a question for a figure, what its figures are worth counts as well."""
    if choice and is_sure(choice, found):
        return max(found.confidence, choice.chance)
    if question.kind in FIGURES:
        return (found.confidence + (choice.chance if choice else 0.0)) / 2
    return found.confidence


def _fact(choice: Choice) -> FactAnswer:
    page, mention = choice.option.page, choice.option.mention
    date = governing_date(page, mention) if mention.kind in NUMERIC else None
    reading, put_right = describe(page, mention), corrected(page, mention) is True
    return FactAnswer(
        kind=mention.kind,
        text=mention.text,
        value=mention.value,
        unit=mention.unit,
        approximate=mention.approximate,
        evidence=evidence(page, mention),
        article_id=page.article.id,
        subject=reading.subject,
        measure=reading.measure,
        period=str(date.value) if date and date.value else None,
        note="据更正" if put_right else None,
        others=() if put_right else told_otherwise(choice.option, choice.others),
    )


def context_of(answer: Answer, now: float) -> Context:
    """What a follow-up to *answer* refers to, *now* in Unix seconds."""
    return Context(
        question=answer.resolved or answer.question,
        article_ids=tuple(dict.fromkeys(passage.article_id for passage in answer.passages)),
        chunk_ids=tuple(passage.chunk_id for passage in answer.passages),
        fact=answer.fact,
        asked_at=now,
    )
