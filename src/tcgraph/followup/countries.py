"""Which part a country has in a deed, as a fact of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tcgraph.engine import Engine
from tcgraph.followup.fact_writer import Facts, concept, short, text, thing
from tcgraph.rdf import NamedNode, plain
from tcgraph.terms import ID, TC

_COUNTRY: Final = f"{ID}country/"
_NAMED: Final = "named"
"""The role of a country of which nobody said what part it has."""


_ACTS: Final = "actor"
_PARTS: Final = """SELECT ?action ?who ?role ?part WHERE {
  ?part tc:inAction ?action ; tc:participant ?who ; tc:role ?role
}"""
_DOERS: Final = """SELECT ?action ?who ?read WHERE {
  VALUES (?by ?read) { (tc:agent 0) (tc:inferredAgent 1) } ?action ?by ?who
} ORDER BY ?read"""


def write_countries(
    facts: Facts,
    countries: Iterable[NamedNode],
    role: str,
    action: NamedNode,
    name: str,
    acting: Mapping[NamedNode, bool] | None = None,
    told: Mapping[tuple[NamedNode, NamedNode], NamedNode] | None = None,
) -> None:
    """Give each country that a deed names the part that it has in it.

    Args:
        facts: to add to.
        countries: those that the deed names.
        role: the code of their part; "" where nobody said it.
        action: the deed.
        name: what its things are called by.
        acting: those whose government does the deed, each with whether it is said so.
        told: the parts that are told already, by who has each and the role: told again, they are said again.
    """
    acting, told = acting or {}, told or {}
    for (country, known_as), known in told.items():
        if country in acting and known_as == concept(f"role/{_ACTS}"):
            facts.add(known, "tc:inAction", action)
    for country in countries:
        code, part = country.value.rpartition("/")[2], role or (_ACTS if country in acting else _NAMED)
        if (again := told.get((country, concept(f"role/{part}")))) is not None:
            facts.add(again, "tc:inAction", action)
            continue
        node = thing(f"participation/{name}-{code}")
        facts.add(node, "rdf:type", NamedNode(TC + "Participation"))
        facts.add(node, "rdfs:label", text(short(f"{code}, {part}, in {name}")))
        facts.add(node, "tc:inAction", action)
        facts.add(node, "tc:participant", country)
        facts.add(node, "tc:role", concept(f"role/{part}"))
        if not role and not acting.get(country, True):
            facts.add(node, "tc:certainty", concept("certainty/inferred"))


def parts_told(engine: Engine, action: NamedNode) -> dict[tuple[NamedNode, NamedNode], NamedNode]:
    """The parts in an action that the graph has, by who has each and the role."""
    rows = engine.select(_PARTS, bindings={"action": action})
    nodes = ([one for one in row if isinstance(one, NamedNode)] for row in rows)
    return {(who, role): part for _, who, role, part in nodes}


def doers_told(engine: Engine, action: NamedNode) -> dict[object, bool]:
    """Who does an action that the graph has, each with whether its source says so."""
    return {who: plain(read) == "0" for _, who, read in engine.select(_DOERS, bindings={"action": action})}


def is_country(node: NamedNode) -> bool:
    """Whether a thing is a country."""
    return node.value.startswith(_COUNTRY)
