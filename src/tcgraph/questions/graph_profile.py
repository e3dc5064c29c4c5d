"""What a graph has, in short: which classes have which properties, and what their values are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import Literal, NamedNode, Term

Rows = Callable[[str], Iterable[Sequence[Term | None]]]
"""Runs a SELECT query."""

UNTYPED: Final = ""
"""The class of what has none."""
_XSD: Final = STANDARD["xsd"]
_NUMBERS: Final = frozenset(
    _XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long")
)
_SUBJECTS: Final = """SELECT ?p ?c (COUNT(DISTINCT ?s) AS ?n) {
  ?s ?p ?o OPTIONAL { ?s a ?c }
} GROUP BY ?p ?c"""
_OBJECTS: Final = "SELECT DISTINCT ?p ?c { ?s ?p ?o FILTER(!isLiteral(?o)) OPTIONAL { ?o a ?c } }"
_VALUES: Final = """SELECT ?p ?t ?l (COUNT(*) AS ?n) {
  ?s ?p ?o BIND(IF(isLiteral(?o), STR(DATATYPE(?o)), "thing") AS ?t) BIND(IF(isLiteral(?o), LANG(?o), "") AS ?l)
} GROUP BY ?p ?t ?l"""


@dataclass(slots=True)
class GraphProfile:
    """What a graph has.

    Attributes:
        having: for each property the classes whose members have it, and how many members do.
        reached: for each property the classes of the things that it leads to.
        kinds: for each property what its values are, with how many: ``thing``, ``text``, ``number``, or a datatype.
        languages: for each property the languages of its values.
        classes: every class with members.
    """

    having: dict[str, dict[str, int]] = field(default_factory=dict)
    reached: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    languages: dict[str, set[str]] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)


def profile_of(rows: Rows) -> GraphProfile:
    """Look at a graph once, with three questions.

    Raises:
        EngineError: the engine failed, or the graph is too large for its limits.
    """
    having: defaultdict[str, dict[str, int]] = defaultdict(dict)
    reached: defaultdict[str, set[str]] = defaultdict(set)
    kinds: defaultdict[str, dict[str, int]] = defaultdict(dict)
    languages: defaultdict[str, set[str]] = defaultdict(set)
    for p, c, n in rows(_SUBJECTS):
        having[_text(p)][_text(c)] = int(_text(n))
    for p, c in rows(_OBJECTS):
        reached[_text(p)].add(_text(c))
    for p, t, tag, n in rows(_VALUES):
        kind = kind_of(_text(t))
        kinds[_text(p)][kind] = kinds[_text(p)].get(kind, 0) + int(_text(n))
        if _text(tag):
            languages[_text(p)].add(_text(tag))
    classes = {name for found in having.values() for name in found if name}
    return GraphProfile(dict(having), dict(reached), dict(kinds), dict(languages), classes)


def kind_of(datatype: str) -> str:
    """What kind of value a datatype is of, for comparing: all numbers are one, and so is text in any language."""
    if datatype in _NUMBERS:
        return "number"
    if datatype in (_XSD + "string", STANDARD["rdf"] + "langString", STANDARD["rdf"] + "dirLangString"):
        return "text"
    return datatype


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else UNTYPED
