"""The text of a Word document as it reads once its changes are accepted (ECMA-376-1 §17.13.5, revisions)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tcgraph.followup.tables.word_numbers import WordNumbers

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GONE: Final = {f"{_W}del", f"{_W}moveFrom"}
_BREAKS: Final = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "‑"}
_WRAPPED: Final = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"}
_NOTES: Final = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}


@dataclass(slots=True)
class WordText:
    """Reads paragraphs, and counts what it read otherwise than it is stored.

    Attributes:
        numbers: the document's lists.
        changes: how many insertions, deletions and moves were taken as accepted.
        notes: references to notes that were met since they were last taken: kind, number and the words before it.
        read: what was read of a paragraph so far.
    """

    numbers: WordNumbers
    changes: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    read: str = ""

    def paragraph(self, element: Any) -> str:
        """A ``w:p`` element's text, with the number or bullet that is printed before it."""
        words = self.read = ""
        for run in self._runs(element):
            words += run
            self.read = words
        words = words.strip()
        return f"{self.numbers.label(element)}{words}" if words else ""

    def blocks(self, element: Any) -> Iterator[Any]:
        """The paragraphs and tables in an element, those in content controls and insertions included."""
        yield from self.children(element, f"{_W}p", f"{_W}tbl")

    def children(self, element: Any, *names: str) -> Iterator[Any]:
        """Children of some names, also inside wrappers; what was deleted or moved away is counted and left out."""
        for child in element:
            if child.tag in _GONE:
                self.changes["deletion"] += 1
            elif child.tag in names:
                yield child
            elif child.tag in _WRAPPED:
                yield from self.children(child, *names)

    def is_gone(self, row: Any) -> bool:
        """Whether a table row was deleted by a change that is still to be accepted."""
        properties = row.find(f"{_W}trPr")
        if properties is None:
            return False
        if properties.find(f"{_W}del") is not None:
            self.changes["deleted row"] += 1
            return True
        if properties.find(f"{_W}ins") is not None:
            self.changes["inserted row"] += 1
        return False

    def taken_notes(self) -> list[tuple[str, str, str]]:
        """The references met since the last call."""
        found, self.notes = self.notes, []
        return found

    def _runs(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _GONE:
                self.changes["deletion" if tag == f"{_W}del" else "move"] += 1
            elif tag in (f"{_W}t", _MATHS):
                yield child.text or ""
            elif tag in _BREAKS:
                yield _BREAKS[tag]
            elif tag == f"{_W}sym":
                yield chr(int(child.get(f"{_W}char") or "2022", 16))
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(f"{_W}id") or "", self.read))
            elif tag == f"{_W}p":  # a text box stands inside the paragraph that it hangs on
                yield f"\n{self.paragraph(child)}"
            elif tag not in (f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}delText", _FALLBACK):
                if tag == f"{_W}ins":
                    self.changes["insertion"] += 1
                yield from self._runs(child)
