"""``tcgraph mcp``: the graph as tools for an assistant, over standard input and output."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.errors import TcgraphError

if TYPE_CHECKING:
    from tcgraph.server.served_graph import ServedGraph


@app.command("mcp")
def mcp_command(
    context: typer.Context, check: Annotated[bool, typer.Option(help="Refuse to offer data with violations.")] = True
) -> None:
    """Offer the graph to an assistant over standard input and output, as a server does at /mcp."""
    if find_spec("mcp") is None:
        raise TcgraphError("Assistants need the official SDK of their protocol: pip install 'tcgraph[assistants]'.")
    from tcgraph.cli.serve import over_files
    from tcgraph.config import Settings
    from tcgraph.queries import read_queries

    project = project_of(context)
    settings = Settings.model_validate({})  # from the environment alone
    make, _ = over_files(project, settings, check=check)
    asyncio.run(_serve(make(read_queries(project.queries))))


async def _serve(site: ServedGraph) -> None:
    from tcgraph.assistants.mcp_tools import server_of
    from tcgraph.assistants.tools import Tools
    from tcgraph.pages.mounted import page_site

    # The same workers, and so the same limits, as behind HTTP.
    await site.start()
    try:
        tools = Tools(page_site(site))
        # What a first question would wait for is read while the assistant connects.
        ready = asyncio.create_task(asyncio.to_thread(tools.prepare))
        await server_of(tools).run_stdio_async()
        ready.cancel()
    finally:
        await site.close()
