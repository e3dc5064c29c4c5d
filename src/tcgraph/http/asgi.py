"""The least that an ASGI application of our own needs: read a body within bounds, send a response."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeVar

from tcgraph.http.problems import Problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class ClientLeft(Exception):
    """The client has left."""


_IN_LOOP = 1 << 18
"""Above this many bytes or characters work on a text runs in a thread, so that others need not wait for it."""

T = TypeVar("T")


async def aside_if_long(length: int, work: Callable[[], T]) -> T:
    """Work on a text of some length, in a thread where it is long; returns what the work does."""
    return await asyncio.to_thread(work) if length > _IN_LOOP else work()


CLIENT, NUMBER, TEXT = "tcgraph.client", "tcgraph.number", "tcgraph.text"
"""Where a request's scope tells who asks, the request's number, and the beginning of the text that was sent."""

STATUS = "tcgraph.status"
"""Where it tells the response's status and the moment, once that has begun."""

_FIELDS = "tcgraph.fields"
"""Where it has its header fields by name, once somebody has looked."""

TASK, LEFT = "tcgraph.task", "tcgraph.left"
"""Where it has the task that is to be ended when the client leaves, and that it has left."""


def header(scope: Scope, name: bytes) -> str:
    """A request header's value, lines of the same name joined (RFC 9110 §5.3); empty when absent."""
    fields: dict[bytes, bytes] | None = scope.get(_FIELDS)
    if fields is None:
        scope[_FIELDS] = fields = {}
        for key, value in scope["headers"]:
            fields[key] = fields[key] + b", " + value if key in fields else value
    return fields.get(name, b"").decode("latin-1")


def with_headers(scope: Scope, headers: Headers) -> Scope:
    """A request with other header fields."""
    changed = {**scope, "headers": headers}
    changed.pop(_FIELDS, None)
    return changed


async def read_body(scope: Scope, receive: Receive, *, limit: int, seconds: float) -> bytes:
    """Read a request's body.

    Args:
        scope: of the request; what it says of the body is believed as far as it refuses it.
        receive: the request's channel.
        limit: how many bytes it may have.
        seconds: how long it may take to arrive.

    Raises:
        Problem: 413 when it is too long, 408 when it does not arrive, 415 when it is compressed.
        ClientLeft: the client left before its end.
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
                    raise ClientLeft
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


async def respond(send: Send, status: int, headers: Headers, body: bytes, *, head_only: bool = False) -> None:
    """Send a whole response; with ``head_only`` its header alone, as for HEAD."""
    if status not in (204, 304):
        # RFC 9110 §8.6: those have no body, and no length of one.
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head_only else body})


def rooted(scope: Scope) -> Scope:
    """A request as FastAPI wants it: the path after the prefix that it is mounted under."""
    return {**scope, "path": scope.get("root_path", "") + scope["path"]}


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
