"""One thing, and what points at it, as one graph in compact JSON-LD: no named graph, types as ``@type``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tcgraph.export.canonical import canonical_lines
from tcgraph.export.jsonld.records import Records
from tcgraph.export.jsonld.vocabulary import Vocabulary
from tcgraph.rdf import GraphFormat, Quad, parse


def thing_document(iri: str, quads: Iterable[Quad], vocabulary: Vocabulary) -> dict[str, Any]:
    """A description as a document that needs nothing fetched (JSON-LD 1.1 §4.1: an embedded context).

    Args:
        iri: the thing described, which comes first.
        quads: the statements; the names of their graphs are left out.
        vocabulary: the members of the JSON.

    Returns:
        ``@context``, with the terms that the document uses, and ``@graph``, a list of nodes.

    Raises:
        BrokenInput: a statement that JSON-LD 1.1 has no form for.
    """
    # Blank nodes under canonical labels, so that the same graph gives the same bytes.
    lines = "\n".join(canonical_lines(quads, named=False))
    records = Records(parse(lines.encode(), GraphFormat.N_QUADS), vocabulary)
    subjects = sorted(records.subjects, key=lambda name: (name != iri, name))
    nodes = [_keyworded(records.record(subject)) for subject in subjects]
    used = {"@version", "id", "type"}
    for node in nodes:
        used.update(node)
        used.update(node.get("type", ()))
    context = {name: meaning for name, meaning in vocabulary.context()["@context"].items() if name in used}
    return {"@context": context, "@graph": nodes}


def _keyworded(node: dict[str, Any]) -> dict[str, Any]:
    """A node whose values name their datatype by the keyword: rdflib 7 drops one that an alias names."""
    return {
        key: [_value(each) for each in value] if isinstance(value, list) else _value(value)
        for key, value in node.items()
    }


def _value(value: Any) -> Any:
    if not (isinstance(value, dict) and "@value" in value and "type" in value):
        return value
    return {"@type" if key == "type" else key: part for key, part in value.items()}
