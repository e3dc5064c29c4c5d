"""Canonical N-Quads lines, taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Parts = tuple[str, str, str, str]
"""Subject, predicate, object and graph (empty for the default graph), each as N-Quads writes it."""


def parts(lines: Iterable[str]) -> Iterator[Parts]:
    """Split lines at the spaces between their terms."""
    for line in lines:
        subject, predicate, rest = line[:-3].split(" ", 2)
        value, _, graph = rest.rpartition(" ")
        # A literal may end in what looks like a graph name, but then with its closing quote inside.
        if value and graph[0] in "<_" and '"' not in graph and not graph.startswith("<<"):
            yield subject, predicate, value, graph
        else:
            yield subject, predicate, rest, ""


def merged(quads: Iterable[Parts]) -> Iterator[Parts]:
    """The triples of quads, each once: the same triple in several graphs stands in lines next to each other."""
    last: list[str] = []
    for quad in quads:
        subject, predicate, value, _ = quad
        if [value, predicate, subject] != last:
            last = [value, predicate, subject]
            yield quad


def literal(value: str) -> tuple[str, str, str]:
    """A literal's lexical form as escaped between its quotes, its language or none, its datatype's IRI or none."""
    if value[-1] == '"':
        return value[1:-1], "", ""
    if value[-1] == ">":
        body, _, datatype = value.rpartition('"^^')
        return body[1:], "", datatype[1:-1]
    body, _, language = value.rpartition('"@')
    return body[1:], language, ""
