"""Which part a country has in a deed, as a fact of its own."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Final

from tcgraph.engine import Engine
from tcgraph.followup.fact_writer import Facts, concept, short, text, thing
from tcgraph.rdf import NamedNode
from tcgraph.terms import ID, TC

_COUNTRY: Final = f"{ID}country/"
_NAMED: Final = "named"
"""The role of a country of which nobody said what part it has."""


_ACTS: Final = "actor"
_PARTS: Final = "SELECT ?action ?who ?role WHERE { ?part tc:inAction ?action ; tc:participant ?who ; tc:role ?role }"


def write_countries(
    facts: Facts,
    countries: Iterable[NamedNode],
    role: str,
    action: NamedNode,
    name: str,
    acting: Mapping[NamedNode, bool] | None = None,
    told: Container[tuple[object, ...]] = (),
) -> None:
    """Give each country that a deed names the part that it has in it.

    Args:
        facts: to add to.
        countries: those that the deed names.
        role: the code of their part; "" where nobody said it.
        action: the deed.
        name: what its things are called by.
        acting: those whose government does the deed, each with whether it is said so.
        told: those of whom their part in it is told already, each with that role.
    """
    acting = acting or {}
    for country in countries:
        code, part = country.value.rpartition("/")[2], role or (_ACTS if country in acting else _NAMED)
        if (country, concept(f"role/{part}")) in told:
            continue
        node = thing(f"participation/{name}-{code}")
        facts.add(node, "rdf:type", NamedNode(TC + "Participation"))
        facts.add(node, "rdfs:label", text(short(f"{code}, {part}, in {name}")))
        facts.add(node, "tc:inAction", action)
        facts.add(node, "tc:participant", country)
        facts.add(node, "tc:role", concept(f"role/{part}"))
        if not role and not acting.get(country, True):
            facts.add(node, "tc:certainty", concept("certainty/inferred"))


def parts_told(engine: Engine, action: NamedNode) -> set[tuple[object, ...]]:
    """Who has a part in an action that the graph has, each with the role."""
    return {row[1:] for row in engine.select(_PARTS, bindings={"action": action})}


def is_country(node: NamedNode) -> bool:
    """Whether a thing is a country."""
    return node.value.startswith(_COUNTRY)
