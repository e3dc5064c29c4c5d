"""Counts of a store for the planner: samples of a thousand triples, remembered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final

import pyoxigraph

from tcgraph.rdf import DefaultGraph, Literal, NamedNode, Quad, Term
from tcgraph.sparql.constants import term_of
from tcgraph.sparql.node import Node
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


# -- which triples of a store stand in more than one graph, so that a union of graphs would give them more than once
#
# A default graph that is made of several graphs is their RDF merge, and holds each triple once (SPARQL 1.1 §13.1). The
# engine looks through the graphs one after the other instead. What is known here says of which patterns that matters.

_TYPE: Final = RDF + "type"
_UNNAMED: Final = ""
_FEW: Final = 10_000
"""New triples that are looked up each; of more the whole store is looked through again when it is next asked."""
_LARGEST: Final = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY DESC(COUNT(*)) LIMIT 1"
_PLACES: Final = f"""SELECT DISTINCT ?p ?kind ?g ?other {{
  GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != %s)
  GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != ?g)
  BIND(IF(?p = <{_TYPE}>, ?o, ?p) AS ?kind)
}}"""

_UNNAMED_PLACES: Final = f"""SELECT DISTINCT ?p ?kind ?other {{
  ?s ?p ?o GRAPH ?other {{ ?s ?p ?o }} BIND(IF(?p = <{_TYPE}>, ?o, ?p) AS ?kind)
}}"""

Repeated = Callable[[Node | None, Node | None], bool]
"""Whether triples of a predicate and an object may stand in several graphs; None is any."""
_Kind = tuple[str, str]
"""A predicate, and of ``rdf:type`` the class."""


class RepeatedTriples:
    """The kinds of triple that stand in more than one graph of a store.

    The store is looked through when it is first asked, in a microsecond for each triple outside its largest graph. What
    is taken away afterwards is still told of: that costs time, and changes no answer.

    Args:
        store: somebody tells when it has changed.
    """

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store
        self._places: dict[_Kind, set[str]] | None = None
        self.generation = 0
        """Changes with what is known."""

    def within(self, graphs: Collection[str] | None) -> Repeated | None:
        """Which patterns find triples more than once in a default graph; None where none does.

        Args:
            graphs: of which it is made; None for all.
        """
        if graphs is not None and len(graphs) < 2:
            return None
        wanted = None if graphs is None else set(graphs)
        kinds = {kind for kind, places in self._known().items() if wanted is None or len(places & wanted) > 1}
        if not kinds:
            return None
        predicates = {predicate for predicate, _ in kinds}

        def repeated(predicate: Node | None, object: Node | None) -> bool:
            if not isinstance(predicate, Iri):
                return True
            if predicate.value != _TYPE or not isinstance(object, Iri):
                return predicate.value in predicates
            return (_TYPE, f"<{object.value}>") in kinds

        return repeated

    @property
    def unnamed(self) -> bool:
        """Whether the store has triples in no named graph, which no GRAPH reaches."""
        return next(self._store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None

    def look(self) -> None:
        """Look through the store now."""
        self._known()

    def forget(self) -> None:
        """The store has changed, nobody knows how."""
        self._places = None
        self.generation += 1

    @contextmanager
    def told(self, quads: Iterable[Quad]) -> Iterator[Iterable[Quad]]:
        """Around the adding of quads, which is given them."""
        if self._places is None:
            yield quads
            return
        new = list(quads)
        yield new
        self.added(new)

    def added(self, quads: Collection[Quad]) -> None:
        """These were added to the store."""
        if self._places is None:
            return
        if len(quads) > _FEW:
            self.forget()
        else:
            self.generation += sum(map(self._note, quads))

    def _known(self) -> dict[_Kind, set[str]]:
        if self._places is None:
            self._places = {}
            self._look_through()
        return self._places

    def _look_through(self) -> None:
        if len(list(islice(self._store.named_graphs(), 2))) + self.unnamed < 2:
            return
        for predicate, kind, other in self._rows(_UNNAMED_PLACES):
            self._at(predicate, kind, (DefaultGraph(), other))
        # Two graphs that share a triple are not both the largest, which need not be looked through.
        for (largest,) in self._rows(_LARGEST):
            for predicate, kind, graph, other in self._rows(_PLACES % largest):
                self._at(predicate, kind, (graph, other))

    def _rows(self, text: str) -> pyoxigraph.QuerySolutions:
        found = self._store.query(text)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return found

    def _note(self, quad: Quad) -> bool:
        """Note where a triple stands; whether that is more than one graph, and was not known."""
        same = list(self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))
        if len(same) < 2:
            return False
        kind = quad.object if quad.predicate.value == _TYPE else quad.predicate
        return self._at(quad.predicate, kind, (each.graph_name for each in same))

    def _at(self, predicate: Term | None, kind: Term | None, graphs: Iterable[Term | DefaultGraph]) -> bool:
        assert self._places is not None
        named = {_UNNAMED if isinstance(graph, DefaultGraph) else graph.value for graph in graphs}  # type: ignore[union-attr]
        places = self._places.setdefault((predicate.value, str(kind)), set())  # type: ignore[union-attr]
        before = len(places)
        places |= named
        return len(places) > before
