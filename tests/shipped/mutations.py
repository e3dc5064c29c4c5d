"""Seeded faults for a graph: what an editor's slip, a wrong import or a bad merge would do to it."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.terms import PREFIXES, RDF_TYPE

XSD = PREFIXES["xsd"]


def mutate(triples: Sequence[Triple], chance: random.Random) -> tuple[list[Triple], list[Triple]]:
    """Draw one fault.

    Args:
        triples: the graph, in an order that does not change between runs.
        chance: where the choices come from.

    Returns:
        The triples to remove and those to add.
    """
    victim = chance.choice(triples)
    subject, predicate, value = victim.subject, victim.predicate, victim.object
    kind = chance.choice(("drop", "drop", "retype", "double", "swap", "text", "wrong-kind"))
    match kind:
        case "drop":
            return [victim], []
        case "retype":
            types = sorted({triple.object for triple in triples if triple.predicate == RDF_TYPE}, key=str)
            return [], [Triple(subject, RDF_TYPE, chance.choice(types))]
        case "double":
            return [], [Triple(subject, predicate, _other(triples, predicate, value, chance))]
        case "swap":
            other = chance.choice(triples)
            return [victim], [Triple(subject, predicate, other.object)]
        case "text":
            return [victim], [Triple(subject, predicate, _garbled(value, chance))]
        case _:
            wrong = (
                Literal("a text") if not isinstance(value, Literal) else NamedNode("https://w3id.org/tcgraph/id/wrong")
            )
            return [victim], [Triple(subject, predicate, wrong)]


def _other(triples: Sequence[Triple], predicate: NamedNode, value: Term, chance: random.Random) -> Term:
    others = [item.object for item in triples if item.predicate == predicate and item.object != value]
    return chance.choice(others) if others else Literal("another")


def _garbled(value: Term, chance: random.Random) -> Term:
    if not isinstance(value, Literal):
        return value if isinstance(value, (BlankNode, Triple)) else NamedNode(value.value + "x")
    text = chance.choice(("", value.value * 3, f"#{value.value}", "2006-13-45", "seven"))
    if value.language:
        return Literal(text, language=chance.choice(("en", "de")))
    return Literal(text, datatype=chance.choice((value.datatype, NamedNode(XSD + "string"))))
