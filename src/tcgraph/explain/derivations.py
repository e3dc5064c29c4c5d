"""The rules about data run backwards: the ways in which one fact can have been concluded from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl.patterns import Node, Pattern, match, substitute, variables
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Derivation, Fact, without_variables
from tcgraph.owl.sparql import group
from tcgraph.owl.step import Instance
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Variable

MOST = 500
"""Ways to conclude a fact by one rule that are looked at; a class has as many as it has members' values."""


class DataRules:
    """Rules made concrete by an ontology's axioms, found by what they conclude.

    Args:
        place: holds premises and conclusions.
        rules: the rules.
    """

    def __init__(self, place: Place, rules: Iterable[Instance]) -> None:
        self._place = place
        self._by_head: defaultdict[tuple[Node | None, Node | None], list[Instance]] = defaultdict(list)
        for rule in rules:
            if rule.head:
                _, predicate, kind = rule.head
                typed = predicate == RDF_TYPE and not isinstance(kind, Variable)
                key = (None if isinstance(predicate, Variable) else predicate, kind if typed else None)
                self._by_head[key].append(rule)

    def derivations(self, fact: Fact) -> Iterator[Derivation]:
        """Each way to conclude a fact that has its premises; where some rest on asserted facts alone, one of those."""
        predicate = fact[1]
        kinds = (fact[2], None) if predicate == RDF_TYPE else (None,)
        for rule in (
            rule for key in (*((predicate, kind) for kind in kinds), (None, None)) for rule in self._by_head[key]
        ):
            assert rule.head
            bound = match(rule.head, fact)
            if bound is None:
                continue
            for values in solutions(self._place, rule.body, bound):
                yield derivation(rule, fact, values)


def derivation(rule: Instance, conclusion: Fact, values: Mapping[Variable, Term]) -> Derivation:
    """A rule with its variables replaced: the profile's rules one by one, memberships of unnamed classes included."""
    return Derivation(conclusion, rule.rule, premises(rule, values))


def premises(rule: Instance, values: Mapping[Variable, Term]) -> tuple[Fact | Derivation, ...]:
    """What a rule needs, data first, then axioms."""
    steps = {substitute(step.conclusion, values): step for step in rule.steps}

    def proved(pattern: Pattern) -> Fact | Derivation:
        fact = substitute(pattern, values)
        step = steps.get(fact)
        if step is None:
            return without_variables(fact)
        if step.rule == "asserted":
            # The data gives the unnamed class this member in so many words; the rest of the body only names the class.
            return without_variables(substitute(step.premises[0], values))
        return Derivation(without_variables(fact), step.rule, (*map(proved, step.premises), *step.axioms))

    return tuple(dict.fromkeys((*map(proved, rule.premises), *rule.axioms)))


def solutions(
    place: Place, body: Sequence[Pattern], bound: Mapping[Variable, Term], *, filters: str = ""
) -> Iterator[dict[Variable, Term]]:
    """The values under which patterns hold, those among asserted facts first and then alone.

    Args:
        place: where.
        body: the patterns.
        bound: values that some variables have already.
        filters: further conditions in SPARQL.
    """
    wanted = [substitute(pattern, bound) for pattern in body]
    if any(isinstance(s, Literal) or not isinstance(p, NamedNode | Variable) for s, p, _ in wanted):
        return
    # A query's text cannot name a blank node; a binding can.
    blank = {node: Variable(f"blank{number}") for number, node in enumerate(_blank_nodes(wanted))}
    patterns = [_named(pattern, blank) for pattern in wanted]
    names = variables(*patterns)
    bindings = {variable.value: node for node, variable in blank.items()}
    asserted = " && ".join(f"?g{number} != {place.into}" for number in range(len(patterns)))
    for condition, most in ((f"FILTER({asserted})" if asserted else "", 1), ("", MOST)):
        text = f"{{ {group(patterns)} {filters} {condition} }}"
        listed = " ".join(map(str, names))
        query = f"SELECT DISTINCT {listed} {text} ORDER BY {listed}" if names else f"SELECT (1 AS ?found) {text}"
        rows = place.engine.select(f"{query} LIMIT {most if names else 1}", bindings=bindings, scope=place.scope)
        found = [dict(zip(names, row, strict=False)) for row in rows]
        for row in found:
            values = {variable: term for variable, term in row.items() if term is not None}
            yield {**bound, **values}
        if found:
            return


def _blank_nodes(patterns: Iterable[Pattern]) -> list[BlankNode]:
    return list(dict.fromkeys(node for pattern in patterns for node in pattern if isinstance(node, BlankNode)))


def _named(pattern: Pattern, names: Mapping[BlankNode, Variable]) -> Pattern:
    subject, predicate, object_ = (names.get(node, node) if isinstance(node, BlankNode) else node for node in pattern)
    return subject, predicate, object_
