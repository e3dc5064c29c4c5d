"""What a SPARQL server can do, asked of it before anything is entrusted to it."""

from __future__ import annotations

import uuid
from typing import Final

from tcgraph.engine.protocol import Engine
from tcgraph.errors import TcgraphError
from tcgraph.rdf import NamedNode

_READING: Final = {
    "queries": "ASK {}",
    "VALUES and UNDEF": "ASK { VALUES (?a ?b) { (1 UNDEF) } FILTER (?a = 1 && !BOUND(?b)) }",
    "BIND and COALESCE": 'ASK { BIND (COALESCE(?none, "x") AS ?a) FILTER (?a = "x") }',
    "subqueries with aggregates": """ASK { { SELECT (COUNT(?a) AS ?n) (GROUP_CONCAT(?a; SEPARATOR = " ") AS ?all)
      WHERE { VALUES ?a { "x" "y" } } } FILTER (?n = 2) }""",
    "NOT EXISTS": "ASK { VALUES ?a { 1 } FILTER NOT EXISTS { ?a <urn:tcgraph:none> ?b } }",
    "property paths": "ASK { VALUES ?a { 1 } FILTER NOT EXISTS { ?a <urn:tcgraph:none>/<urn:tcgraph:none>+ ?b } }",
    "functions on strings": 'ASK { FILTER (REPLACE("abc", "b", "") = "ac" && STRBEFORE("a-b", "-") = "a") }',
}
"""What is asked of a server, each with a query that is true where it can do it."""


def lacking(engine: Engine, *, writing: bool) -> list[str]:
    """What an engine cannot do of what is needed.

    A change is tried in a graph with a new name, which is dropped again; nothing else is touched.

    Args:
        engine: the engine.
        writing: whether changes are needed as well.

    Returns:
        Words for what is missing; of a server that does not answer at all just that.
    """
    found = [what for what, query in _READING.items() if not _holds(engine, query)]
    if "queries" in found:
        return ["queries"]
    if writing and (fault := _fault_of_changes(engine)) is not None:
        found.append(f"changes in named graphs ({fault})")
    return found


def _holds(engine: Engine, query: str) -> bool:
    try:
        return engine.ask(query)
    except TcgraphError:
        return False


def _fault_of_changes(engine: Engine) -> str | None:
    graph = NamedNode(f"urn:uuid:{uuid.uuid4()}")

    def known() -> bool:
        # Virtuoso 7 says yes to every ASK about one graph.
        return bool(list(engine.select(f"SELECT ?there {{ GRAPH {graph} {{ <urn:tcgraph:probe> ?is ?there }} }}")))

    try:
        engine.update(f"INSERT DATA {{ GRAPH {graph} {{ <urn:tcgraph:probe> <urn:tcgraph:probe> 1 }} }}")
        if not known():
            return "it took one and then did not know of it"
        engine.drop(graph)
        return "it did not drop a graph" if known() else None
    except TcgraphError as error:
        return str(error).rstrip(".")
