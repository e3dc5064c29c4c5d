"""``tcgraph import FILE``: read what a partner sends, or what we sent a partner, as RDF."""

from __future__ import annotations

import datetime
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import OfOption, app, project_of
from tcgraph.cli.console import say
from tcgraph.cli.intake import accept_review, draft_table, import_workbook, merge_into
from tcgraph.errors import BadParameter, BrokenInput, NotConforming
from tcgraph.file_kinds import ENDINGS, PACKED

if TYPE_CHECKING:
    from tcgraph.export.rebase import Rebase
    from tcgraph.rdf import Quad


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One format that can be read.

    Attributes:
        function: ``module:name`` of a function from a path to quads, imported when needed.
        suffixes: what files of the format are called; the first reader that fits a name is taken.
    """

    function: str
    suffixes: tuple[str, ...]

    def read(self, path: Path) -> Iterator[Quad]:
        """Read a file or directory of the format."""
        module, _, name = self.function.partition(":")
        function: Callable[[Path], Iterator[Quad]] = getattr(importlib.import_module(module), name)
        return function(path)


_TABLES = frozenset((".docx", ".odt", ".doc", ".ods", ".xls", ".csv", ".tsv", ".html", ".htm", ".pdf", ".txt"))
READERS: dict[str, ImportFormat] = {
    "csvw": ImportFormat("tcgraph.export.tables.csvw:read_csvw", ("csv-metadata.json",)),
    "xlsx": ImportFormat("tcgraph.export.tables.xlsx:read_xlsx", (".xlsx",)),
    "parquet": ImportFormat("tcgraph.export.tables.parquet:read_parquet", (".parquet",)),
    "iati": ImportFormat("tcgraph.export.iati:read_iati", (".xml",)),
    "rdf": ImportFormat("tcgraph.export.merge:read_rdf", (*sorted(ENDINGS), *PACKED)),
}
"""The formats, by their name on the command line."""


@app.command("import")
def import_command(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The file, or the directory of files.")],
    cycle: Annotated[
        str | None, typer.Option("--cycle", help="Read a reporting workbook into this cycle.", metavar="NAME")
    ] = None,
    office: Annotated[
        str | None, typer.Option("--office", help="Whose workbook it is; by default the file's name.", metavar="NAME")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what a workbook has wrong; write nothing.")] = False,
    draft: Annotated[
        Path | None,
        typer.Option("--draft", help="Read a status table into a draft and a review file here.", metavar="DIR"),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            help="With --draft: what columns hold, by letter or heading: number=A,ask=B,reply=D;E,status=State.",
            metavar="MAPPING",
        ),
    ] = None,
    statuses: Annotated[
        str | None,
        typer.Option(
            "--statuses",
            help="With --draft: what the table's own status words mean, such as Delivered=taken,Shelved=cancelled.",
            metavar="MAPPING",
        ),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take over a review file that you have edited.")] = False,
    format_: Annotated[
        str | None,
        typer.Option("--format", "-f", help=f"{', '.join(READERS)} or normlex; by default told from the name."),
    ] = None,
    read_on: Annotated[
        str | None,
        typer.Option("--read-on", help="With --format normlex: the day the list was taken.", metavar="DAY"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write RDF; its ending names the syntax.", metavar="FILE"),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into", help="Add what is new to this graph of the project, such as partners/nl.", metavar="GRAPH"
        ),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Print how it differs from the published facts; exit 1 if it does.")
    ] = False,
    base_iri: Annotated[
        str | None,
        typer.Option(
            "--base-iri", envvar="TCGRAPH_BASE_IRI", help="Read what lies under this base as ours.", metavar="IRI"
        ),
    ] = None,
    of: OfOption = "",
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", help="Also write the workbook with the findings as comments.", metavar="FILE"),
    ] = None,
) -> None:
    """Read a partner's file (--into a graph), a workbook (--cycle), or a status table (--draft, then --accept)."""
    from tcgraph.export.dump import serialize
    from tcgraph.export.rebase import rebase_to
    from tcgraph.rdf import GraphFormat

    ours = rebase_to(base_iri).back
    if not source.exists():
        raise BrokenInput("no such file or directory", path=source)
    if accept:
        accept_review(context, source)
        return
    if draft is not None:
        draft_table(context, source, draft, cycle, columns, statuses, of)
        return
    if cycle is not None:
        import_workbook(context, source, cycle, office, check, of, annotate)
        return
    syntax = GraphFormat.of_path(output) if output else GraphFormat.TURTLE
    if format_ == "normlex":
        quads = list(_read_normlex(context, source, read_on))
    else:
        reader = READERS[_format(source, format_)]
        found = _read_iati(context, source, ours) if reader is READERS["iati"] else reader.read(source)
        quads = list(ours.quads(found))
    if into is not None:
        merge_into(context, into, quads, source)
        return
    if compare:
        _compare(context, quads)
        return
    document = serialize(quads, syntax)
    if output:
        output.write_bytes(document)
        say(f"tcgraph: {len(quads):,} statements in {output}")
    else:
        sys.stdout.buffer.write(document)


_NORMLEX = "https://normlex.ilo.org/"


def _read_normlex(context: typer.Context, source: Path, read_on: str | None) -> Iterator[Quad]:
    """A list of ratifications exported from NORMLEX; rows that are not understood are told and left out."""
    from tcgraph.followup.normlex import read_normlex
    from tcgraph.followup.project_engine import open_graph

    try:
        day = datetime.date.fromisoformat(read_on or "")
    except ValueError as error:
        raise BadParameter("Say on which day the list was taken from NORMLEX: --read-on 2026-11-27.") from error
    return read_normlex(source, open_graph(project_of(context)), day, _NORMLEX, lambda told: say(f"tcgraph: {told}"))


def _read_iati(context: typer.Context, source: Path, ours: Rebase) -> Iterator[Quad]:
    """IATI, with the codes of a partner's file looked up in the graph; what is left out is told once, and how often."""
    from tcgraph.export.iati import IatiNames, read_iati
    from tcgraph.followup.project_engine import open_graph

    told: dict[str, list[str]] = {}

    def note(sentence: str) -> None:
        activity, _, what = sentence.partition(": ")
        told.setdefault(what, []).append(activity)

    yield from read_iati(source, lambda: IatiNames.of(open_graph(project_of(context))), note, ours)
    for what, activities in told.items():
        number = len(activities)
        each = activities[0] if number == 1 else f"{number:,} times, first of {activities[0]}"
        say(f"tcgraph: {each}: {what}")


def _format(source: Path, named: str | None) -> str:
    if named is not None:
        if named not in READERS:
            raise BadParameter(f"--format {named!r} is not one of {', '.join(READERS)}.")
        return named
    inside = [path.name for path in sorted(source.iterdir())] if source.is_dir() else [source.name]
    for name, reader in READERS.items():
        if any(file.endswith(reader.suffixes) for file in inside):
            return name
    if source.suffix.lower() in _TABLES:
        raise BadParameter(f"A table of what was asked and done is read with: tcgraph import {source} --draft draft")
    raise BadParameter(f"The name of {source} does not tell its format; give --format {'|'.join(READERS)}.")


def _compare(context: typer.Context, quads: Iterable[Quad]) -> None:
    from tcgraph.cli.loading import load
    from tcgraph.export.canonical import canonical_lines
    from tcgraph.export.facts import facts

    _, engine = load(context)
    theirs = set(canonical_lines(quads, named=False))
    ours = set(canonical_lines(facts(engine), named=False))
    for line in sorted(ours ^ theirs):
        print(f"{'-' if line in ours else '+'} {line}", end="")
    if ours != theirs:
        raise NotConforming(f"{len(ours - theirs)} statements are missing and {len(theirs - ours)} are new.")
    say(f"tcgraph: no difference in {len(ours):,} statements")
