"""``tcgraph source``: attach a copy of the source document, and check every passage against it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.errors import BrokenInput
from tcgraph.project import Project, Role

if TYPE_CHECKING:
    from tcgraph.followup.renditions import Verification

source = typer.Typer(no_args_is_help=True, help="Attach a copy of the source document and check the graph against it.")
app.add_typer(source, name="source")


@source.command()
def attach(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="The document's text, in UTF-8.", metavar="FILE")]
) -> None:
    """Keep a copy, so that pages show each passage in place. Nothing of it is published or exported."""
    from tcgraph.followup.renditions import Match, read_copy
    from tcgraph.publish import attachments

    project = project_of(context)
    data, text = read_copy(file)
    outcome = _verify(project, data, text)
    if not outcome.of(Match.IN_PLACE) and not outcome.of(Match.MOVED):
        print(f"tcgraph: {file} holds none of the passages; it is another document. Not attached.", file=sys.stderr)
        raise typer.Exit(1)
    where = attachments.attach(project, text)
    _tell(outcome)
    print(f"Attached as {where}. Pages now show each passage in place.")


@source.command()
def verify(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="The document's text; by default the attached copy.", metavar="[FILE]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every passage as JSON.")] = False,
) -> None:
    """Check every passage's digest against a copy: exit 0 when all are found, 1 when some are not."""
    from tcgraph.followup.renditions import read_copy
    from tcgraph.publish import attachments

    project = project_of(context)
    path = file or attachments.attachment_path(project)
    if file is None and not path.is_file():
        raise BrokenInput("No copy is attached. Name one: tcgraph source verify FILE")
    outcome = _verify(project, *read_copy(path))
    if as_json:
        rows = [
            {
                "passage": check.passage.iri.value,
                "locator": check.passage.locator,
                "match": check.match.value,
                "expected_at": check.passage.start,
                "found_at": check.found_at,
            }
            for check in outcome.checks
        ]
        print(json.dumps({"same_bytes": outcome.same_bytes, "passages": rows}, indent=2))
    else:
        _tell(outcome)
    if not outcome.complete:
        raise typer.Exit(1)


@source.command()
def detach(context: typer.Context) -> None:
    """Forget the attached copy."""
    from tcgraph.publish import attachments

    print("Detached." if attachments.detach(project_of(context)) else "Nothing was attached.")


def _verify(project: Project, data: bytes, text: str) -> Verification:
    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.followup.renditions import read_passages, verify
    from tcgraph.publish.project_graph import load_project

    engine = EmbeddedEngine()
    load_project(engine, project, roles=[Role.DATA])
    passages = read_passages(engine)
    if not passages:
        raise BrokenInput("The data names no passage, so there is nothing to check.", path=project.data)
    return verify(passages, data, text)


def _tell(outcome: Verification) -> None:
    from tcgraph.followup.renditions import Match

    found = len(outcome.checks) - len(outcome.of(Match.MISSING))
    same = "the very rendition" if outcome.same_bytes else "another rendition, not byte for byte the same"
    print(f"{found} of {len(outcome.checks)} passages found; this is {same}.")
    if moved := outcome.of(Match.MOVED):
        print(f"{len(moved)} of them stand elsewhere in this copy (offsets differ).")
    for check in outcome.of(Match.MISSING):
        print(f"not found: {check.passage.locator} ({check.passage.iri.value})")
