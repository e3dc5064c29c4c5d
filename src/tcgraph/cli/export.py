"""``tcgraph export …``: the graph in the forms that partners' systems read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app
from tcgraph.cli.loading import load, load_version

if TYPE_CHECKING:
    from tcgraph.engine import Engine
    from tcgraph.project import Project
    from tcgraph.rdf import GraphFormat

    Writing = Callable[[Project, Engine, Path], list[str]]
    """What writes files below a directory, and names them."""

exports = typer.Typer(name="export", no_args_is_help=True)


@exports.callback()
def about_one(
    of: Annotated[str, typer.Option("--of", help="Only this follow-up, where there are several.", metavar="CODE")] = "",
) -> None:
    """Write the graph in the forms that partners' systems read."""


app.add_typer(exports)

Directory = Annotated[Path, typer.Argument(metavar="DIR", help="The directory to write to; made if need be.")]
Formats = Annotated[str, typer.Option("--formats", help="RDF syntaxes, by file ending, with commas between.")]
Base = Annotated[
    str | None,
    typer.Option(
        "--base-iri", envvar="TCGRAPH_BASE_IRI", help="Publish our IRIs under this base instead.", metavar="IRI"
    ),
]


@exports.command("rdf")
def rdf(
    context: typer.Context,
    directory: Directory,
    formats: Formats = "nq,trig,nt,ttl,rdf,jsonld",
    compress: Annotated[str, typer.Option("--compress", help="gzip, zstd or none.")] = "gzip",
    whole_only: Annotated[bool, typer.Option("--whole-only", help="No file for each graph.")] = False,
    base_iri: Base = None,
) -> None:
    """Dump the graph in RDF, whole and by graph, with checksums and a catalogue: equal graphs give equal bytes."""
    from tcgraph.cli.progress import counting
    from tcgraph.cli.release import write_described
    from tcgraph.errors import BadParameter
    from tcgraph.export.compression import Compression
    from tcgraph.export.dump import write_dump
    from tcgraph.export.rebase import rebase_to

    if compress not in tuple(Compression):
        raise BadParameter(f"--compress {compress!r} is not one of gzip, zstd or none.")
    syntaxes = _syntaxes(formats)
    rebase = rebase_to(base_iri)
    project, opened = load_version(context)
    with counting("statements", opened.engine.size() * len(syntaxes) * (1 if whole_only else 2)) as progress:
        files = write_dump(
            opened.engine,
            directory,
            formats=syntaxes,
            compression=Compression(compress),
            each_graph=not whole_only,
            rebase=rebase,
            progress=progress,
        )
    report(directory, [file.path for file in files] + write_described(project, opened, directory, rebase))


def _syntaxes(formats: str) -> list[GraphFormat]:
    from tcgraph.errors import BadParameter
    from tcgraph.rdf import GraphFormat

    found = [GraphFormat.named(name) for name in formats.split(",") if name.strip()]
    if not found:
        raise BadParameter(f"--formats {formats!r} names no format; give some, such as ttl,nq.")
    return found


def report(directory: Path, paths: list[str]) -> None:
    """Say what was written, one path a line."""
    for path in paths:
        print(os.fspath(directory / path))


def _write(context: typer.Context, directory: Path, base_iri: str | None, write: Writing) -> None:
    """Write files of the published graph under a base, and say which they are."""
    from tcgraph.export.rebase import rebase_to
    from tcgraph.export.rebased_files import staged_under

    rebase = rebase_to(base_iri)
    project, engine = load(context)
    with staged_under(directory, rebase) as scratch:
        paths = write(project, engine, scratch)
    report(directory, paths)


@exports.command("csvw")
def csvw(context: typer.Context, directory: Directory, base_iri: Base = None) -> None:
    """Write the facts as CSV, one table for each kind of thing, with CSV on the Web metadata."""
    from tcgraph.export.facts import facts
    from tcgraph.export.tables import tables_of
    from tcgraph.export.tables.csvw import write_csvw

    _write(context, directory, base_iri, lambda _, engine, to: write_csvw(tables_of(facts(engine)), to))


@exports.command("cube")
def cube(
    context: typer.Context,
    directory: Directory,
    formats: Formats = "ttl",
    base_iri: Base = None,
) -> None:
    """Write the counts as RDF Data Cubes."""
    from tcgraph.export.cube import cubes
    from tcgraph.export.dump import serialize
    from tcgraph.queries import read_queries

    syntaxes = {f"cube{syntax.suffix}": syntax for syntax in _syntaxes(formats)}

    def write(project: Project, engine: Engine, to: Path) -> list[str]:
        counted = list(cubes(engine, read_queries(project.queries)))
        for name, syntax in syntaxes.items():
            (to / name).write_bytes(serialize(counted, syntax))
        return sorted(syntaxes)

    _write(context, directory, base_iri, write)


@exports.command("xlsx")
def xlsx(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook to write.")],
    base_iri: Base = None,
) -> None:
    """Write the facts as a workbook with codes, drop-downs and notes."""
    from tcgraph.export.facts import facts
    from tcgraph.export.tables import tables_of
    from tcgraph.export.tables.xlsx import write_xlsx

    def write(_: Project, engine: Engine, to: Path) -> list[str]:
        write_xlsx(tables_of(facts(engine)), to / file.name)
        return [file.name]

    _write(context, file.parent, base_iri, write)


@exports.command("parquet")
def parquet(context: typer.Context, directory: Directory, base_iri: Base = None) -> None:
    """Write the facts as Parquet files with typed columns, one for each kind of thing."""
    from tcgraph.export.facts import facts
    from tcgraph.export.tables import tables_of
    from tcgraph.export.tables.parquet import write_parquet

    _write(context, directory, base_iri, lambda _, engine, to: write_parquet(tables_of(facts(engine)), to))


@exports.command("jsonld")
def jsonld(context: typer.Context, directory: Directory, base_iri: Base = None) -> None:
    """Write the facts as plain-looking JSON-LD, with context, frames, JSON Schemas and TypeScript types."""
    from tcgraph.export.facts import facts
    from tcgraph.export.jsonld import read_vocabulary
    from tcgraph.export.jsonld.write import write_jsonld

    _write(context, directory, base_iri, lambda _, engine, to: write_jsonld(facts(engine), read_vocabulary(engine), to))


@exports.command("iati")
def iati(
    context: typer.Context,
    directory: Directory,
    reporting_org: Annotated[
        str | None, typer.Option("--reporting-org", help="IATI identifier of who reports.", metavar="REF")
    ] = None,
    reporting_name: Annotated[str, typer.Option("--reporting-name", help="Its name.", metavar="NAME")] = "",
    reporting_type: Annotated[str, typer.Option("--reporting-type", help="OrganisationType code.")] = "40",
    base_iri: Base = None,
) -> None:
    """Write IATI 2.03 files: activities and organisations; by default second-hand, of the body followed up."""
    from tcgraph.errors import BadParameter
    from tcgraph.export.facts import facts
    from tcgraph.export.iati import Reporter, write_iati

    if (reporting_org is None) != (reporting_name == ""):
        raise BadParameter("Give --reporting-org and --reporting-name together.")

    def write(project: Project, engine: Engine, to: Path) -> list[str]:
        about = project.about
        if reporting_org:
            by = Reporter(reporting_org, reporting_name, reporting_type, secondary=False)
        elif about.iati:
            by = Reporter(about.iati, about.body)
        else:
            raise BadParameter(
                "IATI asks who reports: give --reporting-org and --reporting-name, or [body] iati in project.toml."
            )
        return write_iati(facts(engine), to, by)

    _write(context, directory, base_iri, write)


@exports.command("redirects")
def redirects_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The .htaccess to write, for the folder of our base.")],
    to: Annotated[str, typer.Option("--to", help="The address of the deployment.", metavar="URL")],
    base_iri: Base = None,
) -> None:
    """Write the redirects from our persistent IRIs, or those of --base-iri, to a deployment, for Apache."""
    from tcgraph.export.rebase import rebase_to
    from tcgraph.export.redirects import redirects
    from tcgraph.rdf import GraphFormat

    suffixes = tuple(syntax.suffix for syntax in GraphFormat)
    file.write_text(redirects(to, rebase_to(base_iri).base, suffixes), encoding="utf-8")
    print(file)


@exports.command("ontology")
def ontology(
    context: typer.Context,
    directory: Directory,
    release: Annotated[
        bool, typer.Option("--release", help="Also keep this version for good, in ontology/released/.")
    ] = False,
    base_iri: Base = None,
) -> None:
    """Write the ontology's data, a folder for each version, for any file server."""
    from tcgraph.export.ontology.released import write_ontology

    _write(
        context, directory, base_iri, lambda project, engine, to: write_ontology(engine, project, to, release=release)
    )
