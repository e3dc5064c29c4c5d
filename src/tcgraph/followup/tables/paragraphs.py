"""The paragraphs of printed text: a line goes on in the next one where the next word had no room left on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median
from typing import Any, Final

from tcgraph.followup.tables.model import ENTRY

_BEGINS: Final = re.compile(
    r"\s*(?:[-*+–•▪‣●○◦■□·>\uf0b7\uf0a7]\s*\S|\(?(?:\d{1,4}(?:\.\d{1,3})*|[a-z]|[ivxlc]{1,5})[.)]\s"
    r"|\d{1,3}\.\d{1,3}\s+[*(“\"]*[A-ZÀ-Þ]|[“\"]|[A-ZÀ-Þ][^.:;]{2,40}:(?:\s|$))"
)
"""What begins a line of its own: the mark or number of an entry, a quotation, or a label."""
_ENDED: Final = re.compile(r"[.;:!?][\"”’')\]]*\s*$")
_WIDE: Final = 50
_TOO_WIDE: Final = 160
"""Text whose lines are shorter or longer is not wrapped."""
_FEWEST: Final = 5
_FULL: Final = 0.25
"""So many of a text's lines are full where it is wrapped."""
_NARROW: Final = 30
_SENTENCE_ENDED: Final = 0.95
_SENTENCE_OPEN: Final = 0.85
"""Ragged lines may end so far before the margin."""
_AGAIN: Final = 3
"""A line that stands at the edge of so many pages heads or foots them."""
_BULLET: Final = re.compile(r"[-*•▪‣●○◦■□·\uf0b7\uf0a7]\s+\S")
_QUOTED: Final = 8
_GREY: Final = 0.25
"""Ink of which the parts differ less is grey."""


_SET_IN: Final = (6.0, 40.0)
"""A paragraph's first line begins so far, in points, right of the line above."""
_SLANTED: Final = re.compile(r"ital|obli|slant", re.IGNORECASE)
_SPACES: Final = 0.01
"""So many of a page's characters are spaces at least where it has any; TeX sets none."""
_APART: Final = 0.15
"""Between words there is more room, in the size of the letters, than between the letters of one."""


def word_gap(page: Any) -> dict[str, float]:
    """How far words stand apart, as pdfplumber's methods take it: by the size of letters where no space is printed."""
    spaces = sum(char["text"].isspace() for char in page.chars)
    return {} if spaces > _SPACES * len(page.chars) else {"x_tolerance_ratio": _APART}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line.

    Attributes:
        text: its words.
        right: where it ends.
        first: how wide its first word is, with the space before it.
        apart: whether something stands between it and the line before: space, or another kind of letters.
        level: what it is in an outline, as of :class:`TableFile`.
        page: where it stands.
    """

    text: str
    right: float
    first: float
    apart: bool = False
    level: int = 0
    page: int = 0


def joined(lines: Sequence[PrintedLine], margin: float) -> list[list[int]]:
    """Which lines are one paragraph, by their positions.

    Args:
        lines: in reading order.
        margin: where a full line ends.
    """
    found: list[list[int]] = []
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        open_ended = above is not None and _ENDED.search(above.text) is None
        full = above is not None and above.right + line.first > margin * (
            _SENTENCE_OPEN if open_ended else _SENTENCE_ENDED
        )
        small = open_ended and line.text.lstrip()[:1].islower()
        turned = above is not None and above.page != line.page and open_ended and not line.level
        goes_on = (full or small) and not _BEGINS.match(line.text) and (not line.apart or turned)
        if found and goes_on:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def margin_of(ends: Iterable[float]) -> float:
    """Where full lines end: as far right as one in ten does."""
    every = sorted(ends)
    return every[int(0.9 * (len(every) - 1))] if every else 0.0


def of_plain_text(lines: Sequence[str], levels: Mapping[int, int]) -> list[list[int]]:
    """The paragraphs of a text in letters of one width; where it is not wrapped, only what goes on in small letters."""
    ends = [len(line.rstrip()) for line in lines if len(line.strip()) > _NARROW]
    margin = margin_of(ends)
    printed: list[PrintedLine] = []
    for index, line in enumerate(lines):
        first = len(line.split(maxsplit=1)[0]) + 1 if line.strip() else 0
        blank = not line.strip() or (bool(printed) and not printed[-1].text.strip())
        above = levels.get(index - 1, ENTRY) < ENTRY
        printed.append(PrintedLine(line, len(line.rstrip()), first, apart=blank or above or index in levels))
    full = sum(a.right + b.first > margin * _SENTENCE_ENDED and not b.apart for a, b in pairwise(printed))
    if not _WIDE < margin < _TOO_WIDE or full < max(_FEWEST, _FULL * len(ends)):
        margin = inf
    return joined(printed, margin)


def of_pages(pages: Sequence[Any]) -> list[PrintedLine]:
    """The paragraphs of a PDF, without what heads and foots its pages.

    Args:
        pages: as pdfplumber opens them.
    """
    lines = [line for page in pages for line in _lines(page)]
    body = median([line["size"] for line in lines for _ in line["text"]] or [0])
    pitch = median([b["top"] - a["top"] for a, b in pairwise(lines) if b["top"] > a["top"]] or [0])
    edges = Counter(re.sub(r"\d+", "0", line["text"]) for line in lines if line["edge"])
    kept = [line for line in lines if not (line["edge"] and _is_margin(line["text"], edges))]
    if not kept:
        return []
    ranks = sorted({size for line in kept if (size := round(line["size"])) > body + 0.6}, reverse=True)
    printed: list[PrintedLine] = []
    for above, line in pairwise([kept[0], *kept]):
        other = above["page"] != line["page"] or line["top"] - above["top"] > 1.3 * pitch
        other = other or abs(above["size"] - line["size"]) > 0.6 or above["strong"] != line["strong"]
        other = other or (_ENDED.search(above["text"]) is not None and _begins_anew(above, line))
        size = round(line["size"])
        level = min(ranks.index(size) + 1, 6) if size in ranks else 7 if line["strong"] else 0
        level = level or (_QUOTED if line["slant"] or line["coloured"] else 0)
        level = level or (ENTRY if _BULLET.match(line["text"]) else 0)
        printed.append(PrintedLine(line["text"], line["x1"], line["first"], other, level, line["page"]))
    margin = margin_of(line.right for line in printed if len(line.text) > _NARROW)
    return [
        replace(printed[of[0]], text=re.sub(r"(?<=\w)- (?=[a-zà-ÿ])", "-", " ".join(printed[i].text for i in of)))
        for of in joined(printed, margin)
    ]


def _lines(page: Any) -> list[dict[str, Any]]:
    found = []
    for line in page.extract_text_lines(**word_gap(page)):
        chars = [char for char in line["chars"] if not char["text"].isspace()]
        if not chars or not line["text"].strip():
            continue
        word = len(line["text"].split(maxsplit=1)[0])
        width = (line["x1"] - line["x0"]) / max(1, len(line["text"]))
        found.append(
            {
                "text": " ".join(line["text"].split()),
                "top": line["top"],
                "x1": line["x1"],
                "first": (word + 1) * width,
                "size": median(char["size"] for char in chars),
                "strong": sum("bold" in char["fontname"].lower() for char in chars) > 0.8 * len(chars),
                "slant": sum(_SLANTED.search(char["fontname"]) is not None for char in chars) > 0.8 * len(chars),
                "coloured": sum(_is_coloured(char["non_stroking_color"]) for char in chars) > 0.8 * len(chars),
                "x0": line["x0"],
                "page": page.page_number,
                "edge": False,
            }
        )
    for line in (*found[:2], *found[-2:]):
        line["edge"] = True
    return found


def _begins_anew(above: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether a line after a sentence's end is set in, or in other letters: slanted, or in a colour."""
    set_in = _SET_IN[0] < line["x0"] - above["x0"] < _SET_IN[1] and _BEGINS.match(above["text"]) is None
    return set_in or any(above[mark] != line[mark] for mark in ("slant", "coloured"))


def _is_coloured(ink: Any) -> bool:
    """Whether letters are printed in a colour, as what somebody else said is, and not in black or grey."""
    parts = ink if isinstance(ink, (list, tuple)) else (ink,)
    inks = [part for part in parts if isinstance(part, (int, float))][:3]
    return len(inks) > 1 and max(inks) - min(inks) > _GREY


def _is_margin(text: str, edges: Counter[str]) -> bool:
    return text.isdigit() or edges[re.sub(r"\d+", "0", text)] >= _AGAIN
