"""Who answers which address: SPARQL and the graph store at once, everything else what FastAPI routes."""

from __future__ import annotations

from typing import Protocol

from tcgraph.http.asgi import CLIENT, App, Receive, Scope, Send, header
from tcgraph.http.cache import CachedResponse, send_stored
from tcgraph.http.graph_store import PATH as STORE
from tcgraph.http.negotiation import prefers_html

ENDPOINT = ("/sparql", "/sparql/")


class Answerer(Protocol):
    """Answers requests whole."""

    async def answer(self, scope: Scope, receive: Receive, client: str) -> CachedResponse:
        """Answer one.

        Args:
            scope: of the request.
            receive: its channel.
            client: who asks, for fairness.

        Raises:
            Problem: whatever is wrong.
        """


class Routes:
    """The table.

    Args:
        endpoint: of SPARQL.
        store: the graph store.
        others: everything else; see :mod:`tcgraph.http.app`.
        for_people: whether a browser that asks for the endpoint is shown a page, which is among the others.
    """

    def __init__(self, endpoint: Answerer, store: Answerer, others: App, *, for_people: bool) -> None:
        self._endpoint = endpoint
        self._store = store
        self._others = others
        self._for_people = for_people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        found = self._found(scope)
        if found is None:
            await self._others(scope, receive, send)
        else:
            await send_stored(send, await found.answer(scope, receive, scope[CLIENT]))

    def _found(self, scope: Scope) -> Answerer | None:
        path = scope["path"]
        if path in ENDPOINT:
            return None if self._for_people and _is_persons(scope) else self._endpoint
        return self._store if path == STORE or path.startswith(f"{STORE}/") else None


def _is_persons(scope: Scope) -> bool:
    """Whether a person's browser asks for the endpoint, to whom the editor is shown."""
    asks = scope["method"] in ("GET", "HEAD") and prefers_html(header(scope, b"accept"))
    return asks and b"format=" not in scope["query_string"]
