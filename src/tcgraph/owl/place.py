"""Where premises are and where conclusions go, with the few questions that reasoning asks there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tcgraph.engine import UNION, Engine, Scope
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import EngineError
from tcgraph.namespaces import application
from tcgraph.owl import proof
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad, Term, Triple

_BATCH = 200
"""Terms in one VALUES clause; servers limit a query's length."""


@dataclass(frozen=True, slots=True)
class Place:
    """An engine, the graphs to read and the graph to write.

    Attributes:
        engine: holds all of them.
        into: the graph for conclusions.
        premises: the graphs to read besides; None for all.
    """

    engine: Engine
    into: NamedNode
    premises: tuple[NamedNode, ...] | None = None

    @classmethod
    def of(cls, engine: Engine, into: NamedNode | None, premises: Iterable[NamedNode] | None) -> Place:
        """The application's graph of conclusions, when none is named; every other graph, when no premises are.

        They are listed for a server, which may hold graphs of its own; our own engine is faster without a list.
        """
        into = into or application().inferred
        if premises is None and not isinstance(engine, EmbeddedEngine):
            premises = engine.graphs()
        listed = None if premises is None else tuple(graph for graph in premises if graph != into)
        if listed is not None and isinstance(engine, EmbeddedEngine) and {*engine.graphs()} <= {*listed, into}:
            listed = None
        return cls(engine, into, listed)

    @property
    def keeps_blank_nodes(self) -> bool:
        """Whether a blank node read from the engine can be written back as the same node; not so over HTTP."""
        return isinstance(self.engine, EmbeddedEngine)

    @property
    def scope(self) -> Scope:
        """The dataset of a query over premises and conclusions."""
        if self.premises is None:
            return UNION
        graphs = (*self.premises, self.into)
        return Scope(graphs, graphs)

    @property
    def using(self) -> str:
        """The same for an update."""
        if self.premises is None:
            return ""
        return " ".join(f"USING NAMED {graph}" for graph in (*self.premises, self.into))

    def ask(self, body: str) -> bool:
        """Whether a group graph pattern has a solution."""
        return self.engine.ask(f"ASK {{ {body} }}", scope=self.scope)

    def holding(self, candidates: Iterable[Term], triple: str) -> Iterator[Term]:
        """Those terms for which a triple pattern about ``?t`` matches."""
        for values in _batches(candidates):
            query = f"SELECT ?t {{ VALUES ?t {{ {values} }} FILTER EXISTS {{ GRAPH ?g {{ {triple} }} }} }}"
            for (term,) in self.engine.select(query, scope=self.scope, as_found=True):
                assert term is not None
                yield term

    def facts_about(self, nodes: Sequence[Term]) -> Iterator[Triple]:
        """Every triple with one of the nodes at any position."""
        named = [node for node in nodes if not isinstance(node, BlankNode)]
        unnamed = [node for node in nodes if isinstance(node, BlankNode)]
        for triple in ("?n ?p ?o", "?s ?n ?o", "?s ?p ?n"):
            bare = triple.replace("?n", "")
            for values in _batches(named):
                query = f"SELECT ?n {bare} {{ VALUES ?n {{ {values} }} GRAPH ?g {{ {triple} }} }}"
                for row in self.engine.select(query, scope=self.scope, as_found=True).dicts():
                    yield _triple(triple, row)
            for node in unnamed if triple != "?s ?n ?o" else ():
                solutions = self.engine.select(
                    f"SELECT ?n {bare} {{ GRAPH ?g {{ {triple} }} }}", bindings={"n": node}, scope=self.scope
                )
                yield from (_triple(triple, row) for row in solutions.dicts())

    def add(self, triples: Iterable[Triple]) -> int:
        """Write those triples that no readable graph holds; tells how many."""
        new = sorted(self.missing(triples), key=str)
        if not self.keeps_blank_nodes and any(isinstance(n, BlankNode) for t in new for n in (t.subject, t.object)):
            raise EngineError(
                f"Things that are the same have no IRI; give them one before reasoning on {self.engine.name}."
            )
        self.engine.insert([Quad(t.subject, t.predicate, t.object, self.into) for t in new])
        return len(new)

    def missing(self, triples: Iterable[Triple]) -> set[Triple]:
        """Those triples that no readable graph holds."""
        wanted = set(triples)
        return wanted - self.stated(wanted)

    def stated(self, triples: Iterable[Triple], *, inferred: bool | None = None) -> set[Triple]:
        """Those triples that a readable graph holds, as the engine writes them.

        Args:
            triples: any.
            inferred: look at conclusions alone, or at premises alone; at both when not given.
        """
        wanted = set(triples)
        graph = f"GRAPH {self.into}" if inferred else "GRAPH ?g"
        pattern = f"{graph} {{ ?s ?p ?o }}" + (f" FILTER(?g != {self.into})" if inferred is False else "")
        named = [t for t in wanted if not isinstance(t.subject, BlankNode) and not isinstance(t.object, BlankNode)]
        found: set[Triple] = set()
        for start in range(0, len(named), _BATCH):
            rows = " ".join(f"({t.subject} {t.predicate} {t.object})" for t in named[start : start + _BATCH])
            query = f"SELECT ?s ?p ?o {{ VALUES (?s ?p ?o) {{ {rows} }} {pattern} }}"
            found |= {
                _triple("?s ?p ?o", row) for row in self.engine.select(query, scope=self.scope, as_found=True).dicts()
            }
        for triple in wanted.difference(named):
            bindings = {"s": triple.subject, "p": triple.predicate, "o": triple.object}
            query = f"SELECT ?s ?p ?o {{ {pattern} }} LIMIT 1"
            if any(True for _ in self.engine.select(query, bindings=bindings, scope=self.scope)):
                found.add(triple)
        return found

    def as_written(self, literals: Iterable[Literal]) -> dict[Literal, Term]:
        """How the engine itself writes literals; it may keep the value only, and "01" as 1."""
        ordered = sorted(set(literals), key=str)
        found: dict[Literal, Term] = {}
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            rows = " ".join(f"({number} {literal})" for number, literal in enumerate(batch))
            for number, term in self.engine.select(f"SELECT ?n ?o {{ VALUES (?n ?o) {{ {rows} }} }}", as_found=True):
                assert isinstance(number, Literal)
                assert term is not None
                found[batch[int(number.value)]] = term
        return found


def _batches(candidates: Iterable[Term]) -> Iterator[str]:
    ordered = sorted(set(candidates), key=str)
    for start in range(0, len(ordered), _BATCH):
        yield " ".join(map(str, ordered[start : start + _BATCH]))


def _triple(pattern: str, row: dict[str, Term]) -> Triple:
    subject, predicate, object_ = (row[name[1:]] for name in pattern.split())
    return proof.triple((subject, predicate, object_))
