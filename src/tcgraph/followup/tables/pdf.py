"""PDF files with text: tables by the lines drawn around their cells, or else by how the words are set."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.tables.model import Row, Sheet, TableFile, filled_row
from tcgraph.followup.tables.text import lines_of_text

_SCAN: Final = (
    "its pages are pictures without text, as a scanner makes them; recognise the text first, for example with "
    "`ocrmypdf in.pdf out.pdf`, and import what comes out"
)


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
            return _by_lines(path, pages) or _by_words(path, pages)
    except (PDFException, PdfminerException, ValueError) as error:
        raise BrokenInput("not a PDF file that can be read; is it locked with a password?", path=path) from error


def _by_lines(path: Path, pages: list[Any]) -> TableFile | None:
    """The ruled tables; parts of one table on several pages are one, if they are equally wide."""
    file = TableFile(path)
    found: list[list[Row]] = []
    captions: list[list[str]] = []
    for page in pages:
        tables = [table for table in page.find_tables() if len(table.rows) > 0 and len(table.rows[0].cells) > 1]
        outside = page
        for table in tables:
            outside = outside.outside_bbox(_within(table.bbox, page.bbox))
        prose = [line for line in (outside.extract_text() or "").split("\n") if line.strip()]
        lines = [(line["bottom"], line["text"]) for line in outside.extract_text_lines()] if tables else []
        for line in prose:
            file.leave(line, f"a line outside the tables, page {page.page_number}")
        for order, table in enumerate(tables):
            texts = [[(cell or "").strip() for cell in row] for row in table.extract()]
            goes_on = order == 0 and bool(found) and page.page_number > 1 and len(found[-1][0].cells) == len(texts[0])
            if not goes_on:
                found.append([])
                captions.append([words for bottom, words in lines if bottom <= table.bbox[1] + 1][-3:])
            number = len(found[-1])
            for i, cells in enumerate(texts, start=1):
                if (row := filled_row(path, len(found), number + i, cells)) is not None:
                    found[-1].append(row)
            if not found[-1]:
                found.pop()
                captions.pop()
    for count, (rows, above) in enumerate(zip(found, captions, strict=True), start=1):
        file.sheets.append(Sheet(f"table {count}", tuple(rows), tuple(above)))
    return file if file.sheets else None


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    """A box cut to the page's: a rule may be drawn a hair beyond its edge."""
    (x0, top, x1, bottom), (left, above, right, below) = inner, outer
    return max(x0, left), max(top, above), min(x1, right), min(bottom, below)


def _by_words(path: Path, pages: list[Any]) -> TableFile:
    """The text as it is set on the page, read as plain text with columns is."""
    lines = [line for page in pages for line in (page.extract_text(layout=True) or "").split("\n")]
    return lines_of_text(path, lines, TableFile(path))
