"""The axioms that an engine holds, read once, with what follows among them alone (OWL 2 Profiles §4.3, Table 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from tcgraph.engine import UNION, Engine, Scope
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.owl.patterns import (
    COMPARED_RULES,
    COMPOSED_RULES,
    DATA_RULES,
    Bindings,
    EntailmentRule,
    Node,
    Pattern,
    match,
    owl,
    rdf,
    rdfs,
    substitute,
)
from tcgraph.owl.proof import without_variables
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Variable

Axiom = tuple[Term, Term, Term]

LIST_PREDICATES: Final = tuple(
    owl(name)
    for name in ("intersectionOf", "unionOf", "oneOf", "propertyChainAxiom", "hasKey", "members", "distinctMembers")
)
_DECLARATIONS: Final = (
    *(owl(name) for name in ("Class", "DatatypeProperty", "ObjectProperty", "AnnotationProperty", "AllDifferent")),
    *(owl(name) for name in ("AllDisjointClasses", "AllDisjointProperties")),
    *(rdfs(name) for name in ("Class", "Datatype")),
    rdf("Property"),
)


def _vocabulary() -> tuple[frozenset[Term], frozenset[Term]]:
    """The predicates, and the classes of axioms, that the rule tables and lists speak of."""
    patterns = [pattern for rule in (*DATA_RULES, *COMPOSED_RULES, *COMPARED_RULES) for pattern in rule.schema]
    predicates = {predicate for _, predicate, _ in patterns if isinstance(predicate, NamedNode)} - {RDF_TYPE}
    kinds = {kind for _, predicate, kind in patterns if predicate == RDF_TYPE and isinstance(kind, NamedNode)}
    return frozenset({*predicates, *LIST_PREDICATES, rdf("first"), rdf("rest")}), frozenset({*kinds, *_DECLARATIONS})


PREDICATES, KINDS = _vocabulary()


def is_axiom(predicate: Term, object: Term) -> bool:
    """Whether a triple with this predicate and object can be an axiom or a part of one."""
    return predicate in PREDICATES or (predicate == RDF_TYPE and object in KINDS)


class Schema:
    """A set of axioms, closed under the rules about axioms alone.

    Attributes:
        asserted: the axioms given.
        told: those, and the ones that data rules need besides (comparisons of restrictions).
        closed: everything that follows among axioms.
        reflexive: what is said of a class or property itself only so that the others can be compared (scm-cls, scm-op).
    """

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        self.asserted = frozenset(axioms)
        closed = SchemaTriples(self.asserted)
        self._lists = closed
        composed = list(self._from_lists())
        closed.add(composed)
        # scm-cls and scm-op make these reflexive; restrictions with one filler are compared through them.
        reflexive = {
            (c, rdfs("subClassOf"), c) for p in ("someValuesFrom", "allValuesFrom") for _, c in closed.pairs(owl(p))
        }
        reflexive |= {(p, rdfs("subPropertyOf"), p) for _, p in closed.pairs(owl("onProperty"))}
        closed.add(reflexive)
        self.reflexive = frozenset(reflexive)
        compared: set[Axiom] = set()
        while True:
            closed.close(COMPOSED_RULES)
            more = {fact for rule in COMPARED_RULES for fact in closed.conclusions(rule)} - closed.facts
            if not more:
                break
            compared |= more
            closed.add(more)
        self.closed = frozenset(fact for fact in closed.facts if fact[0] != fact[2] or fact in self.asserted)
        self.told = SchemaTriples(self.asserted | compared)

    def list(self, head: Term) -> tuple[Term, ...] | None:
        """The members of an RDF collection; None when it is broken or endless."""
        members: list[Term] = []
        seen = set()
        while head != rdf("nil"):
            first, rest = self._lists.objects(head, rdf("first")), self._lists.objects(head, rdf("rest"))
            if head in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            members.append(first[0])
            head = rest[0]
        return tuple(members)

    def lists(self, predicate: Term) -> Iterator[tuple[Axiom, tuple[Term, ...]]]:
        """Every axiom with this predicate whose object is a sound collection, with the members."""
        for subject, object_ in sorted(self._lists.pairs(predicate), key=str):
            members = self.list(object_)
            if members is not None:
                yield (subject, predicate, object_), members

    def bindings(self, rule: EntailmentRule) -> Iterator[tuple[Bindings, tuple[Axiom, ...]]]:
        """Each way in which the told axioms match a rule's schema part, with the axioms that do."""
        return self.told.join(rule.schema)

    def is_datatype(self, term: Node) -> bool:
        """Whether a term names a datatype: declared so, or one that OWL 2 knows (§4.2 of the profiles)."""
        if not isinstance(term, NamedNode):
            return False
        built_in = term.value.startswith(STANDARD["xsd"]) or term in (
            rdfs("Literal"),
            rdf("PlainLiteral"),
            rdf("XMLLiteral"),
            rdf("langString"),
        )
        return built_in or (term, RDF_TYPE, rdfs("Datatype")) in self.asserted

    def description(self, node: BlankNode, variable: Variable) -> tuple[Pattern, ...]:
        """Patterns that pick out an unnamed class expression by what it says, blank nodes turned into variables.

        An expression of the same wording elsewhere matches too, and means the same.
        """
        names: dict[Term, Variable] = {node: variable}
        queue: list[Term] = [node]
        found: list[Pattern] = []
        for current in queue:
            for fact in sorted((fact for fact in self.asserted if fact[0] == current), key=str):
                object_ = fact[2]
                if isinstance(object_, BlankNode) and object_ not in names:
                    names[object_] = Variable(f"{variable.value}_{len(names)}")
                    queue.append(object_)
                found.append((names[current], fact[1], names.get(object_, object_)))
        return tuple(found)

    def _from_lists(self) -> Iterator[Axiom]:
        for (node, _, _), members in self.lists(owl("intersectionOf")):  # scm-int
            yield from ((node, rdfs("subClassOf"), member) for member in members)
        for (node, _, _), members in self.lists(owl("unionOf")):  # scm-uni
            yield from ((member, rdfs("subClassOf"), node) for member in members)


class SchemaTriples:
    """Triples in memory, found by predicate and either end; small, for axioms only."""

    def __init__(self, facts: Iterable[Axiom] = ()) -> None:
        self.facts: set[Axiom] = set()
        self._by_predicate: defaultdict[Term, set[tuple[Term, Term]]] = defaultdict(set)
        self._by_subject: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
        self._by_object: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
        self.add(facts)

    def add(self, facts: Iterable[Axiom]) -> None:
        """Add facts; those that are there already change nothing."""
        for fact in facts:
            if fact in self.facts:
                continue
            self.facts.add(fact)
            subject, predicate, object_ = fact
            self._by_predicate[predicate].add((subject, object_))
            self._by_subject[subject, predicate].append(object_)
            self._by_object[predicate, object_].append(subject)

    def pairs(self, predicate: Term) -> set[tuple[Term, Term]]:
        """Subject and object of every fact with a predicate."""
        return self._by_predicate.get(predicate, set())

    def objects(self, subject: Term, predicate: Term) -> list[Term]:
        """The objects of one subject and predicate."""
        return self._by_subject.get((subject, predicate), [])

    def matching(self, pattern: Pattern) -> list[Axiom]:
        """The facts that a pattern, whose predicate is given, may match."""
        subject, predicate, object_ = pattern
        assert not isinstance(predicate, Variable)
        if isinstance(object_, Literal):
            # Cardinalities are compared by value: "1", "01" and 1 as any integer type are one number.
            pairs = self.pairs(predicate)
            return [
                (s, predicate, o)
                for s, o in pairs
                if isinstance(o, Literal) and o.value.lstrip("0+") == object_.value.lstrip("0+")
            ]
        if not isinstance(subject, Variable):
            return [(subject, predicate, o) for o in self.objects(subject, predicate)]
        if not isinstance(object_, Variable):
            return [(s, predicate, object_) for s in self._by_object.get((predicate, object_), [])]
        return [(s, predicate, o) for s, o in self.pairs(predicate)]

    def join(
        self, patterns: tuple[Pattern, ...], bindings: Bindings | None = None, used: tuple[Axiom, ...] = ()
    ) -> Iterator[tuple[Bindings, tuple[Axiom, ...]]]:
        """Each way to match all patterns, with the facts that do."""
        if not patterns:
            yield bindings or {}, used
            return
        wanted = substitute(patterns[0], bindings or {})
        for fact in self.matching(wanted):
            literal = isinstance(wanted[2], Literal)
            found = match((*wanted[:2], fact[2]) if literal else wanted, fact, bindings)
            if found is not None:
                yield from self.join(patterns[1:], found, (*used, fact))

    def conclusions(self, rule: EntailmentRule) -> Iterator[Axiom]:
        """What one application of a rule gives."""
        assert rule.head is not None
        for bindings, _ in self.join(rule.schema):
            yield without_variables(substitute(rule.head, bindings))

    def close(self, rules: Iterable[EntailmentRule]) -> None:
        """Add everything that follows, each fact joined once as the newest (semi-naive evaluation)."""
        premises: defaultdict[Node, list[tuple[EntailmentRule, int]]] = defaultdict(list)
        for rule in rules:
            for position, pattern in enumerate(rule.schema):
                premises[pattern[1]].append((rule, position))
        queue = [fact for fact in self.facts if fact[1] in premises]
        for fact in queue:
            for rule, position in premises[fact[1]]:
                start = match(rule.schema[position], fact)
                if start is None:
                    continue
                rest = rule.schema[:position] + rule.schema[position + 1 :]
                assert rule.head is not None
                new = {
                    without_variables(substitute(rule.head, found)) for found, _ in self.join(rest, start)
                } - self.facts
                self.add(new)
                queue.extend(fact for fact in new if fact[1] in premises)


def read_axioms(engine: Engine, scope: Scope = UNION) -> frozenset[Axiom]:
    """Every triple of an engine that is an axiom or a part of one.

    Args:
        engine: where they are.
        scope: the named graphs that count.
    """
    return frozenset(read_axioms_by_graph(engine, scope))


def read_axioms_by_graph(engine: Engine, scope: Scope = UNION) -> dict[Axiom, frozenset[Term]]:
    """The same, each with the graphs that hold it.

    One query, so that a blank node is the same node throughout, whatever the engine.
    """
    predicates = " ".join(sorted(map(str, PREDICATES)))
    kinds = " ".join(sorted(map(str, KINDS)))
    query = (
        "SELECT DISTINCT ?s ?p ?o ?g WHERE {"
        f" {{ VALUES ?p {{ {predicates} }} GRAPH ?g {{ ?s ?p ?o }} }} UNION"
        f" {{ VALUES ?o {{ {kinds} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p = {RDF_TYPE}) }} }}"
    )
    found: defaultdict[Axiom, set[Term]] = defaultdict(set)
    for s, p, o, g in engine.select(query, scope=scope):
        if s is not None and p is not None and o is not None and g is not None:
            found[s, p, o].add(g)
    return {axiom: frozenset(graphs) for axiom, graphs in found.items()}
