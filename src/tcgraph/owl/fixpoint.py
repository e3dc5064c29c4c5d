"""Reasoning from start to end: axioms, rules, data, equality, and again wherever one of them changed another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl import equality as equal
from tcgraph.owl import rule_order
from tcgraph.owl.equality import Equality
from tcgraph.owl.inconsistencies import conflicting_values
from tcgraph.owl.instances import instances
from tcgraph.owl.patterns import owl, rdfs
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Clash, is_trivial
from tcgraph.owl.rule_order import Operation, Signature, Stage, applicable, group, overlaps, plan, signature
from tcgraph.owl.schema import KINDS, PREDICATES, Axiom, Schema, read_axioms, read_axioms_by_graph
from tcgraph.owl.step import Instance, forget_working_names
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad, Term, Triple, Variable

_CLASSES = (owl("Class"), rdfs("Class"))
_PROPERTIES = (owl("ObjectProperty"), owl("DatatypeProperty"))
_ABOUT_EQUALITY = frozenset(("eq-sym", "eq-trans", "eq-rep-s", "eq-rep-p", "eq-rep-o"))
_EXPRESSIONS = ("onProperty", "intersectionOf", "unionOf", "oneOf", "complementOf")


@dataclass(slots=True)
class Fixpoint:
    """The state of a finished run: what later changes start from.

    Attributes:
        schema: the axioms.
        rules: every rule that they make.
        used: names of the rules that had their premises.
        equality: which terms stand for one thing.
        conflicts: clashes met while identifying things.
        stored: the graphs that hold each axiom, for a run read from what it left.
    """

    schema: Schema
    rules: list[Instance]
    used: set[str] = field(default_factory=set)
    equality: Equality = field(default_factory=Equality)
    conflicts: list[Clash] = field(default_factory=list)
    stored: Mapping[Axiom, frozenset[Term]] = field(default_factory=dict)

    @property
    def data_rules(self) -> list[Instance]:
        """The rules that write triples or identify things; a literal's datatype is checked, never written."""
        return [rule for rule in self.rules if not (_types_literals(rule, self.schema))]


def reach_fixpoint(place: Place) -> Fixpoint:
    """Write everything that follows from the premises, and return what was learnt on the way."""
    state = prepare(place, read_axioms(place.engine, place.scope))
    while True:
        chosen = run(place, state.data_rules)
        state.used |= {name for rule in chosen for name in rule.names}
        gathered_at = list(state.equality.classes())
        moved = identify(place, chosen, state)
        if any(state.equality.find(node) != node for node in gathered_at):
            # What was gathered at a node that another now stands for would stay there, and depend on the order of
            # finding out. Begin again with what is known to be one.
            place.engine.drop(place.into)
            earlier = state
            state = prepare(place, read_axioms(place.engine, place.scope))
            state.used, state.equality = earlier.used, earlier.equality
            continue
        if _writes_axioms(chosen) or moved:
            stored, equal_axioms = read_axioms(place.engine, place.scope), _equal_axioms(state)
            if (stored | equal_axioms) - state.schema.closed:
                earlier = state
                state = prepare(place, stored, equal_axioms)
                state.used, state.equality, state.conflicts = earlier.used, earlier.equality, earlier.conflicts
                moved = True
        if not moved:
            forget_working_names(place, state.rules)
            return state


def read_fixpoint(place: Place) -> Fixpoint:
    """The rules and identities of a run that has finished, read from what it left; writes nothing."""
    stored, equality = read_axioms_by_graph(place.engine, place.scope), Equality()
    asserted = frozenset(axiom for axiom, graphs in stored.items() if graphs - {place.into})
    for one, other in equal.asserted(place):
        equality.merge(one, other)
    schema = _schema(asserted)
    # Rules are made from what is asserted; an axiom that the data implied comes in besides.
    implied = stored.keys() - schema.closed - asserted
    if implied:
        schema = _schema(asserted | implied)
    equal_axioms = _equal_axioms(Fixpoint(schema, [], equality=equality)) - schema.closed
    if equal_axioms:
        schema = _schema(schema.asserted | equal_axioms)
    rules = _rules(schema.asserted, frozenset(_unnamed_with_members(place, schema)))
    return Fixpoint(schema, list(rules), equality=equality, stored=stored)


@lru_cache(maxsize=4)
def _schema(axioms: frozenset[Axiom]) -> Schema:
    """Kept, since one ontology serves many edits."""
    return Schema(axioms)


@lru_cache(maxsize=4)
def _rules(axioms: frozenset[Axiom], with_members: frozenset[BlankNode]) -> tuple[Instance, ...]:
    return tuple(instances(_schema(axioms), with_members))


def names_used(place: Place, state: Fixpoint) -> set[str]:
    """Names of the rules that have their premises, once everything that follows is there."""
    rules = state.data_rules
    chosen, _ = applicable(rules, present_kinds(place, rules))
    names = {name for rule in chosen for name in rule.names}
    return names | _ABOUT_EQUALITY if state.equality.classes() else names


def prepare(place: Place, stored: frozenset[Axiom], found: Iterable[Axiom] = ()) -> Fixpoint:
    """The rules that the axioms make; writes what follows among the axioms themselves.

    Args:
        place: where the axioms are.
        stored: the axioms that the engine holds.
        found: further ones, not written yet.
    """
    schema = Schema(stored.union(found))
    place.engine.insert(list(triple_quads(place, new_axioms(schema, stored))))
    return Fixpoint(schema, instances(schema, _unnamed_with_members(place, schema)))


def new_axioms(schema: Schema, stored: frozenset[Axiom]) -> list[Triple]:
    """What follows among axioms and is worth writing: nothing trivial, nothing about unnamed classes."""
    return sorted(
        (
            Triple(subject, predicate, object_)
            for subject, predicate, object_ in schema.closed - stored
            if isinstance(subject, NamedNode)
            and isinstance(predicate, NamedNode)
            and not isinstance(object_, BlankNode | Literal)
            and not is_trivial(subject, predicate, object_)
        ),
        key=str,
    )


def identify(place: Place, rules: Iterable[Instance], state: Fixpoint) -> bool:
    """Find what is one thing, and bring the facts about each together; whether anything changed."""
    changed = False
    for rule, values, other in equal.identified(place, rules):
        assert rule.member
        one = values[rule.member]
        if isinstance(one, Literal) or isinstance(other, Literal):
            clash = conflicting_values(rule, values, other)
            if clash:
                state.conflicts.append(clash)
            continue
        if state.equality.merge(one, other):
            changed = True
    for one, other in equal.asserted(place):
        changed |= state.equality.merge(one, other)
    if state.equality.classes():
        state.used |= _ABOUT_EQUALITY
        changed |= equal.rewrite(place, state.equality) > 0
    return changed


def triple_quads(place: Place, triples: Iterable[Triple]) -> Iterable[Quad]:
    """The triples, in the graph for conclusions."""
    return (Quad(triple.subject, triple.predicate, triple.object, place.into) for triple in triples)


def _types_literals(rule: Instance, schema: Schema) -> bool:
    return rule.head is not None and rule.head[1] == RDF_TYPE and schema.is_datatype(rule.head[2])


def _writes_axioms(rules: Iterable[Instance]) -> bool:
    """Whether some rule writes triples that are axioms themselves."""
    for rule in rules:
        if rule.head:
            predicate, kind = signature(rule.head)
            if (
                predicate is None
                or predicate in PREDICATES
                or (predicate == RDF_TYPE and (kind is None or kind in KINDS))
            ):
                return True
    return False


def _equal_axioms(state: Fixpoint) -> set[Axiom]:
    """Classes, and properties, that are the same thing are equivalent (scm-cls and scm-op with eq-rep-o)."""
    found: set[Axiom] = set()
    for representative, members in state.equality.classes().items():
        everyone = [representative, *members]
        kinds = {kind for term in everyone for kind in _declared(state.schema, term)}
        for member in members:
            if kinds.intersection(_CLASSES):
                found |= {
                    (representative, owl("equivalentClass"), member),
                    (member, owl("equivalentClass"), representative),
                }
            if kinds.intersection(_PROPERTIES):
                found |= {
                    (representative, owl("equivalentProperty"), member),
                    (member, owl("equivalentProperty"), representative),
                }
    return found


def _declared(schema: Schema, term: Term) -> set[Term]:
    return {kind for kind in (*_CLASSES, *_PROPERTIES) if (term, RDF_TYPE, kind) in schema.asserted}


def _unnamed_with_members(place: Place, schema: Schema) -> set[BlankNode]:
    """Unnamed classes that the data itself gives members to."""
    described = "|".join(str(owl(name)) for name in _EXPRESSIONS)
    some = f"GRAPH ?g {{ ?c {described} ?z }} FILTER(isBlank(?c)) GRAPH ?h {{ ?x {RDF_TYPE} ?c }}"
    if not place.ask(some):
        return set()
    nodes = {fact[0] for fact in schema.asserted if isinstance(fact[0], BlankNode)}
    member = Variable("x")
    found = set()
    for node in nodes:
        description = schema.description(node, Variable("c"))
        if place.ask(f"{group(description)} GRAPH ?h {{ {member} {RDF_TYPE} ?c }}"):
            found.add(node)
    return found


def run(place: Place, rules: Iterable[Instance]) -> list[Instance]:
    """Apply rules until nothing new follows.

    Returns:
        The rules whose premises the engine holds, those that conclude ``false`` or identify things included.
    """
    rules = list(rules)
    present = present_kinds(place, rules)
    chosen, _ = applicable(rules, present)
    written = set(present)
    for stage in plan(chosen):
        _run_stage(place, stage, written)
    return chosen


def present_kinds(place: Place, rules: Iterable[Instance]) -> set[Signature]:
    """Which kinds of triples, among those that rules read or write, the engine holds."""
    wanted = {signature(triple) for rule in rules for triple in (*rule.body, *((rule.head,) if rule.head else ()))}
    predicates = [kind[0] for kind in wanted if kind[0] is not None and kind[1] is None]
    classes = [kind[1] for kind in wanted if kind[1] is not None]
    found: set[Signature] = {(term, None) for term in place.holding(predicates, "?s ?t ?o")}
    found |= {(RDF_TYPE, term) for term in place.holding(classes, f"?s {RDF_TYPE} ?t")}
    if (None, None) in wanted and place.ask("GRAPH ?g { ?s ?p ?o }"):
        found.add((None, None))
    return found


def _run_stage(place: Place, stage: Stage, written: set[Signature]) -> None:
    for operation in (*stage.once, *stage.renaming):
        _insert(place, operation, written)
    changed = bool(stage.circular)
    while changed:
        changed = False
        for operation in stage.circular:
            closed = close_transitively(place, operation.target[0]) if _is_transitive(operation) else None
            if closed is not None:
                changed |= closed
            elif place.ask(rule_order.new(operation, anew=False)):
                _insert(place, operation, written)
                changed = True
        if changed:
            for operation in stage.renaming:
                _insert(place, operation, written)


def _is_transitive(operation: Operation) -> bool:
    return all(rule.rule == "prp-trp" and not rule.steps for rule in operation.rules)


def _insert(place: Place, operation: Operation, written: set[Signature]) -> None:
    anew = not any(overlaps(operation.target, kind) for kind in written)
    text = f"INSERT {{ GRAPH {place.into} {{ {rule_order.pattern(rule_order.head(operation))} }} }}"
    place.engine.update(f"{text} {place.using} WHERE {{ {rule_order.new(operation, anew=anew)} }}")
    written.add(operation.target)


# -- the transitive closure of one property (prp-trp), in time linear in what it writes


def close_transitively(place: Place, predicate: Term | None) -> bool | None:
    """Write every pair that a path of the property joins and that is not there yet.

    The edges are read out and followed here: a path in SPARQL stays inside one graph, and joining the property with
    itself again and again costs the cube of a chain's length.

    Returns:
        Whether anything was written; None when blank nodes, which a server does not know again, are in the way.
    """
    assert isinstance(predicate, NamedNode)
    edges: defaultdict[Term, set[Term]] = defaultdict(set)
    for subject, object_ in place.engine.select(
        f"SELECT DISTINCT ?x ?y {{ GRAPH ?g {{ ?x {predicate} ?y }} }}", scope=place.scope
    ):
        assert subject is not None
        assert object_ is not None
        edges[subject].add(object_)
    new = list(_paths(edges, predicate, place.into))
    if not place.keeps_blank_nodes and any(isinstance(n, BlankNode) for q in new for n in (q.subject, q.object)):
        return None
    place.engine.insert(new)
    return bool(new)


def _paths(edges: dict[Term, set[Term]], predicate: NamedNode, into: NamedNode) -> Iterator[Quad]:
    for start, direct in edges.items():
        seen: set[Term] = set(direct)
        queue = list(direct)
        for node in queue:
            for further in edges.get(node, ()):
                if further not in seen:
                    seen.add(further)
                    queue.append(further)
        assert isinstance(start, NamedNode | BlankNode)
        yield from (Quad(start, predicate, end, into) for end in queue[len(direct) :])
