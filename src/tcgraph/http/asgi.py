"""The least that an ASGI application of our own needs: read a body within bounds, send a response."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tcgraph.http.problems import Problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class Gone(Exception):
    """The client has left."""


_IN_LOOP = 1 << 18
"""Above this many bytes or characters work on a text runs in a thread, so that others need not wait for it."""

T = TypeVar("T")


async def aside_if_long(length: int, work: Callable[[], T]) -> T:
    """Work on a text of some length, in a thread where it is long; returns what the work does."""
    return await asyncio.to_thread(work) if length > _IN_LOOP else work()


@dataclass(slots=True)
class Reply:
    """A whole response.

    Attributes:
        status: HTTP status.
        headers: without Content-Length, Date and X-Request-Id.
        body: all of it.
        request: the request's number.
        lasting: whether the same request is answered the same until the graph changes.
    """

    status: int
    headers: Headers
    body: bytes
    request: str = ""
    lasting: bool = False

    def head(self) -> Headers:
        """The header fields that every such response has."""
        if self.status in (204, 304):
            # RFC 9110 §8.6: no body, and no length of one.
            return self.headers
        return [*self.headers, (b"content-length", b"%d" % len(self.body))]

    def number(self) -> tuple[bytes, bytes]:
        """The header field that differs from response to response."""
        return (b"x-request-id", self.request.encode())


def header(scope: Scope, name: bytes) -> str:
    """A request header's value, lines of the same name joined (RFC 9110 §5.3); empty when absent."""
    found: bytes | None = None
    for key, value in scope["headers"]:
        if key == name:
            found = value if found is None else found + b", " + value
    return "" if found is None else found.decode("latin-1")


async def read_body(scope: Scope, receive: Receive, *, limit: int, seconds: float) -> bytes:
    """Read a request's body.

    Args:
        scope: of the request; what it says of the body is believed as far as it refuses it.
        receive: the request's channel.
        limit: how many bytes it may have.
        seconds: how long it may take to arrive.

    Raises:
        Problem: 413 when it is too long, 408 when it does not arrive, 415 when it is compressed.
        Gone: the client left before its end.
    """
    if header(scope, b"content-encoding").lower() not in ("", "identity"):
        # RFC 9110 §8.4: what it decodes to would have to be bounded as well.
        raise Problem(
            415, "content-coding", "Send the body as it is, without Content-Encoding.",
            headers={"accept-encoding": "identity"},
        )  # fmt: skip
    declared = header(scope, b"content-length")
    too_long = Problem(
        413, "body-too-long", f"The request's body may have {limit:,} bytes.", headers={"connection": "close"}
    )
    if declared.isdecimal() and int(declared) > limit:
        raise too_long
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                chunk: bytes = message.get("body", b"")
                size += len(chunk)
                if size > limit:
                    raise too_long
                chunks.append(chunk)
                if not message.get("more_body", False):
                    return b"".join(chunks)
    except TimeoutError:
        raise Problem(
            408,
            "slow-body",
            f"The request's body did not arrive within {seconds:g} seconds.",
            headers={"connection": "close"},
        ) from None


async def respond(send: Send, reply: Reply, *, head_only: bool = False) -> None:
    """Send a whole response; with ``head_only`` its header alone, as for HEAD."""
    await send({"type": "http.response.start", "status": reply.status, "headers": [*reply.head(), reply.number()]})
    await send({"type": "http.response.body", "body": b"" if head_only else reply.body})


async def lifespan(
    receive: Receive, send: Send, start: Callable[[], Awaitable[None]], close: Callable[[], Awaitable[None]]
) -> None:
    """Start with the server and close with it (ASGI Lifespan Protocol 2.0).

    Raises:
        Exception: what ``start`` raised, after the server was told.
    """
    await receive()
    try:
        await start()
    except Exception as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        raise
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await close()
    await send({"type": "lifespan.shutdown.complete"})
