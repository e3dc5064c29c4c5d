"""The words of a text in Markdown (CommonMark 0.31), and which of its lines head others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.tables.model import TableFile

APART: Final = "\v"
"""Stands in a line where what its strong first words say ends."""
_HEADING: Final = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s+(?P<rest>.*?)(?:\s+#+)?\s*$")
_ENTRY: Final = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*+]|\d{1,3}[.)])\s+(?P<rest>\S.*)$")
_LINK: Final = re.compile(r"!?\[(?P<words>[^\]]*)\]\((?P<address>[^)\s]*)[^)]*\)")
_STRONG: Final = re.compile(
    r"(?<![\w*])(?P<mark>\*\*\*|\*\*|\*|___|__|_)(?=\S)(?P<words>[^*_]+?)(?<=\S)(?P=mark)(?![\w*])"
)
_LEAD: Final = re.compile(
    r"^(?P<lead>\s*(?:(?:[-*+]|\d{1,3}[.)])\s+)?(?P<mark>\*\*|__)(?=\S)(?:(?!(?P=mark)).){24,}(?<=\S)(?P=mark))\s+(?=\S)"
)
"""Strong words that begin a line and stand apart from what follows them: "**Action 1: Ask them.** They agreed."."""
_SHORT: Final = re.compile(r"(?<!\w)(?P<mark>\*\*|__|\*|_)(?=\S)(?P<words>[^*_]{3,30})(?<=\S)(?P=mark)(?!\w)")
"""A few words set apart among others, as a status is: "_Closed_"."""
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_QUOTED: Final = re.compile(r"^ {0,3}> ?(?P<rest>.*)$")
_WHOLE: Final = re.compile(r"\s*(?P<mark>\*\*|__)(?=\S)(?:(?!(?P=mark)).)+(?<=\S)(?P=mark)\s*")
"""A line of which all is strong."""
_BOLD: Final = 7
_QUOTE: Final = 8
_LISTS: Final = 11


def without_marks(lines: Sequence[str], file: TableFile) -> list[str]:
    """The lines without the marks of emphasis, links and headings.

    Args:
        lines: the text.
        file: where the levels of headings and entries go, and the addresses of links, which are in no line.
    """
    plain: list[str] = []
    begun = 0
    for number, line in enumerate(lines):
        text = line
        if (heading := _HEADING.match(line)) is not None:
            file.levels[number], text = len(heading["marks"]), heading["rest"]
        elif (quoted := _QUOTED.match(line)) is not None:
            text, above = quoted["rest"], number > 0 and _QUOTED.match(lines[number - 1]) is not None
            begun = begun if above and text.strip() and plain[begun] else number
            if begun == number:
                file.levels[number] = _QUOTE
        elif _WHOLE.fullmatch(line) is not None:
            file.levels[number] = _BOLD
        elif (entry := _ENTRY.match(line)) is not None:
            file.levels[number] = _LISTS + len(entry["indent"].expandtabs(4)) // 2
        for link in _LINK.finditer(text):
            file.leave(link["address"], "the address of a link")
        if (lead := _LEAD.match(text)) is not None:
            text = lead["lead"] + APART + _SHORT.sub(rf"{APART}\g<words>{APART}", text[lead.end() :])
        text = _LINK.sub(lambda found: found["words"], text)
        text = _ESCAPED.sub(r"\1", _STRONG.sub(lambda found: found["words"], text))
        goes_on = begun < number and file.levels.get(begun) == _QUOTE and _QUOTED.match(line) is not None
        if goes_on:  # the lines of a quotation are one paragraph
            plain[begun] += f" {text}"
        plain.append("" if goes_on else text)
    return plain
