"""A copy of the shipped project for a test to change, and the command line run in it as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from tcgraph.diagnostics.clean_state import CleanState
from tcgraph.pages.render import environment
from tcgraph.project import Project, Role, open_project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.project_graph import project_check
from tcgraph.publish.versions import Version
from tcgraph.terms import INFERRED
from tests import command_line
from tests.conftest import PATIENCE, ROOT

Tcgraph = Callable[..., subprocess.CompletedProcess[str]]
"""Runs ``tcgraph`` with these arguments."""


def copy_project(target: Path) -> Project:
    """Copy what makes up the project into a folder, known to conform as it is: what is tried is what comes next."""
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / part, target / part)
    shutil.copy(ROOT / "project.toml", target)
    project, state = Project(target), target / ".tcgraph"
    take_published(state)
    (state / ".gitignore").write_text("*\n", encoding="utf-8")
    fixed = [file.path for file in project.files(Role.ONTOLOGY)]
    CleanState(state / "checked", project_check(project), fixed).record(_conclusions())
    return project


@cache
def published() -> Version:
    """The shipped graph, published once for all who ask it, and again when a file or the code has changed."""
    return build(open_project(ROOT), VersionStore(ROOT / ".pytest_cache" / "published")).version


def take_published(state: Path) -> None:
    """Put the shipped graph's version where a project's state is kept, as if it had been served from there before.

    A build of the same files finds it, and a server its templates compiled.
    """
    shutil.copytree(published().path, state / "versions" / published().name)
    shutil.copytree(_templates(), state / "templates")


@cache
def _templates() -> Path:
    """The templates of the pages, compiled once."""
    folder = ROOT / ".pytest_cache" / "templates"
    made = environment(folder)
    for name in made.list_templates():
        made.get_template(name)
    return folder


@cache
def _conclusions() -> bytes:
    """What follows from the shipped graph, as N-Triples."""
    end = f" {INFERRED} .\n".encode()
    lines = published().dump.read_bytes().splitlines(keepends=True)
    return b"".join(line.removesuffix(end) + b" .\n" for line in lines if line.endswith(end))


def commit_project(folder: Path) -> Path:
    """Copy the project into a folder and commit it there; the folder."""
    copy_project(folder)
    for command in ("init -q", "add .", "-c user.name=A -c user.email=a@example.org commit -q -m start"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True, capture_output=True)
    return folder


def tcgraph_in(folder: Path, *, seconds: float = PATIENCE) -> Tcgraph:
    """The command line with a folder as working directory, as plain text and apart from the caller's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TCGRAPH_")}
    return partial(_run, folder, {**kept, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", "COLUMNS": "200"}, seconds)


def _run(
    folder: Path, environment: dict[str, str], seconds: float, *arguments: str
) -> subprocess.CompletedProcess[str]:
    return command_line.run([*arguments], folder, environment, seconds)
