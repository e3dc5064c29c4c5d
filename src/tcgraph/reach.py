"""What can be reached in a graph, and what in it leads back to itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def reached(start: Iterable[K], leads_to: Callable[[K], Iterable[K]]) -> dict[K, None]:
    """Where one comes from some nodes, these first, each once."""
    found = dict.fromkeys(start)
    waiting = list(found)
    while waiting:
        for node in leads_to(waiting.pop()):
            if node not in found:
                found[node] = None
                waiting.append(node)
    return found


def circles(nodes: Iterable[K], leads_to: Callable[[K], Iterable[K]]) -> list[list[K]]:
    """Each circle, and each node that is in none as one of its own; those that others lead to first.

    By Tarjan (1972), without recursion: a circle may be as long as there are nodes.
    """
    index: dict[K, int] = {}
    lowest: dict[K, int] = {}
    met: list[K] = []
    place: dict[K, int] = {}
    found: list[list[K]] = []
    for root in nodes:
        ways = [(root, iter(leads_to(root)))] if root not in index else []
        while ways:
            node, rest = ways[-1]
            if node not in index:
                index[node] = lowest[node] = len(index)
                place[node] = len(met)
                met.append(node)
            for other in rest:
                if other not in index:
                    ways.append((other, iter(leads_to(other))))
                    break
                if other in place:
                    lowest[node] = min(lowest[node], index[other])
            else:
                ways.pop()
                if ways:
                    lowest[ways[-1][0]] = min(lowest[ways[-1][0]], lowest[node])
                if lowest[node] == index[node]:
                    found.append(met[place[node] :])
                    del met[place[node] :]
                    for member in found[-1]:
                        del place[member]
    return found
