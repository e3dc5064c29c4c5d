"""``tcgraph serve``: build if need be, then serve the published graph."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import progress, say
from tcgraph.errors import TcgraphError
from tcgraph.project import Project

if TYPE_CHECKING:
    from tcgraph.config import Settings
    from tcgraph.http.mounted_pages import Pages
    from tcgraph.queries import QueryCatalogue
    from tcgraph.server.served_graph import ServedGraph

_EXAMPLES = ("follow-up-matrix", "nothing-taken", "donors-by-recommendation", "overdue-promises", "unanswered")
"""Questions to start from, shown when the server is up."""

_MARGIN = 10.0
"""Seconds beyond those for running requests that a front has for everything else that its end takes."""


@app.command("serve")
def serve_command(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 for any free one.", show_default="8297")] = None,
    write: Annotated[
        bool | None, typer.Option("--write/--read-only", help="Accept changes from bearers of a token.")
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="Addresses of a SPARQL server that holds the graph.", metavar="URL")
    ] = None,
    check: Annotated[bool, typer.Option(help="Refuse to serve data with violations.")] = True,
    demo: Annotated[
        bool, typer.Option("--demo", help="With the invented demonstration data; every page says so.")
    ] = False,
) -> None:
    """Serve the graph: pages, SPARQL, linked data and the query API. Settings: TCGRAPH_… variables, see the README."""
    # All of it before a front is forked, so that the next one need not import anything.
    from pydantic import ValidationError

    from tcgraph.assistants.routes import routes_of
    from tcgraph.config import Settings
    from tcgraph.http.guarded import bind, serve
    from tcgraph.http.logs import log_to_stderr
    from tcgraph.http.start import create_app
    from tcgraph.pages import make_pages
    from tcgraph.pages.mounted import page_site
    from tcgraph.queries import read_queries
    from tcgraph.server.supervisor import supervise

    given = {"host": host, "port": port, "write": write, "engine": engine}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise TcgraphError(f"TCGRAPH_{str(first['loc'][0]).upper()}: {reason}.") from None
    project = project_of(context)
    project = replace(project, demo=demo or project.demo)
    listener = bind(settings)
    if settings.engine:
        make, holds = _over_server(project, settings)
    else:
        make, holds = over_files(project, settings, check=check)
    shown = settings.host if ":" not in settings.host else f"[{settings.host}]"
    address = settings.public_url or f"http://{shown}:{listener.getsockname()[1]}"
    queries = read_queries(project.queries)
    log_to_stderr(settings)
    if settings.log_format == "json":
        # For a program that reads the log, which takes everything that a container writes for it.
        logging.getLogger("tcgraph.http").info("serving", extra={"address": address, "holds": holds})
    else:
        _welcome(address, holds, queries)

    def pages(site: ServedGraph) -> Pages:
        shown = page_site(site)
        made = make_pages(shown)
        # Before the pages, some of whose addresses fit almost anything.
        return replace(made, routes=(*routes_of(site, shown), *made.routes))

    def front() -> None:
        serve(create_app(make(queries), pages), listener, settings)

    supervise(front, patience=settings.drain_seconds + _MARGIN, stopping=listener.close)


def _welcome(address: str, holds: str, queries: QueryCatalogue) -> None:
    print(f"Serving {holds} at {address}", flush=True)
    for name in _EXAMPLES:
        if name in queries:
            print(f"  {queries[name].question}\n    {address}/ask/{name}", flush=True)
    print(f"  All questions: {address}/ask\n  Your own, in SPARQL: {address}/sparql", flush=True)


Make = Callable[["QueryCatalogue"], "ServedGraph"]
"""Makes what a front serves, in the front's own process."""


def over_files(project: Project, settings: Settings, *, check: bool) -> tuple[Make, str]:
    """A graph built from the project's files; also what it holds, in words."""
    from tcgraph.publish import Version, VersionStore, build, state_directory
    from tcgraph.publish.archive import finish
    from tcgraph.publish.journal import FILE, Journal
    from tcgraph.publish.lock import hold
    from tcgraph.server.published_site import PublishedSite

    versions = VersionStore(state_directory(project, os.environ))
    hold(versions.root, write=settings.write)
    finish(versions)
    version: Version | None
    try:
        version = build(project, versions, check=check, literals=settings.literals, progress=progress).version
    except TcgraphError as error:
        version = versions.current()
        if version is None:
            raise
        say(f"tcgraph: {error}")
        say(f"tcgraph: serving {version.name}, the version published last.")
    served = version
    for note in served.manifest.notes:
        say(f"tcgraph: note: {note}")
    Journal(versions.root / FILE)  # a damaged one is refused before an address is told

    def make(queries: QueryCatalogue) -> ServedGraph:
        # Read where it is used: a front that takes another's place finds the changes made since.
        return PublishedSite(project, served, settings, queries, Journal(versions.root / FILE))

    return make, f"{served.manifest.quads:,} facts"


def _over_server(project: Project, settings: Settings) -> tuple[Make, str]:
    """A graph that a SPARQL server holds; also what that is, in words."""
    from tcgraph.engine.capabilities import lacking
    from tcgraph.engine.endpoints import Credentials, Endpoints
    from tcgraph.engine.remote import RemoteEngine
    from tcgraph.server.remote_site import RemoteSite

    if settings.write:
        raise TcgraphError("A front over another server does not write; change the graph there, or leave --engine out.")
    if settings.read == "bearers" and settings.tokens is None:
        raise TcgraphError("A front over another server keeps nothing; say where its tokens are: TCGRAPH_TOKENS=FILE.")
    endpoints, credentials = Endpoints.parse(settings.engine), Credentials.of(os.environ)
    engine = RemoteEngine(endpoints, credentials, timeout=5)
    # A server that does not answer yet may still come.
    if (missing := lacking(engine, writing=False)) and missing != ["queries"]:
        say(f"tcgraph: {engine.name} lacks {', '.join(missing)}; questions that need it will fail.")
    engine.close()

    def make(queries: QueryCatalogue) -> ServedGraph:
        return RemoteSite(project, settings, queries, endpoints, credentials)

    return make, "the graph of another server"
