"""The published graph in an engine of this process, built first when its inputs have changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project
from tcgraph.publish.build import build
from tcgraph.publish.versions import Version, VersionStore, state_directory
from tcgraph.rdf import GraphFormat


@dataclass(frozen=True, slots=True)
class Opened:
    """A version and an engine that holds it."""

    version: Version
    engine: EmbeddedEngine


def open_published(
    project: Project,
    environment: Mapping[str, str],
    *,
    check: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Opened:
    """Load the version that fits the project's files as they are, building it when there is none yet.

    Args:
        project: the project.
        environment: see :func:`tcgraph.publish.state_directory`.
        check: refuse data with violations.
        progress: told each step of a build.

    Raises:
        TcgraphError: the build failed; see :func:`tcgraph.publish.build`.
    """
    versions = VersionStore(state_directory(project, environment))
    version = build(project, versions, check=check, progress=progress).version
    engine = EmbeddedEngine()
    engine.load(version.dump, GraphFormat.N_QUADS)
    return Opened(version, engine)
