"""Everything that is wrong with a text of the Turtle family: each slip once, without those that follow from another.

What was most likely meant is told only where the text reads on when so mended.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tcgraph.rdf import GraphFormat
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import CommentLine

_UNDECLARED = "undeclared-prefix"
_DECLARATION = re.compile(r"^[ \t]*@?prefix[ \t]+(\S*:)", re.IGNORECASE | re.MULTILINE)
_FIRST_LINE = re.compile(
    r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?P<indent>[ \t]+)(?![ \t\r\n#@])(?!prefix\b|base\b)", re.IGNORECASE
)
"""A file of which the first line that says something goes on with what stands above it."""


def faults(source: SourceText, format: GraphFormat, base: str | None = None) -> list[Unreadable]:
    """What is wrong with a text, in its order; nothing where it can be read.

    Args:
        source: the text.
        format: Turtle or one that holds it or is held by it.
        base: the base of its relative references.
    """
    found: list[Unreadable] = []
    began: list[int] = []

    def take(error: Unreadable) -> None:
        found.append(error)
        began.append(parser.began)

    parser = TurtleParser(source, format, base=base or "http://base.invalid/", on_error=take)
    for _ in parser.items():
        pass
    # All else in such a file is said twice, or cut in two.
    if conflict := next((each for each in found if each.rule == "merge-conflict"), None):
        return [conflict]
    if found and (first := _FIRST_LINE.match(source.text)):
        return [_out_of_order(source, first.end("indent"))]
    # A declaration that was skipped with a slip above it, or is the slip: its uses are no further ones.
    slip = min((each.span.start for each in found if each.rule != _UNDECLARED), default=len(source.text))
    declared = set(_DECLARATION.findall(source.text)) if found else set()
    found, began = _without_the_rest_of_a_text(source.text, found, began)
    prefixes = [prefix.removesuffix(":") for prefix in declared]
    return [
        as_meant(source, each, start, format, prefixes)
        for each, start in zip(found, began, strict=True)
        if each.rule != _UNDECLARED or each.span.start < slip or each.reason.split()[2] not in declared
    ]


def _without_the_rest_of_a_text(
    text: str, found: list[Unreadable], began: list[int]
) -> tuple[list[Unreadable], list[int]]:
    """Without what is told of a block in which a text has no end: where it goes on, the words of the text may stand."""
    kept: list[int] = []
    open_until = -1
    for number, each in enumerate(found):
        if each.span.start < open_until:
            continue
        kept.append(number)
        if "does not end on its line" in each.reason:
            blank = re.compile(r"\n[ \t\r]*\n").search(text, each.span.end)
            open_until = blank.start() if blank else len(text)
    return [found[number] for number in kept], [began[number] for number in kept]


def first_fault(source: SourceText, format: GraphFormat, error: Unreadable) -> Unreadable:
    """The first thing that is wrong with a text, of which a parser has said only where it stopped."""
    return next(iter(faults(source, format)), error)


def _out_of_order(source: SourceText, offset: int) -> Unreadable:
    return Unreadable(
        "the file begins in the middle of a block: no line before this one says what it is about",
        source,
        Span(offset, offset + 1),
        remedy="were lines sorted, moved or lost? Take the file as it was before, or put the block's first line above",
    )


class _Slip(NamedTuple):
    """A slip of the hand, as ``slips.toml`` tells it."""

    pattern: re.Pattern[str]
    mend: str
    reason: str
    remedy: str


_NAME = r"[A-Za-z][\w.-]*:[\w.-]*\w"
_ENDS = r"(?=\s*[;,.\])]|\s*$)"
_SPECIAL = re.compile(r"[/()&+*%~!$=?]")
_TOLD = tomllib.loads(Path(__file__).with_name("slips.toml").read_text(encoding="utf-8"))["slip"]
_SLIPS = tuple(
    _Slip(re.compile(pattern.replace("NAME", _NAME).replace("ENDS", _ENDS)), *told)
    for pattern, *told in ((slip["pattern"], slip["mend"], slip["reason"], slip["remedy"]) for slip in _TOLD)
)
_NO_HEAD = next(slip for slip in _SLIPS if slip.mend == "[] {at}")
_SHORTEST: Final = 2
_LONGEST: Final = 5000
"""A longer line was written by no hand."""
_MOST: Final = 10
"""How often one slip is mended in a statement: whoever makes it makes it again."""
_REACH: Final = 20_000
"""How many characters of one statement before and behind the slip are read again for each mend."""


def as_meant(
    source: SourceText, error: Unreadable, began: int, format: GraphFormat, prefixes: Collection[str]
) -> Unreadable:
    """An error as one who knows the usual slips would tell it; as it is where no mend lets the text be read on.

    Args:
        source: the text.
        error: what a parser says, where it stopped.
        began: where what it was reading begins: a statement or declaration.
        format: how the text is written.
        prefixes: those that the text declares, without colon.
    """
    number, _ = source.position(error.span.start)
    line, start = source.line(number), source.offset(number)
    if error.rule != "syntax" or len(line) > _LONGEST or error.span.start - began > _REACH:
        return error
    statement = source.text[began : start + _REACH]
    for slip, found in _likely(line, prefixes):
        span = Span(start + found.start("at"), start + found.end("at"))
        first = found.start(_over(found))
        if start + first < began or source.text[error.span.end : start + first].strip():
            continue
        if _reads_on(*_mended(statement, start - began, slip, found), slip, format, prefixes):
            if slip is _NO_HEAD and (stop := _early_stop(source.text, start)):
                remedy = "put ; in its place: the block goes on in the next line"
                return Unreadable("a semicolon belongs here, not a full stop", source, stop, remedy=remedy)
            said = _said(found)
            return Unreadable(slip.reason.format(**said), source, span, remedy=slip.remedy.format(**said))
    return error


def _early_stop(text: str, start: int) -> Span | None:
    """The full stop that ends the line above one that is indented, with no blank line between."""
    found = re.search(r"\S[^\S\n]*(?P<stop>\.)[^\S\n]*(?:#[^\n]*)?\n\Z", text[max(0, start - _LONGEST) : start])
    before = max(0, start - _LONGEST)
    return None if found is None else Span(before + found.start("stop"), before + found.end("stop"))


def _said(found: re.Match[str]) -> dict[str, str]:
    said = {key: value or "" for key, value in found.groupdict().items()}
    joined = said.get("word", "").replace(" ", "-")
    return {**said, "joined": joined, "small": found["at"].lower(), "escaped": _SPECIAL.sub(r"\\\g<0>", found["at"])}


def _over(found: re.Match[str]) -> str:
    return "over" if "over" in found.groupdict() else "at"


def _mended(text: str, start: int, slip: _Slip, found: re.Match[str]) -> tuple[str, int]:
    """A text with the line that starts there mended, and the offset behind the mend."""
    first, last = found.span(_over(found))
    mended = slip.mend.format(**_said(found))
    return f"{text[: start + first]}{mended}{text[start + last :]}", start + first + len(mended)


def _likely(line: str, prefixes: Collection[str]) -> Iterator[tuple[_Slip, re.Match[str]]]:
    """Each slip that a line may have, with where."""
    known = "|".join(re.escape(each) for each in sorted(prefixes, key=len, reverse=True) if len(each) >= _SHORTEST)
    glued = _Slip(
        re.compile(rf"(?<![\w:-])(?P<at>(?P<prefix>{known or '(?!)'})(?P<rest>\w[\w-]*))(?![\w:-])"),
        "{prefix}:{rest}", "a colon is missing in {at}", "write {prefix}:{rest}",
    )  # fmt: skip
    for slip in (glued, *_SLIPS):
        for found in slip.pattern.finditer(line):
            yield slip, found


def _reads_on(text: str, until: int, slip: _Slip, format: GraphFormat, prefixes: Collection[str]) -> bool:
    """Whether a text can be read through the statement that reaches beyond an offset, the same slip mended in it."""
    for _ in range(_MOST):
        parser = TurtleParser(SourceText(text), format, base="http://base.invalid/")
        parser.prefixes = dict.fromkeys(prefixes, "http://prefix.invalid/")
        try:
            any(not isinstance(item, CommentLine) and item.end > until for item in parser.items())
        except Unreadable as error:
            start = text.rfind("\n", 0, error.span.start) + 1
            line = text[start:].partition("\n")[0]
            again = next((each for each in slip.pattern.finditer(line) if start + each.start("at") >= until), None)
            if again is None or start + again.start() > error.span.end:
                return False
            text, until = _mended(text, start, slip, again)
        else:
            return True
    return False
