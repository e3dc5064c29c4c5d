"""How many connections may be open: of one address, and of all together before descriptors run out."""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Container

_SPARE = 256
"""Descriptors that are left for processes and files; half of them all, where there are few."""


class Connections:
    """The connections that are open.

    Args:
        per_client: how many one address may have; 0 for as many as there are.
        exempt: addresses that speak for many, as proxies do.
    """

    def __init__(self, per_client: int, exempt: Container[str] = ()) -> None:
        self._per_client = per_client
        self._exempt = exempt
        self._open: Counter[str] = Counter()
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        self._most = max(files - _SPARE, files // 2)

    def enter(self, peer: str) -> bool:
        """Count a connection; whether there is room for it. Either way it is to :meth:`leave`."""
        self._open[peer] += 1
        if self._open.total() > self._most:
            return False
        return not self._per_client or peer in self._exempt or self._open[peer] <= self._per_client

    def leave(self, peer: str) -> None:
        """It has ended."""
        self._open[peer] -= 1
        if not self._open[peer]:
            del self._open[peer]
