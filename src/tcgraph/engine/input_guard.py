"""Refuse input made to exhaust the reader, before a parser sees it.

Measured with pyoxigraph 0.5.13: nine levels of nested XML entities take 6 GB and 52 s, and JSON-LD nested 2,000
deep takes 0.8 GB, 4,000 deep ends the process with a segmentation fault. Neither occurs in honest data.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.parsers import expat

from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat
from tcgraph.turtle.source_text import decode

DEEPEST_JSON: Final = 200
LARGEST_EXPANSION: Final = 10_000_000
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?([^\s\"'>]+)\s+(?:(\"[^\"]*\"|'[^']*')|(SYSTEM|PUBLIC))")
_REFERENCE = re.compile(rb"&([A-Za-z_:][^\s;&<]*);")
_PREDEFINED = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_HEAD = 4096


def check_source(source: bytes | Path, format: GraphFormat) -> None:
    """Check a document before it is parsed.

    Args:
        source: the document, or its file.
        format: its syntax.

    Raises:
        BrokenInput: the file cannot be read, is not UTF-8 text, declares entities that multiply, is XML that is not
            well formed, or nests JSON deeper than 200 levels; with the place where one can be told.
    """
    path = source if isinstance(source, Path) else None
    whole = format in (GraphFormat.RDF_XML, GraphFormat.JSON_LD)
    try:
        if isinstance(source, Path):
            with source.open("rb") as file:
                data = file.read() if whole else file.read(_HEAD)
        else:
            data = source
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
    _check_text(data[:_HEAD], format, path)
    if format is GraphFormat.JSON_LD:
        _check_depth(data, path)
    elif format is GraphFormat.RDF_XML:
        _check_entities(data, path)
        _check_well_formed(data, path)


def _check_text(head: bytes, format: GraphFormat, path: Path | None) -> None:
    if format is not GraphFormat.RDF_XML or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        decode(head[:2] if head[:2] in (b"\xff\xfe", b"\xfe\xff") else b"", path)
    if (found := head.find(b"\x00")) >= 0:
        line = head.count(b"\n", 0, found) + 1
        column = found - head.rfind(b"\n", 0, found)
        raise BrokenInput("not text: a null byte; save the file as UTF-8", path=path, line=line, column=column)


def _check_depth(data: bytes, path: Path | None) -> None:
    if data.count(b"{") + data.count(b"[") <= DEEPEST_JSON:
        return
    depth = 0
    end = 0
    for found in _STRING.finditer(data):
        depth = _deepen(data, end, found.start(), depth, path)
        end = found.end()
    _deepen(data, end, len(data), depth, path)


def _deepen(data: bytes, start: int, stop: int, depth: int, path: Path | None) -> int:
    for offset in range(start, stop):
        byte = data[offset]
        if byte in b"{[":
            depth += 1
            if depth > DEEPEST_JSON:
                raise _at(data, offset, f"JSON nested more than {DEEPEST_JSON} deep is refused", path)
        elif byte in b"}]":
            depth -= 1
    return depth


def _check_entities(data: bytes, path: Path | None) -> None:
    if b"<!ENTITY" not in data:
        return
    expansion = 0
    for found in _ENTITY.finditer(data):
        parameter, name, value, external = found.groups()
        if parameter or external:
            kind = "parameter" if parameter else "external"
            raise _at(data, found.start(), f"{kind} entities are refused; write the text itself", path)
        inner = [reference for reference in _REFERENCE.findall(value) if reference not in _PREDEFINED]
        if inner:
            reason = f"the entity {name.decode('utf-8', 'replace')} is made of others; write its text out"
            raise _at(data, found.start(), reason, path)
        expansion += len(value) * data.count(b"&" + name + b";")
        if expansion > LARGEST_EXPANSION:
            raise _at(data, found.start(), f"entities would expand to more than {LARGEST_EXPANSION:,} bytes", path)


def _check_well_formed(data: bytes, path: Path | None) -> None:
    # Pyoxigraph takes the end of the file for the end of every open element: a file cut in half would load in half.
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        reason = f"not well-formed XML: {expat.ErrorString(error.code)}"
        raise BrokenInput(reason, path=path, line=error.lineno, column=error.offset + 1) from error


def _at(data: bytes, offset: int, reason: str, path: Path | None) -> BrokenInput:
    line = data.count(b"\n", 0, offset) + 1
    start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    return BrokenInput(reason, path=path, line=line, column=column)
