"""A copy of the shipped project for a test to change, and the command line run in it as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tcgraph.project import Project
from tests import command_line
from tests.conftest import PATIENCE, ROOT

Tcgraph = Callable[..., subprocess.CompletedProcess[str]]
"""Runs ``tcgraph`` with these arguments."""


def copy_project(target: Path) -> Project:
    """Copy what makes up the project into a folder."""
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / part, target / part)
    shutil.copy(ROOT / "project.toml", target)
    return Project(target)


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
