"""``tcgraph export …``: the graph in the forms that partners' systems read."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import counting, progress, say
from tcgraph.cli.loading import load, load_version
from tcgraph.errors import BadParameter
from tcgraph.project import Project
from tcgraph.rdf import GraphFormat

if TYPE_CHECKING:
    from tcgraph.engine import Engine
    from tcgraph.export.catalogue import Release
    from tcgraph.export.rebase import Rebase
    from tcgraph.publish.build import OpenVersion

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
    compress: Annotated[
        Literal["gzip", "zstd", "none"], typer.Option("--compress", help="How files are packed.")
    ] = "gzip",
    whole_only: Annotated[bool, typer.Option("--whole-only", help="No file for each graph.")] = False,
    base_iri: Base = None,
) -> None:
    """Dump the graph in RDF, whole and by graph, with checksums and a catalogue: equal graphs give equal bytes."""
    from tcgraph.export.dump import Compression, write_dump
    from tcgraph.export.rebase import rebase_to

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
    from tcgraph.export.rebase import rebase_to, staged_under

    rebase = rebase_to(base_iri)
    project, engine = load(context)
    with staged_under(directory, rebase) as scratch:
        paths = write(project, engine, scratch)
    report(directory, paths)


@exports.command("csvw")
def csvw(context: typer.Context, directory: Directory, base_iri: Base = None) -> None:
    """Write the facts as CSV, one table for each kind of thing, with CSV on the Web metadata."""
    from tcgraph.export.fact_tables import tables_of
    from tcgraph.export.fact_tables.csvw import write_csvw
    from tcgraph.export.facts import facts

    def write(project: Project, engine: Engine, to: Path) -> list[str]:
        return write_csvw(tables_of(facts(engine)), to, licence=project.about.licence)

    _write(context, directory, base_iri, write)


@exports.command("cube")
def cube(context: typer.Context, directory: Directory, formats: Formats = "ttl", base_iri: Base = None) -> None:
    """Write the counts as RDF Data Cubes, and as SDMX-CSV with CSV on the Web metadata."""
    from tcgraph.export.cube import cubes, write_cubes
    from tcgraph.queries import read_queries

    syntaxes = _syntaxes(formats)

    def write(project: Project, engine: Engine, to: Path) -> list[str]:
        counts = cubes(engine, read_queries(project.queries))
        return write_cubes(counts, to, formats=syntaxes, licence=project.about.licence)

    _write(context, directory, base_iri, write)


@exports.command("xlsx")
def xlsx(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook to write.")],
    base_iri: Base = None,
) -> None:
    """Write the facts as a workbook with codes, drop-downs and notes."""
    from tcgraph.export.fact_tables import tables_of
    from tcgraph.export.fact_tables.xlsx import write_xlsx
    from tcgraph.export.facts import facts

    def write(project: Project, engine: Engine, to: Path) -> list[str]:
        write_xlsx(tables_of(facts(engine)), to / file.name, licence=project.about.licence)
        return [file.name]

    _write(context, file.parent, base_iri, write)


@exports.command("parquet")
def parquet(context: typer.Context, directory: Directory, base_iri: Base = None) -> None:
    """Write the facts as Parquet files with typed columns, one for each kind of thing."""
    from tcgraph.export.fact_tables import tables_of
    from tcgraph.export.fact_tables.parquet import write_parquet
    from tcgraph.export.facts import facts

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
    from tcgraph.export.rebase import rebase_to, redirects

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
    """Write the ontology's documentation and data, a folder for each version, for any file server."""
    from tcgraph.pages.ontology_files import write_ontology
    from tcgraph.queries import read_queries

    def write(project: Project, engine: Engine, to: Path) -> list[str]:
        return write_ontology(engine, project, read_queries(project.queries), to, release=release)

    _write(context, directory, base_iri, write)


@exports.command("akn")
def akn(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The XML document to write.")],
    base_iri: Base = None,
) -> None:
    """Write the follow-up table, in our own words, as an Akoma Ntoso 3.0 document."""
    from tcgraph.export.akn import write_akn
    from tcgraph.export.facts import facts

    def write(_: Project, engine: Engine, to: Path) -> list[str]:
        write_akn(facts(engine), to / file.name)
        return [file.name]

    _write(context, file.parent, base_iri, write)


Title = Annotated[str | None, typer.Option("--title", help="What to call the whole.", metavar="TEXT")]
Publisher = Annotated[
    str | None, typer.Option("--publisher", envvar="TCGRAPH_PUBLISHER", help="Who publishes it.", metavar="NAME")
]
Licence = Annotated[
    str | None, typer.Option("--licence", help="IRI of the data's licence, if it is another.", metavar="IRI")
]
Url = Annotated[
    str | None,
    typer.Option("--url", help="Where DIR will be found; by default addresses follow the directory.", metavar="URL"),
]
Previous = Annotated[
    str | None, typer.Option("--previous", help="The version that this one replaces.", metavar="VERSION")
]


@exports.command("catalogue")
def catalogue_command(
    context: typer.Context,
    directory: Directory,
    title: Title = None,
    publisher: Publisher = None,
    licence: Licence = None,
    url: Url = None,
    previous: Previous = None,
    base_iri: Base = None,
) -> None:
    """Describe what was exported to DIR, and the graph itself, as DCAT for data portals, with VoID and PROV."""
    from tcgraph.export.rebase import rebase_to

    rebase = rebase_to(base_iri)
    project, opened = load_version(context)
    release = release_of(project, opened, title, publisher, licence, url, previous)
    report(directory, write_described(project, opened, directory, rebase, release))


@exports.command("crate")
def crate_command(
    context: typer.Context,
    directory: Directory,
    title: Title = None,
    publisher: Publisher = None,
    licence: Licence = None,
    url: Url = None,
    previous: Previous = None,
    base_iri: Base = None,
) -> None:
    """Write a whole release as an RO-Crate: dumps, tables, records, IATI, sources, catalogue and provenance."""
    from tcgraph.export.crate import write_crate
    from tcgraph.export.rebase import rebase_to

    rebase = rebase_to(base_iri)
    project, opened = load_version(context)
    release = release_of(project, opened, title, publisher, licence, url, previous)
    with counting("statements") as progress:
        report(directory, write_crate(opened.engine, project, release, directory, rebase=rebase, progress=progress))


def release_of(
    project: Project,
    opened: OpenVersion,
    title: str | None = None,
    publisher: str | None = None,
    licence: str | None = None,
    url: str | None = None,
    previous: str | None = None,
) -> Release:
    """The release that a published version is, with what the command line says of it."""
    from tcgraph.export.catalogue import Release
    from tcgraph.export.catalogue.release import source_date

    made = Release(opened.version.name, source_date(project, os.environ), previous or None)
    release = made.told_by(project.about, publisher or "")
    return replace(
        release,
        title=title or release.title,
        licence=licence or release.licence,
        files_at=url.rstrip("/") + "/" if url else release.files_at,
    )


def write_described(
    project: Project, opened: OpenVersion, directory: Path, rebase: Rebase, release: Release | None = None
) -> list[str]:
    """Write the catalogue of a directory into it."""
    from tcgraph.export.catalogue import catalogue, scan, write_catalogue

    # A dump under another base names its graphs so; which of ours each file holds is what is to be said.
    files = [replace(file, part=rebase.back.iri(file.part)) for file in scan(directory)]
    described = catalogue(opened.engine, project, release or release_of(project, opened), files)
    return write_catalogue(described, directory, rebase)


@exports.command("site")
def site(
    context: typer.Context,
    directory: Directory,
    languages: Annotated[str, typer.Option("--languages", help="Of the pages, the site's own first.")] = "en,fr,es",
    questions: Annotated[
        bool, typer.Option(help="Include the page that answers SPARQL in the browser; it needs npm once.")
    ] = True,
    check: Annotated[bool, typer.Option(help="Refuse data with violations.")] = True,
    base_iri: Base = None,
) -> None:
    """Write an edition for any file server: pages, data at every IRI, downloads, search, questions in the browser."""
    from tcgraph.export.edition.crawl import oxigraph
    from tcgraph.export.rebase import rebase_to
    from tcgraph.pages.edition_pages import write_site
    from tcgraph.pages.i18n import languages as known_languages
    from tcgraph.pages.i18n import words_of
    from tcgraph.publish import VersionStore, build, state_directory

    rebase = rebase_to(base_iri)
    spoken = tuple(dict.fromkeys(name.strip() for name in languages.split(",") if name.strip()))
    project = project_of(context)
    with words_of(project.queries / "words"):
        known = known_languages()
    if not spoken or not set(spoken) <= set(known):
        raise BadParameter(f"--languages {languages!r}: name some of {', '.join(known)}, the site's own first.")
    version = build(project, VersionStore(state_directory(project, os.environ)), check=check, progress=progress).version
    package = oxigraph(os.environ) if questions else None
    if isinstance(package, str):
        say(f"tcgraph: {package}")
        package = None
    with counting("files") as counted:
        made = asyncio.run(
            write_site(project, version, directory, languages=spoken, oxigraph=package, rebase=rebase, progress=counted)
        )
    for address, status in sorted(made.missing.items()):
        say(f"tcgraph: left out: {address} (status {status})")
    print(f"{made.files:,} files, {made.size / 1e6:,.1f} MB in {directory}")
