"""What a question demands of its answer, and what it costs a mention not to meet it.

The learned judge (`matcher`) weighs words and distances. These rules hold what it saw too seldom: each reads one
demand of the question (its unit, its time, the thing that a price is for, before or after a change) and says in
log-odds how much more or less likely the mention is for it. A demand that is openly contradicted costs more than any
wording can win.

Each rule is asked of up to a hundred mentions a question, so it looks at the question first and is done where that
demands nothing; what takes more than a search is remembered by text (`lru_cache`), for all mentions. Of a page it
reads the names of the mention's sentence (`Page.names`), not those of the whole (`Page.persons`); and it makes no
pattern of a word, which costs a millisecond, but finds the word and looks at what stands beside it
(`asked.places_of`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from retrieval.asked import Asked
from retrieval.belonging_demands import (
    component,
    in_a_row,
    one_of_list,
    other_case,
    other_item,
    other_person,
    part_of_place,
    sex,
    told_elsewhere,
    told_of_next,
)
from retrieval.cell_demands import not_planned, other_row
from retrieval.changes import basis, before_after, correction, forerunner, growth, newly
from retrieval.circumstance_demands import (
    aim,
    before_it,
    completed,
    condition,
    limit,
    negated,
    now_or_then,
    occasion,
    only_planned,
    other_condition,
    part_of_year,
    period,
    planned,
    season,
    still_to_come,
    year_of_date,
    year_of_name,
)
from retrieval.date_demands import bounds_asked, date_detail, event, implied_year, origin, other_event
from retrieval.exclusive_demands import only_compared, other_kind, other_member
from retrieval.figure_demands import (
    claimed,
    given,
    governs,
    holder,
    other_figure,
    rank,
    relatives,
    respectively,
    total,
)
from retrieval.labels import listed
from retrieval.measure_demands import counted_noun, extent, only_one, per_unit, unit
from retrieval.name_demands import (
    acting,
    called,
    class_word,
    corrected_title,
    deed,
    labelled,
    only_name,
    ordered,
    place_lead,
    put_right,
    role,
    signature,
    sure,
    vague,
)
from retrieval.options import NAMES, Option
from retrieval.order_demands import grouped, placed, ranked
from retrieval.part_demands import (
    caused,
    cut_off,
    drawn,
    first_day,
    no_proper_name,
    of_the_next,
    one_of_several,
    out_of,
    payer,
    pooled,
    rate_for_sum,
    rest,
    unit_price,
    whole_ahead,
    within,
)
from retrieval.rival_demands import (
    firm_within,
    other_measure,
    other_work,
    passing,
    prefixed,
    quoted,
    sibling,
    somebody_elses,
    step,
    unspent,
)
from retrieval.setting import Setting, setting_of
from retrieval.subject_demands import (
    absent,
    identifier,
    owner,
    place_named,
    scope,
    stranger,
    taken_up_later,
    unsettled,
)

_FROM = re.compile("[由从自][^由从自]*$")


class Weight(NamedTuple):
    """What a question's demands say of one option, in log-odds."""

    odds: float  # that they add to it
    gravest: float  # that the demand costs which it meets least; at most 0


def weigh(asked: Asked, option: Option, rivals: Sequence[Option]) -> Weight:
    """What the question's demands say of *option*; *rivals* are all options, itself included."""
    odds = _each(asked, option, rivals)
    gravest = min(0.0, *odds)
    against = sum(value for value in odds if value < 0)
    # a demand that is as good as contradicted is not made up for by how well the rest fits
    return Weight(against if gravest <= -3.5 else against + sum(value for value in odds if value > 0), gravest)


def _each(asked: Asked, option: Option, rivals: Sequence[Option]) -> list[float]:
    """What each of the demands adds to *option*."""
    setting = setting_of(asked, option)
    if (before := forerunner(option, rivals)) is not None:
        setting = replace(setting, earlier=_FROM.sub("", setting_of(asked, before).own))
    names = asked.question.kind in NAMES
    rules = _NAME_RULES if names else _FIGURE_RULES
    odds = [rule(setting) for rule in rules]
    if not names:
        odds += [unit(option, rivals), claimed(setting, rivals), listed(setting, rivals)]
    return odds


_FIGURE_RULES: tuple[Callable[[Setting], float], ...] = (
    grouped,
    ranked,
    relatives,
    given,
    per_unit,
    period,
    growth,
    newly,
    basis,
    before_after,
    correction,
    date_detail,
    other_figure,
    extent,
    owner,
    holder,
    governs,
    event,
    other_event,
    bounds_asked,
    counted_noun,
    only_one,
    total,
    limit,
    condition,
    absent,
    planned,
    identifier,
    scope,
    place_named,
    taken_up_later,
    unsettled,
    respectively,
    sibling,
    prefixed,
    other_measure,
    occasion,
    part_of_year,
    other_work,
    aim,
    passing,
    only_planned,
    quoted,
    negated,
    other_condition,
    somebody_elses,
    firm_within,
    component,
    one_of_list,
    told_of_next,
    told_elsewhere,
    in_a_row,
    other_case,
    other_item,
    part_of_place,
    other_person,
    sex,
    now_or_then,
    season,
    completed,
    step,
    unspent,
    origin,
    implied_year,
    rank,
    other_row,
    not_planned,
    other_member,
    only_compared,
    other_kind,
    pooled,
    one_of_several,
    drawn,
    rate_for_sum,
    caused,
    of_the_next,
    payer,
    whole_ahead,
    unit_price,
    cut_off,
    year_of_date,
    before_it,
    still_to_come,
    rest,
    out_of,
    within,
    first_day,
)
_NAME_RULES: tuple[Callable[[Setting], float], ...] = (
    placed,
    grouped,
    given,
    owner,
    other_figure,
    place_lead,
    acting,
    labelled,
    role,
    class_word,
    corrected_title,
    signature,
    sure,
    correction,
    called,
    ordered,
    put_right,
    only_name,
    identifier,
    negated,
    other_condition,
    vague,
    deed,
    rank,
    season,
    prefixed,
    other_member,
    no_proper_name,
    year_of_name,
    stranger,
)
