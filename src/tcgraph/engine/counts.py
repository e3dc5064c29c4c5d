"""Counts of a store for the planner: samples of a thousand triples, remembered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import pyoxigraph

from tcgraph.sparql.constants import term_of
from tcgraph.sparql.planner import Constant, Sample
from tcgraph.sparql.syntax import RDF, Iri

_SAMPLE = 1_000
_MANY = 50_000.0
"""What is taken for the number of triples where there are more than a sample has."""
_KEPT = 2_000
_GROWING = 1.5


class StoreCounts:
    """Counts the triples of a store, whatever graph they are in.

    Args:
        store: it may change: what is told then is out of date, which changes no answer.
        most: triples of a sample.
    """

    def __init__(self, store: pyoxigraph.Store, *, most: int = _SAMPLE) -> None:
        self._store = store
        self._most = most
        self._known: dict[tuple[Constant | None, Iri | None, Constant | None], Sample] = {}

    def forget(self) -> None:
        """The store has changed."""
        self._known.clear()

    def look_ahead(self) -> None:
        """Count what most questions are about, so that those who are forked from this process need not."""
        for text, pattern in _COMMON:
            for (term,) in self._store.query(text, use_default_graph_as_union=True):  # type: ignore[union-attr]
                if isinstance(term, pyoxigraph.NamedNode):
                    self.sample(None, *pattern(Iri(term.value)))

    def sample(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:  # noqa: A002
        """See :meth:`tcgraph.sparql.planner.Counts.sample`."""
        key = (subject, predicate, object)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = self._taken(subject, predicate, object)
        return found

    def _taken(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:  # noqa: A002
        if subject is None and predicate is None and object is None:
            return Sample(1e9, 1e7, 1e7)
        try:
            start, verb, end = (None if each is None else term_of(each) for each in (subject, predicate, object))
            quads = list(islice(self._store.quads_for_pattern(start, verb, end, None), self._most))  # type: ignore[arg-type]
        except ValueError:  # no IRI
            return Sample(0, 0, 0)
        subjects, objects = [quad.subject for quad in quads], [quad.object for quad in quads]
        if len(quads) < self._most:
            return Sample(len(quads), len(set(subjects)), len(set(objects)))
        many = max(_MANY, self._most)
        return Sample(many, _distinct(subjects, many), _distinct(objects, many))


_COMMON: tuple[tuple[str, Callable[[Iri], tuple[Iri, Iri | None]]], ...] = (
    ("SELECT DISTINCT ?p { ?s ?p ?o } LIMIT 500", lambda iri: (iri, None)),
    ("SELECT DISTINCT ?c { ?s a ?c } LIMIT 300", lambda iri: (Iri(RDF + "type"), iri)),
)
_LAST: list[tuple[pyoxigraph.Store, StoreCounts]] = []


def counts_of(store: pyoxigraph.Store) -> StoreCounts:
    """The counts of a store that does not change; those of the store that was asked last are remembered."""
    if not _LAST or _LAST[0][0] is not store:
        _LAST[:] = [(store, StoreCounts(store))]
    return _LAST[0][1]


def _distinct(sample: list[Any], many: float) -> float:
    """How many distinct terms there are in all: as many as the sample has, unless its second half brought new ones."""
    half, whole = len(set(sample[: len(sample) // 2])), len(set(sample))
    return whole * many / len(sample) if whole > _GROWING * half else whole
