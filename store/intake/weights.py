"""How much each piece of evidence about a page counts, in rough log-odds: 2 is likely, 5 is as good as certain.

Set by hand, then tuned against some hundred pages put together at random (titles before and after their bodies, split,
repeated; bylines in every form; column breaks, captions, lists, notices, banners); those of the parts of a title were
learnt as the log-linear model that they are; what parts kicker from subtitle, on 83 invented titles of two lines (of
those left out in turn, 73 were read right), and then some by hand again. No weight decides alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TitleWeights:
    """What makes a unit look like a line of a title."""

    tiny: float = -2.5  # up to three characters after running text without an end
    tiny_alone: float = 0.0  # up to three characters elsewhere
    small: float = 0.0  # four or five
    small_alone: float = 0.6
    fitting: float = 1.5  # up to 24
    longish: float = 1.6  # up to 28
    overlong: float = -0.25  # for each character more
    full_stop: float = -5.0
    comma: float = -0.8
    more_commas: float = -0.8  # each, in a short line
    many_commas: float = -1.2  # each, in a long line
    unfinished: float = -4.0  # ends with a comma or the like
    colon: float = -0.5  # an organisation's name with a colon
    leads_on: float = -3.0  # ends with a colon otherwise
    cut: float = -3.0  # goes on in the unit below
    finished: float = -4.0  # ends as a sentence does
    says: float = -2.0  # 他说,
    names: float = 0.8  # says who, with a colon
    stray_bracket: float = -2.5  # closes what it did not open
    open_bracket: float = -1.5  # does not close what it opened
    notice: float = 4.0  # 更正, 停水公告: the short title of a notice
    offer: float = 2.0  # 招租, 简讯, …通知
    item: float = -4.0  # ◆
    numbered: float = -1.5  # 一、
    speaker: float = -5.0  # 问:
    row: float = -4.0  # a telephone number, a day, a label
    listed: float = -3.0  # a figure's row among such rows
    introduces: float = 4.0  # rows or items follow
    day: float = -2.5  # begins with a day, or 图为
    no_beginning: float = -2.6  # begins as no title begins
    no_end: float = -1.5  # ends as no title ends
    verse: float = -1.0
    spaced: float = 1.0  # set with a space between characters
    parallel: float = 1.5  # phrases of like length
    signature: float = -5.0
    indented: float = -1.0  # where paragraphs are indented, and it is
    flush: float = 1.0  # and it is not
    big: float = 4.0  # set large, or marked as a heading
    not_big: float = -0.7  # where others are
    bold: float = 1.5
    known: float = 2.0  # part of the title that the format carries


@dataclass(frozen=True, slots=True)
class OpeningWeights:
    """What makes a unit look like the first of an article."""

    start: float = 6.5  # 本报讯
    row: float = -2.3
    rows: float = -1.0  # the first of several labels: 时间:, 地点:
    day: float = 2.7  # begins with a day, or 图为
    day_near: float = 1.0  # a day among the first characters
    short: float = -1.6
    no_beginning: float = -3.0  # begins as no sentence begins
    word: float = -2.0  # a word lies across its beginning
    ragged: float = 3.0  # begins a block of broken lines
    refers_back: float = -1.6  # begins with 他, 同时, 目前


@dataclass(frozen=True, slots=True)
class JoinWeights:
    """What makes a unit look like the rest of the paragraph before it."""

    closed: float = -7.0  # the paragraph before has its end
    soft: float = -2.0  # ends with a colon or semicolon
    open: float = 1.0  # ends without a mark
    fragment: float = 0.0  # is short and has none, but a comma or a day
    comma: float = -1.6  # is short and looks like a title, but for a comma
    title: float = -5.0  # is short and looks like a title
    start: float = -12.0
    after_row: float = -7.3
    item: float = -8.0
    after_item: float = -1.5
    after_items: float = -4.0  # whose like end without a mark
    row: float = -5.0
    no_beginning: float = 3.0
    no_end: float = 1.0
    figure: float = 3.0  # a figure goes on, or its unit follows
    finished: float = 2.0
    marks: float = 1.9  # has commas
    word: float = 2.5  # a word lies across the seam
    tight: float = 3.6  # stands right below, where most units have a blank line between
    bracket: float = 2.6  # closes what the paragraph opened
    indented: float = -4.0  # where paragraphs are indented, and it is
    flush: float = 1.0  # and it is not
    size: float = -5.0  # is set in another size


@dataclass(frozen=True, slots=True)
class PathWeights:
    """What articles on a page are like."""

    affinity: float = 4.0  # all of a title's words are in the body
    text: float = 1.5  # a short unit is text after all
    roomy: float = -0.3  # for each character by which it is longer than most sub-headings
    byline: float = 6.0  # a byline on its own between title and body
    byline_below: float = 3.0  # one below a title that stands after its body
    name: float = 2.0  # a name on its own between title and body
    two_bylines: float = -5.0  # an article with a byline on its own and 本报讯（记者…） besides
    new_article: float = -0.5  # a title amid running text: most are sub-headings unless something speaks for an article
    banner: float = 0.1  # a section's name before an article without a title
    stray: float = -4.0  # another title line there
    cohesion: float = -1.2  # for each of up to two names that only the texts just before and after have
    sibling: float = -6.8  # a title with another of its form near by: a sub-heading
    after_row: float = 1.0  # a title after a telephone number, a figure's row
    after_end: float = 2.0  # a title after a signature's day, after the writers in brackets
    unnamed: float = -2.3  # an article of which no title is printed
    headless: float = -2.6  # titles of which no body is printed
    second_title: float = -4.9  # a title after a body that has one already
    broken_off: float = -0.4  # an article that ends without an end
    after_comma: float = -2.5  # after a comma
    open_paragraph: float = -3.1  # a paragraph that ends without an end though the article goes on
    more_title: float = -0.1  # another line to a title
    of_notice: float = -1.6  # another line to the title of a notice
    whole_word: float = 1.6  # a word lies across two lines of a title
    tail_first: float = -0.4  # a title after its body rather than before
    after_tail: float = -1.5  # an article without a title before it, after one with its title at the end
    same_subject: float = -0.7  # for each of up to three names that it shares with the text before
    no_title: float = -2.0  # the same where no title follows that looks like its own
    bare: float = -3.9  # an article that begins without title or 本报讯
    bare_picture: float = 0  # the same that begins as the text below a picture does
    signed: float = -6.8  # text that goes on after a notice's signature and day
    closed: float = -5.0  # running text that goes on after the writers in brackets
    tight: float = 4.0  # no blank line between units where most have one
    wide: float = 0.8  # more blank lines than most


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """What makes a line of a title its headline, its kicker or its subtitle."""

    opening: float = 3.0  # all of a headline's words are in the first sentence
    column: float = -5.0  # a part that is a section's name
    place: float = 1.1  # a headline that begins with a place or an organisation
    over_lines: float = 3.7  # a headline that is set over several lines
    notice: float = 2.2
    tight: float = 5.3  # lines without a blank one between, or set alike, are one part
    loose: float = -0.4  # other lines are less so, for each character over ten
    even: float = -1.5  # lines of a page without blank ones are
    goes_on: float = 4.4  # the first ends, or the second begins, as no phrase does
    word: float = 2.5  # a word lies across their seam, or the body has what does
    short: float = -0.6
    overlong: float = -0.1  # for each character over 26
    marked: float = -4.2  # a headline with a dash before it or a colon after it
    known: float = 3.0
    size: float = 8.0  # for each body size that a headline is larger
    heading: float = 3.0
    bold: float = 0.8
    colon: float = 4.4  # a kicker that ends with a colon
    dash: float = 4.1  # a subtitle that begins with a dash
    organisation: float = 2.0  # a kicker that is an organisation's name
    parallel: float = 3.9  # a kicker of phrases of one length
    slogan: float = -3.0  # a headline of phrases of one length
    figures: float = 3.5  # a subtitle with a figure
    counts: float = -0.5  # a subtitle with a number in words
    detail: float = 1.3  # a subtitle that begins as details do, 其中, 首批
    asks: float = 1.1  # a kicker that is a question
    sketch: float = 2.7  # a subtitle that says what kind of text it is, …见闻
    comma: float = 0.4
    long: float = 0.9
    kicker_place: float = -0.6  # a kicker that begins with a place
    kicker: float = 1.0  # above the headline rather than below
    kicker_below: float = -3.1
    subtitle_above: float = -4.6
    habit: float = 1.9  # what the page's other titles have
    series: float = 3.0  # a kicker that names a series
    story: float = 2.5  # a kicker that ends with 记
    figurative: float = 0.7  # a headline with a word in quotation marks
    speaks: float = 1.3  # a headline that tells a story
    headline_late: float = -0.8  # a headline's words in the body, but not in its opening
    two_phrases: float = 0.5  # a headline of phrases of unlike length
    late: float = 0.9  # a subtitle's words in the body, but not in its opening
    amount: float = 3.0  # a subtitle that ends with a number in words
    counted: float = 0.9  # a subtitle that begins with one
    subtitle_longer: float = 1.5  # a subtitle that is eight characters longer than the headline
    kicker_size: float = -1.0
    subtitle_size: float = 0.8  # a subtitle of as many
    unused: float = -1.8  # a line that plays no part


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights."""

    title: TitleWeights = TitleWeights()
    opening: OpeningWeights = OpeningWeights()
    join: JoinWeights = JoinWeights()
    path: PathWeights = PathWeights()
    role: RoleWeights = RoleWeights()


WEIGHTS = Weights()
