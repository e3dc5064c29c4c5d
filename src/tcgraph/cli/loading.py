"""The graph that a command works on: the project's files, read into the embedded engine."""

from __future__ import annotations

import typer

from tcgraph.cli.app import project_of
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project


def load(context: typer.Context) -> tuple[Project, EmbeddedEngine]:
    """The project that the command line means, and an engine that holds it.

    Raises:
        ProjectNotFound: there is none.
        BrokenInput: one of its files does not parse.
    """
    from tcgraph.graph.build import load_project

    project = project_of(context)
    engine = EmbeddedEngine()
    load_project(engine, project)
    return project, engine
