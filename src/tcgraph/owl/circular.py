"""Unnamed properties defined by themselves, given a name for as long as reasoning lasts.

Such a property cannot be replaced by what it means, and its facts are no RDF while its name is a blank node
(RDF 1.1 Concepts §3.1), so they are written under a working name and taken away at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tcgraph.owl.patterns import Pattern
from tcgraph.owl.place import Place
from tcgraph.owl.step import Instance
from tcgraph.rdf import BlankNode, NamedNode, Term

_WORKING: Final = "urn:tcgraph:unnamed:"


def with_working_names(rules: list[Instance]) -> list[Instance]:
    """The same rules, with an IRI for each unnamed property whose definition leads back to it."""
    needs: defaultdict[Term, set[Term]] = defaultdict(set)
    for rule in rules:
        if rule.head and isinstance(rule.head[1], BlankNode):
            needs[rule.head[1]] |= {pattern[1] for pattern in rule.premises if isinstance(pattern[1], BlankNode)}
    circular = sorted((node for node in needs if node in _reached(node, needs)), key=str)
    names: dict[object, NamedNode] = {node: NamedNode(f"{_WORKING}{n}") for n, node in enumerate(circular)}
    return [_renamed(rule, names) for rule in rules] if names else rules


def forget_working_names(place: Place, rules: Iterable[Instance]) -> None:
    """Take away every fact under a working name."""
    for name in sorted(working_names(rules), key=str):
        place.engine.update(f"DELETE WHERE {{ GRAPH {place.into} {{ ?s {name} ?o }} }}")


def working_names(rules: Iterable[Instance]) -> set[NamedNode]:
    """The working names that rules conclude something by."""
    heads = {rule.head[1] for rule in rules if rule.head and isinstance(rule.head[1], NamedNode)}
    return {name for name in heads if name.value.startswith(_WORKING)}


def _reached(start: Term, needs: dict[Term, set[Term]]) -> set[Term]:
    found: set[Term] = set()
    queue = [start]
    for node in queue:
        further = needs.get(node, set()) - found
        found |= further
        queue.extend(further)
    return found


def _renamed(rule: Instance, names: dict[object, NamedNode]) -> Instance:
    def put(pattern: Pattern) -> Pattern:
        return (pattern[0], names.get(pattern[1], pattern[1]), pattern[2])

    return replace(
        rule,
        premises=tuple(map(put, rule.premises)),
        body=tuple(map(put, rule.body)),
        head=put(rule.head) if rule.head else None,
    )
