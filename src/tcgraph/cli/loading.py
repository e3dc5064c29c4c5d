"""The graph that a command works on: the published version that fits the project's files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from tcgraph.cli.app import project_of
from tcgraph.cli.console import progress

if TYPE_CHECKING:
    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.project import Project


def load(context: typer.Context) -> tuple[Project, EmbeddedEngine]:
    """The project that the command line means, and an engine that holds its published graph.

    Raises:
        TcgraphError: there is no project, or its graph cannot be built.
    """
    from tcgraph.publish.opened import open_published

    project = project_of(context)
    return project, open_published(project, os.environ, progress=progress).engine
