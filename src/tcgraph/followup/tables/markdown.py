"""The words of a text in Markdown (CommonMark 0.31), and which of its lines head others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tcgraph.followup.tables.model import ENTRY, TableFile

APART: Final = "\v"
"""Stands in a line where what its strong first words say ends."""
_HEADING: Final = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s+(?P<rest>.*?)(?:\s+#+)?\s*$")
_ENTRY: Final = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*+]|\d{1,3}[.)])\s+(?P<rest>\S.*)$")
_LINK: Final = re.compile(r"!?\[(?P<words>[^\]]*)\]\((?P<address>[^)\s]*)[^)]*\)")
_STRONG: Final = re.compile(
    r"(?<![\w*])(?P<mark>\*\*\*|\*\*|\*|___|__|_)(?=\S)(?P<words>[^*_]+?)(?<=\S)(?P=mark)(?![\w*])"
)
_LEAD: Final = re.compile(
    r"^(?P<lead>\s*(?:(?:[-*+]|\d{1,3}[.)])\s+)?(?P<mark>\*\*|__)(?=\S)(?:(?!(?P=mark)).)+(?:(?<=\w)(?P=mark)(?=\s+\w)|(?<=.{26})(?<=\S)(?P=mark)))\s+(?=\S)"
)
"""Strong words that begin a line and stand apart from what follows them: "**Action 1: Ask them.** They agreed."."""
_SHORT: Final = re.compile(r"(?<!\w)(?P<mark>\*\*|__|\*|_)(?=\S)(?P<words>[^*_]{3,30})(?<=\S)(?P=mark)(?!\w)")
"""A few words set apart among others, as a status is: "_Closed_"."""
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_QUOTED: Final = re.compile(r"^ {0,3}> ?(?P<rest>.*)$")
_WHOLE: Final = re.compile(r"\s*(?P<mark>\*\*|__)(?=\S)(?:(?!(?P=mark)).)+(?<=\S)(?P=mark)\s*")
"""A line of which all is strong."""
_UNDER: Final = re.compile(r"(?P<mark>[=~^\"'`#*+:-])(?P=mark){2,}\s*")
_SLANTED: Final = re.compile(
    r"\s*(?:[-+]\s+)?(?P<mark>[*_])(?=[^\s*_])(?P<words>(?:(?!(?P=mark)).)+)(?<=\S)(?P=mark)\s*"
)
"""A paragraph of which all is set apart: what somebody else said, which those below it answer."""
_PARAGRAPH: Final = 12
"""A paragraph has no more lines."""
_SETEXT: Final = 6
_BOLD: Final = 7
_QUOTE: Final = 8


def without_marks(lines: Sequence[str], file: TableFile) -> list[str]:
    """The lines without the marks of emphasis, links and headings.

    Args:
        lines: the text.
        file: where the levels of headings and entries go, and the addresses of links, which are in no line.
    """
    plain: list[str] = []
    begun = 0
    lines = _joined(lines)
    under = underlined(lines)
    for number, line in enumerate(lines):
        text = line
        if number in under:
            file.levels[number] = under[number]
        elif number - 1 in under:
            text = ""
        elif (slanted := _SLANTED.fullmatch(line)) is not None:
            file.levels[number], text = _QUOTE, slanted["words"]
        elif (heading := _HEADING.match(line)) is not None:
            file.levels[number], text = len(heading["marks"]), heading["rest"]
        elif (quoted := _QUOTED.match(line)) is not None:
            text, above = quoted["rest"], number > 0 and _QUOTED.match(lines[number - 1]) is not None
            begun = begun if above and text.strip() and plain[begun] else number
            if begun == number:
                file.levels[number] = _QUOTE
        elif _WHOLE.fullmatch(line) is not None:
            file.levels[number] = _BOLD
        elif (entry := _ENTRY.match(line)) is not None:
            file.levels[number] = ENTRY + len(entry["indent"].expandtabs(4)) // 2
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


def underlined(lines: Sequence[str]) -> dict[int, int]:
    """The titles with a line of signs below them, of as many as they are long, by their level: reStructuredText's."""
    marks: list[str] = []
    found: dict[int, int] = {}
    for number, (title, line) in enumerate(pairwise(lines)):
        mark = _UNDER.fullmatch(line)
        above = lines[number - 1].strip() if number else ""
        if mark is None or not title[:1].strip() or (above and _UNDER.fullmatch(above) is None) or "|" in title:
            continue
        if len(line.strip()) >= len(title.strip()) - 1 and _UNDER.fullmatch(title) is None:
            marks += [mark["mark"]] if mark["mark"] not in marks else []
            found[number] = min(marks.index(mark["mark"]) + 1, _SETEXT)
    return found


def is_marked_up(lines: Sequence[str]) -> bool:
    """Whether a text has titles or paragraphs with such marks, whatever its file is called."""
    quoted = sum(a[:1] != ">" and b[:1] == ">" for a, b in pairwise(["", *lines]))
    return quoted > 1 or bool(underlined(lines)) or any(map(_SLANTED.fullmatch, _joined(lines)))


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines, with those of a paragraph that is set apart as a whole in its first one."""
    found = [*lines]
    for begin, line in enumerate(lines):
        if re.match(r"\s*(?:[-+]\s+)?[*_][^\s*_]", line) is None or (begin and lines[begin - 1].strip()):
            continue
        ends = range(begin, min(begin + _PARAGRAPH, len(lines)))
        end = next((i for i in ends if i + 1 == len(lines) or not lines[i + 1].strip()), begin)
        whole = " ".join(text.strip() for text in lines[begin : end + 1])
        if _SLANTED.fullmatch(whole) is not None:
            found[begin : end + 1] = [whole, *[""] * (end - begin)]
    return found
