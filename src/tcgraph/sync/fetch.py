"""Fetch pages of a stream politely: few, small, only from hosts that were named, and again only when asked to wait."""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import httpx

import tcgraph
from tcgraph.errors import BadParameter, EngineError
from tcgraph.rdf import GraphFormat

ACCEPT: Final = (
    "application/n-quads, application/trig;q=0.9, application/activity+json;q=0.8, "
    "application/ld+json;q=0.7, application/n-triples;q=0.6, text/turtle;q=0.5, application/rdf+xml;q=0.3"
)
RDF: Final = "application/n-quads, application/trig;q=0.9, application/n-triples;q=0.8, text/turtle;q=0.7"
_BUSY: Final = frozenset((429, 500, 502, 503, 504))
_GONE: Final = frozenset((404, 410))
_TRIES: Final = 5
_REDIRECTS: Final = 5
_LONGEST_WAIT: Final = 300.0
_PACKED: Final = {"accept-encoding": "gzip"}
"""Other packings can grow a thousandfold within one piece of an answer, past any limit on its size."""
_PORTS: Final = {"http": 80, "https": 443}


class ResourceGone(EngineError):
    """What was asked for is not there, or no longer (404, 410)."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.

    Attributes:
        url: where it came from, after redirects; relative references count from here.
        body: what was sent; None when the copy we have is still good (304).
        media_type: without parameters.
        etag: to ask again with.
        immutable: whether the server says that it never changes.
        date: the server's clock, UTC; ours when it tells none.
    """

    url: str
    body: bytes | None
    media_type: str
    etag: str
    immutable: bool
    date: datetime.datetime


class Fetcher:
    """Asks one publisher.

    Args:
        start: the first address; what has the same scheme, host and port may be asked too.
        hosts: other hosts that may be asked.
        largest: bytes that an answer may have, unpacked.
        timeout: seconds without a byte after which a server counts as away.
        sleep: waits; tests replace it.
        token: a bearer's (RFC 6750), shown to the publisher alone and to no other host.

    Raises:
        BadParameter: the address is not http or https.
    """

    def __init__(
        self,
        start: str,
        hosts: Iterable[str] = (),
        *,
        largest: int = 64 << 20,
        timeout: float = 30,
        sleep: Callable[[float], None] = time.sleep,
        token: str = "",
    ) -> None:
        self._origin = _origin(start)
        self._hosts = {host.lower() for host in hosts}
        self._largest = largest
        self._sleep = sleep
        self._bearer = {"authorization": f"Bearer {token}"} if token else {}
        agent = f"tcgraph/{tcgraph.__version__}"
        self._client = httpx.Client(timeout=timeout, trust_env=False, headers={"user-agent": agent, **_PACKED})

    def get(self, url: str, *, accept: str = ACCEPT, etag: str = "") -> Fetched:
        """Fetch an address.

        Raises:
            ResourceGone: the server says 404 or 410.
            EngineError: the address or a redirect leads to a host that was not named, the server refuses, stays away
                or asks to wait too long, or the answer is too large.
        """
        headers = {"accept": accept} | ({"if-none-match": etag} if etag else {})
        for _ in range(_REDIRECTS + 1):
            self._check(url)
            shown = self._bearer if _origin(url) == self._origin else {}
            answer = self._patiently(url, headers | shown)
            if answer.status_code not in (301, 302, 303, 307, 308):
                return self._read(url, answer)
            url = str(httpx.URL(url).join(answer.headers.get("location", "")))
        raise EngineError(f"{url} redirects more than {_REDIRECTS} times; give the address it should lead to.")

    def may_ask(self, url: str) -> bool:
        """Whether an address belongs to the publisher or to a host that was named."""
        try:
            origin = _origin(url)
        except BadParameter:
            return False
        return origin == self._origin or origin[1] in self._hosts

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _check(self, url: str) -> None:
        if not self.may_ask(url):
            host = httpx.URL(url).host
            raise EngineError(
                f"The stream leads to {url}, which is not on its own server. If that is right, add: --host {host}"
            )

    def _patiently(self, url: str, headers: dict[str, str]) -> httpx.Response:
        said = ""
        for attempt in range(_TRIES):
            wait = 0.5 * 2**attempt
            try:
                answer = self._once(url, headers)
                if answer.status_code not in _BUSY:
                    return answer
                said = f"answers {answer.status_code}"
                wait = _retry_after(answer) or wait
            except httpx.TransportError as error:
                said = f"cannot be reached ({error or type(error).__name__})"
            if wait > _LONGEST_WAIT:
                raise EngineError(f"{url} {said} and asks to come back in {wait:.0f} seconds. Run this again then.")
            if attempt + 1 < _TRIES:
                self._sleep(wait)
        raise EngineError(f"{url} {said}, {_TRIES} times. What came so far is kept; run this again later.")

    def _once(self, url: str, headers: dict[str, str]) -> httpx.Response:
        with self._client.stream("GET", url, headers=headers) as answer:
            packing = answer.headers.get("content-encoding", "identity")
            if packing not in ("identity", "gzip"):
                raise EngineError(f"{url} is packed as {packing}, which was not asked for. Tell its publisher.")
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > self._largest:
                    raise EngineError(
                        f"{url} is larger than {self._largest >> 20} MB; a stream's pages should be small."
                    )
            return httpx.Response(
                answer.status_code,
                headers=[
                    pair for pair in answer.headers.items() if pair[0] not in ("content-encoding", "content-length")
                ],
                content=bytes(body),
            )

    def _read(self, url: str, answer: httpx.Response) -> Fetched:
        if answer.status_code in _GONE:
            raise ResourceGone(f"{url} is not there (status {answer.status_code}). {_said(answer)}".strip())
        if answer.status_code not in (200, 304):
            raise EngineError(f"{url} refuses (status {answer.status_code}). {_said(answer)}".strip())
        return Fetched(
            url=url,
            body=answer.content if answer.status_code == 200 else None,
            media_type=answer.headers.get("content-type", "").partition(";")[0].strip().lower(),
            etag=answer.headers.get("etag", ""),
            immutable="immutable" in answer.headers.get("cache-control", ""),
            date=_date(answer.headers.get("date", "")) or datetime.datetime.now(datetime.UTC),
        )


def format_of(fetched: Fetched) -> GraphFormat:
    """The RDF syntax of an answer.

    Raises:
        EngineError: it is in none.
    """
    for candidate in GraphFormat:
        if fetched.media_type in candidate.media_types[: 1 if candidate is GraphFormat.N_TRIPLES else None]:
            return candidate
    kind = fetched.media_type or "nothing"
    raise EngineError(
        f"{fetched.url} is {kind}, no RDF. Give the address of an LDES or of an ActivityStreams collection."
    )


def _origin(url: str) -> tuple[str, str, int]:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise BadParameter(f"{url!r} is no web address: {error}.") from error
    if parsed.scheme not in _PORTS or not parsed.host:
        raise BadParameter(f"{url!r} is no web address; it has to begin with http:// or https://.")
    return parsed.scheme, parsed.host.lower(), parsed.port or _PORTS[parsed.scheme]


def _retry_after(answer: httpx.Response) -> float:
    """Seconds to wait, from a number or a date (RFC 9110 §10.2.3); 0 when nothing is said."""
    given = answer.headers.get("retry-after", "").strip()
    if given.isdecimal():
        return float(given)
    moment = _date(given)
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds()) if moment else 0.0


def _date(text: str) -> datetime.datetime | None:
    with contextlib.suppress(ValueError, TypeError):
        return email.utils.parsedate_to_datetime(text).astimezone(datetime.UTC)
    return None


def _said(answer: httpx.Response) -> str:
    with contextlib.suppress(ValueError, AttributeError):
        return str(answer.json().get("detail", ""))[:300]
    return ""
