"""The words of a text in Markdown (CommonMark 0.31), and which of its lines head others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.tables.model import TableFile

_HEADING: Final = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s+(?P<rest>.*?)(?:\s+#+)?\s*$")
_ENTRY: Final = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*+]|\d{1,3}[.)])\s+(?P<rest>\S.*)$")
_LINK: Final = re.compile(r"!?\[(?P<words>[^\]]*)\]\((?P<address>[^)\s]*)[^)]*\)")
_STRONG: Final = re.compile(
    r"(?<![\w*])(?P<mark>\*\*\*|\*\*|\*|___|__)(?=\S)(?P<words>[^*_]+?)(?<=\S)(?P=mark)(?![\w*])"
)
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_LISTS: Final = 11


def without_marks(lines: Sequence[str], file: TableFile) -> list[str]:
    """The lines without the marks of emphasis, links and headings.

    Args:
        lines: the text.
        file: where the levels of headings and entries go, and the addresses of links, which are in no line.
    """
    plain = []
    for number, line in enumerate(lines):
        text = line
        if (heading := _HEADING.match(line)) is not None:
            file.levels[number], text = len(heading["marks"]), heading["rest"]
        elif (entry := _ENTRY.match(line)) is not None:
            file.levels[number] = _LISTS + len(entry["indent"].expandtabs(4)) // 2
        for link in _LINK.finditer(text):
            file.leave(link["address"], "the address of a link")
        text = _LINK.sub(lambda found: found["words"], text)
        text = _STRONG.sub(lambda found: found["words"], text)
        plain.append(_ESCAPED.sub(r"\1", text))
    return plain
