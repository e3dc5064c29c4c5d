"""A project with one of its follow-ups alone: what is exported of it holds nothing of the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from tcgraph.about import FILE
from tcgraph.follow_ups import FollowUp, chosen
from tcgraph.project import Project
from tcgraph.terms import GRAPH

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
