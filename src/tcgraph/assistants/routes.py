"""``/mcp`` for assistants and ``/llms.txt`` for whoever reads the site for them."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from tcgraph.assistants.tools import Tools
from tcgraph.errors import EngineError
from tcgraph.pages.site import Site
from tcgraph.server.served_graph import ServedGraph


def routes_of(site: ServedGraph, shown: Site) -> tuple[BaseRoute, ...]:
    """The routes to add to a server's.

    Args:
        site: need not have started yet.
        shown: what answers are made from.
    """
    found: list[BaseRoute] = [Route("/llms.txt", _about(site), name="llms.txt")]
    if site.settings.assistants and find_spec("mcp") is None:
        raise EngineError("TCGRAPH_ASSISTANTS needs the protocol's SDK: pip install 'tcgraph[assistants]'.")
    endpoint = _Endpoint(site, shown) if site.settings.assistants else _closed
    found.append(Route("/mcp", endpoint, methods=["GET", "POST", "DELETE"], name="mcp"))
    return tuple(found)


async def _closed(_: Request) -> Response:
    return PlainTextResponse(
        "Assistants are let in where the server is started with TCGRAPH_ASSISTANTS=true, and here they are not.\n", 404
    )


class _Endpoint:
    """Streamable HTTP (Model Context Protocol, Transports); without sessions, so that any worker may answer.

    Args:
        site: need not have started yet.
        shown: what answers are made from.
    """

    def __init__(self, site: ServedGraph, shown: Site) -> None:
        self._site, self._shown = site, shown
        self._manager: Any = None
        self._running: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        request = Request(scope)
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            # Transports, Security: a page of another site must not reach a server on one's own machine.
            await PlainTextResponse("Requests from pages of other sites are refused.", 403)(scope, receive, send)
            return
        if self._running is None:
            # The SDK is imported when the first assistant connects, and not before.
            self._running = asyncio.create_task(self._run())
        await self._ready.wait()
        await self._manager.handle_request(scope, receive, send)

    async def _run(self) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
        from mcp.server.transport_security import TransportSecuritySettings

        from tcgraph.assistants.mcp_tools import server_of

        tools = Tools(self._shown, self._site.settings.public_url)
        own = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # done above, for any host name
        # Whoever connects from elsewhere may not put this process to work without a limit.
        server = server_of(tools, bounded=True)._lowlevel_server
        self._manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True, security_settings=own)
        async with self._manager.run():
            self._ready.set()
            await asyncio.Event().wait()


def _about(site: ServedGraph) -> Any:
    tools = site.settings.assistants

    async def about(request: Request) -> Response:
        base = site.settings.public_url or str(request.base_url).rstrip("/")
        asked = [
            f"- [{query.question or query.summary}]({base}/ask/{query.name}): {query.summary}"
            for query in site.queries.of_kind("answer")
        ]
        lines = [
            "# tcgraph",
            "",
            "> A checked graph of what was done about a resolution's recommendations, with the place of each fact.",
            "",
            "Answers come with a note of what they count and how complete they are, and with places in the document.",
            "",
            "## For programs",
            "",
            *([f"- [Tools for assistants]({base}/mcp): Model Context Protocol, streamable HTTP"] if tools else []),
            f"- [SPARQL 1.1]({base}/sparql): read-only, results by Accept",
            f"- [Schema]({base}/schema.txt): how to ask, classes and codes; its first page is enough to begin",
            f"- [API description]({base}/api/openapi.json): named questions as JSON, CSV and more",
            f"- [Search]({base}/api/search?q=gender): things by words",
            "",
            "## Questions",
            "",
            *asked,
        ]
        return PlainTextResponse("\n".join(lines) + "\n", headers={"cache-control": "public, no-cache"})

    return about
