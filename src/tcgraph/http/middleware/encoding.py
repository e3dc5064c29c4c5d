"""Responses that may be sent again: tagged, compressed as the client likes, and only as much of them as it needs."""

from __future__ import annotations

import re
from collections.abc import Awaitable, MutableMapping
from typing import Any

from tcgraph.http.asgi import App, Headers, Receive, Scope, Send, header
from tcgraph.http.cache import STORED, CachedResponse

_EXPOSED = (b"access-control-expose-headers", b"Content-Range, Accept-Ranges, ETag")
"""What a page of another origin may read of a part (Fetch §3.3.3), to put the parts together."""
_VARYING = (b"vary", b"Accept, Accept-Encoding")


class Encoding:
    """Turns a stored response of the application into one for this client; any other it leaves as it is."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI 3."""

        async def encoded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == STORED:
                await self._send(message["stored"], scope, send)
            else:
                await send(message)

        return self._app(scope, receive, encoded)

    async def _send(self, stored: CachedResponse, scope: Scope, send: Send) -> None:
        status, headers, body = await _encoded(stored, scope)
        if status not in (204, 304):
            # RFC 9110 §8.6: those have no body, and no length of one.
            headers = [*headers, (b"content-length", b"%d" % len(body))]
        if scope["method"] == "HEAD":
            body = b""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _encoded(stored: CachedResponse, scope: Scope) -> tuple[int, Headers, bytes]:
    """A stored response as this client is to have it: status, header fields but for its length, body."""
    asked = header(scope, b"range") if scope["method"] == "GET" else ""
    as_it_is = asked or any(name == b"content-encoding" for name, _ in stored.headers)
    coding = "" if as_it_is else stored.coding_for(header(scope, b"accept-encoding"))
    headers = stored.headers
    if stored.status == 200:
        tag = await stored.tagged(coding)
        headers = [*_varying(headers), (b"etag", tag.encode()), (b"accept-ranges", b"bytes")]
        if _matches(header(scope, b"if-none-match"), tag):
            # RFC 9110 §15.4.5.
            dropped = (b"content-type", b"content-encoding")
            return 304, [pair for pair in headers if pair[0] not in dropped], b""
        if asked and header(scope, b"if-range").strip() in ("", tag):
            return _part(stored.body, asked, headers)
    if coding:
        headers = [*headers, (b"content-encoding", coding.encode())]
    return stored.status, headers, await stored.encoded(coding)


def _part(body: bytes, asked: str, headers: Headers) -> tuple[int, Headers, bytes]:
    """As much of a response as its Range says (RFC 9110 §14.2); all of it where that is not understood."""
    try:
        part = part_wanted(asked, len(body))
    except UnsatisfiableRange:
        return 416, [(b"content-range", b"bytes */%d" % len(body))], b""
    if part is None:
        return 200, headers, body
    told = (b"content-range", b"bytes %d-%d/%d" % (part.start, part.stop - 1, len(body)))
    return 206, [*headers, told, _EXPOSED], body[part.start : part.stop]


def _varying(headers: Headers) -> Headers:
    """Headers of a response that has other codings: a cache between must not give it to who cannot read this one."""
    if _VARYING in headers:
        return headers
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


# -- which bytes of a representation a Range header asks for (RFC 9110 §14.1.2)

_ONE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE | re.ASCII)


class UnsatisfiableRange(Exception):
    """There are no such bytes."""


def part_wanted(asked: str, length: int) -> range | None:
    """The bytes that are wanted.

    Args:
        asked: the header's value.
        length: of the whole, in bytes.

    Returns:
        Their places; None where all is to be sent: for another unit, several ranges, or what is none (§14.2).

    Raises:
        UnsatisfiableRange: it begins beyond the end, or asks for the last 0 bytes.
    """
    found = _ONE.fullmatch(asked)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(0, length - int(found[2])), length - 1
    else:
        first, last = int(found[1]), min(int(found[2] or length), length - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first > last:
        raise UnsatisfiableRange
    return range(first, last + 1)
