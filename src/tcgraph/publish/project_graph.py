"""A project's files: each fills the one graph named after it, in an engine or under a check."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tcgraph.about import FILE
from tcgraph.diagnostics.check import Check
from tcgraph.diagnostics.clean_state import CleanState
from tcgraph.diagnostics.files import CheckedFile, shown
from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.follow_ups import FollowUp, chosen
from tcgraph.namespaces import application
from tcgraph.project import Project, Role, SourceFile
from tcgraph.publish.versions import state_directory
from tcgraph.query_files import RECORD, is_begun
from tcgraph.rdf import GraphFormat
from tcgraph.terms import GRAPH


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
    from tcgraph.owl.proof import Reasoning
    from tcgraph.owl.reason import reason
    from tcgraph.owl.reason_change import reason_change

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


# -- a project with one of its follow-ups alone: what is exported of it holds nothing of the others

_OF_THE_PROJECT = ("cycles", "translations")
"""Folders of data that speak of the project's own follow-up."""


def alone(project: Project, code: str, folder: Path) -> Project:
    """Lay out a project that holds one follow-up, with all that is common: terms, rules, questions, reference data.

    Args:
        project: the whole.
        code: of the follow-up.
        folder: where to; it must not exist.

    Raises:
        BadParameter: the project holds no follow-up of that code.
        BrokenInput: a file that describes one cannot be read.
    """
    known = project.follow_ups
    one = chosen(known, code)
    if one is None:
        return project
    others = {other.folder.name for other in known if other.code != one.code}
    kept = {project.data: _of_others(known, one), project.ontology: others, project.shapes: others}
    for part, without in kept.items():
        names = {path.name for path in part.iterdir() if path.stem in without}
        shutil.copytree(part, folder / part.relative_to(project.root), ignore=_at_the_top(part, names))
    shutil.copytree(project.queries, folder / "queries")
    if is_begun(project.root):
        shutil.copy(project.root / RECORD, folder)
    if one == known[0] and (project.root / FILE).is_file():
        shutil.copy(project.root / FILE, folder)
    else:
        (folder / FILE).write_text(_about(project, one), encoding="utf-8")
    return Project(folder)


def graphs_of_others(project: Project, one: FollowUp) -> tuple[str, ...]:
    """How the names of the graphs begin that :func:`alone` leaves out, each also a whole name."""
    data = (f"{GRAPH}{name}" for name in _of_others(project.follow_ups, one))
    others = {other.folder.name for other in project.follow_ups if other.code != one.code}
    return (*data, *(f"{GRAPH}{part}/{name}" for name in others for part in ("ontology", "shapes")))


def _of_others(known: Sequence[FollowUp], one: FollowUp) -> set[str]:
    """The folders and files of data that speak of other follow-ups."""
    others = {other.folder.name for other in known if other.code != one.code}
    return others if one == known[0] else {*others, *_OF_THE_PROJECT}


def _at_the_top(folder: Path, names: set[str]) -> Callable[[str, list[str]], set[str]]:
    """Leaves out what has one of some names and stands in a folder itself, not in one of its folders."""
    return lambda where, _: names if Path(where) == folder else set()


def _about(project: Project, one: FollowUp) -> str:
    """What the follow-up calls itself; who publishes it, and under which licence, is the project's to say."""
    names = [f"{language} = {_text(name)}" for language, name in sorted(one.names.items())]
    body = ["", "[body]", f"iri = {_text(one.body.value)}"] if one.body is not None else []
    publisher = ["", "[publisher]", f"name = {_text(project.about.publisher)}"] if project.about.publisher else []
    told = {"code": one.code, "licence": project.about.licence, "corrections": project.about.corrections}
    first = [f"{key} = {_text(words)}" for key, words in told.items() if words]
    return "\n".join([*first, "", "[name]", *names, *publisher, *body, ""])


def _text(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
