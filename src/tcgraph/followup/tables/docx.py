"""Tables of a Word document, with the paragraphs before each and bullets kept as bullets."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tcgraph.errors import BrokenInput
from tcgraph.followup.tables.model import Row, Sheet, TableFile, TextCell, table_place

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph


def read_docx(path: Path) -> TableFile:
    """Read every table of a document; nested tables are read as lines of their cell.

    Raises:
        BrokenInput: the file is no Word document.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BrokenInput("not a Word document (.docx)", path=path) from error
    file = TableFile(path)
    captions: list[str] = []
    count = 0
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            if block.text.strip():
                captions.append(block.text.strip())
            continue
        count += 1
        rows = [row for number, texts in _rows(block) if (row := _row(path, count, number, texts)) is not None]
        if rows:
            file.sheets.append(Sheet(f"table {count}", tuple(rows), tuple(captions[-3:])))
        captions = []
    return file


def _rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    """The texts by grid column: a cell that spans several is repeated in each, so that columns keep their headings."""
    for number, row in enumerate(table.rows, start=1):
        before, after = [""] * row.grid_cols_before, [""] * row.grid_cols_after
        read: dict[Any, str] = {}
        for cell in row.cells:
            if cell._tc not in read:
                read[cell._tc] = "\n".join(_lines(cell.iter_inner_content()))
        yield number, [*before, *(read[cell._tc] for cell in row.cells), *after]


def _lines(blocks: Iterator[Paragraph | Table]) -> Iterator[str]:
    from docx.table import Table

    for block in blocks:
        if isinstance(block, Table):
            for _, texts in _rows(block):
                yield " | ".join(text for text, _ in groupby(texts))
        elif block.text.strip():
            properties = block._p.pPr
            listed = (properties is not None and properties.numPr is not None) or (
                block.style is not None and (block.style.name or "").startswith("List")
            )
            yield f"• {block.text.strip()}" if listed else block.text.strip()


def _row(path: Path, table: int, number: int, texts: list[str]) -> Row | None:
    if not any(text.strip() for text in texts):
        return None
    return Row(tuple(TextCell(text, table_place(path, table, number, i)) for i, text in enumerate(texts, start=1)))
