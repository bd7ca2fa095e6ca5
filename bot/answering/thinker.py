"""A process that helps to think while readers crowd: the same answers from the same files, on another core.

`python -m bot.answering.thinker` reads questions from its standard input, which is a socket, and writes what it thinks
of them there, one after the other. It ends when its input does, and so with the bot, however the bot ends. It changes
no file, and what people ask appears nowhere else.
"""

from __future__ import annotations

import signal
import socket
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from bot.answering import vocabulary
from bot.answering.paper import State, StoreCorpus, state_of
from bot.answering.repeats import stands_alone
from bot.answering.settling import settle
from bot.answering.thoughts import Job, Question, Thought, packed, received
from retrieval import steps
from retrieval.answer import Answerer
from retrieval.index import open_index
from retrieval.synonyms import Synonyms
from store.schema import read_store

FIRST = "今年一共有多少人参加？"  # thought about before anybody asks, so that dictionaries and models are loaded
EXPENDABLE = "500"  # of -1000 to 1000: where memory runs out, this process ends before the bot


class Thinker:
    """Answers over the files of a *job*. Raises StoreError or IndexUnusable where they cannot be read."""

    def __init__(self, job: Job) -> None:
        self._job, self._db = job, read_store(job.store)
        # never made here: in the middle of a swap it would lie where the new one is to go
        self._index = open_index(job.index, segmenter=job.segmenter, own=job.words, make=False)
        synonyms = Synonyms(job.data / vocabulary.FILES["synonyms"])
        corpus = StoreCorpus(lambda: self._db)
        self._answerer = Answerer(self._index, corpus, segmenter=job.segmenter, own=job.words, synonyms=synonyms)

    def think(self, asked: Question) -> Thought | None:
        """The answer, from one state of the paper; None where something was published meanwhile."""
        before, start = self._state(), perf_counter()
        with steps.listening() as spent:
            answer = self._answerer.answer(asked.text, context=asked.context)
        spent["answer"] = perf_counter() - start
        thought = Thought(answer, before, stands_alone(asked.text, asked.context), spent)
        return thought if self._state() == before else None

    def _state(self) -> State:
        return state_of(self._db, self._index, self._job.data, self._job.edition)


def serve(channel: socket.socket) -> None:
    """Take on the job that comes first, say that it can be done, then answer until nobody is there any more."""
    with channel, channel.makefile("rb") as source, suppress(EOFError, ConnectionError):
        thinker = Thinker(received(source))
        thinker.think(Question(FIRST, None))
        settle()
        channel.sendall(packed(None))
        while True:
            channel.sendall(packed(_attempt(thinker, received(source))))


def _attempt(thinker: Thinker, asked: Question) -> Thought | None:
    """What comes of a question; None where anything goes wrong: the bot meets the same then, and can say so."""
    try:
        return thinker.think(asked)
    except Exception:
        return None


def main() -> None:
    """Serve the bot that has started this process."""
    for number in (signal.SIGTERM, signal.SIGINT):  # meant for the bot, which may still need us until it stops
        signal.signal(number, signal.SIG_IGN)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(EXPENDABLE, encoding="ascii")
    serve(socket.socket(fileno=0))


if __name__ == "__main__":
    main()
