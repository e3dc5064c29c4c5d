"""Why a triple holds: asserted, or the proof by OWL 2 RL rules down to asserted facts; and facts in words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from tcgraph.engine import UNION, Engine
from tcgraph.errors import TcgraphError
from tcgraph.explain.derivations import AxiomRules, DataRules, EqualityRules
from tcgraph.namespaces import RDF_TYPE, application, shorten
from tcgraph.owl.fixpoint import read_fixpoint
from tcgraph.owl.graph_rules import RuleDerivations
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Derivation, Fact, Proof, cheapest
from tcgraph.owl.schema import Schema
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term

MOST_LEVELS = 40
MOST_FACTS = 20_000


class ProofNotFound(TcgraphError):
    """A triple is in the inferred graph and no proof of it was found within the limits."""


class Explainer:
    """Explains the triples of an engine whose data has been reasoned over.

    Args:
        engine: holds asserted and inferred graphs.
        inferred: the graph of conclusions.
        premises: the graphs that were reasoned over; every other one, when not given.
    """

    def __init__(
        self, engine: Engine, *, inferred: NamedNode | None = None, premises: Iterable[NamedNode] | None = None
    ) -> None:
        self._engine = engine
        self._place = Place.of(engine, inferred, premises)
        state = read_fixpoint(self._place)
        self.schema, rules = state.schema, state.rules
        self._axioms = state.stored
        axioms = AxiomRules(self.schema)
        self._sources = (
            DataRules(self._place, rules),
            axioms,
            EqualityRules(self._place, rules, axioms),
            RuleDerivations(self._place),
        )
        self._graphs: dict[Fact, tuple[NamedNode, ...]] = {}
        self._known: dict[Fact, tuple[Derivation, ...]] = {}

    def asserted_in(self, fact: Fact) -> tuple[NamedNode, ...]:
        """The named graphs that assert a fact, sorted."""
        if fact not in self._graphs:
            found = self._stored_in(fact)
            self._graphs[fact] = tuple(graph for graph in found if graph != self._place.into)
        return self._graphs[fact]

    def explain(self, fact: Fact) -> Proof | None:
        """The proof of a fact, asserted facts at its leaves.

        The search goes backwards from the fact, one round of rule applications at a time, and stops at the first
        round that reaches asserted facts; of the proofs seen by then, the one with the fewest steps is taken.

        Args:
            fact: subject, predicate and object, as the engine writes them.

        Returns:
            The proof; None when the fact does not hold.

        Raises:
            ProofNotFound: the fact is in the inferred graph and the search met its limits, or found no proof.
        """
        seen: dict[Fact, None] = {fact: None}
        frontier = [fact]
        steps: list[Derivation] = []
        for _ in range(MOST_LEVELS):
            reached: dict[Fact, None] = {}
            for current in frontier:
                if not self.asserted_in(current):
                    found = self._derivations(current)
                    steps += found
                    reached.update(dict.fromkeys(premise for step in found for premise in step.facts()))
            frontier = [found for found in reached if found not in seen]
            seen.update(dict.fromkeys(frontier))
            last = cheapest((known for known in seen if self.asserted_in(known)), steps)
            if fact in last:
                return self._proof(fact, last)
            if not frontier or len(seen) > MOST_FACTS:
                break
        if not self._stored_in(fact) and not frontier:
            return None
        subject, predicate, _ = fact
        raise ProofNotFound(
            f"No proof found among {len(seen)} facts, {MOST_LEVELS} rules deep at most, for what {subject} has as "
            f"{predicate}. Was the inferred graph made by another reasoner? Run: tcgraph build"
        )

    def _derivations(self, fact: Fact) -> tuple[Derivation, ...]:
        if fact not in self._known:
            self._known[fact] = tuple(
                dict.fromkeys(step for source in self._sources for step in source.derivations(fact))
            )
        return self._known[fact]

    def _proof(self, fact: Fact, last: dict[Fact, Derivation | None]) -> Proof:
        step = last[fact]
        if step is None:
            return Proof(fact, graphs=self.asserted_in(fact))
        return self._applied(step, last)

    def _applied(self, step: Derivation, last: dict[Fact, Derivation | None]) -> Proof:
        proved = (
            self._applied(premise, last) if isinstance(premise, Derivation) else self._proof(premise, last)
            for premise in step.premises
        )
        return Proof(step.conclusion, step.rule, tuple(proved))

    def _stored_in(self, fact: Fact) -> list[NamedNode]:
        subject, predicate, object_ = fact
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
            return []
        if fact in self._axioms:
            # Unnamed classes and lists among them, which a server would not know again by their blank nodes.
            return sorted((graph for graph in self._axioms[fact] if isinstance(graph, NamedNode)), key=str)
        # Bound, not pasted: a blank node has no name in a query's text.
        query = "SELECT DISTINCT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
        rows = self._engine.select(query, bindings={"s": subject, "p": predicate, "o": object_}, scope=UNION)
        return sorted({row[0] for row in rows if isinstance(row[0], NamedNode)}, key=str)


def values_of(engine: Engine, subject: Term, predicate: Term) -> list[Term]:
    """The objects that a subject has by a predicate, sorted."""
    if isinstance(subject, Literal):
        return []
    query = "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }"
    rows = engine.select(query, bindings={"s": subject, "p": predicate})
    return sorted({row[2] for row in rows if row[2] is not None}, key=str)


def nearest_fact(engine: Engine, fact: Fact) -> Fact | None:
    """The fact most like one that does not hold.

    The same two things joined by another predicate come first, then the same in the other direction, then the
    subject's value of that predicate that reads most alike.

    Args:
        engine: where to look.
        fact: what was asked for.

    Returns:
        A fact that holds; None when the subject has no such predicate and nothing joins the two.
    """
    subject, predicate, object_ = fact
    for start, end in ((subject, object_), (object_, subject)):
        if isinstance(start, Literal):
            continue
        rows = engine.select("SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }", bindings={"s": start, "o": end})
        joining = sorted((row[1] for row in rows if isinstance(row[1], NamedNode)), key=str)
        if joining:
            return (start, predicate if predicate in joining else joining[0], end)
    values = {str(term): term for term in values_of(engine, subject, predicate)}
    if not values:
        return None
    alike = get_close_matches(str(object_), values, n=1, cutoff=0.0)
    return (subject, predicate, values[alike[0] if alike else min(values)])


_DEPTH = 4
_LONGEST = 100


def written(fact: Fact, schema: Schema) -> str:
    """A fact in one line: paths for the project's things, ``prefix:name`` for the rest, ``a`` for ``rdf:type``."""
    subject, predicate, object_ = fact
    verb = "a" if predicate == RDF_TYPE else name(predicate, schema)
    return f"{name(subject, schema)} {verb} {name(object_, schema)}"


def name(term: Term, schema: Schema, depth: int = 0) -> str:
    """A term, as people give it to the command line; an unnamed class or list in Turtle's brackets."""
    if isinstance(term, NamedNode):
        path = term.value.removeprefix(application().things)
        return path if path != term.value and "/" in path else shorten(term.value)
    if isinstance(term, Literal):
        return _literal(term)
    if isinstance(term, BlankNode) and depth < _DEPTH:
        members = schema.list(term)
        if members:
            return "( " + " ".join(name(member, schema, depth + 1) for member in members) + " )"
        said = sorted((fact for fact in schema.asserted if fact[0] == term), key=str)
        if said:
            parts = (f"{'a' if p == RDF_TYPE else name(p, schema)} {name(o, schema, depth + 1)}" for _, p, o in said)
            return f"[ {' ; '.join(parts)} ]"
    return str(term)


def _literal(term: Literal) -> str:
    text = " ".join(term.value.split())
    shown = str(Literal(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"))
    if term.language:
        return f"{shown}@{term.language}"
    kind = shorten(term.datatype.value)
    return shown if kind == "xsd:string" else f"{shown}^^{kind}"
