"""Which of our statements an IATI file carries: what has to come back when it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcgraph import terms
from tcgraph.export.iati.codes import current
from tcgraph.rdf import Literal, Quad, Term

_SHARED = ("rdf:type", "rdfs:label", "dcterms:title", "tc:summary", "tc:theme")
CARRIED: dict[str, tuple[str, ...]] = {
    "tc:Project": (*_SHARED, "tc:country"),
    **dict.fromkeys(
        ("tc:Action", "tc:StateOfAffairs"),
        (*_SHARED, "tc:agent", "tc:inferredAgent", "tc:addresses", "tc:beneficiary", "tc:hasObservation"),
    ),
    "tc:Observation": ("rdf:type", "tc:status", "tc:asOf"),
    "tc:Funding": (*_SHARED, "tc:donor", "tc:inferredDonor", "tc:certainty", "tc:inAction", "tc:earmark"),
}
"""By class, the properties that activities carry."""

ORGANISATION = ("rdf:type", "rdfs:label", "tc:iatiIdentifier")
"""What an organisation file carries of an organisation that has an identifier."""


def covered(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The statements among ``quads`` that a round trip through IATI keeps, identifiers brought up to date."""
    every = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    identifier = terms.expand("tc:iatiIdentifier")
    classes = {terms.expand(name): {terms.expand(p) for p in properties} for name, properties in CARRIED.items()}
    allowed: dict[Term, set[object]] = {}
    for quad in every:
        if quad.predicate == terms.RDF_TYPE and quad.object in classes:
            allowed.setdefault(quad.subject, set()).update(classes[quad.object])  # type: ignore[index]
        if quad.predicate == identifier:
            allowed.setdefault(quad.subject, set()).update(terms.expand(name) for name in ORGANISATION)
    for quad in every:
        if quad.predicate in allowed.get(quad.subject, ()):
            if quad.predicate == identifier and isinstance(quad.object, Literal):
                yield Quad(quad.subject, quad.predicate, Literal(current(quad.object.value)))
            else:
                yield quad
