"""The graph that following up reads: a project's ontology and data in an engine of its own, and what is open there."""

from __future__ import annotations

from typing import Final

from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import NamedNode

_OPEN_ELEMENTS: Final = """
SELECT ?asked (SAMPLE(?part) AS ?element) WHERE {
  ?asked a tc:Recommendation . ?part tc:elementOf ?asked .
  FILTER NOT EXISTS { ?asked ^tc:addresses ?action }
} GROUP BY ?asked HAVING (COUNT(DISTINCT ?part) = 1)"""


def open_graph(project: Project) -> Engine:
    """Load a project's ontology and data, not its shapes.

    Raises:
        BrokenInput: one of its files does not parse.
    """
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    return engine


def open_elements(engine: Engine) -> dict[object, NamedNode]:
    """The parts of recommendations that ask for one thing, and that no action was reported on, by recommendation."""
    return {asked: element for asked, element in engine.select(_OPEN_ELEMENTS) if isinstance(element, NamedNode)}
