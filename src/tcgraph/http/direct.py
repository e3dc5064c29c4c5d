"""HTTP/1.1 as most clients speak it, read in one piece: a GET without a body, on a connection that waits for nothing.

Such a request is answered without uvicorn's and ASGI's machinery, which take longer than most of our answers. Whatever
looks different in any respect is left to uvicorn, byte for byte.
"""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import unquote

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tcgraph.http.asgi import Headers, Reply, Scope
from tcgraph.http.front import Front

_LONGEST = 1 << 14
_REQUEST = re.compile(
    rb"GET (/(?!/)[!-\"$-~]*) HTTP/1\.1\r\n"
    rb"((?:[!#-'*+.^_`|~0-9A-Za-z-]+:[^\x00-\x08\x0a-\x1f\x7f]*\r\n)+)\r\n"
)
"""RFC 9112 §3 and §5, without its leniencies."""

_JOINED = 1 << 16
"""Bytes of a body that is sent in one piece with its header."""

_LEFT = frozenset((b"content-length", b"transfer-encoding", b"upgrade", b"expect", b"te", b"trailer"))
"""Header fields that change how a request or its connection is read."""

_STATUS = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}


class DirectProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with the short way before it; :attr:`front` must be set in a subclass."""

    front: ClassVar[Front]

    def connection_made(self, transport: Any) -> None:
        """See :class:`asyncio.Protocol`."""
        super().connection_made(transport)
        self._peer = self.client[0] if self.client else ""
        self._task: asyncio.Task[None] | None = None
        self._later = b""
        self._in_message = False
        self._closing = False
        self._used = 0.0

    def data_received(self, data: bytes) -> None:
        """See :class:`asyncio.Protocol`."""
        if self._task is not None:
            # The next request came before this one's answer went.
            self._later += data
            self.flow.pause_reading()
        elif not self._is_free() or not self._take(data):
            super().data_received(data)

    def on_message_begin(self) -> None:
        """A request that uvicorn reads begins."""
        self._in_message = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """It ends."""
        self._in_message = False
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """See :class:`asyncio.Protocol`."""
        if self._task is not None:
            # Nobody waits for the answer; the worker that looks for it may be ended.
            self._task.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server is to stop: close when the present answer has gone."""
        if self._task is None:
            super().shutdown()
        self._closing = True

    def timeout_keep_alive_handler(self) -> None:
        """The connection has been idle, unless it was used on the short way."""
        left = self._used + self.timeout_keep_alive - self.loop.time()
        if self._task is None and left <= 0:
            super().timeout_keep_alive_handler()
        else:
            self._watch(max(left, 1.0))

    def _is_free(self) -> bool:
        done = self.cycle is None or self.cycle.response_complete
        return done and not self._in_message and not self.flow.write_paused and not self.transport.is_closing()

    def _take(self, data: bytes) -> bool:
        """Answer what has come, if it is one whole simple request."""
        repeated = self.front.repeat(data, self._peer)
        if repeated is not None:
            self._touch()
            start, body = repeated
            self.transport.write(b"".join((start, *self._date(), b"\r\n", body)))
            return True
        scope = self._read(data)
        if scope is None or not self.front.takes(scope):
            return False
        self._touch()
        self._task = task = self.loop.create_task(self._answer(data, scope))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return True

    def _read(self, data: bytes) -> Scope | None:
        found = _REQUEST.fullmatch(data) if len(data) <= _LONGEST else None
        if found is None:
            return None
        target, block = found.groups()
        headers: Headers = []
        for line in block[:-2].split(b"\r\n"):
            name, _, value = line.partition(b":")
            name, value = name.lower(), value.strip(b" \t")
            if name in _LEFT or (name == b"connection" and value.lower() != b"keep-alive"):
                return None
            headers.append((name, value))
        raw_path, _, query = target.partition(b"?")
        path = raw_path.decode("ascii")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "server": self.server,
            "client": self.client,
            "scheme": self.scheme,
            "method": "GET",
            "root_path": self.root_path,
            "path": self.root_path + (unquote(path) if "%" in path else path),
            "raw_path": self.root_path.encode("ascii") + raw_path,
            "query_string": query,
            "headers": headers,
            "state": self.app_state.copy(),
        }

    async def _answer(self, data: bytes, scope: Scope) -> None:
        version = self.front.version
        try:
            reply = await self.front.reply(scope, _NoBody())
            start = _start(reply) if reply is not None else b""
        except BaseException:
            self.transport.close()
            raise
        finally:
            self._task = None
        if reply is None or self.transport.is_closing():
            return
        self._closing |= any(name == b"connection" and value == b"close" for name, value in reply.headers)
        close = b"connection: close\r\n" if self._closing else b""
        number = b"x-request-id: %b\r\n" % reply.request.encode()
        head = b"".join((start, number, *self._date(), close, b"\r\n"))
        if len(reply.body) > _JOINED:
            # As it is, for others may be waiting for the very same one; a copy for each would fill the memory.
            self.transport.writelines((head, reply.body))
        else:
            self.transport.write(head + reply.body)
        if self._closing:
            self.transport.close()
            return
        self.front.remember(data, version, scope, reply, start)
        self._used = self.loop.time()
        if self._later:
            later, self._later = self._later, b""
            self.flow.resume_reading()
            self.data_received(later)

    def _date(self) -> list[bytes]:
        return [b"%b: %b\r\n" % pair for pair in self.server_state.default_headers]

    def _touch(self) -> None:
        self._used = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._watch(self.timeout_keep_alive)

    def _watch(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)


def _start(reply: Reply) -> bytes:
    """The status line and header fields.

    Raises:
        ValueError: one of them would end the header, or begin another field.
    """
    lines = [b"%b: %b\r\n" % pair for pair in reply.head()]
    fields = b"".join(lines)
    if fields.count(b"\r") != len(lines) or fields.count(b"\n") != len(lines) or b"\0" in fields:
        raise ValueError(f"a header field of this response holds a control character: {fields!r}")
    return _STATUS[reply.status] + fields


class _NoBody:
    """The channel of a request without a body: says so once; what then waits for the client to leave, waits."""

    def __init__(self) -> None:
        self._said = False

    async def __call__(self) -> dict[str, Any]:
        """See ASGI 3."""
        if self._said:
            await asyncio.get_running_loop().create_future()
        self._said = True
        return {"type": "http.request", "body": b"", "more_body": False}
