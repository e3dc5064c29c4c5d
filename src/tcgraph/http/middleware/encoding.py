"""Responses that may be sent again: tagged, compressed as the client likes, and only as much of them as it needs."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from tcgraph.http.asgi import LASTING, App, Headers, Receive, Scope, Send, header, respond
from tcgraph.http.byte_ranges import UnsatisfiableRange, part_wanted
from tcgraph.http.cache import STORED, Stored


class Encoding:
    """Turns a stored response into one for this client.

    Args:
        app: answers, with stored responses or others; those it leaves as they are.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""

        async def encoded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == STORED:
                await _send(message["stored"], scope, send)
            else:
                await send(message)

        await self._app(scope, receive, encoded)


async def _send(stored: Stored, scope: Scope, send: Send) -> None:
    asked, head = header(scope, b"range") if scope["method"] == "GET" else "", scope["method"] == "HEAD"
    as_it_is = asked or any(name == b"content-encoding" for name, _ in stored.headers)
    coding = "" if as_it_is else stored.coding_for(header(scope, b"accept-encoding"))
    headers = stored.headers
    scope[LASTING] = stored.asked_again
    if stored.status == 200:
        tag = await stored.tagged(coding)
        headers = [*_varying(headers), (b"etag", tag.encode()), (b"accept-ranges", b"bytes")]
        if _matches(header(scope, b"if-none-match"), tag):
            # RFC 9110 §15.4.5.
            dropped = (b"content-type", b"content-encoding")
            await respond(send, 304, [pair for pair in headers if pair[0] not in dropped], b"")
            return
        if asked and header(scope, b"if-range").strip() in ("", tag):
            await _send_part(stored, asked, headers, send)
            return
    if coding:
        headers = [*headers, (b"content-encoding", coding.encode())]
    await respond(send, stored.status, headers, await stored.encoded(coding), head_only=head)


async def _send_part(stored: Stored, asked: str, headers: Headers, send: Send) -> None:
    """As much of a response as its Range says (RFC 9110 §14.2); all of it where that is not understood."""
    body = stored.body
    try:
        part = part_wanted(asked, len(body))
    except UnsatisfiableRange:
        await respond(send, 416, [(b"content-range", b"bytes */%d" % len(body))], b"")
        return
    if part is None:
        await respond(send, 200, headers, body)
        return
    told = (b"content-range", b"bytes %d-%d/%d" % (part.start, part.stop - 1, len(body)))
    await respond(send, 206, [*headers, told], body[part.start : part.stop])


def _varying(headers: Headers) -> Headers:
    """Headers of a response that has other codings: a cache between must not give it to who cannot read this one."""
    fields = b", ".join(value for name, value in headers if name == b"vary")
    if b"accept-encoding" in fields.lower() or fields == b"*":
        return headers
    others = [(name, value) for name, value in headers if name != b"vary"]
    return [*others, (b"vary", fields + b", Accept-Encoding" if fields else b"Accept-Encoding")]


def _matches(condition: str, tag: str) -> bool:
    """Whether If-None-Match holds the tag, compared weakly (RFC 9110 §13.1.2)."""
    if not condition:
        return False
    return condition.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in condition.split(","))
