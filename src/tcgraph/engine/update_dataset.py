"""Updates in the light of the protocol: a dataset given beside the text, and operations a server does not do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tcgraph.engine import query_trees
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.rdf import NamedNode
from tcgraph.sparql import written
from tcgraph.sparql.forms import Dataset, DeleteWhere, Load, Modify, Operation, QuadsIn, UpdateStep
from tcgraph.sparql.keywords import mentions
from tcgraph.sparql.syntax import Group, InGraph, Iri, Pattern


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
