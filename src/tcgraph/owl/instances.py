"""What one ontology makes of the rule tables: rules about data alone, each with the axioms it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations, pairwise

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl.patterns import DATA_RULES, Node, Pattern, is_anonymous, owl, substitute, variables
from tcgraph.owl.schema import Axiom, Schema
from tcgraph.owl.step import Instance, Step, with_working_names
from tcgraph.rdf import BlankNode, Literal, Term, Variable

_THING = owl("Thing")
_WITH_THING = {"cls-svf1": "cls-svf2", "cls-maxqc1": "cls-maxqc2", "cls-maxqc3": "cls-maxqc4"}
_ANY = Variable("kind")
_BY_VALUE = ("cls-svf1", "cls-svf2", "cls-hv2")


def instances(schema: Schema, with_members: Container[BlankNode] = ()) -> list[Instance]:
    """Every rule that the axioms make, unnamed classes and properties replaced by what they mean.

    Memberships of unnamed classes are thus never written down, and no engine has to find a blank node again.

    Args:
        schema: the axioms.
        with_members: unnamed classes that the data itself gives members to.
    """
    rules = with_working_names([_without_thing(rule) for rule in (*_from_tables(schema), *list_instances(schema))])
    definitions: defaultdict[Term, list[Instance]] = defaultdict(list)
    for rule in rules:
        if rule.head and is_anonymous(rule.head):
            definitions[_unnamed(rule.head)].append(rule)
    for node in sorted(_unnamed_classes(rules), key=str):
        if node in with_members:
            definitions[node].append(_asserted_members(schema, node))
    ways = _ways(definitions, schema)
    named = (rule for rule in rules if not (rule.head and is_anonymous(rule.head)))
    unfolded = (result for rule in named for result in _unfold(rule, ways, frozenset()))
    return [rule for rule in unfolded if _says_something(rule)]


def _from_tables(schema: Schema) -> Iterator[Instance]:
    for rule in DATA_RULES:
        for bindings, axioms in schema.bindings(rule):
            data = tuple(substitute(pattern, bindings) for pattern in rule.data)
            head = substitute(rule.head, bindings) if rule.head else None
            yield Instance(rule.name, axioms, data, head, rule.member, rule.keys, data)


def _without_thing(rule: Instance) -> Instance:
    """Everything is an ``owl:Thing``: the premise goes when another speaks of the same node, else any type will do."""
    kept: list[Pattern] = []
    name = rule.rule
    for pattern in rule.premises:
        if pattern[1:] != (RDF_TYPE, _THING):
            kept.append(pattern)
        elif any(pattern[0] in other for other in rule.premises if other != pattern):
            name = _WITH_THING.get(name, name)
        else:
            kept.append((pattern[0], RDF_TYPE, _ANY))
    return replace(rule, rule=name, premises=tuple(kept), body=tuple(kept))


def _ways(definitions: Mapping[Term, list[Instance]], schema: Schema) -> dict[Term, list[Instance]]:
    """For each unnamed class or property, each way to be one of it, with no other unnamed class for the same node.

    Ontologies repeat a restriction wherever it is needed, and each wording of it is a subclass of every other and of
    all wider ones (scm-svf1, scm-svf2): the ways through them are as many as the orders in which they can be passed.
    Of those with one outcome a shortest is kept.
    """
    return {node: _ways_to(node, definitions, schema) for node in definitions}


def _ways_to(node: Term, definitions: Mapping[Term, list[Instance]], schema: Schema) -> list[Instance]:
    found: dict[tuple[Pattern, ...], Instance] = {}
    reached = {node}
    queue: list[tuple[Term, Instance | None, bool]] = [(node, None, False)]
    for current, chain, wider in queue:
        for rule in definitions.get(current, ()):
            # What has such a value has one that the wider restriction asks for, which says so itself.
            if wider and rule.rule in _BY_VALUE:
                continue
            whole = rule if chain is None else _replaced(chain, 0, rule, f"_{len(reached)}")
            if whole is None:
                continue
            before = _member_of(rule)
            if before is None:
                found.setdefault(_wording(whole), whole)
            elif before not in reached:
                reached.add(before)
                compared = rule.rule == "cax-sco" and rule.axioms[0] not in schema.asserted
                queue.append((before, whole, compared and (wider or chain is None)))
    return list(found.values())


def _member_of(rule: Instance) -> Term | None:
    """The unnamed class of which alone a rule asks that its node be a member, None for other rules."""
    if len(rule.body) != 1 or not rule.head or rule.body[0][0] != rule.head[0]:
        return None
    _, predicate, kind = rule.body[0]
    return kind if predicate == RDF_TYPE and isinstance(kind, BlankNode) else None


def _wording(rule: Instance) -> tuple[Pattern, ...]:
    """Head and body, variables called by the order in which they come."""
    patterns = (*((rule.head,) if rule.head else ()), *rule.body)
    names = {variable: Variable(f"v{number}") for number, variable in enumerate(variables(*patterns))}
    return tuple(substitute(pattern, names) for pattern in patterns)


def _unfold(
    rule: Instance, definitions: Mapping[Term, list[Instance]], path: frozenset[Term], depth: int = 0
) -> Iterator[Instance]:
    """Replace the first unnamed premise by each of its definitions in turn, until none is left.

    A definition that leads back to itself is left out: its facts would need no other proof, but for unnamed
    *properties* defined by themselves, whose facts RDF cannot write down (RDF 1.1 Concepts §3.1).
    """
    place = next((i for i, pattern in enumerate(rule.body) if is_anonymous(pattern)), None)
    if place is None:
        yield rule
        return
    node = _unnamed(rule.body[place])
    if node in path:
        return
    seen: set[tuple[Pattern, ...]] = set()
    for definition in definitions.get(node, ()):
        for inner in _unfold(definition, definitions, path | {node}, depth + 1):
            merged = _replaced(rule, place, inner, f"_{depth}{place}")
            if merged is not None and (wording := _wording(merged)) not in seen:
                seen.add(wording)
                yield from _unfold(merged, definitions, path, depth)


def _replaced(rule: Instance, place: int, definition: Instance, suffix: str) -> Instance | None:
    """A rule with one premise replaced by what defines it; None where the two do not fit."""
    fresh = definition.renamed(suffix)
    assert fresh.head
    values = _unify(fresh.head, rule.body[place])
    if values is None:
        return None
    outer, used = rule.applied(values), fresh.applied(values)
    assert used.head
    step = Step(used.head, used.rule, used.axioms, used.premises)
    body = (*outer.body[:place], *used.body, *outer.body[place + 1 :])
    return replace(outer, body=tuple(dict.fromkeys(body)), steps=(*outer.steps, step, *used.steps))


def _unify(head: Pattern, premise: Pattern) -> dict[Variable, Node] | None:
    values: dict[Variable, Node] = {}

    def value(node: Node) -> Node:
        while isinstance(node, Variable) and node in values:
            node = values[node]
        return node

    for one, other in zip(head, premise, strict=True):
        left, right = value(one), value(other)
        if left == right:
            continue
        if isinstance(left, Variable):
            values[left] = right
        elif isinstance(right, Variable):
            values[right] = left
        else:
            return None
    return {variable: value(variable) for variable in values}


def _asserted_members(schema: Schema, node: BlankNode) -> Instance:
    """Members given to an unnamed class in so many words: matched by what the class says."""
    member, kind = Variable("x"), Variable("unnamed")
    body = ((member, RDF_TYPE, kind), *schema.description(node, kind))
    return Instance("asserted", (), body, (member, RDF_TYPE, node), body=body)


def _unnamed(pattern: Pattern) -> Term:
    node = pattern[1] if isinstance(pattern[1], BlankNode) else pattern[2]
    assert isinstance(node, BlankNode)
    return node


def _unnamed_classes(rules: Iterable[Instance]) -> set[BlankNode]:
    patterns = (pattern for rule in rules for pattern in rule.premises)
    return {p[2] for p in patterns if p[1] == RDF_TYPE and isinstance(p[2], BlankNode)}


def _says_something(rule: Instance) -> bool:
    """Leave out rules that conclude their own premise, what is true of everything, or what RDF cannot say."""
    nodes = [node for pattern in rule.body for node in pattern]
    if any(isinstance(node, BlankNode) for node in nodes) or any(isinstance(p[0], Literal) for p in rule.body):
        return False
    if rule.head is None:
        return rule.member is None or rule.member in variables(*rule.body)
    subject, predicate, kind = rule.head
    if rule.head in rule.body or isinstance(subject, BlankNode | Literal) or isinstance(kind, BlankNode):
        return False
    return not (predicate == RDF_TYPE and kind == _THING)


# -- the rules whose number of premises is that of a list's members (OWL 2 Profiles §4.3, Tables 5 to 7)

_X, _Y = Variable("x"), Variable("y")


def list_instances(schema: Schema) -> Iterator[Instance]:
    """Each rule that an axiom with a list makes."""
    yield from _chains(schema)
    yield from _keys(schema)
    for axiom, members in schema.lists(owl("intersectionOf")):
        yield Instance("cls-int1", (axiom,), tuple(_is(_X, member) for member in members), _is(_X, axiom[0]))
        for member in members:
            yield Instance("cls-int2", (axiom,), (_is(_X, axiom[0]),), _is(_X, member))
    for axiom, members in schema.lists(owl("unionOf")):
        for member in members:
            yield Instance("cls-uni", (axiom,), (_is(_X, member),), _is(_X, axiom[0]))
    for axiom, members in schema.lists(owl("oneOf")):
        for member in members:
            yield Instance("cls-oo", (axiom,), (), _is(member, axiom[0]))
    for axiom, members in schema.lists(owl("members")):
        if _declared(schema, axiom, "AllDisjointClasses"):
            for one, other in combinations(members, 2):
                yield Instance("cax-adc", (axiom,), (_is(_X, one), _is(_X, other)))
        if _declared(schema, axiom, "AllDisjointProperties"):
            for one, other in combinations(members, 2):
                yield Instance("prp-adp", (axiom,), ((_X, one, _Y), (_X, other, _Y)))


def _is(node: Term | Variable, kind: Term) -> Pattern:
    return (node, RDF_TYPE, kind)


def _declared(schema: Schema, axiom: Axiom, kind: str) -> bool:
    return (axiom[0], RDF_TYPE, owl(kind)) in schema.asserted


def _chains(schema: Schema) -> Iterator[Instance]:
    """prp-spo2."""
    for axiom, members in schema.lists(owl("propertyChainAxiom")):
        if members:
            links = list(pairwise(Variable(f"u{number}") for number in range(len(members) + 1)))
            body = tuple((start, member, end) for (start, end), member in zip(links, members, strict=True))
            yield Instance("prp-spo2", (axiom,), body, (links[0][0], axiom[0], links[-1][1]))


def _keys(schema: Schema) -> Iterator[Instance]:
    """prp-key: two members of the class are one when they share a value of every property of the key."""
    for axiom, members in schema.lists(owl("hasKey")):
        if members:
            keys = tuple(Variable(f"z{number}") for number in range(len(members)))
            values = tuple((_X, member, key) for member, key in zip(members, keys, strict=True))
            yield Instance("prp-key", (axiom,), (_is(_X, axiom[0]), *values), member=_X, keys=keys)
