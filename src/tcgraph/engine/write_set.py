"""What an update can write, told from its tree, so that only that is looked at to see what it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tcgraph import rdf
from tcgraph.engine import query_trees
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import Quad
from tcgraph.sparql import Update, written
from tcgraph.sparql import forms as forms
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import Annotated, Blank, BlankWith, Collection, Iri, Literal, ReifiedTriple, Values, Var

_DOTS = re.compile(r"/\.\.?(?:/|$)")
_UNNAMED = (Blank, BlankWith, Collection, ReifiedTriple, Annotated)


def graphs_written(update: Update, base: str) -> frozenset[str] | None:
    """The IRIs of the named graphs that an update may write to; it may write to the default graph besides.

    Returns:
        The IRIs, none missing; None when the text does not tell.
    """
    bases = [base, *(node.iri.value for node in walk(update) if isinstance(node, forms.BaseDeclaration))]
    if any(map(_DOTS.search, bases)):
        return None  # the engine leaves dots in a base as they are, which RFC 3986 §5.2.4 does not
    found: set[str] = set()
    for step in update.steps:
        for graph in [] if step.operation is None else _graphs(step.operation):
            if not isinstance(graph, Iri):
                return None
            found.add(graph.value)
    return frozenset(found)


def _graphs(operation: forms.Operation) -> Iterator[Iri | Var | str]:
    """The named graphs that an operation may write to; anything else than an IRI stands for several."""
    match operation:
        case forms.Load():
            yield from [] if operation.into is None else [operation.into]
        case forms.GraphManagement():
            yield from [] if operation.target == "DEFAULT" else [operation.target]
        case forms.Transfer():
            yield from (graph for graph in (operation.source, operation.target) if graph is not None)
        case forms.ChangeData():
            yield from _named(operation.data)
        case forms.DeleteWhere():
            yield from _named(operation.pattern)
        case forms.Modify():
            yield from [] if operation.graph is None else [operation.graph]
            for template in (operation.delete, operation.insert):
                yield from [] if template is None else _named(template)


def _named(template: forms.Template) -> Iterator[Iri | Var]:
    return (part.name for part in template.parts if isinstance(part, forms.QuadsIn))


def literals_written(update: Update) -> Iterator[rdf.Literal]:
    """The literals that an update's text would have stored as they stand: of INSERT and of VALUES blocks.

    What an expression makes of a literal is another term anyway, and what a pattern looks for is not stored.
    """
    for step in update.steps:
        match step.operation:
            case forms.ChangeData(action="INSERT", data=data):
                yield from _literals(data)
            case forms.Modify(insert=forms.Template() as template, where=where):
                yield from _literals(template)
                for block in walk(where):
                    yield from _literals(block) if isinstance(block, Values) else ()


def _literals(part: forms.Template | Values) -> Iterator[rdf.Literal]:
    """The literals of a part of an update; a language changes nothing here."""
    for node in walk(part):
        if isinstance(node, Literal):
            try:
                datatype = None if node.datatype is None else rdf.NamedNode(node.datatype.value)
            except ValueError:
                datatype = None
            yield rdf.Literal(node.value, datatype=datatype)


def quads_written(update: Update, base: str) -> frozenset[Quad] | None:
    """The quads that an update may add or remove, as the engine stores them.

    Returns:
        The quads; None when it has other operations than INSERT DATA and DELETE DATA, or has blank nodes.
    """
    operations = [step.operation for step in update.steps if step.operation is not None]
    if not all(isinstance(each, forms.ChangeData) for each in operations) or _has_unnamed(operations):
        return None
    inserting = (
        replace(step, operation=replace(step.operation, action="INSERT"))
        if isinstance(step.operation, forms.ChangeData)
        else step
        for step in update.steps
    )
    scratch = EmbeddedEngine()
    text = written(Update(tuple(inserting)))
    try:
        scratch.store.update(text, base_iri=base or None, prefixes=query_trees.prefixes_in(text))
    except SyntaxError:
        return None
    return frozenset(scratch.store)


def _has_unnamed(operations: Iterable[forms.Operation]) -> bool:
    return any(isinstance(node, _UNNAMED) for operation in operations for node in walk(operation))
