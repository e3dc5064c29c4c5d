"""An engine that keeps literals as terms, over one that keeps their values.

The store gives ``"007"^^xsd:integer`` back as 7, ``xsd:int`` as ``xsd:integer``, 1.50 as 1.5: to it they are one. To
SPARQL they are several terms with equal values (RDF 1.1 Concepts §3.3), which joins, DISTINCT, GROUP BY, sameTerm, STR
and DATATYPE tell apart, while ``=``, ``<``, arithmetic and ORDER BY do not (SPARQL 1.1 §17.3, §17.4, §18.5). So a
literal that the store would change is kept under a datatype that it does not know, and a query is put in words that
take its value wherever SPARQL asks for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.engine.datatypes import is_usual, is_well_formed, written_otherwise
from tcgraph.engine.embedded import EmbeddedEngine, parsing
from tcgraph.engine.input_guard import check_source
from tcgraph.engine.prepared import Found
from tcgraph.engine.protocol import UNION, Scope, Solutions
from tcgraph.errors import BrokenInput, BrokenQuery
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, Term, Triple, parse
from tcgraph.sparql import forms, syntax, written
from tcgraph.sparql.keywords import without_iris
from tcgraph.sparql.node import Node, transform, walk

_XSD: Final = STANDARD["xsd"]
_KEPT: Final = "x-literal-form:"
"""Before the datatype of a literal that is kept so; no IRI of anybody's, and never given out."""

_ODD: Final = re.compile(r"[\s,;(\[={<>!*/|&+-](?:\+[0-9]|-0|[-+]?(?:0[0-9]|[0-9]*\.[0-9]|[0-9.]+[eE])|[-0-9]{17})")
"""A number that stands by itself and may be in a form of its own, or text that looks like one."""
_VALUE, _DATATYPE, _MADE = (syntax.Iri(_KEPT + name) for name in ("value", "datatype", "made"))
_MARK: Final = syntax.Literal(_KEPT, syntax.Iri(_XSD + "string"))
_OF_TERMS: Final = frozenset(("STR", "LANG", "LANGDIR", "SAMETERM", "ISLITERAL", "ISIRI", "ISURI", "ISBLANK", "BOUND"))
"""Functions that ask for the term, in whichever datatype it is kept."""


def kept(literal: Literal) -> Literal:
    """A literal as the store keeps it whole: itself, or under a datatype that it does not know."""
    datatype = literal.datatype.value
    if not datatype.startswith(_XSD) or is_usual(literal.value, datatype[len(_XSD) :]):
        return literal
    return Literal(literal.value, datatype=NamedNode(_KEPT + datatype))


def given(term: Term | None) -> Term | None:
    """A term that the store gives, as it is."""
    if isinstance(term, Literal) and term.datatype.value.startswith(_KEPT):
        return Literal(term.value, datatype=NamedNode(term.datatype.value[len(_KEPT) :]))
    return term


class TermEngine(EmbeddedEngine):
    """An :class:`EmbeddedEngine` in memory that gives back literals as they were put in, and asks queries of these.

    Where nothing is kept in a form of its own, and for queries to which no form can matter, it costs no more than that.
    ``MIN`` and ``MAX`` give a value in the form that the store has for it.
    """

    name = "terms"

    def __init__(self) -> None:
        super().__init__()
        self._read: set[NamedNode] = set()
        self._read_by_any = False
        """The properties that may have values in forms of their own, and whether any property may."""

    def load(
        self, source: bytes | Path, format: GraphFormat, *, graph: NamedNode | None = None, base: str | None = None
    ) -> None:
        """See :meth:`Engine.load`; of what does not parse, a part may have been read."""
        with parsing(source if isinstance(source, Path) else None):
            if self._load_whole(source, format, graph, base):
                return
            check_source(source, format)
            quads = parse(source, format, base=base, renaming=True)
            self.insert(q if graph is None else Quad(q.subject, q.predicate, q.object, graph) for q in quads)

    def _load_whole(self, source: bytes | Path, syntax: GraphFormat, graph: NamedNode | None, base: str | None) -> bool:
        """Have the store read a document with the datatypes under which literals are kept; whether it could."""
        try:
            odd = written_otherwise(source, syntax)
        except ValueError:
            return False
        if not odd:
            super().load(source, syntax, graph=graph, base=base)
            return True
        try:
            super().load(_with_kept(source, odd), syntax, graph=graph, base=base)
        except BrokenInput:
            return False  # its place in the document as it is has to be told
        for form in {kept(literal) for _, _, literal in odd}:
            self._read.update(quad.predicate for quad in self._store.quads_for_pattern(None, None, form, None))
        return True

    def insert(self, quads: Iterable[Quad]) -> None:
        """See :meth:`Engine.insert`."""
        super().insert(map(self._noted, quads))

    def remove(self, quads: Iterable[Quad]) -> None:
        """See :meth:`Engine.remove`."""
        super().remove(map(_kept_quad, quads))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See :meth:`Engine.quads`."""
        found = super().quads(graph)
        return map(_given_quad, found) if self._keeps_forms else found

    def update(self, update: str) -> None:
        """See :meth:`Engine.update`."""
        if not (self._keeps_forms or _is_odd(update)):
            super().update(update)
            return
        tree = query_trees.update(update)
        if not (self._keeps_forms or any(map(self._is_of_terms, walk(tree)))):
            super().update(update)
            return
        # What is written may be one of the forms that are read.
        for verb in (node.verb for node in walk(tree) if isinstance(node, syntax.Predicate)):
            self._read_by_any = self._read_by_any or isinstance(verb, syntax.Var)
            self._read.update(NamedNode(each.value) for each in walk(verb) if isinstance(each, syntax.Iri))
        super().update(written(transform(tree, _changed), full=True))

    def select(
        self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION, **how: bool
    ) -> Solutions:
        """See :meth:`Engine.select`."""
        found = super().select(query, bindings=bindings, scope=scope, **how)
        if not (self._keeps_forms or bindings or _is_odd(query)):
            return found
        return Solutions(found.variables, (tuple(map(given, row)) for row in found))

    def construct(
        self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION
    ) -> Iterator[Triple]:
        """See :meth:`Engine.construct`."""
        found = super().construct(query, bindings=bindings, scope=scope)
        return map(_given_triple, found) if self._keeps_forms or bindings or _is_odd(query) else found

    @property
    def _keeps_forms(self) -> bool:
        return bool(self._read) or self._read_by_any

    def _noted(self, quad: Quad) -> Quad:
        form = _kept_quad(quad)
        if form is not quad:
            self._read.add(quad.predicate)
        return form

    def _query(self, query: str, bindings: Mapping[str, Term] | None, scope: Scope, **how: bool) -> Found:
        bound = {name: kept(term) if isinstance(term, Literal) else term for name, term in (bindings or {}).items()}
        if bound != (bindings or {}) or self._reads_terms(query):
            query = of_terms(query)
        return super()._query(query, bound, scope, **how)

    def _reads_terms(self, query: str) -> bool:
        if not (self._keeps_forms or self.functions or _is_odd(query)):
            return False
        try:
            tree = query_trees.query(_NAMED.sub(r"\1}", query))
        except BrokenQuery:
            return False  # what is wrong with it is told where it is asked
        return any(self._is_of_terms(node) for node in walk(tree))

    def _is_of_terms(self, node: Node) -> bool:
        """Whether a part of a query may come to something else by forms that the store does not keep."""
        match node:
            case syntax.Literal():
                return _constant(node) is not node
            case syntax.Call(function=syntax.Iri(value=name)):
                return NamedNode(name) in self.functions
            case syntax.Call(function=str() as name):
                return name.upper() == "STRDT"
            case syntax.Predicate(verb=syntax.Var()) | syntax.Negated():
                return self._keeps_forms
            case syntax.Predicate(verb=verb):
                names = (NamedNode(each.value) for each in walk(verb) if isinstance(each, syntax.Iri))
                return self._read_by_any or any(name in self._read for name in names)
        return False

    def _called(self) -> dict[NamedNode, Callable[..., Term | None]]:
        return {**{name: _of_terms(called) for name, called in self.functions.items()}, **_FUNCTIONS}


_NAMED: Final = re.compile(r"(VALUES \?\w++ \{)(?: <[^<>\"{}|^`\\\s]*+>)++ \}")
"""Thousands of things, all of them names."""


@lru_cache(maxsize=16)
def _is_odd(text: str) -> bool:
    """Whether a query may name a literal in a form of its own, or make one; what does neither need not be read."""
    text = without_iris(text)
    return "^^" in text or "STRDT" in text.upper() or _ODD.search(text) is not None


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


def _with_kept(source: bytes | Path, odd: Iterable[tuple[int, int, Literal]]) -> bytes:
    """A document with the datatypes under which literals are kept."""
    content, pieces, end = source if isinstance(source, bytes) else source.read_bytes(), list[bytes](), 0
    for start, stop, literal in odd:
        form = kept(literal)
        number = content[start:stop] == literal.value.encode()
        pieces += [content[end:start], (str(form) if number else str(form.datatype)).encode()]
        end = stop
    return b"".join((*pieces, content[end:]))


def _changed(node: Node) -> Node:
    """A node for the one in a query, whose parts have been changed already."""
    match node:
        case syntax.Literal():
            return _constant(node)
        # Whichever form a literal has, it is no IRI.
        case syntax.Infix(operators=("=" | "!=",), operands=(*_, syntax.Iri()) | (syntax.Iri(), *_)):
            return node
        case syntax.In(choices=choices) if all(isinstance(each, syntax.Iri) for each in choices):
            return node
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


def _call(node: syntax.Call) -> syntax.Expression:
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
        return _where_kept(replace(node, function=_DATATYPE), node)
    if name == "STRDT":
        return replace(node, function=_MADE)
    return replace(node, arguments=_values(node.arguments))


def _values(expressions: tuple[syntax.Expression, ...]) -> tuple[syntax.Expression, ...]:
    return tuple(map(_value, expressions))


def _value(expression: syntax.Expression) -> syntax.Expression:
    """An expression for the value of one that may give a term."""
    match expression:
        case syntax.Literal(datatype=syntax.Iri(value=datatype)) if datatype.startswith(_KEPT):
            term = _value_of(Literal(expression.value, datatype=NamedNode(datatype)))
            return (
                replace(expression, datatype=syntax.Iri(term.datatype.value))
                if isinstance(term, Literal)
                else expression
            )
        case syntax.Var():
            value = _where_kept(syntax.Call(_VALUE, (expression,)), expression)
            return syntax.Call("COALESCE", (value, expression))
        case syntax.Aggregate(function="SAMPLE"):
            return syntax.Call(_VALUE, (expression,))
        case syntax.Call(function=syntax.Iri() as function):
            own = not function.value.startswith(_XSD) and function not in (_DATATYPE, _VALUE)
            return syntax.Call(_VALUE, (expression,)) if own else expression
        # Our functions are called for what these give, and not for whatever comes of them: most often a condition.
        case syntax.Call(function=str() as name, arguments=arguments) if name.upper() == "COALESCE":
            return replace(expression, arguments=_values(arguments))
        case syntax.Call(function=str() as name, arguments=(condition, *results)) if name.upper() == "IF":
            return replace(expression, arguments=(condition, *map(_value, results)))
    return expression


def _where_kept(kept_form: syntax.Call, other: syntax.Expression) -> syntax.Expression:
    """What comes of a literal that is kept, and what of any other: our functions are called for the few alone."""
    (argument,) = kept_form.arguments
    if not isinstance(argument, syntax.Var):
        return kept_form
    datatype = syntax.Call("STR", (syntax.Call("DATATYPE", (argument,)),))
    return syntax.Call("IF", (syntax.Call("STRSTARTS", (datatype, _MARK)), kept_form, other))


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


def _given_quad(quad: Quad) -> Quad:
    triple = quad.triple
    whole = _given_triple(triple)
    return quad if whole is triple else Quad(whole.subject, whole.predicate, whole.object, quad.graph_name)


def _given_triple(triple: Triple) -> Triple:
    value = given(triple.object)
    assert value is not None
    return triple if value is triple.object else Triple(triple.subject, triple.predicate, value)


def _value_of(term: Term) -> Term:
    """The value of a term; what is ill-typed has none, and stays what only it is equal to (SPARQL 1.1 §17.4.1.7)."""
    whole = given(term)
    return whole if isinstance(whole, Literal) and is_well_formed(whole) else term


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
    NamedNode(_VALUE.value): _value_of,
    NamedNode(_DATATYPE.value): _datatype,
    NamedNode(_MADE.value): _made,
}
