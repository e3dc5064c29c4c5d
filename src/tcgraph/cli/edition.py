"""``tcgraph export site``: the whole edition as plain files."""

from __future__ import annotations

import asyncio
import os
from typing import Annotated

import typer

from tcgraph.cli.app import project_of
from tcgraph.cli.console import progress, say
from tcgraph.cli.export import Base, Directory, exports


@exports.command("site")
def site(
    context: typer.Context,
    directory: Directory,
    languages: Annotated[str, typer.Option("--languages", help="Of the pages, with commas between.")] = "en,fr,es",
    questions: Annotated[
        bool, typer.Option(help="Include the page that answers SPARQL in the browser; it needs npm once.")
    ] = True,
    check: Annotated[bool, typer.Option(help="Refuse data with violations.")] = True,
    base_iri: Base = None,
) -> None:
    """Write an edition for any file server: pages, data at every IRI, downloads, search, questions in the browser."""
    from tcgraph.cli.progress import counting
    from tcgraph.errors import BadParameter
    from tcgraph.export.rebase import rebase_to
    from tcgraph.export.site.wasm import oxigraph
    from tcgraph.pages.edition import write_site
    from tcgraph.pages.i18n import adopt
    from tcgraph.pages.i18n import languages as known_languages
    from tcgraph.publish import VersionStore, build, state_directory

    rebase = rebase_to(base_iri)
    spoken = tuple(dict.fromkeys(name.strip() for name in languages.split(",") if name.strip()))
    project = project_of(context)
    adopt(project.queries / "words")
    known = known_languages()
    if "en" not in spoken or not set(spoken) <= set(known):
        raise BadParameter(f"--languages {languages!r}: name en, and any of {', '.join(known[1:])} beside it.")
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
