"""Queries and updates as trees, their names read with the prefixes of the running application.

Updates may have declarations between their operations (SPARQL 1.1 §19.8 rule 29: ``Update ::= Prologue ( Update1 ( ';'
Update )? )?``), which hold from there on. Oxigraph 0.5 takes them before the first alone, so they are put there.

Calls that may do without an argument are put otherwise: an engine calls no function with a variable without a value. To
SPARQL such an argument is an error, and the function is not called (SPARQL 1.1 §17.2); a function whose parameter is
optional is to be called without it (SHACL Advanced Features §5).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from tcgraph.errors import BrokenQuery
from tcgraph.namespaces import Prefixes, application
from tcgraph.rdf import NamedNode
from tcgraph.sparql import Query, Update, parse_query, parse_update, syntax, written
from tcgraph.sparql.keywords import without_iris
from tcgraph.sparql.node import Node, transform

KEPT = 20_000
"""How many characters a text may have whose tree is kept; asking the same again is then free."""


def query(text: str, base: str = "") -> Query:
    """A query as a tree.

    Raises:
        BrokenQuery: it does not parse.
    """
    known = application().query_prefixes
    return _query(text, known, base) if len(text) <= KEPT else parse_query(text, prefixes=known, base=base)


@lru_cache(maxsize=256)
def _query(text: str, prefixes: Prefixes, base: str) -> Query:
    return parse_query(text, prefixes=prefixes, base=base)


def update(text: str, base: str = "") -> Update:
    """An update as a tree, of whatever length: who takes changes bounds what is sent.

    Raises:
        BrokenQuery: it does not parse.
    """
    return parse_update(text, prefixes=application().query_prefixes, base=base, longest=len(text))


@lru_cache(maxsize=4)
def _marks(prefixes: Prefixes) -> tuple[tuple[str, str, str], ...]:
    return tuple((f"{name}:", name, iri) for name, iri in prefixes.items())


def prefixes_in(text: str) -> dict[str, str]:
    """The prefixes of the application that a query or update may use: the engine takes its time over each.

    To look for each in a long text, which names thousands of nodes, takes longer than that: it gets them all.
    """
    bare = without_iris(text)
    if len(bare) > KEPT:
        return dict(application().query_prefixes)
    return {name: iri for mark, name, iri in _marks(application().query_prefixes) if mark in bare}


def mistake(text: str, *, asking: bool = False) -> BrokenQuery | None:
    """What is wrong with a query or an update; None when it parses."""
    try:
        query(text)
    except BrokenQuery as error:
        if not error.reason.endswith("and a query is expected"):
            return error
        try:
            update(text)
        except BrokenQuery as found:
            return found
        if asking:
            return BrokenQuery("this is an update, and a query is expected", line=error.line, column=error.column)
    return None


_LATER = re.compile(r";(?:\s|#[^\n\r]*)*(?:PREFIX|BASE|VERSION)\b", re.IGNORECASE)


def with_one_prologue(text: str) -> str:
    """Write out the names of an update that declares some after its first operation, and leave those declarations out.

    Returns:
        An update that does the same; the text itself when nothing is declared after its first operation, or it does
        not parse.
    """
    if _LATER.search(text) is None:
        return text
    try:
        tree = update(text)
    except BrokenQuery:
        return text
    if not any(step.prologue for step in tree.steps[1:]):
        return text
    return written_apart(tree)


def written_apart(tree: Update) -> str:
    """An update with every name in full, that needs no declaration but the base of its first operation."""
    operations = [written(step.operation, full=True) for step in tree.steps if step.operation is not None]
    first = written(Update(tree.steps[:1]), full=True) if tree.steps and tree.steps[0].operation is not None else ""
    return " ;\n".join([*([first] if first else []), *operations[bool(first) :]])


MISSING = NamedNode("urn:tcgraph:missing-argument")
"""What such a function is called with in place of a variable that has no value."""


def with_missing(text: str, optional: Mapping[NamedNode, Collection[int]], given: Collection[str] = ()) -> str:
    """A query that calls functions with :data:`MISSING` where an optional argument has no value.

    Args:
        text: a query.
        optional: by function the places of its optional parameters, from 0.
        given: variables that will have values before it is asked.

    Raises:
        BrokenQuery: it cannot be read.
    """
    places = tuple((name.value, tuple(free)) for name, free in optional.items() if free)
    return _rewritten(text, places, frozenset(given)) if places else text


@lru_cache(maxsize=1024)
def _rewritten(text: str, optional: tuple[tuple[str, tuple[int, ...]], ...], given: frozenset[str]) -> str:
    places = dict(optional)
    tree = parse_query(text, prefixes=prefixes_in(text), given=given)
    missing = syntax.Iri(MISSING.value)

    def change(node: Node) -> Node:
        if not isinstance(node, syntax.Call) or not isinstance(node.function, syntax.Iri):
            return node
        free = places.get(node.function.value, ())
        arguments = tuple(
            syntax.Call("COALESCE", (one, missing)) if at in free and isinstance(one, syntax.Var) else one
            for at, one in enumerate(node.arguments)
        )
        return node if arguments == node.arguments else syntax.Call(node.function, arguments, node.distinct)

    changed = transform(tree, change)
    return text if changed == tree else written(changed, full=True)
