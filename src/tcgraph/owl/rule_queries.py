"""Rules as SPARQL 1.1 text. Every pattern asks all named graphs, each on its own, which every engine can do."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.owl.patterns import Node, Pattern, substitute, variables
from tcgraph.owl.rule_order import Operation
from tcgraph.owl.step import Instance
from tcgraph.rdf import Variable

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
