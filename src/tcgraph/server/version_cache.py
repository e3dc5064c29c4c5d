"""What is remembered of one version of the graph, up to a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LruCache(Generic[K, V]):
    """Values up to a number of bytes; the least recently used go first.

    Args:
        size: the number of bytes; 0 keeps nothing. No value may take more than a quarter of it.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self.used = 0

    def get(self, key: K) -> V | None:
        """The value under a key, or None."""
        found = self._entries.get(key)
        if found is None:
            return None
        self._entries.move_to_end(key)
        return found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep a value that takes so many bytes."""
        if size * 4 > self._size:
            return
        _, before = self._entries.pop(key, (None, 0))
        self._entries[key] = (value, size)
        self.used += size - before
        while self.used > self._size:
            _, (_, gone) = self._entries.popitem(last=False)
            self.used -= gone

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.used = 0


class VersionCache(Generic[K, V]):
    """Values made from one version of the graph: once there is another, nobody asks for them again and all go at once.

    Args:
        size: as for :class:`LruCache`.
    """

    def __init__(self, size: int) -> None:
        self._kept: LruCache[K, V] = LruCache(size)
        self._version = ""

    def get(self, version: str, key: K) -> V | None:
        """The value under a key, made from the version in force; or None."""
        if version != self._version:
            self._kept.clear()
            self._version = version
        return self._kept.get(key)

    def put(self, version: str, key: K, value: V, size: int) -> None:
        """Keep a value that takes so many bytes, unless it is made from a version that is in force no more."""
        if version == self._version:
            self._kept.put(key, value, size)
