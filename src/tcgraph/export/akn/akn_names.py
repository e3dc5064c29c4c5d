"""The names that an Akoma Ntoso document of ours uses, and the statements that it carries.

An ``eId`` is a kind and the last part of our IRI (``act_11-5-b`` is ``…/id/action/11-5-b``), so that the IRI of every
part can be told from the document alone.
"""

from __future__ import annotations

from typing import Final

from tcgraph import terms
from tcgraph.rdf import NamedNode

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
KINDS: Final = {
    "sec": "id/section/",
    "rec": "id/recommendation/",
    "ent": "id/entry/",
    "act": "id/action/",
    "obs": "id/observation/",
    "status": "vocab/status/",
    "pairing": "vocab/pairing/",
}
"""First part of an ``eId``, and the part of the name space whose things it names."""

STATE: Final = "state"
"""The class of an item that tells of a state of affairs; one without it tells of an action."""

CARRIED: Final = {
    "tc:Section": ("tc:number", "rdfs:label", "tc:partOf"),
    "tc:Recommendation": ("tc:number", "rdfs:label", "tc:summary", "tc:inSection", "tc:cites"),
    "tc:ReportEntry": ("rdfs:label", "tc:respondsTo", "tc:pairing"),
    **dict.fromkeys(
        ("tc:Action", "tc:StateOfAffairs"),
        ("tc:summary", "tc:reportedBy", "tc:addresses", "tc:mentions", "tc:hasObservation"),
    ),
    "tc:Observation": ("tc:status", "tc:asOf", "tc:reportedIn"),
}
"""What the document says of which things; of ``tc:cites`` and ``tc:mentions`` those that name an instrument."""


def tag(name: str) -> str:
    """An element's name in the form that ElementTree wants."""
    return f"{{{NAMESPACE}}}{name}"


def eid_of(thing: NamedNode) -> str:
    """The identifier of a part.

    Raises:
        ValueError: the thing is of no kind that the document has.
    """
    for kind, start in KINDS.items():
        if thing.value.startswith(terms.BASE + start):
            return f"{kind}_{thing.value.removeprefix(terms.BASE + start)}"
    raise ValueError(f"{thing.value} has no part in the document")


def thing_of(eid: str) -> NamedNode:
    """The thing that a part is about; the inverse of :func:`eid_of`.

    Raises:
        KeyError: the identifier is none of ours.
    """
    kind, _, rest = eid.partition("_")
    return NamedNode(terms.BASE + KINDS[kind] + rest)
