"""What a graph has, in short: classes with properties and their values; and queries about one follow-up of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tcgraph.follow_ups import chosen
from tcgraph.namespaces import STANDARD
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.scope import OF, of_one

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


def narrowing(queries: QueryCatalogue, code: str) -> Callable[[str], str]:
    """What narrows a query's text to the follow-up of a code; without a code, to nothing.

    Raises:
        BadParameter: there is none of that code.
    """
    one = chosen(queries.follow_ups, code) if code else None
    return (lambda text: of_one(text, one.node)) if one else lambda text: text


def about_one(queries: QueryCatalogue, code: str) -> QueryCatalogue:
    """Queries as a project has them whose one follow-up is that of a code, so that none takes or shows which it is.

    Raises:
        BadParameter: there is none of that code.
    """
    one = chosen(queries.follow_ups, code)
    return QueryCatalogue(
        replace(
            query,
            follow_ups=(one,) if one else (),
            parameters=tuple(given for given in query.parameters if given.name != OF),
            columns={name: told for name, told in query.columns.items() if name != OF},
        )
        for query in queries.values()
    )
