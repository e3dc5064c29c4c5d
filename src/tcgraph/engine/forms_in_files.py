"""Which literals the store gives back in another form, and whether a file writes any, as far as its bytes tell."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tcgraph.engine.datatypes import RANGES
from tcgraph.rdf import GraphFormat

_WHOLE = r"0|-?[1-9][0-9]{0,%d}"
_CLOCK, _ZONE = r"(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{0,8}[1-9])?", r"(?:Z|[+-](?!00:00)[0-9]{2}:[0-9]{2})?"
_USUAL: Final = {
    "integer": re.compile(_WHOLE % 17),
    "decimal": re.compile(rf"{_WHOLE % 17}|-?(?:0|[1-9][0-9]{{0,9}})\.[0-9]{{0,7}}[1-9]"),
    "double": re.compile(rf"{_WHOLE % 14}|-?(?:0|[1-9][0-9]{{0,7}})\.[0-9]{{0,5}}[1-9]"),
    "float": re.compile(rf"{_WHOLE % 5}|-?(?:0|[1-9][0-9]{{0,2}})\.[0-9]{{0,2}}[1-9]"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_ZONE}"),
    "time": re.compile(_CLOCK),
    "gYear": re.compile(r"[0-9]{4}"),
    "gYearMonth": re.compile(r"[0-9]{4}-[0-9]{2}"),
    "dateTime": re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_CLOCK}{_ZONE}"),
}
"""Forms that the store gives back as they are, by the local name of their datatype."""
_FOLDED: Final = RANGES.keys() | {
    "integer", "decimal", "double", "float", "boolean", "dateTime", "dateTimeStamp", "date", "time",
    "duration", "dayTimeDuration", "yearMonthDuration", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay",
}  # fmt: skip
"""The datatypes of which it keeps values."""
_TYPE = re.compile(rb"\^\^(?:<[^>\\]*[#/:]|[\w.-]*:)([\w-]*)(?![\w\\%-])")
_BARE = re.compile(
    rb"[\s,;(\[](?=[-+.0-9])(?:\+[0-9]|-0|[-+]?(?:0[0-9]|[0-9]*+\.[0-9]*0(?![0-9])|\.[0-9]|[0-9.]++[eE][-+]?[0-9]))"
)
"""A number that stands by itself in a form that engines do not keep, or text that looks like one."""
_APART = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*+"""' + rb"|'''(?:[^'\\]|\\.|'(?!''))*+'''" + rb'|"(?:[^"\\\n]|\\.)*+"'
    rb"|'(?:[^'\\\n]|\\.)*+'" + rb"|<[^<>\s]*+>|#[^\n]*+|\\.",
    re.DOTALL,
)
"""Strings, IRIs, comments and escapes of Turtle: a number that is a literal stands in none of them."""


def is_usual(text: str, name: str) -> bool:
    """Whether the store gives a literal back as it is: its text, and the local name of its datatype of XML Schema."""
    usual = _USUAL.get(name)
    return bool(usual.fullmatch(text)) if usual else name not in _FOLDED


def writes_otherwise(source: bytes | Path, syntax: GraphFormat) -> bool:
    """Whether a document writes literals that the store keeps in another form; it is read faster where it does not.

    Raises:
        OSError: it cannot be read.
    """
    if syntax in (GraphFormat.RDF_XML, GraphFormat.JSON_LD):
        return True
    if isinstance(source, bytes):
        return _holds_others(source, syntax)
    if source.stat().st_size == 0:
        return False
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _holds_others(content, syntax)


def _holds_others(content: bytes | mmap.mmap, syntax: GraphFormat) -> bool:
    if not all(typed is not None and is_usual(*typed) for typed in _typed(content)):
        return True
    if syntax in (GraphFormat.N_TRIPLES, GraphFormat.N_QUADS) or _BARE.search(content) is None:
        return False
    return _BARE.search(_APART.sub(b'""', content)) is not None


def _typed(content: bytes | mmap.mmap) -> Iterator[tuple[str, str] | None]:
    """The text of each literal with a datatype, and the datatype's name; None where they are not clear at once."""
    seen: set[tuple[bytes, bytes]] = set()
    place = content.find(b"^^")
    while place >= 0:
        quote, type_ = content[place - 1 : place], _TYPE.match(content, place)
        text = content[content.rfind(quote, 0, place - 1) + 1 : place - 1]
        if type_ is None or quote not in (b'"', b"'") or not text or b"\\" in text:
            yield None
        elif (key := (text, type_[1])) not in seen:
            seen.add(key)
            yield text.decode(errors="replace"), type_[1].decode()
        place = content.find(b"^^", place + 2)
