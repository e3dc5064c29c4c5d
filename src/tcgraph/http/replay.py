"""Answers that are repeated by the bytes of their requests, unread: the questions that everybody asks.

A request that came in one piece and was answered from the cache is remembered by its bytes, its answer with it. The
same bytes, where a message begins on any connection, are the same request, so that nothing of HTTP is read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus

from tcgraph.http.asgi import PIECE, Headers, Scope, header
from tcgraph.http.cache import Stored, compressed
from tcgraph.http.metrics import Metrics
from tcgraph.http.middleware.request_log import route_of
from tcgraph.http.middleware.response_headers import SAFE
from tcgraph.http.negotiation import content_type_of
from tcgraph.http.rate_limits import RateLimit
from tcgraph.rdf import GraphFormat, ResultFormat
from tcgraph.server.frames import Header
from tcgraph.server.version_cache import LruCache, VersionCache

Near = Callable[[Header, str], tuple[Header, bytes] | None]
_LONGEST = 1 << 14
"""Bytes of a request that is remembered."""
_STATUS = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class _Kept:
    route: str
    status: int
    start: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class _Form:
    route: str
    start: bytes
    question: Header
    accepted: str


_PLAIN = re.compile(rb"[A-Za-z0-9%+*._~!$'(),;:@/?=-]*+")
"""The text of a question in an address, and no other parameter behind it."""
_OWN = (b"if-none-match", b"range", b"if-range", b"x-request-id", b"authorization")
"""Fields of a request that make its answer one for it alone."""


_DIFFERING = (b"content-type", b"etag", b"content-length", b"content-encoding")
"""Fields of a response that differ from answer to answer."""


def _cut(request: bytes) -> tuple[bytes, bytes, bytes] | None:
    """What stands before the text of a question in a request, the text, and what follows; None where it has none."""
    if not request.startswith(b"GET ") or len(request) > _LONGEST:
        return None
    start = request.find(b"?query=", 0, 100) + 7
    end = request.find(b" ", start)
    if start < 7 or end < 0 or not _PLAIN.fullmatch(request, start, end) or not request.endswith(b"\r\n\r\n"):
        return None
    return request[:start], request[start:end], request[end:]


def _decoded(text: bytes) -> str:
    """The text of a question, as :data:`_PLAIN` lets it be in an address (WHATWG URL §5.1, the form's parser).

    Raises:
        UnicodeDecodeError: it is not UTF-8, or a percent sign stands for itself.
    """
    text = text.replace(b"+", b" ").replace(b"%", b"\\x")
    # There was no backslash in it, so that nothing else is an escape; and the reader of escapes is written in C.
    return text.decode("unicode_escape").encode("latin-1").decode()


@cache
def _content_type(kind: str, name: str) -> bytes:
    return content_type_of((ResultFormat if kind == "table" else GraphFormat)[name])


class Replay:
    """What is remembered.

    Args:
        size: how many bytes it may take.
        version: the graph's.
        limit: counts what is repeated like everything else.
        metrics: likewise.
        number: makes a number for a request.
        by_peer: whether it depends on who sends a request what it means, as where proxies are believed.
        near: answers questions of few triples; see :meth:`tcgraph.server.served_graph.ServedGraph.near`.
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
        near: Near,
    ) -> None:
        self._kept: VersionCache[tuple[str, bytes], _Kept] = VersionCache(size)
        self._version = version
        self._limit = limit
        self._metrics = metrics
        self._number = number
        self._by_peer = by_peer
        self._near = near
        self._fields: Headers = []
        self._told = b""
        self._forms: LruCache[tuple[str, bytes, bytes], _Form] = LruCache(size // 4)

    def answer(self, request: bytes, peer: str, fields: Headers) -> tuple[bytes, bytes] | None:
        """The answer to a request that has been answered from the cache before, while the graph is the same.

        Args:
            request: every byte of it.
            peer: the address that it comes from.
            fields: further header fields of the response.

        Returns:
            The response's header section, and its body.
        """
        whose = peer if self._by_peer else ""
        found = self._kept.get(self._version(), (whose, request)) or self._made(whose, request)
        if found is None or not self._limit.allows(peer):
            return None
        self._metrics.request(found.route, found.status)
        if fields is not self._fields:
            # The server makes another list where they change, each second.
            self._fields, self._told = fields, b"".join(_lines(fields))
        return b"%b%bx-request-id: %b\r\n\r\n" % (found.start, self._told, self._number().encode()), found.body

    def _made(self, whose: str, request: bytes) -> _Kept | None:
        """The answer to a question that differs from one before by its text alone, and is of few triples."""
        parts = _cut(request)
        form = None if parts is None else self._forms.get((whose, parts[0], parts[2]))
        if parts is None or form is None:
            return None
        version = self._version()
        try:
            text = _decoded(parts[1])
        except UnicodeDecodeError:
            return None
        answer = self._near(form.question, text)
        if answer is None or not answer[0].get("plain"):
            return None
        typed = _content_type(answer[0]["kind"], answer[0]["format"])
        stored = Stored([(b"content-type", typed)], answer[1])
        coding = stored.coding_for(form.accepted)
        body = compressed(answer[1], coding) if coding else answer[1]
        start = b"%bcontent-type: %b\r\netag: %b\r\ncontent-length: %d\r\n" % (
            form.start, typed, stored.tag(coding).encode(), len(body),
        )  # fmt: skip
        if coding:
            start = b"%bcontent-encoding: %b\r\n" % (start, coding.encode())
        kept = _Kept(form.route, 200, start, body)
        self._kept.put(version, (whose, request), kept, len(request) + len(start) + len(body) + 500)
        return kept

    def learn(self, scope: Scope, headers: Headers, stored: Stored) -> None:
        """Remember how a question of few triples was answered, for others with the same fields in their requests.

        Args:
            scope: of the request, which came in one piece.
            headers: of the response, but for those that every response has.
            stored: what was answered.
        """
        parts = _cut(scope[PIECE][0])
        if parts is None or stored.near is None or any(header(scope, name) for name in _OWN):
            return
        same = [pair for pair in headers if pair[0] not in _DIFFERING]
        start = b"".join((_STATUS[200], *_lines([*same, SAFE])))
        peer = str(scope["client"][0]) if scope["client"] and self._by_peer else ""
        form = _Form(route_of(scope["path"]), start, stored.near, header(scope, b"accept-encoding"))
        self._forms.put((peer, parts[0], parts[2]), form, len(parts[0]) + len(parts[2]) + len(start) + 500)

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
