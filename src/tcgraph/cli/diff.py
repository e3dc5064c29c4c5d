"""``tcgraph diff``: what changed, in words: between two revisions of the project, or between two RDF files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.errors import BrokenInput
from tcgraph.project import Role
from tcgraph.rdf import GraphFormat

if TYPE_CHECKING:
    from tcgraph.diagnostics.differences import GraphVersion


DiffFormat = Literal["text", "markdown", "html"]


@app.command()
def diff(
    context: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="REV[..REV] | FILE", help="A revision of git, or two; or the old of two files.")
    ] = "HEAD",
    new: Annotated[
        Path | None,
        typer.Argument(metavar="[PATH | FILE]", help="Only what is in this folder or file; or the new file."),
    ] = None,
    format_: Annotated[
        DiffFormat, typer.Option("--format", "-f", help="Of a change between revisions: text, markdown or html.")
    ] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write there.", metavar="FILE")] = None,
    textconv: Annotated[
        bool, typer.Option("--textconv", help="Print the facts of one file, sorted, one a line, for git to compare.")
    ] = False,
) -> None:
    """Say in words what a change does to the facts, whatever their layout and order.

    Between revisions: what became surer, was overwritten or lost comes first, each with its passage. A revision alone
    is compared with the files as they are; A...B begins where B left A. Exit code 0: the same facts. 1: they differ.
    """
    if textconv:
        from tcgraph.diagnostics.differences import as_lines

        print(as_lines(_read(Path(old))), end="")
        return
    if Path(old).exists() and new is not None and new.exists() and not Path(old).is_dir():
        _files(Path(old), new)
        return
    if Path(old).is_file():
        raise typer.BadParameter("two files are needed, or a revision such as HEAD or main..HEAD before a path")
    _revisions(context, old, new, format_, output)


def _files(old: Path, new: Path) -> None:
    from tcgraph.diagnostics.differences import in_words

    said = in_words(_read(old), _read(new))
    print(said or "The same facts.\n", end="")
    if said:
        raise typer.Exit(1)


def _revisions(
    context: typer.Context, named: str, below: Path | None, format_: DiffFormat, output: Path | None
) -> None:
    from tcgraph.diagnostics.git_changes import merge_base
    from tcgraph.followup import change_review_output
    from tcgraph.followup.change_review import FactChange, facts_told
    from tcgraph.publish.attachments import attached_text
    from tcgraph.publish.revisions import compare_revisions
    from tcgraph.shacl.shapes import Shapes

    project = project_of(context)
    first, dots, last = named.partition("..")
    old, new = first or "HEAD", (last.removeprefix(".") or "HEAD") if dots else None
    if new is not None and last.startswith("."):
        old = merge_base(old, new, project.root)
    compared = compare_revisions(project, old, new, below)
    now = Shapes.of_files(file.path for file in project.files(Role.SHAPES))
    facts = facts_told(compared, (now, Shapes(compared.rules_before())) if compared.rules_before() else (now,))
    copy = attached_text(project)

    def quote(fact: FactChange) -> str:
        return change_review_output.shortened(copy[slice(*fact.span)]) if copy and fact.span else ""

    told = getattr(change_review_output, f"as_{format_}")(facts, quote)
    if output is not None:
        output.write_text(told, encoding="utf-8")
    else:
        print(told, end="")
    if facts:
        raise typer.Exit(1)


def _read(path: Path) -> GraphVersion:
    from tcgraph.diagnostics.differences import read_version
    from tcgraph.engine.input_guard import check_source
    from tcgraph.file_kinds import START, opened, syntax_of_start
    from tcgraph.turtle.source_text import decode

    try:
        # Read once: the shell may hand over a pipe, as in tcgraph diff <(git show HEAD:a.ttl) a.ttl
        with opened(path) as file:
            data = file.read()
        # git names temporary copies as it likes, and an empty one tells nothing.
        kind = syntax_of_start(data[:START], path, GraphFormat.TURTLE)
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
    try:
        check_source(data, kind)
        # The base stands for the file itself, wherever the two versions lie.
        return read_version(decode(data, path), kind, "file:///the-file")
    except BrokenInput as error:
        raise error.inside(path) from error
