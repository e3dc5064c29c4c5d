"""Lexical spaces of the XSD datatypes: which literals are ill-typed (SHACL §4.1.2, XSD 1.1 part 2 §3).

Which literals the store gives back in another form, and whether a file writes any, as far as its bytes tell.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import GraphFormat, Literal, NamedNode

XSD: Final = STANDARD["xsd"]

RANGES: Final[dict[str, tuple[int | None, int | None]]] = {
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
"""The types derived from ``xsd:integer``, with their least and greatest value."""

_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_LEAP_YEAR = r"-?([1-9][0-9]*)?([0-9][0-9](0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_MONTH, _DAY = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12][0-9]|3[01])"
_MONTH_DAY = r"((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
_CLOCK = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_DATE = f"({_YEAR}-{_MONTH_DAY}|{_LEAP_YEAR}-02-29)"
_SECONDS = r"[0-9]+(\.[0-9]+)?S"
_HOURS = f"T([0-9]+H([0-9]+M)?({_SECONDS})?|[0-9]+M({_SECONDS})?|{_SECONDS})"
_YEARS = r"([0-9]+Y([0-9]+M)?([0-9]+D)?|[0-9]+M([0-9]+D)?|[0-9]+D)"

LEXICAL: Final[dict[str, str]] = {
    "integer": r"[+-]?[0-9]+",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "double": r"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)",
    "float": r"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)",
    "boolean": r"(true|false|1|0)",
    "dateTime": f"{_DATE}T{_CLOCK}{_ZONE}",
    "dateTimeStamp": f"{_DATE}T{_CLOCK}(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)",
    "date": f"{_DATE}{_ZONE}",
    "time": f"{_CLOCK}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "gMonthDay": f"--({_MONTH_DAY}|02-29){_ZONE}",
    "duration": f"-?P({_YEARS}({_HOURS})?|{_HOURS})",
    "yearMonthDuration": r"-?P([0-9]+Y([0-9]+M)?|[0-9]+M)",
    "dayTimeDuration": f"-?P([0-9]+D({_HOURS})?|{_HOURS})",
    "hexBinary": r"([0-9a-fA-F]{2})*",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
}
"""Patterns of the lexical spaces, leap years and all, in the syntax that Python's and SPARQL's expressions share."""


def local_name(datatype: NamedNode) -> str:
    """The name of an XSD datatype, or the empty string for any other."""
    return datatype.value.removeprefix(XSD) if datatype.value.startswith(XSD) else ""


def has_lexical_space(datatype: NamedNode) -> bool:
    """Whether this module knows which lexical forms the datatype has."""
    return local_name(datatype) in LEXICAL or local_name(datatype) in RANGES


def is_well_formed(literal: Literal) -> bool:
    """Whether the lexical form belongs to the literal's datatype; true for datatypes that are not known here."""
    name, text = local_name(literal.datatype), literal.value
    if name in RANGES:
        return bool(re.fullmatch(LEXICAL["integer"], text)) and in_range(int(text), name)
    # The re module caches what it compiles; compiling all of these at import would cost every start-up 10 ms.
    return name not in LEXICAL or bool(re.fullmatch(LEXICAL[name], text))


def in_range(number: int, name: str) -> bool:
    """Whether an integer is a value of the derived type of that name."""
    least, greatest = RANGES[name]
    return (least is None or number >= least) and (greatest is None or number <= greatest)


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
