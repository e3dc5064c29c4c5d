"""When two terms are the same to an engine, whatever their lexical forms."""

from __future__ import annotations

import re
from decimal import Decimal

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple

_XSD = STANDARD["xsd"]
_NUMERIC = re.compile(
    r"(?:integer|decimal|int|long|short|byte|(?:non)?(?:positive|negative)integer|unsigned\w+)", re.IGNORECASE
)

Key = NamedNode | BlankNode | tuple[str, str]


def same(term: Term) -> Key:
    """What makes two terms the same to an engine: stores keep ``100.00`` as ``100`` and ``xsd:int`` as integer."""
    if isinstance(term, NamedNode | BlankNode):
        return term
    if isinstance(term, Triple):
        return ("triple", str(term))
    if term.language:
        return (term.language, term.value)
    datatype = term.datatype.value
    text = term.value.strip()
    if datatype.startswith(_XSD):
        kind = datatype[len(_XSD) :]
        try:
            if _NUMERIC.fullmatch(kind):
                return ("number", str(Decimal(text).normalize() + 0))
            if kind in ("double", "float"):
                return ("double", str(float(text)))
            if kind == "boolean":
                return ("boolean", {"1": "true", "0": "false"}.get(text, text))
            if kind.startswith(("date", "time", "g")):
                return (kind, re.sub(r"[+-]00:00$", "Z", re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", text)))
        except (ArithmeticError, ValueError):
            pass
    return (datatype, term.value)


def alike(one: Term, other: Term) -> bool:
    """Whether two terms are the same to an engine; most that are compared are the same outright, or of two kinds."""
    return one == other or (type(one) is type(other) and isinstance(one, Literal | Triple) and same(one) == same(other))
