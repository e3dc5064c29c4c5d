"""Updates: in the light of the protocol, with a dataset beside the text; and what one can write, told from its tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from tcgraph import rdf
from tcgraph.engine import query_trees
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.rdf import NamedNode, Quad
from tcgraph.sparql import Update, written
from tcgraph.sparql import forms as forms
from tcgraph.sparql.forms import Dataset, DeleteWhere, Load, Modify, Operation, QuadsIn, UpdateStep
from tcgraph.sparql.keywords import mentions
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import (
    Annotated,
    Blank,
    BlankWith,
    Collection,
    Group,
    InGraph,
    Iri,
    Literal,
    Pattern,
    ReifiedTriple,
    Values,
    Var,
)


class LoadRefused(EngineError):
    """The update would fetch a document."""


ReadDocument = Callable[[str], str]
"""Gives the document at an IRI as N-Triples, in one line; raises :class:`LoadRefused` where it may not be read."""


def without_loads(update: str) -> str:
    """Take LOAD out of an update.

    Returns:
        The update without its ``LOAD SILENT`` operations: loading fails here, and SILENT says to go on (SPARQL 1.1
        Update §3.1.4).

    Raises:
        LoadRefused: a LOAD that is not silent.
        BrokenQuery: LOAD stands in it, and it does not parse.
    """
    return with_loaded(update, _refuse)


def with_loaded(update: str, read: ReadDocument) -> str:
    """Put documents in the place of the LOAD operations that name them (SPARQL 1.1 Update §3.1.4).

    Args:
        update: SPARQL Update text, with declarations before its first operation alone.
        read: reads a document.

    Returns:
        The update, each LOAD turned into INSERT DATA; a ``LOAD SILENT`` of what cannot be loaded is left out.

    Raises:
        LoadRefused: as ``read`` raises it.
        BrokenInput: as ``read`` raises it; a BrokenQuery where LOAD stands in the text and it does not parse.
    """
    if not mentions(update, "LOAD"):
        return update
    steps = query_trees.update(update).steps
    if not any(isinstance(step.operation, Load) for step in steps):
        return update
    kept: list[str] = []
    declared = ""
    for step in steps:
        if step.operation is None:
            continue
        prologue = update[step.start : step.operation.start]
        if not isinstance(step.operation, Load):
            kept.append(update[step.start : step.end])
            continue
        try:
            kept.append(prologue + _inserting(step.operation, read))
        except (LoadRefused, BrokenInput):
            if not step.operation.silent:
                raise
            # What it declares holds for the operations after it; later ones have none (see with_one_prologue).
            declared += prologue
    return declared + " ;\n".join(kept)


def _inserting(load: Load, read: ReadDocument) -> str:
    """The operation that does what a LOAD does. What is loaded may be long, and is not read as SPARQL here."""
    triples = read(load.document.value)
    if load.into is None:
        return f"INSERT DATA {{ {triples} }}"
    return f"INSERT DATA {{ GRAPH {load.into.written} {{ {triples} }} }}"


def _refuse(_iri: str) -> str:
    raise LoadRefused("LOAD is refused: send the document itself with the Graph Store Protocol.")


def with_dataset(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Give every operation with a WHERE clause a dataset (SPARQL 1.1 Protocol §2.2.3).

    Args:
        update: SPARQL Update text.
        default: IRIs for ``USING``.
        named: IRIs for ``USING NAMED``.

    Raises:
        BrokenQuery: the text has USING or WITH of its own, a name is not an IRI, or the text does not parse.
    """
    if not default and not named:
        return update
    try:
        given = [Dataset(Iri(NamedNode(name).value), named=False) for name in default]
        given += [Dataset(Iri(NamedNode(name).value), named=True) for name in named]
    except ValueError as error:
        raise BrokenQuery(f"a graph's name is not an IRI: {error}") from error
    if not mentions(update, "WHERE"):
        return update
    tree = query_trees.update(update)
    return written(replace(tree, steps=tuple(_looking(step, tuple(given)) for step in tree.steps)))


def _looking(step: UpdateStep, using: tuple[Dataset, ...]) -> UpdateStep:
    operation: Operation | None = step.operation
    if isinstance(operation, DeleteWhere):
        # DELETE WHERE has no dataset clause; DELETE { p } WHERE { p } says the same (SPARQL 1.1 Update §3.1.3.3).
        pattern = operation.pattern
        operation = Modify(None, pattern, None, using, Group(tuple(map(_as_pattern, pattern.parts))))
    elif isinstance(operation, Modify):
        if operation.graph is not None or operation.using:
            raise BrokenQuery("using-graph-uri cannot be combined with USING or WITH in the text")
        operation = replace(operation, using=using)
    return replace(step, operation=operation)


def _as_pattern(part: Pattern | QuadsIn) -> Pattern:
    return InGraph(part.name, Group(part.triples)) if isinstance(part, QuadsIn) else part


# -- what an update can write, told from its tree, so that only that is looked at to see what it changed

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
