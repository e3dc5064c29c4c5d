"""The application that every command hangs on, and the one place where errors become exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from tcgraph.errors import TcgraphError
from tcgraph.project import Project, find_project

app = typer.Typer(
    name="tcgraph",
    help="A governing body's resolution and what was done about it, as a graph to check, ask, trace and hand on.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)

_COMMANDS: tuple[str, ...] = (
    "backup",
    "build",
    "changes",
    "cycle",
    "describe",
    "diff",
    "explain",
    "export",
    "fmt",
    "import_",
    "lsp",
    "query",
    "release",
    "report",
    "serve",
    "sync",
    "token",
    "source",
    "validate",
)
"""Modules of this package that add a command by being imported."""


@dataclass(frozen=True, slots=True)
class _Meant:
    project: Path | None
    demo: bool


@app.callback()
def settings(
    context: typer.Context,
    project: Annotated[
        Path | None,
        typer.Option("--project", "-C", help="The project directory; by default the one you are in.", metavar="DIR"),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="With the invented demonstration data, which is left out otherwise.")
    ] = False,
) -> None:
    """Remember which project is meant; nothing is read until a command asks."""
    context.obj = _Meant(project, demo)


def project_of(context: typer.Context) -> Project:
    """The project that the command line means.

    Raises:
        ProjectNotFound: there is none.
    """
    meant: _Meant = context.obj
    environment = {**os.environ, "TCGRAPH_PROJECT": str(meant.project)} if meant.project else os.environ
    return replace(find_project(Path.cwd(), environment), demo=meant.demo)


def main() -> None:
    """Run the command line; errors go to standard error in one sentence, with the exit code of their kind."""
    for command in _COMMANDS:
        importlib.import_module(f"tcgraph.cli.{command}")
    try:
        app()
    except TcgraphError as error:
        print(f"tcgraph: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        # The reader of our pipe has gone (`| head`); Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
