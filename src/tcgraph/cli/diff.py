"""``tcgraph diff``: two versions of a file as facts added, removed and changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app

if TYPE_CHECKING:
    from tcgraph.diagnostics.differences import Version


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The old version; with --textconv the only file.")],
    new: Annotated[Path | None, typer.Argument(help="The new version.")] = None,
    textconv: Annotated[
        bool, typer.Option("--textconv", help="Print the facts of one file, sorted, one a line, for git to compare.")
    ] = False,
) -> None:
    """Say in words what differs between two RDF files, whatever their layout and order.

    Exit code 0: the same facts. 1: they differ. For git: git config diff.turtle.textconv "tcgraph diff --textconv"
    and a line "*.ttl diff=turtle" in .gitattributes.
    """
    from tcgraph.diagnostics.differences import as_lines, in_words

    if textconv:
        print(as_lines(_read(old)), end="")
        return
    if new is None:
        raise typer.BadParameter("two files are needed, or --textconv with one")
    said = in_words(_read(old), _read(new))
    print(said or "The same facts.\n", end="")
    if said:
        raise typer.Exit(1)


def _read(path: Path) -> Version:
    from tcgraph.diagnostics.differences import read_version
    from tcgraph.engine.input_guard import check_source
    from tcgraph.errors import BrokenInput
    from tcgraph.rdf import GraphFormat
    from tcgraph.turtle.text import decode

    try:
        # git names temporary copies as it likes; what has no ending we know is taken for Turtle.
        kind = GraphFormat.of_path(path)
    except BrokenInput:
        kind = GraphFormat.TURTLE
    try:
        # Read once: the shell may hand over a pipe, as in tcgraph diff <(git show HEAD:a.ttl) a.ttl
        data = path.read_bytes()
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
    try:
        check_source(data, kind)
        # The base stands for the file itself, wherever the two versions lie.
        return read_version(decode(data, path), kind, "file:///the-file")
    except BrokenInput as error:
        raise BrokenInput(error.reason, path=path, line=error.line, column=error.column) from error
