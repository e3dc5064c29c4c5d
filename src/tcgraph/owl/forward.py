"""Run rules inside an engine until nothing new follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl import sparql
from tcgraph.owl.place import Place
from tcgraph.owl.plan import Operation, Signature, Stage, applicable, overlaps, plan, signature
from tcgraph.owl.step import Instance
from tcgraph.rdf import BlankNode, NamedNode, Quad, Term


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
            elif place.ask(sparql.new(operation, anew=False)):
                _insert(place, operation, written)
                changed = True
        if changed:
            for operation in stage.renaming:
                _insert(place, operation, written)


def _is_transitive(operation: Operation) -> bool:
    return all(rule.rule == "prp-trp" and not rule.steps for rule in operation.rules)


def _insert(place: Place, operation: Operation, written: set[Signature]) -> None:
    anew = not any(overlaps(operation.target, kind) for kind in written)
    text = f"INSERT {{ GRAPH {place.into} {{ {sparql.pattern(sparql.head(operation))} }} }}"
    place.engine.update(f"{text} {place.using} WHERE {{ {sparql.new(operation, anew=anew)} }}")
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
