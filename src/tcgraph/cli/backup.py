"""``tcgraph backup``, ``restore`` and ``history``: keep what was published, and see how it came about."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import say

if TYPE_CHECKING:
    from tcgraph.publish import VersionStore


@app.command("backup")
def backup_command(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="The archive to write, such as tcgraph.tar.gz.")]
) -> None:
    """Save the version in force and every change since in one file; the server may go on running."""
    from tcgraph.publish.archive import back_up

    saved = back_up(_versions(context), file)
    say(f"tcgraph: saved version {saved.version} ({saved.quads:,} quads) and {saved.changes:,} changes in {file}.")


@app.command("restore")
def restore_command(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="An archive that tcgraph backup wrote.")]
) -> None:
    """Put a saved version and its changes in force again; a server that runs must be stopped first."""
    from tcgraph.publish.archive import restore

    found = restore(_versions(context), file)
    say(f"tcgraph: version {found.version} ({found.quads:,} quads) and {found.changes:,} changes are in force.")


@app.command("history")
def history_command(context: typer.Context) -> None:
    """List the versions that were published and the changes made over HTTP, one a line, oldest first."""
    from tcgraph.publish.journal import FILE, Journal

    versions = _versions(context)
    current = versions.current()
    for name in versions.names():
        version = versions.find(name)
        if version is not None:
            mark = "in force" if current is not None and current.name == name else ""
            print(f"version\t{name}\t{version.manifest.quads}\t{mark}".rstrip())
    for entry in Journal(versions.root / FILE).entries:
        graphs = " ".join(graph or "default" for graph in entry.graphs)
        size = f"+{entry.added} -{entry.removed}"
        print("change", entry.number, entry.when, entry.who, entry.what, size, graphs, sep="\t")


def _versions(context: typer.Context) -> VersionStore:
    from tcgraph.publish import VersionStore, state_directory

    return VersionStore(state_directory(project_of(context), os.environ))
