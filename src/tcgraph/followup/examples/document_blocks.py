"""A document of any format as a sequence of blocks of words, each with traits that tell its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.layout_headings import find_headings
from tcgraph.followup.tables import ENTRY, CellPlace, Row, Sheet, TableFile
from tcgraph.followup.tables.markdown import APART
from tcgraph.followup.tables.paragraphs import of_plain_text

_MARK: Final = re.compile(
    r"(?:(?P<bullet>[^\w\s\"'“”‘’«»¿¡(\[{<@#/&$€£+…]+|o(?=\s))\s*)?(?P<tick>\[[ xX~]?\]\s*)?"
    r"(?P<number>\(?(?:\d{1,4}(?:\.\d{1,4})*|[a-z]|[ivxlc]{1,5}|[IVXLC]{1,5})[.)/°]+(?=\s|[A-ZÀ-Þ\[«“\"¿])"
    r"|\d{1,4}(?:\.\d{1,4})+(?=\s)|\d{1,3}(?=\s+[A-ZÀ-Þ«“])|[IVXLC]{1,5}(?=\s+[A-ZÀ-Þ][a-zà-ÿA-Z]))?\s*"
)
"""What stands before the words: the bullet, the box for a tick, the number."""
_BULLETS: Final = re.compile(r"(?<=\S)\s+(?=[•▪‣●○◦■□\uf0b7\uf0a7]\s+\S)")
"""Where an entry begins in the middle of a paragraph, as pages are copied."""
_HEAD: Final = 7
"""Levels up to that of strong lines head what follows them."""
_COLON: Final = 8
"""So does a short line that ends in a colon."""
_SHORT: Final = 60
_TOKENS: Final = 7
_LABEL: Final = 48
_OFTEN: Final = 2
_CODED: Final = 3
"""What begins so many blocks is a label; a code without a sign after it, so many."""
_OPENING: Final = 3
_LONGER: Final = 0.6
"""A longer one is the label where so many of those have it that have the shorter one."""
_TITLES: Final = 40
_NUMBER: Final = re.compile(r"(?:[A-Z]{1,4}[-.]?)?\d[\w./()-]*")
_SIGNS: Final = ".:?!,;)]–—-"


@dataclass(slots=True)
class DocumentBlock:
    """One stretch of a document.

    Attributes:
        text: its words, with what is printed before them.
        place: where it stands.
        level: its level in an outline, as of :class:`TableFile`.
        spot: table, row and column, where it is a cell.
        traits: what tells its kind: each by name, in words that can be compared and kept.
        start: where its words begin, after its mark.
        label_end: where its label ends; the same where it has none.
    """

    text: str
    place: CellPlace
    level: int = 0
    spot: tuple[int, int, int] | None = None
    traits: dict[str, str] = field(default_factory=dict)
    start: int = 0
    label_end: int = 0

    @property
    def code(self) -> str:
        """The number that it begins with, in its mark or label; "" where it has none."""
        return " ".join(re.findall(r"[A-Z]?\d+", self.text[: self.label_end]))

    @property
    def number(self) -> str:
        """The same as it is printed."""
        found = _NUMBER.search(self.text[: self.label_end])
        return found[0].strip(".:)/") if found is not None else ""

    @property
    def name(self) -> str:
        """What its label calls it, or where columns have no headings the first cell of its row; "" where none does."""
        return self.traits.get("row") or self.traits["label"]

    @property
    def rank(self) -> int:
        """How high it heads what follows, from 1; 0 where it heads nothing."""
        if self.spot is not None:
            return 0
        if 0 < self.level <= _HEAD:
            return self.level
        return _COLON if self.level == 0 and len(self.text) <= _SHORT and self.text.endswith(":") else 0


VIEWS: Final[tuple[str, ...]] = ("cells", "lines", "text")
"""The ways in which a file can be taken apart: the cells of its tables, the lines of these, its text."""


def view_of(name: str, file: TableFile) -> list[DocumentBlock]:
    """The blocks of a file by one of its views; none of cells where it has no table."""
    if name == "text":
        return _told_apart(list(_paragraphs(file if file.loose else file.as_text())))
    sheets = file.drawn if file.loose else file.sheets
    headed = headings_of(sheets)
    each = (_of_sheet(sheet, index, *headed[index], lines=name == "lines") for index, sheet in enumerate(sheets))
    return _told_apart([block for blocks in each for block in blocks])


def kind_of(words: str) -> str:
    """Words as they are compared: numbers are alike, one or several, with and without a letter before them."""
    kind = re.sub(r"\b[a-z]?\d+|(?<=[a-z]{2})\d+", "#", plain_words(words))
    kind = re.sub(r"(?<=[a-z])s (?=#)", " ", re.sub(r"#(?:(?:, ?| and | et | y |-|–|/| & )(?:#\.)*#)+", "#", kind))
    return re.sub(r"(?<=[a-z]{3})s(?= ?:$)", "", kind)


def _of_sheet(sheet: Sheet, index: int, first: int, names: tuple[str, ...], *, lines: bool) -> Iterator[DocumentBlock]:
    kinds = [kind_of(name) for name in names]
    signature = " | ".join(kinds) if any(kinds) else f"{len(sheet.rows[0].texts)} columns"
    called = [name if kinds.count(kind) > 1 else kind for name, kind in zip(names, kinds, strict=True)]
    for number, row in enumerate(sheet.rows):
        if number < first or tuple(map(plain_words, row.texts)) == names:
            continue
        said = [text for text in row.texts if text]
        across = len(row.texts) > 1 and len(set(said)) == 1 and (len(said) > 1 or row.texts[0] == said[0])
        for column, cell in enumerate(row.cells):
            text = row.texts[column]
            if not text or (across and column):
                continue
            name = called[column] if column < len(called) and called[column] else str(column)
            traits = {"table": signature, "column": "all" if across and len(said) > 1 else name}
            if column and not any(names):
                traits["row"] = kind_of(row.texts[0])[:_TITLES]
            for part in text.split("\n") if lines else [text]:
                if part.strip():
                    yield DocumentBlock(_joined(part), cell.place, 0, (index, number, column), dict(traits))


def headings_of(sheets: Sequence[Sheet]) -> list[tuple[int, tuple[str, ...]]]:
    """Where the rows below each table's headings begin, and what its columns are called, as is compared.

    What is taken for headings in one table alone and stands as a row's own words in those that have none, each as
    wide, is a row as there; and what heads one heads another that begins with it.
    """
    found = [_headings(sheet) for sheet in sheets]
    often = Counter(names for _, names in found if names)
    first = [tuple(map(plain_words, sheet.rows[0].texts)) for sheet in sheets]
    bare: dict[int, set[str]] = {}
    for sheet, own in (
        both for both, (_, names) in zip(zip(sheets, first, strict=True), found, strict=True) if not names
    ):
        rows = sheet.rows[own in often :]  # what heads another table heads this one
        bare.setdefault(len(own), set()).update(plain_words(row.texts[-1]) for row in rows if row.texts[-1])
    found = [(0, ()) if often[one[1]] == 1 and one[1][-1] in bare.get(len(one[1]), ()) else one for one in found]
    known = {names for _, names in found if names}
    return [(1, own) if not one[1] and own in known else one for one, own in zip(found, first, strict=True)]


def _headings(sheet: Sheet) -> tuple[int, tuple[str, ...]]:
    texts = sheet.rows[0].texts
    if sheet.headed:
        return 1, tuple(map(plain_words, texts))
    if (found := find_headings(sheet)) is not None:
        return found[0], tuple(map(plain_words, found[1].headings))
    short = all(texts) and len(set(texts)) == len(texts) > 1 and max(map(len, texts)) < _TITLES
    longer = any(len(text) > _TITLES for row in sheet.rows[1:] for text in row.texts)
    if short and longer and len(sheet.rows) > 2 and len(texts) > 2:
        return 1, tuple(map(plain_words, texts))
    return 0, ()


def _paragraphs(file: TableFile) -> Iterator[DocumentBlock]:
    rows: Sequence[Row] = [row for sheet in file.sheets for row in sheet.rows]
    whole = [" ".join(cell.text for cell in row.cells).rstrip() for row in rows]
    lined = any(row.cells and row.cells[0].place.location.line is not None for row in rows)
    groups = of_plain_text(whole, file.levels) if lined else [[i] for i in range(len(rows))]
    for of in groups:
        level, first = file.levels.get(of[0], 0), whole[of[0]]
        look = file.looks.get(of[0], "") or (str(len(first) - len(first.lstrip())) if lined else "")
        for number, text in enumerate(_BULLETS.split(" ".join(whole[i].strip() for i in of))):
            if text.strip():
                place = rows[of[0]].cells[0].place
                yield DocumentBlock(_joined(text), place, ENTRY if number else level, traits={"look": look})


def _joined(text: str) -> str:
    """Words with single spaces; what stands apart at their beginning ends in a colon, as a label does."""
    lead, apart, rest = text.strip().partition(APART)
    if apart and rest.strip():
        lead = lead.rstrip()
        ended = lead[-1:] in _SIGNS or rest.lstrip()[0] in _SIGNS
        text = f"{lead}{'' if ended else ':'} {rest.replace(APART, ' ')}"
    return " ".join(text.split())


def _told_apart(blocks: list[DocumentBlock]) -> list[DocumentBlock]:
    """Give blocks their traits, of which some are told by the others around them."""
    for block in blocks:
        mark = _MARK.match(block.text)
        assert mark is not None  # it matches nothing, too
        block.start = mark.end() if mark.end() < len(block.text) else 0
        shape = "•" if mark["bullet"] else ""
        shape += "[]" if mark["tick"] else ""
        shape += re.sub(r"[A-Z]+", "A", re.sub(r"[a-z]+", "a", re.sub(r"\d+", "#", mark["number"] or "")))
        block.traits |= {"level": str(block.level), "mark": shape}
    often = Counter(kind for block in blocks for kind in {kind for kind, _ in _labels(block)})
    for block in blocks:
        block.traits["label"], block.label_end = "", block.start
        least = 0.0
        for kind, end in _labels(block):
            if often[kind] >= max(least, _OFTEN if kind[-1] in ":)]" else _CODED):
                block.traits["label"], block.label_end, least = kind, end, _LONGER * often[kind]
    opened = Counter(_opening(block) for block in blocks)
    above: list[DocumentBlock] = []
    for block in blocks:
        heads = next((kind for kind, _ in _labels(block) if "#" in kind), "")
        block.traits["head"] = heads.split()[0] if re.match(r"[^\W\d_]{3,} ", heads) else ""
        opening = _opening(block)
        block.traits["opening"] = opening if opened[opening] >= _CODED else ""
        rank = block.rank
        over = [one for one in above if not rank or one.rank < rank]
        block.traits["under"] = kind_of(over[-1].text) if over else ""
        block.traits["chapter"] = kind_of(over[-2].text) if len(over) > 1 else ""
        if rank:
            above = [*over, block]
    for at, block in enumerate(blocks):
        if block.spot is None:
            block.traits["before"] = _shape(blocks[at - 1]) if at else "-"
            block.traits["after"] = _shape(blocks[at + 1]) if at + 1 < len(blocks) else "-"
    return blocks


def _opening(block: DocumentBlock) -> str:
    """The first words, with which minutes begin all that was decided."""
    return kind_of(" ".join(block.text[block.label_end :].split()[:_OPENING]))


def _shape(block: DocumentBlock) -> str:
    """What a neighbour is seen as."""
    if block.spot is not None:
        return "table"
    return " ".join((block.traits["level"], block.traits["mark"], block.traits["label"]))


def _labels(block: DocumentBlock) -> Iterator[tuple[str, int]]:
    """What may be the label at a block's beginning, and where it ends: words to a colon or the like, or with a code."""
    text, end = block.text, block.start
    for _, token in zip(range(_TOKENS), re.finditer(r"\S+", text[block.start :]), strict=False):
        end = block.start + token.end()
        if end - block.start > _LABEL or end >= len(text):
            return
        words = token[0]
        if words[-1] in ":–—)]" or (re.search(r"\d", words) and re.fullmatch(r"[#\w./()\[\]-]{1,16}[,.:]?", words)):
            yield kind_of(text[block.start : end]), end
        if words[-1] == ":":
            return
