"""The text of a source file and the places in it: offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from tcgraph.errors import BrokenInput

_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class Span(NamedTuple):
    """A stretch of text, half open, in characters (Unicode code points) from the start of the file."""

    start: int
    end: int


class SourceText:
    """Decoded text that knows where its lines begin.

    Args:
        text: the characters, without a byte order mark.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0]
        found = text.find("\n")
        while found >= 0:
            starts.append(found + 1)
            found = text.find("\n", found + 1)
        self._starts = starts

    def position(self, offset: int) -> tuple[int, int]:
        """1-based line and column of a character."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int = 1) -> int:
        """The offset of a 1-based line and column, held inside the text."""
        start = self._starts[min(max(line, 1), len(self._starts)) - 1]
        return min(start + max(column, 1) - 1, len(self.text))

    def line(self, number: int) -> str:
        """One line without its end; empty beyond the last."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._starts)


def decode(data: bytes, path: Path | str | None = None) -> str:
    """Read bytes as UTF-8, without the byte order mark that some editors add.

    Raises:
        BrokenInput: they are something else; the message names the encoding where its mark tells, and the place.
    """
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise BrokenInput(f"the file is {name}; save it as UTF-8", path=path, line=1, column=1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        byte = data[error.start]
        raise BrokenInput(
            f"not UTF-8: byte 0x{byte:02X} stands where a character should; save the file as UTF-8",
            path=path,
            line=line,
            column=column,
        ) from None


def read_text(path: Path) -> SourceText:
    """The text of a file.

    Raises:
        BrokenInput: it cannot be read, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
    return SourceText(decode(data, path))
