"""Tables of a PDF that have rules across and none down, as official documents set them: the words tell the columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, Final

from tcgraph.followup.tables.paragraphs import word_gap

Box = tuple[float, float, float, float]
Grid = tuple[Box, list[list[str]]]

_WIDE: Final = 0.4
"""A rule of a table covers so much of the page's width; that above footnotes is shorter."""
_NEAR: Final = 2.0
_GAP: Final = 4.5
"""Between columns there is more space than between words, in points."""
_CROSSED: Final = 0.12
"""So few of the lines cross from one column to the next: titles that stand across the table."""
_LOOSE: Final = 1.35
_FEWEST: Final = 2
_HEADS: Final = 6
"""So many lines the headings of a table have at most."""


class _Line:
    """The words that stand on one line, in runs without a wide space."""

    def __init__(self, words: Sequence[dict[str, Any]]) -> None:
        self.top = min(word["top"] for word in words)
        self.runs: list[tuple[float, float, str]] = []
        for word in sorted(words, key=lambda word: word["x0"]):
            if self.runs and word["x0"] - self.runs[-1][1] < _GAP:
                x0, _, text = self.runs[-1]
                self.runs[-1] = (x0, word["x1"], f"{text} {word['text']}")
            else:
                self.runs.append((word["x0"], word["x1"], word["text"]))


def open_tables(pages: Sequence[Any]) -> list[list[Grid]]:
    """The tables of each page, with their places; a table has the same columns on each page that it goes on.

    Args:
        pages: those of a document that draws no cells.
    """
    found = [list(_areas(page)) for page in pages]
    every = [(number, area) for number, areas in enumerate(found) for area in areas]
    grids: list[list[Grid]] = [[] for _ in pages]
    for _, run in groupby(every, key=lambda one: (round(one[1][0][0] / 4), round(one[1][0][2] / 4))):
        parts = list(run)
        edges = _edges([line for _, (_, bands) in parts for band in bands for line in band])
        heads = parts[0][1][1]
        fits = len(edges) > 1 and len(heads) > 1 and len(heads[0]) <= _HEADS
        for number, (box, bands) in parts if fits else ():
            # Between the first two rules stand the headings; more than three part the rows as well.
            whole = [len(bands) > _FEWEST or (at == 0 and len(bands) > 1) for at in range(len(bands))]
            rows = [row for band, one in zip(bands, whole, strict=True) for row in _rows(band, edges, one=one)]
            grids[number].append((box, [_texts(row, edges) for row in rows]))
    return grids


def _areas(page: Any) -> Iterator[tuple[Box, list[list[_Line]]]]:
    """The parts of a page between rules of which some line is set in columns, each with its lines from rule to rule."""
    rules: list[list[dict[str, Any]]] = []
    for edge in sorted(page.horizontal_edges, key=lambda edge: edge["top"]):
        if rules and edge["top"] - rules[-1][0]["top"] < _NEAR:
            rules[-1].append(edge)
        else:
            rules.append([edge])
    wide = [rule for rule in rules if sum(edge["width"] for edge in rule) > _WIDE * page.width]
    words = page.extract_words(**word_gap(page))
    open_area: tuple[Box, list[list[_Line]]] | None = None
    for above, below in pairwise(wide):
        x0, x1 = (min(edge["x0"] for edge in above), max(edge["x1"] for edge in above))
        top, bottom = above[0]["top"], below[0]["top"]
        lines = _lines([word for word in words if top <= (word["top"] + word["bottom"]) / 2 <= bottom])
        if lines and not any(len(line.runs) > 1 for line in lines) and len(lines) > _FEWEST:
            if open_area is not None:
                yield open_area  # text between two tables
            open_area = None
        elif lines:
            box, bands = open_area or ((x0, top, x1, bottom), [])
            open_area = ((box[0], box[1], box[2], bottom), [*bands, lines])
    if open_area is not None:
        yield open_area


def _lines(words: Sequence[dict[str, Any]]) -> list[_Line]:
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: word["top"]):
        if lines and word["top"] - lines[-1][0]["top"] < _NEAR + 1:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_Line(line) for line in lines]


def _edges(lines: Sequence[_Line]) -> list[float]:
    """Where columns begin: right of a stretch that hardly any line crosses."""
    every = [run for line in lines for run in line.runs]
    wide = (max((x1 for _, x1, _ in every), default=0) - min((x0 for x0, _, _ in every), default=0)) / 2
    # A line of one long run may be a title across the table.
    lines = [line for line in lines if len(line.runs) > 1 or line.runs[0][1] - line.runs[0][0] < wide]
    runs = [run for line in lines for run in line.runs]
    if not runs:
        return []
    allowed = _CROSSED * len(lines)
    edges, free = [min(x0 for x0, _, _ in runs)], 0.0
    for x in range(int(edges[0]), int(max(x1 for _, x1, _ in runs)) + 1):
        if sum(x0 < x < x1 for x0, x1, _ in runs) > allowed:
            if free >= _GAP - 1 and x > edges[0] + _GAP:
                edges.append(x - 1.0)
            free = 0.0
        else:
            free += 1
    return edges


def _cut(line: _Line, edges: Sequence[float]) -> list[str]:
    """A line's text by column; what crosses from one to another stands in all of them."""
    cells = [""] * len(edges)
    for x0, x1, text in line.runs:
        first = max((i for i, edge in enumerate(edges) if edge <= x0 + _NEAR), default=0)
        last = max((i for i, edge in enumerate(edges) if edge <= x1 - _NEAR), default=first)
        if last > first:
            return [text if len(line.runs) == 1 else " ".join(run[2] for run in line.runs)] * len(edges)
        cells[first] = f"{cells[first]} {text}".strip()
    return cells


def _rows(lines: Sequence[_Line], edges: Sequence[float], *, one: bool) -> Iterator[list[_Line]]:
    """The rows between two rules: one, or as many as their space and columns that begin anew tell."""
    steps = sorted(below.top - above.top for above, below in pairwise(lines))
    usual = steps[len(steps) // 2] if steps else 0.0
    row: list[_Line] = []
    ended: set[int] = set()
    for line in lines:
        said = {i for i, text in enumerate(_cut(line, edges)) if text}
        title = bool(row) and _is_across(row[0], edges)
        anew = said & ended if not title else said != {0}
        apart = bool(row) and line.top - row[-1].top > _LOOSE * usual
        if row and not one and (apart or anew or _is_across(line, edges)):
            yield row
            row, ended = [], set()
        ended |= {*range(len(edges))} - said
        row.append(line)
    if row:
        yield row


def _is_across(line: _Line, edges: Sequence[float]) -> bool:
    """Whether a line stands across the columns, as a title does."""
    cut = _cut(line, edges)
    return all(cut) and len({*cut}) == 1


def _texts(row: Sequence[_Line], edges: Sequence[float]) -> list[str]:
    cut = [_cut(line, edges) for line in row]
    if _is_across(row[0], edges):
        return [" ".join(run[2] for line in row for run in line.runs)] * len(edges)
    return ["\n".join(filter(None, column)) for column in zip(*cut, strict=True)]
