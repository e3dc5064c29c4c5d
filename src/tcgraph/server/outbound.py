"""Questions to other servers, on a query's behalf: to listed addresses alone, and bounded in time and size.

What a listed name stands for is looked up once for each question, and the connection made to that very address, so that
no second look-up can lead elsewhere (DNS rebinding). A name may not stand for an address of a private, local or
otherwise special network (RFC 6890); whoever wants such a server asked lists it by its address. Redirects are not
followed, proxies of the environment not used, nothing of the client's request is passed on.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from tcgraph.errors import EngineError

_ACCEPT = "application/sparql-results+json"
_LONGEST_REASON = 200


class ServiceFailed(EngineError):
    """Another server did not answer as it should, or not within the limits; the message names it."""


@dataclass(frozen=True, slots=True)
class OutboundLimits:
    """What one answer of another server may take.

    Attributes:
        seconds: from the look-up of its name to the last byte.
        size: bytes of the answer, unpacked.
    """

    seconds: float
    size: int


async def asked(address: str, query: str, limits: OutboundLimits) -> bytes:
    """Put a SELECT query to another server (SPARQL 1.1 Protocol §2.1.3).

    Returns:
        The answer in the SPARQL 1.1 Query Results JSON Format.

    Raises:
        ServiceFailed: there is no such answer within the limits.
    """
    import httpx  # takes a tenth of a second, and most servers ask nobody

    try:
        async with asyncio.timeout(limits.seconds):
            return await _asked(address, query, limits.size)
    except TimeoutError:
        raise ServiceFailed(f"{address} did not answer within {limits.seconds:g} seconds.") from None
    except httpx.HTTPError as error:
        reason = str(error)[:_LONGEST_REASON] or type(error).__name__
        raise ServiceFailed(f"{address} could not be asked: {reason}.") from None


async def _asked(address: str, query: str, size: int) -> bytes:
    import httpx

    parts = urlsplit(address)
    assert parts.hostname is not None, "settings refuse other addresses"
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connected = await _looked_up(parts.hostname, port)
    url = httpx.URL(address).copy_with(host=connected)
    headers = {"host": parts.netloc, "accept": _ACCEPT, "user-agent": "tcgraph", "accept-encoding": "identity"}
    # The time of the whole is bounded by whoever calls.
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=None) as client:  # noqa: S113
        extensions = {"sni_hostname": parts.hostname}
        request = client.stream("POST", url, data={"query": query}, headers=headers, extensions=extensions)
        async with request as response:
            if response.status_code != 200:
                told = "redirects, which is not followed" if response.is_redirect else f"says {response.status_code}"
                raise ServiceFailed(f"{address} {told}.")
            media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if media_type not in (_ACCEPT, "application/json"):
                raise ServiceFailed(f"{address} answers with {media_type or 'no media type'}, not with {_ACCEPT}.")
            if response.headers.get("content-encoding", "identity") != "identity":
                raise ServiceFailed(f"{address} packs its answer unasked.")
            body = bytearray()
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > size:
                    raise ServiceFailed(f"{address} answers with more than {size >> 20} MB; ask it for less.")
            return bytes(body)


async def _looked_up(host: str, port: int) -> str:
    """The address to connect to.

    Raises:
        ServiceFailed: there is none, or one of them is not public.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise ServiceFailed(f"No address is known for {host}.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(_is_public(ipaddress.ip_address(address.partition("%")[0])) for address in addresses):
        raise ServiceFailed(
            f"{host} stands for an address that is not public; list that address itself if it is meant."
        )
    return addresses[0]


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not _is_public(inner):
            return False
    return address.is_global and not address.is_multicast


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses of IPv4 behind a translator (RFC 6052 §2.1)."""
