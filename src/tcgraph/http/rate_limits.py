"""Who a client is, and how often it may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address

from tcgraph.config import Network, Settings, networks
from tcgraph.http.asgi import Scope, header
from tcgraph.http.problems import Problem

_CLIENTS = 10_000


def client_of(scope: Scope, settings: Settings) -> str:
    """The address that a request comes from.

    A proxy's word is taken only when the proxy is a trusted one, and then the last address that it added.
    """
    peer = scope.get("client")
    address = str(peer[0]) if peer else ""
    if settings.trusted_proxies:
        proxies = trusted(settings.trusted_proxies)
        hops = [hop.strip() for hop in header(scope, b"x-forwarded-for").split(",") if hop.strip()]
        while address in proxies and hops:
            address = hops.pop()
    return address


def scheme_of(scope: Scope, settings: Settings) -> str:
    """``http`` or ``https``, as the client used it; a trusted proxy's word for it is the last of X-Forwarded-Proto."""
    own: str = scope.get("scheme", "http")
    peer = scope.get("client")
    if not settings.trusted_proxies or not peer or str(peer[0]) not in trusted(settings.trusted_proxies):
        return own
    told = header(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
    return told if told in ("http", "https") else own


class Proxies:
    """Addresses whose word for others is taken: ``address in proxies``.

    Args:
        networks: where they are.
    """

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = tuple(networks)

    def __contains__(self, address: object) -> bool:
        try:
            parsed = ip_address(str(address))
        except ValueError:
            return False
        # As a socket that listens on IPv6 tells of who comes by IPv4.
        parsed = getattr(parsed, "ipv4_mapped", None) or parsed
        return any(parsed in network for network in self._networks)


@lru_cache(8)
def trusted(proxies: str) -> Proxies:
    """The proxies that the setting ``trusted_proxies`` names."""
    return Proxies(networks(proxies))


class RateLimit:
    """A bucket for each client, filled at a steady rate.

    Args:
        per_minute: requests; 0 limits nobody.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Count a request.

        Raises:
            Problem: 429 when the client's bucket is empty.
        """
        if not self.allows(client):
            wait = max(1, round(60 / self._per_minute))
            raise Problem(
                429, "too-many-requests", f"More than {self._per_minute} requests a minute; wait {wait} seconds.",
                headers={"retry-after": str(wait)},
            )  # fmt: skip

    def allows(self, client: str) -> bool:
        """Count a request; whether there was room for it in the client's bucket."""
        if not self._per_minute:
            return True
        now = time.monotonic()
        level, since = self._buckets.pop(client, (float(self._per_minute), now))
        level = min(float(self._per_minute), level + (now - since) * self._per_minute / 60)
        # Who is refused has nothing taken: a client that does not slow down still gets its share.
        self._buckets[client] = (level - 1 if level >= 1 else level, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return level >= 1
