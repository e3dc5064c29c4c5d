"""Tables of a Word document, with the paragraphs before each; numbers and bullets as printed, changes as accepted."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tcgraph.diagnostics import Level
from tcgraph.errors import BrokenInput
from tcgraph.followup.tables.model import ENTRY, OUTSIDE, Row, Sheet, TableFile, filled_row, table_place
from tcgraph.followup.tables.word_numbers import WordNumbers
from tcgraph.followup.tables.word_text import WordText

_HEADING: Final = re.compile(r"heading ([1-6])$", re.IGNORECASE)
_APART: Final = {"i": 8, "color": 8, "b": 7}
"""The levels of paragraphs that are set in slanted, coloured or strong letters as a whole."""
_INK: Final = re.compile(r"[0-9A-Fa-f]{6}")
_GREY: Final = 64
_FORM: Final = 4
"""Letterheads are tables of fewer columns."""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(path: Path) -> TableFile:
    """Read every table of a document; nested tables are read as lines of their cell.

    Raises:
        BrokenInput: the file is no Word document.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        document = Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise BrokenInput("not a Word document (.docx)", path=path) from error
    return _Reader(path, document).read()


class _Reader:
    def __init__(self, path: Path, document: Any) -> None:
        self.path, self.document = path, document
        self.file = TableFile(path)
        self.text = WordText(WordNumbers(document))
        # Word keeps the built-in names of styles in English, whatever it shows.
        styles = ((one.style_id, one.name or "") for one in document.styles)
        self.headings = {name: int(found[1]) for name, called in styles if (found := _HEADING.match(called))}
        self.notes = {kind: _notes(document, kind) for kind in ("footnote", "endnote")}

    def read(self) -> TableFile:
        """Body first, then what stands in the margins of every page."""
        captions: list[str] = []
        count = 0
        for block in self.text.blocks(self.document.element.body):
            if block.tag == f"{_W}p":
                if words := self.text.paragraph(block):
                    captions.append(words)
                    if level := self._level(block):
                        self.file.levels[len(self.file.unread)] = level
                    self.file.looks[len(self.file.unread)] = _look(block)
                    self.file.leave(words, f"a paragraph {OUTSIDE}")
                    self._leave_notes(None)
                continue
            count += 1
            before = len(self.file.unread)
            rows = [
                row
                for number, texts in self._rows(block, count)
                if (row := filled_row(self.path, count, number, texts))
            ]
            rows = [*self._above(rows), *rows] if count == 1 else rows
            if rows:
                self.file.sheets.append(Sheet(f"table {count}", tuple(rows), tuple(captions[-3:]), before))
            captions = []
        self._margins()
        self._tell_changes()
        return self.file

    def _level(self, paragraph: Any) -> int:
        """The level of a heading or of an entry in a list; 0 for any other paragraph."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        called = self.headings.get(style.get(f"{_W}val"), 0) if style is not None else 0
        entry = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        apart = next((level for mark, level in _APART.items() if _is_all(paragraph, mark)), 0)
        return called or (ENTRY + int(entry.get(f"{_W}val") or 0) if entry is not None else apart)

    def _rows(self, table: Any, count: int | None = None) -> list[tuple[int, list[str]]]:
        """The texts by column: a cell that spans several, or reaches down, is repeated in each."""
        found = list(self._grid_rows(table, count))
        begun = sorted({at for _, _, starts in found for at in starts})  # where no cell begins there is no column
        return [(number, [texts[at] for at in begun if at < len(texts)]) for number, texts, _ in found]

    def _grid_rows(self, table: Any, count: int | None) -> Iterator[tuple[int, list[str], list[int]]]:
        """The texts by grid column, and in which of these cells begin."""
        above: dict[int, str] = {}
        number = 0
        for row in self.text.children(table, f"{_W}tr"):
            if self.text.is_gone(row):
                continue
            number += 1
            texts, starts = [""] * _grid(row, "gridBefore"), list[int]()
            for cell in self.text.children(row, f"{_W}tc"):
                at, span, goes_on = len(texts), *_spans(cell)
                words = above.get(at, "") if goes_on else "\n".join(self._lines(cell))
                above[at] = words
                starts.append(at)
                texts += [words] * span
                if count is not None:
                    self._leave_notes((count, number, at + 1))
            yield number, [*texts, *([""] * _grid(row, "gridAfter"))], starts

    def _above(self, rows: list[Row]) -> list[Row]:
        """The headings of the first table, where every page has them in a table as wide, as comment forms do."""
        width = max((len(row.cells) for row in rows), default=0)
        tables = (table for section in self.document.sections for table in section.header._element.iter(f"{_W}tbl"))
        heads = ([words for words, _ in groupby(texts)] for table in tables for _, texts in self._rows(table))
        wide = next((one for one in reversed([*heads]) if len(one) == width > _FORM), [])
        return [row] if (row := filled_row(self.path, 1, 0, wide)) is not None else []

    def _lines(self, cell: Any) -> Iterator[str]:
        for block in self.text.blocks(cell):
            if block.tag == f"{_W}tbl":
                for _, texts in self._rows(block):
                    yield " | ".join(text for text, _ in groupby(texts))
            elif words := self.text.paragraph(block):
                yield words

    def _leave_notes(self, cell: tuple[int, int, int] | None) -> None:
        for kind, number, before in self.text.taken_notes():
            place = table_place(self.path, *cell) if cell is not None else None
            self.file.leave(self.notes[kind].get(number, ""), f"a {kind}", place, before)

    def _margins(self) -> None:
        seen: set[str] = set()
        for section in self.document.sections:
            for part, why in ((section.header, "a page header"), (section.footer, "a page footer")):
                words = "\n".join(filter(None, map(self.text.paragraph, part._element.iter(f"{_W}p"))))
                if words and words not in seen:
                    seen.add(words)
                    self.file.leave(words, why)

    def _tell_changes(self) -> None:
        if self.text.changes:
            counts = ", ".join(
                f"{count} {what}{'s' if count > 1 else ''}" for what, count in sorted(self.text.changes.items())
            )
            message = f"the document has changes that nobody has accepted yet; read as accepted: {counts}"
            self.file.find("tracked-changes", Level.WARNING, message)


def _grid(row: Any, name: str) -> int:
    found = row.find(f"{_W}trPr/{_W}{name}")
    return int(found.get(f"{_W}val") or 0) if found is not None else 0


def _look(paragraph: Any) -> str:
    """The style that a paragraph has, and how far it is set in."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    indent = paragraph.find(f"{_W}pPr/{_W}ind")
    left = (
        next((indent.get(f"{_W}{side}") for side in ("left", "start") if indent.get(f"{_W}{side}")), "")
        if indent is not None
        else ""
    )
    return f"{style.get(f'{_W}val') if style is not None else ''} {left}".strip()


def _is_all(paragraph: Any, mark: str) -> bool:
    """Whether all runs of a paragraph are set in one kind of letters."""
    runs = [run for run in paragraph.iter(f"{_W}r") if "".join(run.itertext()).strip()]
    marks = [run.find(f"{_W}rPr/{_W}{mark}") for run in runs]
    return bool(runs) and all(one is not None and _is_set(one.get(f"{_W}val") or "", mark) for one in marks)


def _is_set(value: str, mark: str) -> bool:
    """Whether a property says that letters are set in a kind, or for a colour, that it is none of black and grey."""
    if mark != "color":
        return value not in ("0", "false")
    inks = [int(value[i : i + 2], 16) for i in (0, 2, 4)] if _INK.fullmatch(value) else [0]
    return max(inks) - min(inks) > _GREY


def _spans(cell: Any) -> tuple[int, bool]:
    """Over how many columns a cell reaches, and whether it goes on from the row above."""
    across = cell.find(f"{_W}tcPr/{_W}gridSpan")
    down = cell.find(f"{_W}tcPr/{_W}vMerge")
    goes_on = down is not None and (down.get(f"{_W}val") or "continue") == "continue"
    return int(across.get(f"{_W}val") or 1) if across is not None else 1, goes_on


def _notes(document: Any, kind: str) -> dict[str, str]:
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            return {
                note.get(f"{_W}id") or "": "".join(words.text or "" for words in note.iter(f"{_W}t"))
                for note in root.iter(f"{_W}{kind}")
            }
    return {}
