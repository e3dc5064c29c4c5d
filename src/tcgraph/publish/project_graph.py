"""A project's files: each fills the one graph named after it, in an engine or under a check."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from tcgraph.diagnostics.check import Check
from tcgraph.diagnostics.clean_state import CleanState
from tcgraph.diagnostics.files import CheckedFile, shown
from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.namespaces import application
from tcgraph.project import Project, Role, SourceFile
from tcgraph.publish.versions import state_directory
from tcgraph.rdf import GraphFormat


def load_project(engine: Engine, project: Project, *, roles: Iterable[Role] = tuple(Role)) -> list[SourceFile]:
    """Load a project's files into an engine.

    Args:
        engine: where to; graphs of the same name must be empty.
        project: what to load.
        roles: which kinds of files.

    Returns:
        The files loaded, in order.

    Raises:
        BrokenInput: a file does not parse; the message has its path, line and column.
    """
    files = project.files(*roles)
    for file in files:
        if b"\x00" in (head := file.path.read_bytes()[:4096]) or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise BrokenInput("not UTF-8 text; save it as UTF-8", path=file.path, line=1)
        engine.load(file.path, GraphFormat.TURTLE, graph=file.graph)
    return files


def conclude(engine: EmbeddedEngine, project: Project) -> None:
    """Fill in what follows from a project's ontology and data: followed from where they last conformed, if it is known.

    Args:
        engine: holds them as their files are now.
        project: whose they are.
    """
    from tcgraph.owl.reason import reason
    from tcgraph.owl.reason_change import reason_change
    from tcgraph.owl.reasoning import Reasoning

    kept = clean_state(project, project_check(project)).edits()
    if kept is None or kept.conclusions is None:
        reason(engine)
        return
    engine.load(kept.conclusions, GraphFormat.N_TRIPLES, graph=application().inferred)
    if kept.changed:
        reason_change(engine, kept.added, kept.removed, previous=Reasoning(0))


def checked_files(project: Project, *roles: Role) -> list[CheckedFile]:
    """A project's own files, with paths relative to the working directory where that is shorter."""
    return [CheckedFile(shown(file.path), file.graph, GraphFormat.TURTLE) for file in project.files(*roles)]


def project_check(project: Project, files: Sequence[CheckedFile] = (), *, language: str = "en") -> Check:
    """What a project is checked by, the same at every door: its shapes, what follows, and names that nothing describes.

    Args:
        project: the project.
        files: judge only these, with the rest of it as context; else all of it.
        language: of messages.
    """
    own = checked_files(project, Role.ONTOLOGY, Role.DATA)
    places = {file.path.resolve(): file for file in own}
    judged = [places.get(file.path.resolve(), file) for file in files] or own
    rest = [file for file in own if file not in judged]
    shapes = [shown(file.path) for file in project.files(Role.SHAPES)]
    return Check(judged, shapes, rest, "compiled", "rules", application().described, language, stated=True)


def clean_state(project: Project, check: Check) -> CleanState:
    """When a project's check last found nothing, as its state keeps it.

    Args:
        project: the project.
        check: of all of it, by its own shapes.
    """
    fixed = [file.path for file in project.files(Role.ONTOLOGY)]
    return CleanState(state_directory(project, os.environ) / "checked", check, fixed)
