"""The order of the rules: after whatever they read has been written; only true circles are run again.

Rules as SPARQL text, too: every pattern asks all named graphs, each on its own, which every engine can do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl.patterns import Node, Pattern, substitute, variables
from tcgraph.owl.step import Instance
from tcgraph.rdf import NamedNode, Term, Variable
from tcgraph.reach import circles

Signature = tuple[Term | None, Term | None]
"""What a pattern is about: its predicate, and for types the class; None where it is about any."""

ANY_TYPE: Signature = (RDF_TYPE, None)


def signature(pattern: Pattern) -> Signature:
    """What a pattern reads or writes."""
    predicate = None if isinstance(pattern[1], Variable) else pattern[1]
    if predicate != RDF_TYPE:
        return predicate, None
    return predicate, None if isinstance(pattern[2], Variable) else pattern[2]


def overlaps(one: Signature, other: Signature) -> bool:
    """Whether some triple can be about both."""
    if one[0] != other[0]:
        return None in (one[0], other[0])
    return one[1] is None or other[1] is None or one[1] == other[1]


@dataclass(frozen=True, slots=True)
class Operation:
    """Everything that writes one kind of triple.

    Attributes:
        target: the kind.
        rules: the instances that conclude it.
    """

    target: Signature
    rules: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Operations whose targets depend on each other; most often a single one that does not depend on itself.

    Attributes:
        once: what reads only earlier stages.
        renaming: each target copied from every other it is another name of, composed along circles of such rules
            (inverse, symmetric and equivalent ones), so that one pass is enough.
        circular: what reads this stage's own targets otherwise; run until nothing new comes.
    """

    once: tuple[Operation, ...]
    renaming: tuple[Operation, ...]
    circular: tuple[Operation, ...]


def plan(rules: Iterable[Instance]) -> list[Stage]:
    """Order the rules with a conclusion into stages, each after those that it reads from."""
    by_target: defaultdict[Signature, list[Instance]] = defaultdict(list)
    for rule in rules:
        if rule.head:
            by_target[signature(rule.head)].append(rule)
    targets = sorted(by_target, key=str)
    special = [target for target in targets if target[0] is None or target == ANY_TYPE]

    def sources(target: Signature) -> Iterator[Signature]:
        for rule in by_target[target]:
            for pattern in rule.body:
                read = signature(pattern)
                if read in by_target:
                    yield read
                if read == ANY_TYPE or read[0] is None:
                    yield from (other for other in targets if overlaps(read, other))
                yield from (other for other in special if overlaps(read, other))

    graph = {target: sorted(set(sources(target)), key=str) for target in targets}
    return [_stage(component, by_target, graph) for component in circles(graph, graph.__getitem__)]


def _stage(
    component: list[Signature], by_target: dict[Signature, list[Instance]], graph: dict[Signature, list[Signature]]
) -> Stage:
    component = sorted(component, key=str)
    inside = set(component)
    if len(component) == 1 and component[0] not in graph[component[0]]:
        return Stage((Operation(component[0], tuple(by_target[component[0]])),), (), ())

    def reads_inside(rule: Instance) -> bool:
        return any(overlaps(signature(pattern), target) for pattern in rule.body for target in inside)

    def operations(rules: Iterable[Instance]) -> tuple[Operation, ...]:
        grouped: defaultdict[Signature, list[Instance]] = defaultdict(list)
        for rule in rules:
            assert rule.head
            grouped[signature(rule.head)].append(rule)
        return tuple(Operation(target, tuple(found)) for target, found in grouped.items())

    everything = [rule for target in component for rule in by_target[target]]
    renaming = [rule for rule in everything if _is_renaming(rule) and reads_inside(rule)]
    rest = [rule for rule in everything if rule not in renaming]
    return Stage(
        operations(rule for rule in rest if not reads_inside(rule)),
        operations(_composed(renaming)),
        operations(rule for rule in rest if reads_inside(rule)),
    )


def _is_renaming(rule: Instance) -> bool:
    """Whether a rule's one premise and its conclusion are both about the same two nodes, or the same one's type."""
    if len(rule.body) != 1 or not rule.head:
        return False
    ends = []
    for subject, predicate, object_ in (rule.body[0], rule.head):
        of_type = predicate == RDF_TYPE and isinstance(object_, NamedNode)
        nodes = (subject,) if of_type else (subject, object_)
        if isinstance(predicate, Variable) or not all(isinstance(node, Variable) for node in nodes):
            return False
        ends.append(set(nodes))
    return ends[0] == ends[1] and len(ends[0]) == (1 if signature(rule.body[0])[1] else 2)


def _composed(rules: list[Instance]) -> list[Instance]:
    """The rules, and every rule that a chain of them makes."""
    found = {(_shape(rule)): rule for rule in rules}
    queue = list(rules)
    for first in queue:
        for second in rules:
            assert first.head
            assert second.head
            if signature(second.body[0]) != signature(first.head):
                continue
            ends = zip(second.body[0], first.head, strict=True)
            values = {node: other for node, other in ends if isinstance(node, Variable)}
            applied = second.applied(values)
            chain = Instance(second.rule, (), first.body, applied.head, body=first.body)
            if chain.head != chain.body[0] and _shape(chain) not in found:
                found[_shape(chain)] = chain
                queue.append(chain)
    return list(found.values())


def _shape(rule: Instance) -> tuple[Signature, Signature, bool]:
    assert rule.head
    body = rule.body[0]
    return signature(body), signature(rule.head), body[0] == rule.head[0]


def applicable(rules: Iterable[Instance], present: Container[Signature]) -> tuple[list[Instance], set[Signature]]:
    """The rules whose every premise can match something, given what the engine holds.

    Args:
        rules: candidates.
        present: kinds of triples that the engine holds.

    Returns:
        The rules, and the kinds of triples that they may add.
    """
    waiting = list(rules)
    chosen: list[Instance] = []
    derived: set[Signature] = set()

    def possible(pattern: Pattern) -> bool:
        read = signature(pattern)
        return read in present or any(overlaps(read, other) for other in derived)

    while True:
        ready: list[Instance] = []
        still: list[Instance] = []
        for rule in waiting:
            (ready if all(map(possible, rule.body)) else still).append(rule)
        if not ready:
            return chosen, derived
        chosen += ready
        derived |= {signature(rule.head) for rule in ready if rule.head}
        waiting = still


_SUBJECT, _OBJECT = Variable("s"), Variable("o")


def pattern(triple: Pattern) -> str:
    """A triple pattern in SPARQL."""
    return " ".join(map(str, triple))


def group(body: Iterable[Pattern], *, start: int = 0) -> str:
    """Patterns joined, each over every named graph."""
    return " ".join(f"GRAPH ?g{number} {{ {pattern(triple)} }}" for number, triple in enumerate(body, start))


def head(operation: Operation) -> Pattern:
    """The one conclusion of all rules of an operation, over ``?s`` and ``?o``."""
    predicate, kind = operation.target
    assert predicate is not None
    return (_SUBJECT, predicate, kind if kind is not None else _OBJECT)


def new(operation: Operation, *, anew: bool) -> str:
    """A group graph pattern whose solutions are what the operation adds.

    Args:
        operation: the rules.
        anew: nothing of the kind is there yet, so nothing has to be left out.
    """
    target = head(operation)
    alternatives = list(dict.fromkeys(_alternative(rule, target) for rule in operation.rules))
    body = " UNION ".join(f"{{ {text} }}" for text in alternatives) if len(alternatives) > 1 else alternatives[0]
    # MINUS, not FILTER NOT EXISTS: engines run it as one hash join.
    return body if anew else f"{{ {body} }} MINUS {{ GRAPH ?h {{ {pattern(target)} }} }}"


def _alternative(rule: Instance, target: Pattern) -> str:
    assert rule.head
    values: dict[Variable, Node] = {}
    binds: list[str] = []
    for node, wanted in ((rule.head[0], target[0]), (rule.head[2], target[2])):
        if not isinstance(wanted, Variable):
            continue
        if not isinstance(node, Variable):
            binds.append(f"BIND({node} AS {wanted})")
        elif node in values:
            binds.append(f"BIND({values[node]} AS {wanted})")
        else:
            values[node] = wanted
    for number, variable in enumerate(v for v in variables(*rule.body) if v not in values):
        values[variable] = Variable(f"v{number}")
    body = [substitute(triple, values) for triple in rule.body]
    # RDF 1.1 Concepts §3.1: no literal is a subject. Only what stood in object position can be one.
    literal = any(triple[2] == _SUBJECT for triple in body) and not any(triple[0] == _SUBJECT for triple in body)
    check = ["FILTER(!isLiteral(?s))"] if literal else []
    return " ".join((group(body), *binds, *check)).strip()
