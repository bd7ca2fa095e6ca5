"""Scans and photos → lines, through RapidOCR, which carries its models in its package (the extra baozhi[ocr])."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import inf
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.intake.blocks import Piece, ems
from store.intake.formats import has_ocr
from store.intake.layout import arrange, lines_of
from store.intake.reasons import NEEDS_OCR, RECOGNISED, Unreadable
from store.models import Document

TOO_LARGE = "图片太大，请缩小到 8000 万像素以内再发"
MOST_PIXELS = 80_000_000  # of a picture that is opened at all
PIXELS = 16_000_000  # to which a larger one is scaled down
LINE = 30.0  # pixels that the box of a line of body text is scaled to: what the models read best
FIRST_LOOK = 1_500  # pixels of the longer side, for finding out how large the text is
BAND = 400  # pixels of height in which lines are looked for at a time: what bounds the memory
OVERLAP = 90  # pixels by which bands overlap; a line is taken from the band that holds it whole
EM = 1.2  # height of a line's box in font sizes, about
GAP = 2.5  # ems of white within a box that part two columns
GUTTER = 0.8  # ems of white that do, where a column starts after it
INDENT = 0.6  # ems by which the starts of the lines of one column differ
SEVERAL = 3  # lines that show where a column starts
INK = 0.6  # share of the paper's brightness below which a pixel is ink
SURE = 0.5  # confidence of the model from which its reading counts
BODY = 1.18  # the ratio to the usual font size below which a size is the usual one
NEXT_SIZE = 1.1  # the ratio of two other sizes that are one, when sorted
WESTERN = 0.2  # share of a line from which its width tells nothing: the model reads wide digits as narrow ones
LONG = 6  # ems from which the width of a line tells the size of its font

Box = NDArray[np.float32]  # four corners (x, y), clockwise from the upper left one
Picture = NDArray[np.uint8]  # rows, columns, three colours


def read_image(content: bytes, name: str) -> Document:
    """The lines of a PNG or JPEG in reading order. Raises Unreadable."""
    if not has_ocr():
        raise Unreadable(f"图片{NEEDS_OCR}")
    lines = [replace(line, text=typeset(line.text)) for line in lines_of(arrange(recognise(_open(content))))]
    if not lines:
        raise Unreadable("图片里认不出文字，请换一张更清楚的扫描件，或者发送 .docx、.txt")
    return Document(name, tuple(lines), warnings=(RECOGNISED,))


def _open(content: bytes) -> Picture:
    from PIL import Image, ImageOps  # comes with the extra

    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unreadable(TOO_LARGE)
            return np.asarray(ImageOps.exif_transpose(opened).convert("RGB"))
    except Image.DecompressionBombError as error:
        raise Unreadable(TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable("图片已损坏，打不开，请重新扫描或导出后再发") from error


def typeset(text: str) -> str:
    """*text* with the marks of Chinese print where the model reads a typewriter's: paired quotes, long dashes."""
    text = re.sub(r"(?<![—\d])—(?![—\d])", "——", text)
    parts = re.split('(["“”])', text)
    is_open = False
    for index in range(1, len(parts), 2):
        is_open = parts[index] == "“" or (parts[index] == '"' and not is_open)
        parts[index] = "“" if is_open else "”"
    return "".join(parts)


def recognise(picture: Picture) -> list[Piece]:
    """The pieces of text in *picture*, in pixels of the size at which it was read."""
    boxes = _boxes(_scaled(picture, FIRST_LOOK / max(picture.shape[:2])))
    if not boxes:
        return []
    height = median(_height(box) for box in boxes) * max(picture.shape[:2]) / FIRST_LOOK
    most = math.sqrt(PIXELS / (picture.shape[0] * picture.shape[1]))
    picture = _scaled(picture, min(LINE / height, most, 2.0))
    boxes = _boxes(picture)
    starts = np.array([box[:, 0].min() for box in boxes])
    boxes = [part for box in boxes for part in _parted(box, picture, starts)]
    read, _ = _engine().text_rec(_engine().get_crop_img_list(picture[:, :, ::-1], boxes)) if boxes else ([], 0)
    return pieces_of((box, text) for box, (text, score) in zip(boxes, read, strict=True) if score >= SURE)


def pieces_of(found: Iterable[tuple[Box, str]]) -> list[Piece]:
    """Boxes and their texts as pieces: the page set straight, the sizes of one font made equal."""
    lines = [(box, text.strip()) for box, text in found if text.strip()]
    if not lines:
        return []
    slopes = [math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box, text in lines if len(text) > 5]
    angle = -median(slopes) if slopes else 0.0
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    sizes = _sizes(lines)
    return [_piece(box @ turn, text, size) for (box, text), size in zip(lines, sizes, strict=True)]


def _piece(box: Box, text: str, size: float) -> Piece:
    """The box without the margin that the model leaves around a line."""
    (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
    margin = max(0.0, (bottom - top - size) / 2)
    return Piece(text, left + margin, top + margin, right - margin, bottom - margin, size)


def _sizes(lines: Sequence[tuple[Box, str]]) -> list[float]:
    """Font sizes of boxes, those that differ little made one: told by the width of long lines, else by the height."""
    heights = [_height(box) for box, _ in lines]
    widths = [float(np.linalg.norm(box[1] - box[0])) / ems(text) for box, text in lines]
    is_long = [ems(text) >= LONG and sum(map(str.isascii, text)) < WESTERN * len(text) for _, text in lines]
    ratio = median([w / h for w, h, known in zip(widths, heights, is_long, strict=True) if known] or [1 / EM])
    sizes = [w if known else ratio * h for w, h, known in zip(widths, heights, is_long, strict=True)]
    return _evened(sizes)


def _evened(sizes: Sequence[float]) -> list[float]:
    """*sizes*, those near the usual one made equal to it, and those that follow each other closely made one."""
    usual = median(sizes)
    even: dict[float, float] = {}
    group: list[float] = []
    for size in [*sorted(set(sizes)), inf]:
        if group and size > NEXT_SIZE * group[-1]:
            even |= dict.fromkeys(group, median(group))
            group = []
        if usual / BODY < size < usual * BODY:
            even[size] = usual
        else:
            group.append(size)
    return [even[size] for size in sizes]


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR  # the extra; heavy

    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1, det_limit_type="max", rec_batch_num=1)


def _scaled(picture: Picture, factor: float) -> Picture:
    from PIL import Image

    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def _boxes(picture: Picture) -> list[Box]:
    """The boxes of the lines in *picture*, looked for band by band."""
    boxes: list[Box] = []
    height = picture.shape[0]
    for top in range(0, max(1, height - OVERLAP), BAND - OVERLAP):
        bottom = min(height, top + BAND)
        found, _ = _engine().text_det(np.ascontiguousarray(picture[top:bottom, :, ::-1]))
        for box in [] if found is None else found:
            cut = (top > 0 and box[:, 1].min() < 4) or (bottom < height and box[:, 1].max() > bottom - top - 4)
            box = box.astype(np.float32) + np.array([0, top], dtype=np.float32)
            if not cut and not any(_is_same(box, other) for other in boxes):
                boxes.append(box)
    return boxes


def _is_same(box: Box, other: Box) -> bool:
    """Whether the middle of *box* lies in *other*: two bands found the same line."""
    middle, (left, top), (right, bottom) = box.mean(axis=0), other.min(axis=0), other.max(axis=0)
    return bool(left < middle[0] < right and top < middle[1] < bottom)


def _parted(box: Box, picture: Picture, starts: NDArray[np.float32]) -> Iterator[Box]:
    """*box*, parted where it reaches over the gutter between two columns: where several lines of the page start."""
    (left, top), (right, bottom) = (point.astype(int) for point in (box.min(axis=0), box.max(axis=0)))
    grey = picture[max(0, top) : bottom, max(0, left) : right].mean(axis=2)
    if not grey.size:
        return
    inked = np.flatnonzero((grey < INK * np.percentile(grey, 95)).any(axis=0))
    em = _height(box) / EM
    margin = em * (EM - 1) / 2
    gaps = []
    for gap_start, gap_end in pairwise(inked.tolist()):
        lined_up = np.count_nonzero(np.abs(starts - (max(0, left) + gap_end - margin)) < INDENT * em) >= SEVERAL
        if gap_end - gap_start > (GUTTER if lined_up else GAP) * em:
            gaps.append((gap_start, gap_end))
    begins = [0.0, *((gap_end - margin) / grey.shape[1] for _, gap_end in gaps)]
    ends = [*((gap_start + margin) / grey.shape[1] for gap_start, _ in gaps), 1.0]
    upper, lower = box[1] - box[0], box[2] - box[3]
    for start, end in zip(begins, ends, strict=True):
        corners = [box[0] + start * upper, box[0] + end * upper, box[3] + end * lower, box[3] + start * lower]
        yield np.array(corners, dtype=np.float32)


def _height(box: Box) -> float:
    return float(np.linalg.norm(box[3] - box[0]))
