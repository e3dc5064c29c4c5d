"""Finished responses, kept until the graph changes; of many who ask the same at once, one asks the engine."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache, partial

import brotli

from tcgraph.http.asgi import Send, aside_if_long
from tcgraph.http.negotiation import qualities
from tcgraph.server.version_cache import LruCache

_SMALL = 1000
"""Below this many bytes a compressed body is hardly smaller."""


@dataclass(slots=True)
class CachedResponse:
    """A response that may be sent again.

    Attributes:
        headers: without Content-Length, Content-Encoding and ETag.
        body: as it is.
        status: HTTP status.
        outside: the response under the deployment's own base, once it has been made.
    """

    headers: list[tuple[bytes, bytes]]
    body: bytes
    status: int = 200
    outside: CachedResponse | None = None
    _encoded: dict[str, bytes] = field(default_factory=dict)
    _tag: str = ""

    @property
    def size(self) -> int:
        """Bytes that it takes, its compressed forms reckoned from the start."""
        return 2 * len(self.body) + 1000

    def tag(self, coding: str) -> str:
        """Its strong ETag, different for each content coding (RFC 9110 §8.8.3.3)."""
        if not self._tag:
            digest = hashlib.blake2b(self.body, digest_size=12)
            for name, value in self.headers:
                if name == b"content-type":
                    digest.update(value)
            self._tag = digest.hexdigest()
        return f'"{self._tag}-{coding}"' if coding else f'"{self._tag}"'

    async def tagged(self, coding: str) -> str:
        """See :meth:`tag`; of a large body it is made in a thread, so that others need not wait for it."""
        return await aside_if_long(0 if self._tag else len(self.body), partial(self.tag, coding))

    def coding_for(self, accepted: str) -> str:
        """The content coding to use: ``br``, ``gzip`` or none."""
        return "" if len(self.body) < _SMALL or not accepted else _best_coding(accepted)

    async def encoded(self, coding: str) -> bytes:
        """The body in a content coding."""
        if not coding:
            return self.body
        if coding not in self._encoded:
            self._encoded[coding] = await aside_if_long(len(self.body), partial(compressed, self.body, coding))
        return self._encoded[coding]


STORED = "http.response.stored"
"""The type of an ASGI message that is a whole response, in place of those that begin and end one."""


async def send_stored(send: Send, stored: CachedResponse) -> None:
    """Hand a response to :class:`tcgraph.http.middleware.encoding.Encoding`."""
    await send({"type": STORED, "stored": stored})


class ResponseCache:
    """Responses until the graph changes, for a version is part of every key.

    Args:
        size: how many bytes to keep; 0 keeps nothing, but still makes one of simultaneous identical questions.
    """

    def __init__(self, size: int) -> None:
        self._kept: LruCache[Hashable, CachedResponse] = LruCache(size)
        self._flights: dict[Hashable, asyncio.Future[CachedResponse | None]] = {}
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> CachedResponse | None:
        """The response under a key, or None."""
        found = self._kept.get(key)
        if found is not None:
            self.hits += 1
        return found

    async def once(
        self,
        key: Hashable,
        make: Callable[[], Awaitable[tuple[CachedResponse, bool]]],
        under: Callable[[CachedResponse], Hashable] | None = None,
    ) -> CachedResponse:
        """The response under a key, made at most once at a time.

        Args:
            key: what decides the response: version, question, format.
            make: makes it, and says whether it may be kept. It runs for the first who asks; when that one leaves,
                the next of those who wait has it made anew.
            under: the key to keep a response under, where it tells itself what decides it; None is ``key``.

        Raises:
            Exception: what ``make`` raises, to everyone who waits.
        """
        while (flight := self._flights.get(key)) is not None:
            # Shielded: who leaves takes the answer from nobody.
            found = await asyncio.shield(flight)
            if found is not None:
                return found
        self.misses += 1
        flight = asyncio.get_running_loop().create_future()
        self._flights[key] = flight
        stored = None
        try:
            stored, keep = await make()
            if keep:
                self._kept.put(under(stored) if under else key, stored, stored.size)
            return stored
        except Exception as error:
            flight.set_exception(error)
            flight.exception()  # read, should nobody else wait
            raise
        finally:
            del self._flights[key]
            if not flight.done():
                flight.set_result(stored)

    def clear(self) -> None:
        """Forget everything, as after a change of the graph: no key of an old version will be asked for again."""
        self._kept.clear()


@lru_cache(256)
def _best_coding(accepted: str) -> str:
    wanted = qualities(accepted)
    best = max(("br", "gzip"), key=lambda coding: wanted.get(coding, wanted.get("*", 0.0)))
    return best if wanted.get(best, wanted.get("*", 0.0)) > 0 else ""


def compressed(body: bytes, coding: str) -> bytes:
    """Bytes in a content coding.

    Args:
        body: as it is.
        coding: ``br`` or ``gzip``.
    """
    if coding == "br":
        return bytes(brotli.compress(body, quality=4))
    return gzip.compress(body, 5, mtime=0)
