"""``tcgraph hooks``: git shows, merges and checks facts instead of lines."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import typer

from tcgraph.cli.app import app, project_of

ATTRIBUTES = "*.ttl diff=turtle merge=turtle"


@app.command()
def hooks(context: typer.Context) -> None:
    """Set up the project's clone of its repository: diffs and merges by fact, and a check before each commit.

    Writes .gitattributes where it does not name Turtle yet, the settings of this clone, and its pre-commit hook, unless
    there is another one.
    """
    from tcgraph.diagnostics.git_changes import repository_of

    root = project_of(context).root
    top = repository_of(root)
    command = _command()
    for name, value in {
        "diff.turtle.textconv": f"{command} diff --textconv",
        "merge.turtle.name": "facts of Turtle",
        "merge.turtle.driver": f"{command} merge %O %A %B %P",
    }.items():
        _git(top, "config", name, value)
    attributes = top / ".gitattributes"
    said = attributes.read_text(encoding="utf-8") if attributes.exists() else ""
    if "merge=turtle" not in said:
        attributes.write_text(f"{said}{ATTRIBUTES}\n", encoding="utf-8")
        print(f"{attributes} now says how Turtle is shown and merged; commit it.", file=sys.stderr)
    _before_commits(top, f"#!/bin/sh\nexec {command} -C {shlex.quote(str(root))} validate --changed\n")


def _command() -> str:
    """How this program is started, whatever folder git is in."""
    program = Path(sys.argv[0]).resolve()
    return f"{shlex.quote(sys.executable)} -m tcgraph" if program.suffix == ".py" else shlex.quote(str(program))


def _before_commits(top: Path, script: str) -> None:
    place = top / _git(top, "rev-parse", "--git-path", "hooks/pre-commit").strip()
    if place.exists() and "tcgraph" not in place.read_text(encoding="utf-8", errors="replace"):
        print(f"{place} is another hook and stays; let it run: tcgraph validate --changed", file=sys.stderr)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(script, encoding="utf-8")
    place.chmod(0o755)


def _git(top: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=top, check=True, capture_output=True, text=True).stdout  # noqa: S603 (fixed)
