"""What a question asks for, and which of its words stand for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retrieval.types import AnswerKind

Kind = AnswerKind | Literal["yesno", "reason", "how", "definition", "other"]


@dataclass(frozen=True, slots=True)
class Slot:
    """The words of a question that stand for its answer."""

    kind: Kind
    start: int  # characters into the folded question; start == end where nothing in it asks (keywords)
    end: int  # exclusive; the unit or the class word (哪家公司) belongs to the slot
    unit: str | None = None  # the unit that the wording fixes, by its name in `units`
    noun: str = ""  # the word for what is asked, where the slot names it: 公司 in 哪家公司, 领域 in 几大领域
    exact: bool = True  # False where the kind is only the likeliest (多少 without a unit)
    compared: bool = False  # asks by how much more or less: a share, or so many (比去年多多少)
    total: bool = False  # asks for the sum of all (一共, 总共)
