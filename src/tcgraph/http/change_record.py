"""The record of changes made over HTTP, in PROV: who, when, what was touched, and how much."""

from __future__ import annotations

import pyoxigraph

from tcgraph.publish.journal import Journal, JournalEntry
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Triple
from tcgraph.terms import PREFIXES, RDF_TYPE, RDFS_LABEL

_PROV = PREFIXES["prov"]


def as_prov(journal: Journal, wanted: GraphFormat, address: str) -> bytes:
    """Every change as a ``prov:Activity``.

    Args:
        journal: the record.
        wanted: the syntax.
        address: the server's address; changes and people are named below it.
    """
    triples = [triple for entry in journal.entries for triple in _triples(entry, address)]
    written = pyoxigraph.serialize(triples, format=wanted.codec, prefixes=PREFIXES)
    return bytes(written or b"")


def _triples(entry: JournalEntry, address: str) -> list[Triple]:
    change = NamedNode(f"{address}/api/changes#{entry.number}")
    agent = NamedNode(f"{address}/api/changes#by-{entry.who}")
    moment = Literal(entry.when, datatype=NamedNode(PREFIXES["xsd"] + "dateTime"))
    what = f"{entry.what}: {entry.added} added, {entry.removed} removed"
    made = [
        Triple(change, RDF_TYPE, _prov("Activity")),
        Triple(change, RDFS_LABEL, Literal(what, language="en")),
        Triple(change, _prov("endedAtTime"), moment),
        Triple(change, _prov("wasAssociatedWith"), agent),
        Triple(agent, RDF_TYPE, _prov("Agent")),
        Triple(agent, RDFS_LABEL, Literal(entry.who)),
    ]
    touched = (Triple(NamedNode(graph), _prov("wasInfluencedBy"), change) for graph in entry.graphs if graph)
    return [*made, *touched]


def _prov(name: str) -> NamedNode:
    return NamedNode(_PROV + name)
