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
_STRING: Final = (
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""' + rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rb'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"' + rb"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
)
_TYPED: Final = rb"(%b)(?:\s*\^\^\s*(<[^>]*>|[\w.-]*:[\w-]*))?" % _STRING
_NUMBER: Final = rb"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)"
_LITERAL = re.compile(
    rb"(?:[^\"'<#\\0-9.+-]++|(?:%b)(?!\s*\^\^)|<[^<>\s]*+>|<|#[^\n]*+|\\.|(?<![\s,;(\[>])[0-9.+-]++|[.+-](?![0-9.]))*+"
    rb"(?:%b|(%b)|.|\Z)" % (_STRING, _TYPED, _NUMBER),
    re.DOTALL,
)
"""What is no literal of Turtle or TriG that may have a datatype, and the next that may: in quotes, or a bare number."""
_LITERAL_OF_LINES = re.compile(rb'("[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")(?:\s*\^\^\s*(<[^>]*>))?()')
"""The same of N-Triples and N-Quads, where quotation marks stand in comments beside, which end with their line."""


def is_usual(text: str, name: str) -> bool:
    """Whether the store gives a literal back as it is: its text, and the local name of its datatype of XML Schema."""
    usual = _USUAL.get(name)
    return bool(usual.fullmatch(text)) if usual else name not in _FOLDED


def written_otherwise(source: bytes | Path, syntax: GraphFormat) -> list[tuple[int, int, Literal]]:
    """The literals of a document that the store keeps in another form.

    Args:
        source: the document, or its path.
        syntax: what it is written in.

    Returns:
        Each with where its datatype begins and ends; of a bare number, the number itself.

    Raises:
        OSError: it cannot be read.
        ValueError: its bytes do not tell.
    """
    if syntax in (GraphFormat.RDF_XML, GraphFormat.JSON_LD):
        raise ValueError(syntax)
    if isinstance(source, bytes):
        return list(_odd_of(source, syntax))
    if source.stat().st_size == 0:
        return []
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return list(_odd_of(content, syntax))


def _odd_of(content: bytes | mmap.mmap, syntax: GraphFormat) -> Iterator[tuple[int, int, Literal]]:
    lines = syntax in (GraphFormat.N_TRIPLES, GraphFormat.N_QUADS)
    known: dict[tuple[bytes, bytes], Literal | None] = {}
    names: dict[bytes, str] = {}
    for match in (_LITERAL_OF_LINES if lines else _LITERAL).finditer(content):
        quoted, type_, number = match.groups(b"")
        if not (type_ or number):
            continue
        if (key := (quoted or number, type_)) not in known:
            if type_ and type_ not in names:
                names[type_] = _name_of(type_, content)
            known[key] = _odd(quoted, names[type_]) if type_ else _odd_number(number)
        if (literal := known[key]) is not None:
            yield *match.span(2 if type_ else 3), literal


def _odd(quoted: bytes, name: str) -> Literal | None:
    text = quoted.strip(quoted[:1]).decode()
    if not name or is_usual(text, name):
        return None
    if "\\" in text:
        raise ValueError(text)
    return Literal(text, datatype=NamedNode(XSD + name))


def _odd_number(number: bytes) -> Literal | None:
    return _odd(b'"%b"' % number, "double" if b"e" in number.lower() else "decimal" if b"." in number else "integer")


def _name_of(datatype: bytes, content: bytes | mmap.mmap) -> str:
    """The name of a datatype of XML Schema as a document writes it; the empty string for any other.

    Raises:
        ValueError: it takes more than a glance to tell.
    """
    prefix, _, local = datatype.partition(b":")
    spaces = {b""}
    if not datatype.startswith(b"<"):
        spaces = set(re.findall(rb"(?i:prefix)\s+%b:\s*<([^>]*)>" % re.escape(prefix), content))
    if b"\\" in datatype or len(spaces) != 1:
        raise ValueError(datatype)
    (space,) = spaces
    return local_name(NamedNode((space + local if space else datatype[1:-1]).decode()))
