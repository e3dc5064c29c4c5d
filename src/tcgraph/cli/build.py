"""``tcgraph build``: load, reason, validate, publish."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import progress, say
from tcgraph.errors import EngineError


@app.command("build")
def build_command(
    context: typer.Context,
    force: Annotated[bool, typer.Option("--force", help="Build again even though no file has changed.")] = False,
    check: Annotated[bool, typer.Option(help="Refuse to publish data with violations.")] = True,
    normalise: Annotated[
        bool, typer.Option("--normalise-literals", help='Accept literals such as "100.00" that are served as 100.')
    ] = False,
    to: Annotated[
        str | None,
        typer.Option("--to", help="Also put the version into a SPARQL server, in one request.", metavar="URL"),
    ] = None,
) -> None:
    """Load the project's files, reason, validate, and publish the result as one version."""
    from tcgraph.publish import VersionStore, build, state_directory

    project = project_of(context)
    versions = VersionStore(state_directory(project, os.environ))
    literals = "normalise" if normalise else "refuse"
    done = build(project, versions, force=force, check=check, literals=literals, progress=progress)
    manifest = done.version.manifest
    for note in manifest.notes:
        say(f"tcgraph: note: {note}")
    state = "unchanged" if done.reused else "published"
    warnings = f", {manifest.warnings} warnings" if manifest.warnings else ""
    print(
        f"{state} {manifest.name}: {manifest.quads:,} quads in {len(manifest.graphs)} graphs, "
        f"{manifest.inferred:,} of them inferred{warnings}"
    )
    if to:
        from tcgraph.engine import open_engine
        from tcgraph.engine.capabilities import lacking
        from tcgraph.publish.versions import publish_to

        engine = open_engine(to, os.environ)
        try:
            engine.ask("ASK {}")
            if missing := lacking(engine, writing=True):
                raise EngineError(f"{engine.name} cannot hold a graph for us; it lacks {', '.join(missing)}.")
            print(f"sent {publish_to(engine, done.version):,} quads to {engine.name}")
        finally:
            engine.close()
