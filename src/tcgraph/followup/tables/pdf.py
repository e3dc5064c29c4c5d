"""PDF files with text: tables by the lines drawn around their cells, or else by how the words are set."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from tcgraph.diagnostics import Location
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.tables.model import OUTSIDE, CellPlace, Row, Sheet, TableFile, TextCell, filled_row
from tcgraph.followup.tables.open_tables import Grid, open_tables
from tcgraph.followup.tables.paragraphs import of_pages, word_gap
from tcgraph.followup.tables.text import lines_of_text

_SCAN: Final = (
    "its pages are pictures without text, as a scanner makes them; recognise the text first, for example with "
    "`ocrmypdf in.pdf out.pdf`, and import what comes out"
)


_HYPHEN: Final = re.compile(r"(?<=\w)-\n(?=\w)")
"""A hyphen at the end of a line, which may be the word's own: what it joins stays together."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_BROKEN: Final = re.compile(r"(?m)^([^\W\d_]{3,})\n([a-zà-ÿ]+)")
"""A word alone on its line, and the one that the next line begins with."""


def read_pdf(path: Path) -> TableFile:
    """Read the tables of a PDF; what stands outside them on a page is listed as not read.

    Raises:
        BadParameter: pdfplumber is not installed.
        BrokenInput: the file is no PDF, is locked, or has no text.
    """
    try:
        import pdfplumber
        from pdfminer.pdfexceptions import PDFException
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError as error:
        raise BadParameter("reading PDF files needs pdfplumber: pip install 'tcgraph[pdf]'") from error

    try:
        with pdfplumber.open(path) as document:
            pages = list(document.pages)
            if not any(page.chars for page in pages):
                raise BrokenInput(_SCAN, path=path)
            drawn = _by_lines(path, pages, _ruled(pages))
            return drawn or _by_lines(path, pages, open_tables(pages)) or _by_words(path, pages)
    except (PDFException, PdfminerException, ValueError) as error:
        raise BrokenInput("not a PDF file that can be read; is it locked with a password?", path=path) from error


def _by_lines(path: Path, pages: list[Any], grids: list[list[Grid]]) -> TableFile | None:
    """The tables of each page with its places; parts of one on several pages are one, if they are equally wide."""
    file = TableFile(path)
    found: list[list[Row]] = []
    above: list[tuple[tuple[str, ...], int]] = []
    known = {word for page in pages for word in _WORD.findall((page.extract_text(**word_gap(page)) or "").lower())}
    known |= {word[:-1] for word in known}  # "recommendation" of "recommendations"
    for page, tables in zip(pages, grids, strict=True):
        outside = page
        for box, _ in tables:
            outside = outside.outside_bbox(_within(box, page.bbox))
        lines = [(line["bottom"], line["text"]) for line in outside.extract_text_lines(**word_gap(page))]
        for order, (box, texts) in enumerate(tables):
            before = [words for bottom, words in lines if bottom <= box[1] + 1]
            lines = lines[len(before) :]
            _leave(file, page, before)
            goes_on = order == 0 and bool(found) and page.page_number > 1 and len(found[-1][0].cells) == len(texts[0])
            if not goes_on:
                found.append([])
                above.append((tuple(before[-3:]), len(file.unread)))
            number = len(found[-1])
            for i, cells in enumerate(texts, start=1):
                if (row := filled_row(path, len(found), number + i, _whole(cells, known))) is not None:
                    found[-1].append(row)
            if not found[-1]:
                found.pop()
                above.pop()
        _leave(file, page, [words for _, words in lines])
    for count, (rows, (captions, after)) in enumerate(zip(found, above, strict=True), start=1):
        file.sheets.append(Sheet(f"table {count}", tuple(rows), captions, after))
    file.printed = partial(_printed, path)
    return file if file.sheets else None


def _ruled(pages: list[Any]) -> list[list[Grid]]:
    """The tables whose cells are drawn."""
    tables = ([one for one in page.find_tables() if one.rows and len(one.rows[0].cells) > 1] for page in pages)
    return [[(table.bbox, _spread(table)) for table in of] for of in tables]


def _leave(file: TableFile, page: Any, lines: list[str]) -> None:
    for line in lines:
        file.leave(line, f"a line {OUTSIDE}, page {page.page_number}")


def _spread(table: Any) -> list[list[str]]:
    """The texts by column, as of a document: a cell that spans several columns, or reaches down, is in each."""
    told = table.extract(**word_gap(table.page))
    edges = sorted({cell[0] for cell in table.cells})
    pairs = (zip(row.cells, texts, strict=True) for row, texts in zip(table.rows, told, strict=True))
    where = dict(chain.from_iterable(pairs))
    found = []
    for row, own in zip(table.rows, told, strict=True):
        if not any(text and text.strip() for text in own):
            continue  # the empty half of a cell that is split, beside cells that reach down
        top = row.bbox[1] + 1
        over = [
            next((one for one in table.cells if one[0] <= x + 1 < one[2] and one[1] <= top < one[3]), None)
            for x in edges
        ]
        found.append([_HYPHEN.sub("-", (where.get(cell) or "").strip()) if cell else "" for cell in over])
    return found


def _whole(cells: list[str], words: Collection[str]) -> list[str]:
    """The texts without the breaks within words that did not fit a narrow column, where they stand whole elsewhere."""
    return [
        _BROKEN.sub(
            lambda found: found[1] + (found[2] if (found[1] + found[2]).lower() in words else f"\n{found[2]}"), text
        )
        for text in cells
    ]


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    """A box cut to the page's: a rule may be drawn a hair beyond its edge."""
    (x0, top, x1, bottom), (left, above, right, below) = inner, outer
    return max(x0, left), max(top, above), min(x1, right), min(bottom, below)


def _by_words(path: Path, pages: list[Any]) -> TableFile:
    """The text as it is set on the page: with columns, read as plain text with columns is; else its paragraphs."""
    lines = [line for page in pages for line in (page.extract_text(layout=True, **word_gap(page)) or "").split("\n")]
    file = lines_of_text(path, lines, TableFile(path))
    if file.loose and all(len(row.cells) <= 1 for sheet in file.sheets for row in sheet.rows):
        return _paragraphs(path, pages)
    return file


def _paragraphs(path: Path, pages: list[Any]) -> TableFile:
    file = TableFile(path, loose=True)
    rows = []
    for index, one in enumerate(of_pages(pages)):
        place = CellPlace(f"page {one.page}, paragraph {index + 1}", Location(path))
        rows.append(Row((TextCell(one.text, place),)))
        if one.level:
            file.levels[index] = one.level
    file.sheets = [Sheet(path.stem, tuple(rows))]
    return file


def _printed(path: Path) -> TableFile:
    """The paragraphs of a file that has tables, those in the tables among them."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return _paragraphs(path, list(document.pages))
