"""Counts of a store for the planner: samples of a thousand triples, remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pyoxigraph

from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.sparql.constants import term_of
from tcgraph.sparql.planner import Constant, Sample
from tcgraph.sparql.syntax import RDF, Iri

_SAMPLE = 1_000
_MANY = 50_000.0
"""What is taken for the number of triples where there are more than a sample has."""
_KEPT = 2_000
_GROWING = 1.5
_NAMES = ("?s", "?p", "?o")
_COUNTING = (
    "SELECT (COUNT(*) AS ?rows) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) "
    "{ SELECT * { %s } LIMIT %d }"
)


class SampledCounts:
    """Counts the triples that somebody holds, whatever graph they are in."""

    def __init__(self, rows: Callable[[str], Iterable[Sequence[Term | None]]], *, most: int = _SAMPLE) -> None:
        self._rows = rows
        self._most = most
        self._known: dict[tuple[Constant | None, Iri | None, Constant | None], Sample] = {}

    def forget(self) -> None:
        """The store has changed."""
        self._known.clear()

    def sample(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:
        """See :meth:`tcgraph.sparql.planner.Counts.sample`."""
        key = (subject, predicate, object)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = self._taken(subject, predicate, object)
        return found

    def _taken(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:
        if subject is None and predicate is None and object is None:
            return Sample(1e9, 1e7, 1e7)
        try:
            terms = [None if each is None else term_of(each) for each in (subject, predicate, object)]
        except ValueError:  # no IRI
            return Sample(0, 0, 0)
        rows, subjects, objects = self._first(self._most, terms)
        if rows < self._most:
            return Sample(rows, subjects, objects)
        many = max(_MANY, self._most)
        _, few_subjects, few_objects = self._first(self._most // 2, terms)
        return Sample(
            many, _distinct(few_subjects, subjects, many / rows), _distinct(few_objects, objects, many / rows)
        )

    def _first(self, most: int, terms: Sequence[Term | None]) -> tuple[int, int, int]:
        """Of the first so many triples: how many there are, and their distinct subjects and objects.

        The engine counts them: to hand them over would take ten times longer.
        """
        pattern = " ".join(name if term is None else str(term) for name, term in zip(_NAMES, terms, strict=True))
        text = _COUNTING % (pattern, most)
        (counted,) = self._rows(text)
        rows, subjects, objects = (int(cell.value) if isinstance(cell, Literal) else 0 for cell in counted)
        return (rows, subjects or 1, objects or 1) if rows else (0, 0, 0)


class StoreCounts(SampledCounts):
    """Counts the triples of a store.

    Args:
        store: it may change: what is told then is out of date, which changes no answer.
        most: triples of a sample.
    """

    def __init__(self, store: pyoxigraph.Store, *, most: int = _SAMPLE) -> None:
        super().__init__(lambda text: store.query(text, use_default_graph_as_union=True), most=most)  # type: ignore[arg-type, return-value]

    def look_ahead(self) -> None:
        """Count what most questions are about, so that those who are forked from this process need not."""
        for text, pattern in _COMMON:
            for (term,) in self._rows(text):
                if isinstance(term, NamedNode):
                    self.sample(None, *pattern(Iri(term.value)))


_COMMON: tuple[tuple[str, Callable[[Iri], tuple[Iri, Iri | None]]], ...] = (
    ("SELECT DISTINCT ?p { ?s ?p ?o } LIMIT 500", lambda iri: (iri, None)),
    ("SELECT DISTINCT ?c { ?s a ?c } LIMIT 300", lambda iri: (Iri(RDF + "type"), iri)),
)


def _distinct(half: int, whole: int, times: float) -> float:
    """How many distinct terms there are in all: as many as the sample has, unless its second half brought new ones."""
    return whole * times if whole > _GROWING * half else whole
