"""What partners get as tables and records: the facts and concept schemes, without schema; and a look-up in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad, Term

_SCHEMES = terms.GRAPH + "ontology/vocab/"
_NOT_FACTS = (terms.GRAPH + "ontology/", terms.GRAPH + "shapes/")


def fact_graphs(engine: Engine) -> list[NamedNode]:
    """The graphs that hold facts about things, sorted: data and concept schemes."""
    return [
        graph
        for graph in engine.graphs()
        if graph != terms.INFERRED and (graph.value.startswith(_SCHEMES) or not graph.value.startswith(_NOT_FACTS))
    ]


def facts(engine: Engine) -> Iterator[Quad]:
    """Every statement of those graphs, as merged triples, each once.

    Of the concept schemes only what is said of named things: their axioms (that concepts differ) are schema.
    """
    seen: set[Quad] = set()
    for graph in fact_graphs(engine):
        scheme = graph.value.startswith(_SCHEMES)
        for quad in engine.quads(graph):
            if scheme and (isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)):
                continue
            triple = Quad(quad.subject, quad.predicate, quad.object)
            if triple not in seen:
                seen.add(triple)
                yield triple


LABELS = ("rdfs:label", "skos:prefLabel", "dcterms:title")
"""Properties that tell what a thing is called."""
_LABELS = f"SELECT ?thing ?label WHERE {{ VALUES ?predicate {{ {' '.join(LABELS)} }} ?thing ?predicate ?label }}"


class Index:
    """Statements, looked up from either end.

    Args:
        quads: the statements; graph names do not matter.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._out: dict[tuple[Term, str], list[Term]] = {}
        self._in: dict[tuple[Term, str], list[NamedNode]] = {}
        for quad in sorted(quads, key=str):
            if isinstance(quad.subject, NamedNode):
                self._out.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
                self._in.setdefault((quad.object, quad.predicate.value), []).append(quad.subject)

    def things(self, kind: str) -> list[NamedNode]:
        """The things of a class, given as ``prefix:name``, sorted."""
        return self.pointing(terms.expand(kind), "rdf:type")

    def nodes(self, thing: NamedNode, *properties: str) -> list[NamedNode]:
        """What a thing links to by any of some properties, each once."""
        found = [term for name in properties for term in self._values(thing, name) if isinstance(term, NamedNode)]
        return list(dict.fromkeys(found))

    def literals(self, thing: NamedNode, name: str) -> list[Literal]:
        """The literal values of a property."""
        return [term for term in self._values(thing, name) if isinstance(term, Literal)]

    def text(self, thing: NamedNode, name: str, language: str = "en") -> str | None:
        """One literal value as text, the one in ``language`` first."""
        return best_label(self.literals(thing, name), language)

    def label(self, thing: NamedNode, language: str = "en") -> str:
        """What to call a thing; the end of its IRI when nothing says."""
        for name in LABELS:
            if found := self.text(thing, name, language):
                return found
        return thing.value.removeprefix(terms.BASE)

    def pointing(self, thing: Term, name: str) -> list[NamedNode]:
        """The things that link to a thing by a property, sorted."""
        return self._in.get((thing, terms.expand(name).value), [])

    def _values(self, thing: NamedNode, name: str) -> list[Term]:
        return self._out.get((thing, terms.expand(name).value), [])


def label_of(engine: Engine, thing: NamedNode, language: str = "en") -> str | None:
    """The label of one thing: in ``language``, else in English, else untagged, else the first of any language."""
    labels = (label for _, label in engine.select(_LABELS, bindings={"thing": thing}))
    return best_label((label for label in labels if isinstance(label, Literal)), language)


def best_label(labels: Iterable[Literal], language: str) -> str | None:
    """The most fitting of some labels; None when there is none. Ties go to the first in code point order."""
    wanted = {tag: rank for rank, tag in enumerate(dict.fromkeys((language, "en", "")))}
    ranked = sorted(labels, key=lambda label: (wanted.get(label.language or "", len(wanted)), label.value))
    return ranked[0].value if ranked else None
