"""The plain text of a draft: what a file says, without its layout, in which passages count."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlainSpan:
    """A stretch of the draft's plain text: what the file says, without its layout."""

    start: int
    end: int
    line: int
    sha256: str


class PlainText:
    """The plain text that passages count in: every ask and deed on a line of its own."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._lines)

    def add(self, words: str) -> PlainSpan:
        """Add a line, and tell where it stands."""
        start = self._length
        self._lines.append(f"{words}\n")
        self._length += len(words) + 1
        digest = hashlib.sha256(words.encode()).hexdigest()
        return PlainSpan(start, start + len(words), len(self._lines), digest)
