"""Checks proofs against the rule tables themselves, knowing nothing of how they were found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.owl.patterns import (
    COMPARED_RULES,
    COMPOSED_RULES,
    DATA_RULES,
    Bindings,
    Pattern,
    match,
    owl,
    rdfs,
    substitute,
)
from tcgraph.owl.proof import Fact, Proof
from tcgraph.owl.schema import Schema
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad, Triple, Variable

SAME_AS = owl("sameAs")
TABLES = [*DATA_RULES, *COMPOSED_RULES, *COMPARED_RULES]
THING = {"cls-svf2": "cls-svf1", "cls-maxqc4": "cls-maxqc3"}


@dataclass(frozen=True)
class Written:
    """A rule that stands in the graph: its query, and what that gives when it is asked of everything."""

    text: str
    given: frozenset[Fact]


def rules_written(engine: EmbeddedEngine) -> dict[str, Written]:
    """The rules that an engine holds, by the end of their names."""
    found: dict[str, Written] = {}
    for rule, text in engine.select(f"SELECT ?rule ?text {{ ?rule <{STANDARD['sh']}construct> ?text }}"):
        assert isinstance(rule, NamedNode)
        assert isinstance(text, Literal)
        given = frozenset(map(_fact, engine.construct(text.value)))
        found[rule.value.rpartition("/")[2].rpartition("#")[2]] = Written(text.value, given)
    return found


def wrong_steps(proof: Proof, schema: Schema, rules: Mapping[str, Written] | None = None) -> list[Proof]:
    """The steps that their rule, of the profile or of the graph, does not allow."""
    return [step for step in proof.walk() if step.rule is not None and not is_sound(step, schema, rules or {})]


def is_sound(step: Proof, schema: Schema, written: Mapping[str, Written]) -> bool:
    """Whether a step's conclusion follows from its premises by the rule it names."""
    facts = [premise.conclusion for premise in step.premises]
    if asked := written.get(str(step.rule).partition(":")[0]):
        return _by_query(step.conclusion, facts, asked)
    subject, _, object_ = step.conclusion
    match step.rule:
        case "prp-spo2":
            return _is_chain(step.conclusion, facts, schema)
        case "cls-int1" | "cls-int2" | "cls-uni" | "cls-oo" | "scm-int" | "scm-uni":
            return _by_list(step, facts, schema)
        case "prp-key":
            return _by_key(step.conclusion, facts, schema)
        case "eq-sym":
            return facts == [(object_, SAME_AS, subject)]
        case "eq-trans":
            (one, _, middle), (again, _, other) = facts
            return middle == again and (one, other) == (subject, object_)
        case "eq-rep-s" | "eq-rep-p" | "eq-rep-o":
            position = ("eq-rep-s", "eq-rep-p", "eq-rep-o").index(step.rule)
            fact, same = facts
            moved = list(fact)
            moved[position] = same[2]
            return same == (fact[position], SAME_AS, same[2]) and tuple(moved) == step.conclusion
        case "scm-cls" | "scm-op" | "scm-dp":
            return subject == object_ and all(fact[0] == subject and fact[1] == RDF_TYPE for fact in facts)
    rules = [rule for rule in TABLES if rule.name == THING.get(str(step.rule), step.rule)]
    for rule in rules:
        things = [p for p in rule.data if step.rule in THING and p[1] == RDF_TYPE and p[2] == Variable("d")]
        patterns = [*rule.schema, *(pattern for pattern in rule.data if pattern not in things)]
        if rule.head is not None:
            start = match(rule.head, step.conclusion)
            if start is not None and any(True for _ in _matches(patterns, facts, start)):
                return True
        elif rule.member is not None:
            ways = list(_matches(patterns, facts, {}))
            for first, second in product(ways, ways):
                agree = all(first[key] == second[key] for key in rule.keys)
                if agree and (first[rule.member], SAME_AS, second[rule.member]) == step.conclusion:
                    return True
    return False


def _matches(patterns: list[Pattern], facts: list[Fact], bound: Bindings) -> Iterator[Bindings]:
    if not patterns:
        yield bound
        return
    wanted = substitute(patterns[0], bound)
    for fact in facts:
        target = fact
        if isinstance(wanted[2], Literal) and isinstance(fact[2], Literal) and wanted[2].value == fact[2].value:
            target = (fact[0], fact[1], wanted[2])
        found = match(wanted, target, bound)
        if found is not None:
            yield from _matches(patterns[1:], facts, found)


def _by_query(conclusion: Fact, facts: list[Fact], rule: Written) -> bool:
    """The premises are enough, and nothing else in the graph stands against it."""
    alone = EmbeddedEngine()
    alone.insert(map(_stated, facts))
    return conclusion in rule.given and conclusion in set(map(_fact, alone.construct(rule.text)))


def _fact(triple: Triple) -> Fact:
    return triple.subject, triple.predicate, triple.object


def _stated(fact: Fact) -> Quad:
    subject, predicate, value = fact
    assert isinstance(subject, NamedNode | BlankNode)
    assert isinstance(predicate, NamedNode)
    assert isinstance(value, NamedNode | BlankNode | Literal)
    return Quad(subject, predicate, value, NamedNode("urn:premises"))


def _is_chain(conclusion: Fact, facts: list[Fact], schema: Schema) -> bool:
    axioms = [fact for fact in facts if fact[1] == owl("propertyChainAxiom") and fact[0] == conclusion[1]]
    members = schema.list(axioms[0][2]) if axioms else None
    ends = {conclusion[0]}
    for member in members or ():
        ends = {object_ for subject, predicate, object_ in facts if predicate == member and subject in ends}
    return bool(members) and conclusion[2] in ends


def _by_list(step: Proof, facts: list[Fact], schema: Schema) -> bool:
    lists = [fact for fact in facts if fact[1] in (owl("intersectionOf"), owl("unionOf"), owl("oneOf"))]
    if len(lists) != 1:
        return False
    node, predicate, head = lists[0]
    members = schema.list(head) or ()
    subject, verb, kind = step.conclusion
    types = {fact[2] for fact in facts if fact[1] == RDF_TYPE and fact[0] == subject}
    expected = (
        "unionOf" if step.rule in ("cls-uni", "scm-uni") else "oneOf" if step.rule == "cls-oo" else "intersectionOf"
    )
    if predicate != owl(expected):
        return False
    match step.rule:
        case "cls-int1":
            return kind == node and set(members) <= types
        case "cls-int2":
            return kind in members and node in types
        case "cls-uni":
            return kind == node and bool(types.intersection(members))
        case "cls-oo":
            return kind == node and subject in members and verb == RDF_TYPE
        case "scm-int":
            return verb == rdfs("subClassOf") and subject == node and kind in members
        case _:
            return verb == rdfs("subClassOf") and kind == node and subject in members


def _by_key(conclusion: Fact, facts: list[Fact], schema: Schema) -> bool:
    axioms = [fact for fact in facts if fact[1] == owl("hasKey")]
    one, _, other = conclusion
    for kind, _, head in axioms:
        shared = all(
            any((one, member, value) in facts and (other, member, value) in facts for _, _, value in facts)
            for member in schema.list(head) or ()
        )
        if shared and {(one, RDF_TYPE, kind), (other, RDF_TYPE, kind)} <= set(facts):
            return True
    return False
