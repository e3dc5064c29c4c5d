"""``tcgraph export catalogue``: what was exported, described for data portals."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.export import Base, Directory, exports, report
from tcgraph.cli.loading import load_version

if TYPE_CHECKING:
    from tcgraph.export.catalogue import Release
    from tcgraph.export.rebase import Rebase
    from tcgraph.project import Project
    from tcgraph.publish.opened import Opened

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


def release_of(
    project: Project,
    opened: Opened,
    title: str | None = None,
    publisher: str | None = None,
    licence: str | None = None,
    url: str | None = None,
    previous: str | None = None,
) -> Release:
    """The release that a published version is, with what the command line says of it."""
    from tcgraph.export.catalogue import Release
    from tcgraph.export.catalogue.source_date import source_date

    made = Release(opened.version.name, source_date(project, os.environ), previous or None)
    release = made.told_by(project.about, publisher or "")
    return replace(
        release,
        title=title or release.title,
        licence=licence or release.licence,
        files_at=url.rstrip("/") + "/" if url else release.files_at,
    )


def write_described(
    project: Project, opened: Opened, directory: Path, rebase: Rebase, release: Release | None = None
) -> list[str]:
    """Write the catalogue of a directory into it."""
    from tcgraph.export.catalogue import catalogue, scan, write_catalogue

    # A dump under another base names its graphs so; which of ours each file holds is what is to be said.
    files = [replace(file, part=rebase.back.iri(file.part)) for file in scan(directory)]
    described = catalogue(opened.engine, project, release or release_of(project, opened), files)
    return write_catalogue(described, directory, rebase)
