"""A published version put into a SPARQL server, in one request, so that nobody ever sees half of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tcgraph.engine import Engine
from tcgraph.publish.versions import Version
from tcgraph.rdf import GraphFormat, NamedNode, parse
from tcgraph.terms import GRAPH, PREFIXES

MARK = NamedNode(GRAPH + "published")
"""The graph, and the thing in it, whose ``dcterms:identifier`` names the version that a server holds."""


def publish_to(engine: Engine, version: Version) -> int:
    """Make a server's graphs those of a version; graphs below our base that it lacks are dropped, others are left.

    Args:
        engine: the server.
        version: what it is to hold.

    Returns:
        How many quads were sent.

    Raises:
        EngineError: the server refused or failed; by SPARQL 1.1 Update §2.2 it then holds what it held before.
    """
    graphs: dict[str, list[str]] = defaultdict(list)
    count = 0
    for quad in parse(version.dump, GraphFormat.N_QUADS):
        graphs[str(quad.graph_name)].append(f"{quad.subject} {quad.predicate} {quad.object} .")
        count += 1
    old = [graph for graph in engine.graphs() if graph.value.startswith(GRAPH)]
    engine.update(
        " ;\n".join([*(f"DROP SILENT GRAPH {graph}" for graph in old), _insert(graphs.items(), version.name)])
    )
    return count


def _insert(graphs: Iterable[tuple[str, list[str]]], name: str) -> str:
    blocks = [f"GRAPH {graph} {{\n{chr(10).join(lines)}\n}}" for graph, lines in graphs]
    blocks.append(f'GRAPH {MARK} {{ {MARK} <{PREFIXES["dcterms"]}identifier> "{name}" }}')
    return f"INSERT DATA {{\n{chr(10).join(blocks)}\n}}"
