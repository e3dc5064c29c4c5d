"""A deployment's own copy over HTTP: outside, every IRI of ours lies under its base; inside nothing changes.

The graph, the queries and the pages speak of ``https://w3id.org/tcgraph/`` always. A server with a base of its own
reads that base in a request as ours, and writes ours in a response as that base, whatever the request or the response
is: a query, a page, a file, a header. So a new address needs no care, and none can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote

from tcgraph.export import media
from tcgraph.export.rebase import Rebase, rebase_to, rebase_workbook
from tcgraph.http.asgi import App, Receive, Scope, Send
from tcgraph.http.cache import STORED, CachedResponse, send_stored

_TEXT = re.compile(
    rb"text/|application/(?:[\w.+-]*(?:json|xml|sparql|javascript)|n-triples|n-quads|trig)|image/svg\+xml",
    re.IGNORECASE,
)
_WORKBOOK = media.WORKBOOK.encode()


class OwnBase:
    """Renames IRIs in requests and responses."""

    def __init__(self, rebase: Rebase) -> None:
        self._inward = _InwardBase(rebase.base, rebase.origin)
        self._outward = rebase

    def rename(self, scope: Scope) -> None:
        """Make a request one as the application is to see it."""
        scope["path"] = self._inward.whole(scope["path"].encode()).decode()
        scope["query_string"] = self._inward.whole(scope["query_string"])

    def receiving(self, receive: Receive) -> Receive:
        """A channel on which a request's body comes as the application is to see it."""
        return self._inward.receiving(receive)

    def stored(self, stored: CachedResponse) -> CachedResponse:
        """A whole response as the client is to see it; made once, so that it is compressed once."""
        if stored.outside is None:
            stored.outside = CachedResponse(
                self._headers(stored.headers), self._body(stored.headers, stored.body), stored.status
            )
        return stored.outside

    def sending(self, send: Send) -> Send:
        """A channel that holds a response back until it is whole, and then sends it renamed."""
        start: dict[str, Any] = {}
        chunks: list[bytes] = []

        async def renamed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == STORED:
                await send_stored(send, self.stored(message["stored"]))
                return
            if message["type"] == "http.response.start":
                start.update(message)
                return
            chunks.append(message.get("body", b""))
            if message.get("more_body", False):
                return
            headers = list(start["headers"])
            body = self._body(headers, b"".join(chunks))
            kept = [(name, value) for name, value in self._headers(headers) if name.lower() != b"content-length"]
            await send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
            await send({"type": "http.response.body", "body": body})

        return renamed

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        return [(name, self._outward.document(value)) for name, value in headers]

    def _body(self, headers: list[tuple[bytes, bytes]], body: bytes) -> bytes:
        given = {name.lower(): value for name, value in headers}
        kind = given.get(b"content-type", b"")
        if b"content-encoding" in given:
            return body
        if kind.startswith(_WORKBOOK):
            return rebase_workbook(body, self._outward)
        return self._outward.document(body) if _TEXT.match(kind) else body


class Renamed:
    """The application as a deployment under its own base has it."""

    def __init__(self, app: App, own: OwnBase) -> None:
        self._app = app
        self._own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        self._own.rename(scope)
        await self._app(scope, self._own.receiving(receive), self._own.sending(send))


class _InwardBase:
    """Reads one base as another in what clients send, percent-encoded in part or whole or not (RFC 3986 §2.1)."""

    def __init__(self, old: str, new: str) -> None:
        self._old = re.compile(b"".join(_spellings(byte) for byte in old.encode()))
        self._new = new.encode()
        self._quoted = quote(new, safe="").encode()
        self._longest = 3 * len(old)

    def whole(self, data: bytes) -> bytes:
        return self._old.sub(lambda found: self._quoted if b"%" in found[0] else self._new, data)

    def receiving(self, receive: Receive) -> Receive:
        """A channel that renames a body as it arrives; what may be half a base waits for the next piece."""
        held = b""

        async def renamed() -> MutableMapping[str, Any]:
            nonlocal held
            message = await receive()
            if message["type"] != "http.request":
                return message
            data = held + message.get("body", b"")
            more = message.get("more_body", False)
            cut = max(0, len(data) - self._longest) if more else len(data)
            # A base that the cut would go through is left whole for the next piece.
            cut = next((found.start() for found in self._old.finditer(data) if found.start() < cut < found.end()), cut)
            held = data[cut:]
            return {**message, "body": self.whole(data[:cut])}

        return renamed


def _spellings(byte: int) -> bytes:
    raw, code = re.escape(bytes([byte])), f"{byte:02X}"
    return b"(?:%b|%%%b)" % (raw, "".join(f"[{c}{c.lower()}]" if c.isalpha() else c for c in code).encode())


def own_base(base: str) -> OwnBase | None:
    """The renaming that a setting asks for; None when it asks for none.

    Args:
        base: an absolute http(s) IRI, or nothing.

    Raises:
        BadParameter: it is no such IRI, or IRIs of others lie under it too.
    """
    rebase = rebase_to(base)
    return None if rebase.changes_nothing else OwnBase(rebase)
