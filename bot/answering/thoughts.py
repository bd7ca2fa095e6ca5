"""What the bot and a process that helps it to think say to each other, and how it travels."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bot.answering.paper import State
from retrieval.analysis import Segmenter
from retrieval.types import Answer, Context

LENGTH = struct.Struct("!I")  # before each message, in bytes


@dataclass(frozen=True, slots=True)
class Job:
    """What a helper answers from."""

    edition: int  # of the index's files
    store: Path
    index: Path
    data: Path
    segmenter: Segmenter
    words: tuple[str, ...]  # the operator's, as the index was made with them


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks."""

    text: str
    context: Context | None


@dataclass(frozen=True, slots=True)
class Thought:
    """What came of it."""

    answer: Answer
    state: State  # of the paper, the same from the first look at it to the last
    stands_alone: bool  # whether the answer is the same whatever was said before
    spent: Mapping[str, float]  # seconds by step


def packed(message: object) -> bytes:
    """*message* as it travels between our own two processes."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(body)) + body


def received(source: IO[bytes]) -> Any:
    """The next message. Raises EOFError where there is none any more."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    return pickle.loads(source.read(LENGTH.unpack(head)[0]))
