"""An engine that keeps literals as terms, over one that keeps their values.

The store gives ``"007"^^xsd:integer`` back as 7, ``xsd:int`` as ``xsd:integer``, 1.50 as 1.5: to it they are one. To
SPARQL they are several terms with equal values (RDF 1.1 Concepts §3.3), which joins, DISTINCT, GROUP BY, sameTerm, STR
and DATATYPE tell apart, while ``=``, ``<``, arithmetic and ORDER BY do not (SPARQL 1.1 §17.3, §17.4, §18.5). So a
literal that the store would change is kept under a datatype that it does not know, and a query is put in words that
take its value wherever SPARQL asks for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.prepared import Found
from tcgraph.engine.protocol import UNION, Scope, Solutions
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import Literal, NamedNode, Quad, Term, Triple
from tcgraph.sparql import forms, syntax, written
from tcgraph.sparql.node import Node, transform, walk

_XSD: Final = STANDARD["xsd"]
_KEPT: Final = "x-literal-form:"
"""Before the datatype of a literal that is kept so; no IRI of anybody's, and never given out."""

USUAL: Final = {
    "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    "decimal": re.compile(r"0|-?[1-9][0-9]{0,17}|-?(?:0|[1-9][0-9]{0,9})\.[0-9]{0,8}[1-9]"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "gYear": re.compile(r"[0-9]{4}"),
    "gYearMonth": re.compile(r"[0-9]{4}-[0-9]{2}"),
    "dateTime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}Z?"),
}
"""Forms that every engine gives back as they are, by the local name of their datatype."""

_VALUE, _DATATYPE, _MADE = (syntax.Iri(_KEPT + name) for name in ("value", "datatype", "made"))
_OF_TERMS: Final = frozenset(("STR", "LANG", "LANGDIR", "SAMETERM", "ISLITERAL", "ISIRI", "ISURI", "ISBLANK", "BOUND"))
"""Functions that ask for the term, in whichever datatype it is kept."""
_GIVING_TERMS: Final = frozenset(("IF", "COALESCE"))


def kept(literal: Literal) -> Literal:
    """A literal as the store keeps it whole: itself, or under a datatype that it does not know."""
    datatype = literal.datatype.value
    if not datatype.startswith(_XSD) or (name := datatype[len(_XSD) :]) == "string":
        return literal
    usual = USUAL.get(name)
    if usual is not None and usual.fullmatch(literal.value):
        return literal
    return Literal(literal.value, datatype=NamedNode(_KEPT + datatype))


def given(term: Term | None) -> Term | None:
    """A term that the store gives, as it is."""
    if isinstance(term, Literal) and term.datatype.value.startswith(_KEPT):
        return Literal(term.value, datatype=NamedNode(term.datatype.value[len(_KEPT) :]))
    return term


class TermEngine(EmbeddedEngine):
    """An :class:`EmbeddedEngine` in memory that gives back literals as they were put in, and asks queries of these.

    ``MIN`` and ``MAX`` give a value in the form that the store has for it. Updates and files are not taken.
    """

    name = "terms"

    def insert(self, quads: Iterable[Quad]) -> None:
        """See :meth:`Engine.insert`."""
        super().insert(map(_kept_quad, quads))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See :meth:`Engine.quads`."""
        for quad in super().quads(graph):
            value = given(quad.object)
            assert value is not None
            yield quad if value is quad.object else Quad(quad.subject, quad.predicate, value, quad.graph_name)

    def select(
        self,
        query: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        scope: Scope = UNION,
        planned: bool = True,
        as_found: bool = False,
    ) -> Solutions:
        """See :meth:`Engine.select`."""
        found = super().select(query, bindings=bindings, scope=scope, planned=planned, as_found=as_found)
        return Solutions(found.variables, (tuple(map(given, row)) for row in found))

    def construct(
        self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION
    ) -> Iterator[Triple]:
        """See :meth:`Engine.construct`."""
        for triple in super().construct(query, bindings=bindings, scope=scope):
            value = given(triple.object)
            assert value is not None
            yield triple if value is triple.object else Triple(triple.subject, triple.predicate, value)

    def _query(
        self,
        query: str,
        bindings: Mapping[str, Term] | None,
        scope: Scope,
        *,
        planned: bool = True,
        as_found: bool = False,
    ) -> Found:
        bound = {name: kept(term) if isinstance(term, Literal) else term for name, term in (bindings or {}).items()}
        return super()._query(of_terms(query), bound, scope, planned=planned, as_found=as_found)

    def _called(self) -> dict[NamedNode, Callable[..., Term | None]]:
        return {**{name: _of_terms(called) for name, called in self.functions.items()}, **_FUNCTIONS}


def of_terms(query: str) -> str:
    """A query over literals as they are kept whole: it names them as they are kept, and takes values where it asks for.

    Raises:
        BrokenQuery: it does not parse.
    """
    return _of_terms_text(query) if len(query) <= query_trees.KEPT else _rewritten(query)


@lru_cache(maxsize=512)
def _of_terms_text(query: str) -> str:
    return _rewritten(query)


def _rewritten(query: str) -> str:
    tree = query_trees.query(query)
    return written(transform(tree, _changed), full=True)


def reads_terms(query: str, predicates: Collection[NamedNode]) -> bool:
    """Whether the answer to a query may depend on forms of literals that the store does not keep.

    Args:
        query: the text.
        predicates: those whose values the data has in such forms.

    Raises:
        BrokenQuery: it does not parse.
    """
    return any(_reads_terms(node, predicates) for node in walk(query_trees.query(query)))


def _reads_terms(node: Node, predicates: Collection[NamedNode]) -> bool:
    match node:
        case syntax.Literal():
            return _constant(node) is not node
        case syntax.Call(function=str() as name):
            return name.upper() == "STRDT"
        case syntax.Predicate(verb=syntax.Var()) | syntax.Negated():
            return bool(predicates)
        case syntax.Predicate(verb=verb):
            return any(isinstance(each, syntax.Iri) and NamedNode(each.value) in predicates for each in walk(verb))
    return False


def _changed(node: Node) -> Node:
    """A node for the one in a query, whose parts have been changed already."""
    match node:
        case syntax.Literal():
            return _constant(node)
        case syntax.Infix():
            return replace(node, operands=_values(node.operands))
        case syntax.Unary():
            return replace(node, operand=_value(node.operand))
        case syntax.In():
            return replace(node, operand=_value(node.operand), choices=_values(node.choices))
        case syntax.Filter():
            return replace(node, condition=_value(node.condition))
        case forms.Order():
            return replace(node, key=_value(node.key))
        case forms.Modifiers():
            return replace(node, having=_values(node.having))
        case syntax.Aggregate(function="SUM" | "AVG" | "MIN" | "MAX", argument=argument) if argument is not None:
            return replace(node, argument=_value(argument))
        case syntax.Aggregate(function="GROUP_CONCAT", argument=argument) if argument is not None:
            return replace(node, argument=syntax.Call("STR", (argument,)))
        case syntax.Call():
            return _call(node)
    return node


def _call(node: syntax.Call) -> syntax.Call:
    if isinstance(node.function, syntax.Iri):
        # A cast takes a value (SPARQL 1.1 §17.5); any other function decides for itself.
        is_cast = node.function.value.startswith(_XSD)
        return replace(node, arguments=_values(node.arguments)) if is_cast else node
    name = node.function.upper()
    if name in _OF_TERMS or name == "COALESCE":
        return node
    if name == "IF":
        return replace(node, arguments=(_value(node.arguments[0]), *node.arguments[1:]))
    if name == "DATATYPE":
        return replace(node, function=_DATATYPE)
    if name == "STRDT":
        return replace(node, function=_MADE)
    return replace(node, arguments=_values(node.arguments))


def _values(expressions: tuple[syntax.Expression, ...]) -> tuple[syntax.Expression, ...]:
    return tuple(map(_value, expressions))


def _value(expression: syntax.Expression) -> syntax.Expression:
    """An expression for the value of one that may give a term."""
    match expression:
        case syntax.Literal(datatype=syntax.Iri(value=datatype)) if datatype.startswith(_KEPT):
            return replace(expression, datatype=syntax.Iri(datatype[len(_KEPT) :]))
        case syntax.Var() | syntax.Aggregate(function="SAMPLE"):
            return syntax.Call(_VALUE, (expression,))
        case syntax.Call(function=function):
            own = isinstance(function, syntax.Iri) and not function.value.startswith(_XSD) and function != _DATATYPE
            gives = own or (isinstance(function, str) and function.upper() in _GIVING_TERMS)
            return syntax.Call(_VALUE, (expression,)) if gives else expression
    return expression


def _constant(literal: syntax.Literal) -> syntax.Literal:
    if literal.datatype is None:
        return literal
    term = Literal(literal.value, datatype=NamedNode(literal.datatype.value))
    form = kept(term)
    return literal if form is term else replace(literal, datatype=syntax.Iri(form.datatype.value))


def _kept_quad(quad: Quad) -> Quad:
    value = quad.object
    if not isinstance(value, Literal) or (form := kept(value)) is value:
        return quad
    return Quad(quad.subject, quad.predicate, form, quad.graph_name)


def _of_terms(function: Callable[..., Term | None]) -> Callable[..., Term | None]:
    def called(*arguments: Term) -> Term | None:
        found = function(*map(given, arguments))
        return kept(found) if isinstance(found, Literal) else found

    return called


def _datatype(term: Term) -> NamedNode | None:
    whole = given(term)
    return whole.datatype if isinstance(whole, Literal) else None


def _made(text: Term, datatype: Term) -> Literal | None:
    """STRDT (SPARQL 1.1 §17.4.2.9)."""
    if not isinstance(text, Literal) or text.language or text.datatype.value != _XSD + "string":
        return None
    return kept(Literal(text.value, datatype=datatype)) if isinstance(datatype, NamedNode) else None


_FUNCTIONS: Final[Mapping[NamedNode, Callable[..., Term | None]]] = {
    NamedNode(_VALUE.value): given,
    NamedNode(_DATATYPE.value): _datatype,
    NamedNode(_MADE.value): _made,
}
