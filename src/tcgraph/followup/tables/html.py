"""Tables of an HTML page, as the standard library's tolerant parser finds them; nothing is fetched or run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from tcgraph.diagnostics import Level
from tcgraph.followup.tables.decode import decode
from tcgraph.followup.tables.markdown import APART
from tcgraph.followup.tables.model import OUTSIDE, Row, Sheet, TableFile, TextCell, table_place

_BREAKS = {"br", "p", "div", "li", "tr"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _BREAKS | _HEADINGS | {"dt", "blockquote", "section", "article", "header", "footer", "pre"}
_LISTS = {"ul", "ol"}
_BOXES = {"div", "section", "article", "aside", "blockquote"}
_ENTRY = 10
_TABLE = re.compile(r"<table\b.*?</table>", re.IGNORECASE | re.DOTALL)
_SKIPPED = {"script", "style", "template"}
_STRONG = {"b", "strong"}
_SLANTED = {"i", "em"}
_BOLD, _QUOTED = 7, 8
_LEAD = 40
"""What stands before the rest of its paragraph in strong letters, as a label does, has no more characters."""


def read_html(path: Path) -> TableFile:
    """Read every table of a page; list items in a cell start with a bullet, so that entries can be told apart."""
    file = TableFile(path)
    parser = _read(decode(path.read_bytes(), file))
    file.sheets = _sheets(parser, path)
    for words, level, look in parser.prose:
        if level:
            file.levels[len(file.unread)] = level
        if look:
            file.looks[len(file.unread)] = look
        file.leave(words, f"text {OUTSIDE}")
    if parser.unclosed:
        file.find("html", Level.WARNING, f"{parser.unclosed} table(s) are not closed; read to the end of the page")
    return file


def tables_within(lines: Sequence[str], path: Path) -> tuple[list[Sheet], list[str]]:
    """The tables in HTML that stand in a text of another kind, as in Markdown, and the lines without them."""
    text = "\n".join(lines)
    outside = _TABLE.sub(lambda table: "\n" * table[0].count("\n"), text)
    if outside == text:
        return [], list(lines)
    within, end = "", 0
    for table in _TABLE.finditer(text):
        within += "\n" * text.count("\n", end, table.start()) + table[0]
        end = table.end()
    return _sheets(_read(within), path), outside.split("\n")


def _read(text: str) -> _Tables:
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return parser


def _sheets(parser: _Tables, path: Path) -> list[Sheet]:
    sheets = []
    for index, (captions, before, grid) in enumerate(parser.tables, start=1):
        rows = []
        for number, row in enumerate(grid, start=1):
            if any(text.strip() for text, _ in row):
                cells = (
                    TextCell(text.strip(), table_place(path, index, number, column, line))
                    for column, (text, line) in enumerate(row, start=1)
                )
                rows.append(Row(tuple(cells)))
        if rows:
            sheets.append(Sheet(f"table {index}", tuple(rows), tuple(captions), before))
    return sheets


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[list[str], int, list[list[tuple[str, int]]]]] = []
        self._stack: list[list[list[tuple[str, int]]]] = []
        self._spans: list[dict[int, tuple[int, str, int]]] = []
        self._cell: list[str] | None = None
        self._line = 1
        self._span = (1, 1)
        self._captions: list[str] = []
        self.prose: list[tuple[str, int, str]] = []
        """What stands outside the tables, with its level in an outline, 0 where it has none, and its box's class."""
        self._boxes: list[tuple[str, str]] = []
        self._look = ""
        self._prose = ""
        self._leads = False
        self._level = 0
        self._lists = 0
        self._skip = 0
        self._printed = 0
        """How many elements are open whose lines stand as they are written (HTML §4.4.3, pre)."""
        self._apart = dict.fromkeys(("strong", "slanted", "quoted"), 0)
        self._letters = dict.fromkeys(self._apart, 0)
        """How many elements are open that set letters apart, and how many letters of a paragraph stand in them."""
        self._inner = 0
        """How many tables are open inside the cell that is being read; they are lines of it, as in a document."""

    @property
    def unclosed(self) -> int:
        return len(self._stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._set_apart(tag, 1)
        if tag in _BOXES:
            self._boxes.append((tag, given.get("class") or (self._boxes[-1][1] if self._boxes else "")))
        if tag in _SKIPPED:
            self._skip += 1
        elif self._cell is not None and (tag == "table" or self._inner):
            self._inner += tag == "table"
            self._cell.append(" | " if tag in ("td", "th") else "\n" if tag in {"table", *_BREAKS} else "")
        elif tag == "table":
            self._end_prose()
            grid: list[list[tuple[str, int]]] = []
            self.tables.append((self._captions[-3:], len(self.prose), grid))
            self._stack.append(grid)
            self._spans.append({})
        elif tag == "tr" and self._stack:
            self._end_prose()
            self._end_cell()
            self._stack[-1].append([])
            self._carry()
        elif tag in ("td", "th") and self._stack:
            self._end_cell()
            if not self._stack[-1]:
                self._stack[-1].append([])
            self._cell = []
            self._line = self.getpos()[0]
            self._span = (_count(given.get("rowspan")), _count(given.get("colspan")))
        elif self._cell is not None and tag in _BREAKS:
            self._cell.append("\n• " if tag == "li" else "\n")
        elif tag in _STRONG and self._cell is None:
            self._leads = not self._prose.strip()
        elif tag == "dd" and self._prose.strip():
            self._prose += ": "  # what a term stands for goes on in its line
        elif tag in _BLOCKS or tag in _LISTS:
            self._end_prose()
            self._lists += tag in _LISTS
            self._printed += tag == "pre"
            self._level = int(tag[1]) if tag in _HEADINGS else _ENTRY + self._lists if tag == "li" else self._level

    def _set_apart(self, tag: str, more: int) -> None:
        kinds = {"strong": tag in _STRONG, "slanted": tag in _SLANTED, "quoted": tag == "blockquote"}
        for kind in (kind for kind, is_one in kinds.items() if is_one):
            if kind == "quoted":
                self._end_prose()
            self._apart[kind] = max(0, self._apart[kind] + more)

    def handle_endtag(self, tag: str) -> None:
        self._set_apart(tag, -1)
        if self._boxes and self._boxes[-1][0] == tag:
            self._boxes.pop()
        if tag in _SKIPPED:
            self._skip = max(0, self._skip - 1)
        elif self._cell is not None and self._inner:
            self._inner -= tag == "table"
            self._cell.append("\n" if tag == "table" else "")
        elif tag in _STRONG and self._leads and 0 < len(self._prose.strip()) <= _LEAD:
            self._prose, self._leads = f"{self._prose.rstrip()}{APART}", False
        elif tag == "caption" or tag in _HEADINGS or tag in _LISTS or tag in ("li", "dd", "pre"):
            self._end_prose()
            self._printed = max(0, self._printed - (tag == "pre"))
            self._lists = max(0, self._lists - (tag in _LISTS))
            self._level = 0
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._stack:
            self._end_cell()
            self._stack.pop()
            self._spans.pop()
            self._captions = []

    def close(self) -> None:
        """End what the page leaves open."""
        super().close()
        self._inner = 0
        self._end_cell()
        self._end_prose()

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        if self._cell is not None:
            self._cell.append(" ".join(data.split("\n")))
            return
        if not self._prose.strip():
            self._look = self._boxes[-1][1] if self._boxes else ""
        for kind in (kind for kind, depth in self._apart.items() if depth):
            self._letters[kind] += len("".join(data.split()))
        for line in data.splitlines(keepends=True) if self._printed else [data]:
            self._prose += line  # a caption stands in the table, and in none of its cells
            if self._printed and line.endswith("\n"):
                self._end_prose()

    def _end_prose(self) -> None:
        if text := " ".join(self._prose.split()):
            self._captions.append(text)
            parts = (" ".join(part.split()) for part in self._prose.split(APART))
            level = self._level or self._level_apart(text)
            self.prose.append((APART.join(filter(None, parts)), level, self._look))
            self._level = 0
        self._letters = dict.fromkeys(self._apart, 0)
        self._prose = ""

    def _level_apart(self, text: str) -> int:
        """The level of a paragraph of which all letters are set apart, as in a document; 0 for any other."""
        every = len("".join(text.replace(APART, "").split()))
        whole = {kind for kind, letters in self._letters.items() if letters >= every}
        return _QUOTED if whole & {"slanted", "quoted"} else _BOLD if whole else 0

    def _end_cell(self) -> None:
        if self._cell is None or not self._stack:
            return
        text = "\n".join(part.strip() for part in "".join(self._cell).split("\n") if part.strip())
        row = self._stack[-1][-1]
        down, across = self._span
        for _ in range(across):
            if down > 1:
                self._spans[-1][len(row)] = (down - 1, text, self._line)
            row.append((text, self._line))
        self._cell = None
        self._carry()

    def _carry(self) -> None:
        """Repeat the cells that reach down from rows above (HTML §4.9.11, rowspan)."""
        row, spans = self._stack[-1][-1], self._spans[-1]
        while (found := spans.get(len(row))) is not None:
            left, text, line = found
            if left == 1:
                del spans[len(row)]
            else:
                spans[len(row)] = (left - 1, text, line)
            row.append((text, line))


def _count(text: str | None) -> int:
    return min(1000, int(text)) if text and text.isdigit() and int(text) else 1
