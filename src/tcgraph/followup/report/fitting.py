"""What stands on one page of A4: the longest tables are cut, and what they leave out is counted beneath them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import ceil
from typing import Final

from tcgraph.followup.report.blocks import Grid, Heading, Line, ReportDocument

_LINES: Final = 80.0
"""Lines of small print between the margins; fewer than fit, as office programs and browsers break lines elsewhere."""
_ACROSS: Final = 128
"""Letters of such a line."""
_HEADING, _TITLE, _ROW, _NOTES = 2.2, 5.0, 0.4, 1.0
"""The height of a heading, of the title with its head, of the rules of a row, and of a line of the notes, in lines."""
_LEAST: Final = 1
"""Rows that every table keeps."""

Block = Heading | Line | Grid


def on_one_page(report: ReportDocument, more: Callable[[int], str]) -> ReportDocument:
    """A report as it fits one page; one that is longer without its tables stays longer.

    Args:
        report: what there is to say.
        more: says how many rows a table leaves out, and where they are.
    """
    cut = replace(report, one_page=True)
    left: dict[int, int] = {}
    while _height(cut) + _ROW * len(left) > _LINES:
        grids = [(_of(block), at) for at, block in enumerate(cut.blocks) if _rows(block) > _LEAST]
        if not grids:
            break
        at = max(grids)[1]
        left[at] = left.get(at, 0) + 1
        grid = cut.blocks[at]
        assert isinstance(grid, Grid)
        shorter = replace(grid, rows=grid.rows[:-1])
        cut = replace(cut, blocks=(*cut.blocks[:at], shorter, *cut.blocks[at + 1 :]))
    blocks = (
        each
        for at, block in enumerate(cut.blocks)
        for each in ((block, Line(more(left[at]), aside=True)) if at in left else (block,))
    )
    return replace(cut, blocks=tuple(blocks))


def _rows(block: Block) -> int:
    return len(block.rows) if isinstance(block, Grid) else 0


def _height(report: ReportDocument) -> float:
    notes = sum(len(text) + 5 for text in report.notes())
    return _TITLE + sum(map(_of, report.blocks)) + _NOTES * ceil(notes / _ACROSS)


def _of(block: Block) -> float:
    if isinstance(block, Heading):
        return _HEADING
    if isinstance(block, Line):
        return _lines([block], _ACROSS)
    widths = block.widths or (1,) * len(block.headings)
    room = [_ACROSS * width / sum(widths) - 2 for width in widths]
    return 1 + _ROW + sum(max(map(_lines, row, room)) + _ROW for row in block.rows)


def _lines(cell: Iterable[Line], room: float) -> int:
    return sum(max(1, ceil((len(line.lead) + len(line.text)) / room)) for line in cell)
