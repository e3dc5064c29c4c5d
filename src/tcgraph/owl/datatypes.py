"""The values of literals, as far as OWL 2 RL compares them (OWL 2 Profiles §4.3, Table 8)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from tcgraph.namespaces import STANDARD
from tcgraph.owl.patterns import Node
from tcgraph.rdf import Literal, NamedNode

_XSD = STANDARD["xsd"]
_RDF = STANDARD["rdf"]
_UP_TO_LONG: Final = ("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")
_SIGNED: Final = ("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger")
_INTEGERS: Final = frozenset(_XSD + name for name in ("integer", *_SIGNED, *_UP_TO_LONG))
_STRINGS: Final = frozenset(
    _XSD + name for name in ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
)
_NUMBERS: Final = _INTEGERS | {_XSD + "decimal"}
_MOMENTS: Final = frozenset({_XSD + "dateTime", _XSD + "dateTimeStamp"})
_FLOATS: Final = (_XSD + "float", _XSD + "double")

NUMERIC: Final = _NUMBERS.union(_FLOATS)
"""The datatypes whose values are numbers."""


def admits(wanted: Node, found: NamedNode) -> bool:
    """Whether a literal of one datatype can be a value of another; false only where their value spaces are disjoint.

    Args:
        wanted: the datatype asked for; of an unknown one every literal may be a value.
        found: the literal's own.
    """
    if wanted == found or not isinstance(wanted, NamedNode):
        return True
    name = wanted.value
    if name.startswith(_XSD):
        # Engines may keep any integer type as xsd:integer, so within a family the name alone tells nothing.
        families = (_NUMBERS, _STRINGS, _MOMENTS)
        if name in _INTEGERS and found.value == _XSD + "decimal":
            return True
        return any(name in family and found.value in family for family in families)
    if name == _RDF + "langString":
        return False
    if name == _RDF + "PlainLiteral":
        return found.value in _STRINGS or found.value == _RDF + "langString"
    return True


def differ(one: Literal, other: Literal) -> bool:
    """Whether two literals certainly stand for different values (dt-diff)."""
    first, second = _value(one), _value(other)
    if first is None or second is None:
        return False
    return first != second


def _value(literal: Literal) -> tuple[str, object] | None:
    """A literal's value, comparable with any other's; None where this cannot tell."""
    if literal.language:
        return ("text", (literal.value, literal.language.lower()))
    datatype = literal.datatype.value
    try:
        if datatype in _NUMBERS:
            return ("decimal", Decimal(literal.value))
        if datatype in _FLOATS:
            return (datatype, float(literal.value))
        if datatype == _XSD + "date" and len(literal.value) == 10:
            return (datatype, date.fromisoformat(literal.value))
        if datatype in _MOMENTS:
            moment = datetime.fromisoformat(literal.value)
            return ("moment", moment) if moment.tzinfo else None
    except (InvalidOperation, ValueError):
        return None
    if datatype in _STRINGS:
        return ("text", (literal.value, ""))
    if datatype == _XSD + "anyURI":
        return (datatype, literal.value)
    if datatype == _XSD + "boolean":
        return (datatype, literal.value in ("1", "true"))
    return None
