"""The graph that a command works on: the published version that fits the project's files."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from tcgraph.cli.app import project_of
from tcgraph.cli.console import progress
from tcgraph.project import Project

if TYPE_CHECKING:
    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.publish.build import OpenVersion


def load(context: typer.Context) -> tuple[Project, EmbeddedEngine]:
    """The project that the command line means, and an engine that holds its published graph.

    Raises:
        TcgraphError: there is no project, or its graph cannot be built.
    """
    project, opened = load_version(context)
    return project, opened.engine


def load_version(context: typer.Context) -> tuple[Project, OpenVersion]:
    """The same with the version that the graph is; where the command is about one follow-up, of that one alone.

    Raises:
        TcgraphError: as for :func:`load`.
    """
    from tcgraph.publish.build import open_published

    project = project_of(context)
    code = context.parent.params.get("of") if context.parent is not None else ""
    if not code or len(project.follow_ups) < 2:
        return project, open_published(project, os.environ, progress=progress)
    from tcgraph.publish.project_graph import alone

    # Built apart, so that the published version stays the whole; it goes when the command ends.
    scratch = context.with_resource(TemporaryDirectory(prefix="tcgraph-"))
    one = alone(project, code, Path(scratch) / "project")
    state = {**os.environ, "TCGRAPH_STATE": os.fspath(Path(scratch) / "state")}
    return one, open_published(one, state, check=False, progress=progress)
