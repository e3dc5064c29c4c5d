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
    from tcgraph.publish.opened import Opened


def load(context: typer.Context) -> tuple[Project, EmbeddedEngine]:
    """The project that the command line means, and an engine that holds its published graph.

    Raises:
        TcgraphError: there is no project, or its graph cannot be built.
    """
    project, opened = load_version(context)
    return project, opened.engine


def load_version(context: typer.Context) -> tuple[Project, Opened]:
    """The same with the version that the graph is.

    Raises:
        TcgraphError: as for :func:`load`.
    """
    from tcgraph.publish.opened import open_published

    project = project_of(context)
    return project, open_published(project, os.environ, progress=progress)
