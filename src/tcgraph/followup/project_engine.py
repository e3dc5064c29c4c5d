"""The graph that following up reads: a project's ontology and data in an engine of its own."""

from __future__ import annotations

from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project


def open_graph(project: Project) -> Engine:
    """Load a project's ontology and data, not its shapes.

    Raises:
        BrokenInput: one of its files does not parse.
    """
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    return engine
