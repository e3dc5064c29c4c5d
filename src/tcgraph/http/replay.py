"""Answers that are repeated by the bytes of their requests, unread: the questions that everybody asks.

A request that came in one piece and was answered from the cache is remembered by its bytes, its answer with it. The
same bytes, where a message begins on any connection, are the same request, so that nothing of HTTP is read here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from tcgraph.http.asgi import PIECE, Headers, Scope, header
from tcgraph.http.metrics import Metrics
from tcgraph.http.middleware.request_log import route_of
from tcgraph.http.middleware.response_headers import SAFE
from tcgraph.http.rate_limits import RateLimit
from tcgraph.server.version_cache import VersionCache

_LONGEST = 1 << 14
"""Bytes of a request that is remembered."""
_STATUS = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class _Kept:
    route: str
    status: int
    start: bytes
    body: bytes


class Replay:
    """What is remembered.

    Args:
        size: how many bytes it may take.
        version: the graph's.
        limit: counts what is repeated like everything else.
        metrics: likewise.
        number: makes a number for a request.
        by_peer: whether it depends on who sends a request what it means, as where proxies are believed.
    """

    def __init__(
        self,
        size: int,
        version: Callable[[], str],
        limit: RateLimit,
        metrics: Metrics,
        number: Callable[[], str],
        *,
        by_peer: bool,
    ) -> None:
        self._kept: VersionCache[tuple[str, bytes], _Kept] = VersionCache(size)
        self._version = version
        self._limit = limit
        self._metrics = metrics
        self._number = number
        self._by_peer = by_peer

    def answer(self, request: bytes, peer: str, fields: Headers) -> tuple[bytes, bytes] | None:
        """The answer to a request that has been answered from the cache before, while the graph is the same.

        Args:
            request: every byte of it.
            peer: the address that it comes from.
            fields: further header fields of the response.

        Returns:
            The response's header section, and its body.
        """
        found = self._kept.get(self._version(), (peer if self._by_peer else "", request))
        if found is None or not self._limit.allows(peer):
            return None
        self._metrics.request(found.route, found.status)
        return b"".join(
            (found.start, *_lines(fields), b"x-request-id: ", self._number().encode(), b"\r\n\r\n")
        ), found.body

    def keep(self, scope: Scope, status: int, headers: Headers, body: bytes) -> None:
        """Remember an answer that is the same until the graph changes.

        Args:
            scope: of the request, which came in one piece.
            status: HTTP status.
            headers: of the response, but for those that every response has.
            body: of the response.
        """
        request, version = scope[PIECE]
        if len(request) > _LONGEST or header(scope, b"x-request-id"):
            return
        start = b"".join((_STATUS[status], *_lines([*headers, SAFE])))
        peer = str(scope["client"][0]) if scope["client"] and self._by_peer else ""
        kept = _Kept(route_of(scope["path"]), status, start, body)
        self._kept.put(version, (peer, request), kept, len(request) + len(start) + len(body) + 500)

    @property
    def version(self) -> str:
        """The graph's version."""
        return self._version()


def _lines(fields: Headers) -> list[bytes]:
    """Header fields as they are sent.

    Raises:
        ValueError: one of them would end the header, or begin another field.
    """
    lines = [b"%b: %b\r\n" % pair for pair in fields]
    together = b"".join(lines)
    if together.count(b"\r") != len(lines) or together.count(b"\n") != len(lines) or b"\0" in together:
        raise ValueError(f"a header field of this response holds a control character: {together!r}")
    return lines
