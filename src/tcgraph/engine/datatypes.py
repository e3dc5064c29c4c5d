"""Lexical spaces of the XSD datatypes: which literals are ill-typed (SHACL §4.1.2, XSD 1.1 part 2 §3)."""

from __future__ import annotations

import re
from typing import Final

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import Literal, NamedNode

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
