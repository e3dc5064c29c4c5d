"""How things are linked: what stands around some of them, and the shortest ways from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tcgraph.pages.site import Answer, Site, run, values
from tcgraph.rdf import Literal, NamedNode, plain
from tcgraph.terms import BASE, GRAPH, ID, TC

_LINKS = """# What some things are linked with, in either direction.
SELECT ?from ?link ?other ?outward (MIN(?where) AS ?graph) WHERE {{
  VALUES ?from {{ {things} }}
  {{ GRAPH ?where {{ ?from ?link ?other }} BIND(true AS ?outward) }}
  UNION {{ GRAPH ?where {{ ?other ?link ?from }} BIND(false AS ?outward) }}
  FILTER(isIRI(?other) && STRSTARTS(STR(?link), {stem}))
}}
GROUP BY ?from ?link ?other ?outward
ORDER BY ?from ?link ?other
LIMIT {limit}
"""
_NAMED = """# What has a name.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {{
  VALUES ?named {{ rdfs:label skos:prefLabel skos:altLabel skos:notation <{abbreviation}> }}
  ?thing ?named ?name .
  FILTER(LCASE(STR(?name)) = {name} && STRSTARTS(STR(?thing), {base}))
}}
ORDER BY ?thing
LIMIT 20
"""
_CERTAINTY = """# Which parts, payments and the like are our reading or told with a hedge.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?certainty WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing tc:certainty/skos:notation ?certainty .
  FILTER(?certainty != "stated")
}}
"""
_INFERRED = GRAPH + "inferred"
_OURS = frozenset(TC + name for name in ("answers", "answeredBy", "answersElement", "givenBy", "hasAnswer", "theme"))
"""What is always our reading: a report replies to a recommendation, and says of no part of it what answers it."""
LIMIT = 5000
"""How many links are looked at together."""
_SEEN = 20_000
STEPS = 8
"""The longest way that is looked for."""
_WAYS = 3
_TRIED = 24
"""How many ways of one length are looked at; those that least rest on our reading are told."""
_THROUGH_ALL = frozenset(
    ("document", "section", "cycle", "rendition", "passage", "paragraph", "correction", "observation")
)
"""Kinds of things that everything hangs on, and that therefore connect nothing."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: the other thing, the property, whether it leads there, and whether reasoning alone says so."""

    other: NamedNode
    link: NamedNode
    outward: bool
    inferred: bool


def links(site: Site, things: Iterable[NamedNode], *, own: bool) -> tuple[dict[str, list[Link]], Answer]:
    """The links of some things, by thing.

    Args:
        site: where to look.
        things: some things.
        own: whether to keep to the terms of our own vocabulary.

    Returns:
        The links, and the answer that they are from; it has at most :data:`LIMIT` rows.
    """
    stem = Literal(TC if own else "")
    wanted = values(sorted(set(things), key=lambda thing: thing.value))
    answer = run(site, "links", _LINKS.format(things=wanted, stem=stem, limit=LIMIT))
    found: dict[str, list[Link]] = {}
    for start, link, other, outward, graph in answer.rows:
        # That a thing is within itself, or the same, is no link to draw.
        if isinstance(link, NamedNode) and isinstance(other, NamedNode) and other != start:
            inferred = plain(graph) == _INFERRED
            found.setdefault(plain(start), []).append(Link(other, link, plain(outward) == "true", inferred))
    return {start: _told_once(all_of) for start, all_of in found.items()}, answer


def _told_once(found: Sequence[Link]) -> list[Link]:
    """Links without those that reasoning added to what is stated of the same two things, be it the other way round."""
    stated = {link.other for link in found if not link.inferred}
    return [link for link in found if not link.inferred or link.other not in stated]


def readings(site: Site, things: Iterable[NamedNode]) -> dict[str, str]:
    """Of some things those that are ``inferred`` by us or told with a hedge (``hedged``), by their IRIs."""
    wanted = values(sorted(set(things), key=lambda thing: thing.value))
    rows = run(site, "certainty", _CERTAINTY.format(things=wanted)).texts()
    return {row["thing"]: row["certainty"] for row in rows}


def reading_of(step: tuple[NamedNode, Link], unsure: Mapping[str, str]) -> str:
    """How unsure a link from a thing is: ``inferred``, ``hedged``, or empty."""
    thing, link = step
    name = link.link.value
    if name.startswith(TC + "inferred") or name in _OURS:
        return "inferred"
    return unsure.get(thing.value, "") or unsure.get(link.other.value, "")


def _steps(way: Sequence[tuple[Link | None, NamedNode]]) -> list[tuple[NamedNode, Link]]:
    """The links of a way, each with the thing that it leads from."""
    return [(here, link) for (_, here), (link, _) in pairwise(way) if link is not None]


def things_named(site: Site, name: str) -> list[NamedNode]:
    """The things that have a name, an abbreviation or a code, however it is capitalised."""
    text = _NAMED.format(name=Literal(name.casefold()), base=Literal(BASE), abbreviation=TC + "abbreviation")
    return [thing for (thing,) in run(site, "named", text).rows if isinstance(thing, NamedNode)]


def kind_of(iri: str) -> str:
    """What sort of thing an address names: ``country``, ``action``; ``vocab``, ``ns``; empty for those of others."""
    if iri.startswith(ID):
        return iri.removeprefix(ID).partition("/")[0]
    return iri.removeprefix(BASE).partition("/")[0].partition("#")[0] if iri.startswith(BASE) else ""


def ways(site: Site, start: NamedNode, goal: NamedNode) -> list[list[tuple[Link | None, NamedNode]]]:
    """The shortest ways from one thing to another over links in our own terms, in either direction.

    What nearly everything is linked with, such as the document or a code, is no step of a way.

    Returns:
        At most three ways of one length, those that rest least on our reading first; each begins with the start, which
        no link leads to. None where there is no way of at most :data:`STEPS` links.
    """
    parents: dict[str, list[tuple[str, Link]]] = {start.value: []}
    frontier = [start]
    for _ in range(STEPS):
        found, _answer = links(site, frontier, own=True)
        reached: dict[str, list[tuple[str, Link]]] = {}
        for here in frontier:
            for link in found.get(here.value, ()):
                there = link.other.value
                if there not in parents and (there == goal.value or _connects(there)):
                    reached.setdefault(there, []).append((here.value, link))
        parents.update(reached)
        if goal.value in reached:
            traced = _traced(parents, goal.value, start.value)
            unsure = readings(site, (thing for way in traced for _, thing in way))
            return sorted(traced, key=lambda way: sum(bool(reading_of(step, unsure)) for step in _steps(way)))[:_WAYS]
        frontier = [NamedNode(there) for there in sorted(reached)]
        if not frontier or len(parents) > _SEEN:
            break
    return []


def _connects(iri: str) -> bool:
    return iri.startswith(ID) and kind_of(iri) not in _THROUGH_ALL


def _traced(
    parents: Mapping[str, list[tuple[str, Link]]], goal: str, start: str
) -> list[list[tuple[Link | None, NamedNode]]]:
    """Ways back from the goal, turned round; one link of each pair of things is enough."""
    made: list[list[tuple[Link | None, NamedNode]]] = []
    open_ends: list[tuple[str, list[tuple[Link | None, NamedNode]]]] = [(goal, [])]
    while open_ends and len(made) < _TRIED:
        here, behind = open_ends.pop(0)
        if here == start:
            made.append([(None, NamedNode(start)), *behind])
            continue
        once = dict(reversed(parents[here]))
        for before, link in sorted(once.items(), key=lambda item: item[0]):
            open_ends.append((before, [(link, NamedNode(here)), *behind]))
    return made
