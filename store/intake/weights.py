"""How much each piece of evidence about a page counts, in rough log-odds: 2 is likely, 5 is as good as certain.

Set by hand and then tuned against thousands of pages printed at random (column breaks, titles before and after their
bodies, split, repeated) from articles of several kinds; no weight decides alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TitleWeights:
    """What makes a unit look like a line of a title."""

    tiny: float = -2.5  # up to three characters after running text without an end
    tiny_alone: float = 0.0  # up to three characters elsewhere
    small: float = 0.0  # four or five
    small_alone: float = 0.7
    fitting: float = 1.5  # up to 24
    longish: float = 1.6  # up to 28
    overlong: float = -0.25  # for each character more
    full_stop: float = -5.0
    comma: float = -0.8
    more_commas: float = -0.2  # each, in a short line
    many_commas: float = -1.2  # each, in a long line
    unfinished: float = -4.0  # ends with a comma or the like
    colon: float = -0.5  # ends with a colon
    finished: float = -4.0  # ends as a sentence does
    says: float = -2.0  # 他说,
    stray_bracket: float = -2.5  # closes what it did not open
    open_bracket: float = -0.8  # does not close what it opened
    notice: float = 4.0  # 更正, 停水公告: the short title of a notice
    offer: float = 2.0  # 招租, 简讯, …通知
    item: float = -3.0  # ◆
    numbered: float = -1.5  # 一、
    speaker: float = -5.0  # 问:
    row: float = -4.0  # a telephone number, a day, a label
    listed: float = -3.0  # a figure's row among such rows
    introduces: float = 4.0  # rows or items follow
    leads_in: float = -6.0  # the same or one item does, but it ends with a colon: 公布三起案件:
    day: float = -2.5  # begins with a day
    no_beginning: float = -4.0  # begins as no title begins
    no_end: float = -1.5  # ends as no title ends
    verse: float = -1.0
    spaced: float = 1.0  # set with a space between characters
    parallel: float = 1.5  # phrases of like length
    signature: float = -5.0
    big: float = 4.0  # set large, or marked as a heading
    not_big: float = -0.7  # where others are
    bold: float = 1.5
    known: float = 2.0  # part of the title that the format carries


@dataclass(frozen=True, slots=True)
class OpeningWeights:
    """What makes a unit look like the first of an article."""

    start: float = 6.5  # 本报讯
    row: float = -5.5
    rows: float = -1.0  # the first of several labels: 时间:, 地点:
    day: float = 2.0  # begins with a day, or 图为
    day_near: float = 0.6  # a day among the first characters
    short: float = -1.0
    no_beginning: float = -3.0  # begins as no sentence begins
    word: float = -2.0  # a word lies across its beginning
    refers_back: float = -1.0  # begins with 他, 同时, 目前


@dataclass(frozen=True, slots=True)
class JoinWeights:
    """What makes a unit look like the rest of the paragraph before it."""

    closed: float = -7.0  # the paragraph before has its end
    soft: float = -2.0  # ends with a colon or semicolon
    open: float = 1.0  # ends without a mark
    fragment: float = 0.0  # is short and has none, but a comma or a day
    title: float = -5.0  # is short and looks like a title
    start: float = -12.0
    after_row: float = -4.0
    item: float = -5.0
    after_item: float = -1.5
    after_open_items: float = -5.0  # after one of several that end without a mark
    row: float = -5.0
    no_beginning: float = 3.0
    no_end: float = 1.0
    figure: float = 3.0  # a figure goes on, or its unit follows
    finished: float = 2.0
    marks: float = 1.5  # has commas
    word: float = 2.5  # a word lies across the seam
    bracket: float = 4.0  # closes what the paragraph opened
    size: float = -5.0  # is set in another size


@dataclass(frozen=True, slots=True)
class PathWeights:
    """What articles on a page are like."""

    affinity: float = 3.0  # all of a title's words are in the body
    text: float = 1.5  # a short unit is text after all
    roomy: float = -0.7  # the same, but longer than most sub-headings
    byline: float = 6.0  # a byline on its own between title and body
    byline_below: float = 3.0  # one below a title that stands after its body
    name: float = 2.0  # a name on its own between title and body
    two_bylines: float = -5.0  # an article with a byline on its own and 本报讯（记者…） besides
    new_article: float = -0.5  # a title amid running text: most are sub-headings unless something speaks for an article
    cohesion: float = -1.8  # for each of up to two names that only the texts just before and after have
    sibling: float = -5.0  # a title with another of its form near by: a sub-heading
    after_row: float = 1.0  # a title after a signature's day, a telephone number, a figure's row
    unnamed: float = -3.5  # an article of which no title is printed
    headless: float = -4.0  # titles of which no body is printed
    second_title: float = -3.0  # a title after a body that has one already
    broken_off: float = -0.2  # an article that ends without an end
    open_paragraph: float = -3.1  # a paragraph that ends without an end though the article goes on
    more_title: float = -0.75  # another line to a title
    of_notice: float = -2.5  # another line to the title of a notice
    whole_word: float = 1.0  # a word lies across two lines of a title
    tail_first: float = -1.0  # a title after its body rather than before
    after_tail: float = -1.5  # an article without a title before it, after one with its title at the end
    bare: float = -6.0  # an article that begins without title or 本报讯
    bare_picture: float = -4.0  # the same that begins as the text below a picture does
    signed: float = -5.0  # text that goes on after a notice's signature and day
    signed_off: float = -3.0  # text that goes on after its writer's name, or after a picture's credit
    after_signed_off: float = 3.5  # an article that begins there without title or 本报讯
    title_after_signed_off: float = 1.5
    caption: float = 5.0  # an article that begins so and is the text below a picture, with its credit at the end
    tight: float = 3.0  # no blank line between units where most have one
    wide: float = 0.8  # more blank lines than most


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """What makes a line of a title its headline, its kicker or its subtitle."""

    opening: float = 0.8  # all of a headline's words are in the first sentence
    place: float = 1.2  # a headline that begins with a place or an organisation
    place_figures: float = 0.4  # the same with a figure in it
    notice: float = 2.0
    tight: float = 3.6  # lines without a blank one between, or set alike, are one part
    loose: float = -0.2  # other lines are
    goes_on: float = 2.1  # the first ends, or the second begins, as no phrase does
    word: float = 2.5  # a word lies across their seam, or the body has what does
    short: float = -0.2
    overlong: float = -0.2  # for each character over 26
    marked: float = -4.0  # a headline with a dash before it or a colon after it
    known: float = 3.0
    size: float = 8.0  # for each body size that a headline is larger
    heading: float = 3.0
    bold: float = 0.8
    colon: float = 4.0  # a kicker that ends with a colon
    dash: float = 4.0  # a subtitle that begins with a dash
    organisation: float = 2.0  # a kicker that is an organisation's name
    parallel: float = 1.5  # a kicker of phrases of one length
    many_phrases: float = 1.0
    slogan: float = -1.0  # a headline of phrases of one length
    figures: float = 2.0  # a subtitle with a figure in digits
    numerals: float = 1.2  # or in characters, as headlines have them too
    sketch: float = 2.0  # a subtitle that says what kind of text it is, …见闻
    comma: float = 0.6
    long: float = 0.3
    kicker_place: float = -0.5  # a kicker that begins with a place
    kicker: float = 1.4  # above the headline rather than below
    out_of_place: float = -1.0
    unused: float = -0.2  # a line that plays no part


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights."""

    title: TitleWeights = TitleWeights()
    opening: OpeningWeights = OpeningWeights()
    join: JoinWeights = JoinWeights()
    path: PathWeights = PathWeights()
    role: RoleWeights = RoleWeights()


WEIGHTS = Weights()
